package spec

import (
	"maps"
	"slices"
	"strings"
)

// withMarker is a value with the run's marker in a text that names or describes what it is about: in
// one that is there, else in one that the schema knows. It is false where the value has the marker
// already, or leaves no room for it.
func (m MediaType) withMarker(v any, s Sampling) (any, bool) {
	object, ok := v.(map[string]any)
	if !ok || s.Marker == "" || bearsMarker(compactJSON(v), s.Marker) {
		return nil, false
	}
	places := m.namings()
	for _, name := range namings { // an example may say more than its schema
		if p := pointer("").member(name); !slices.Contains(places, p) && isText(object[name]) {
			places = append(places, p)
		}
	}
	for _, there := range []bool{true, false} {
		for _, at := range places {
			if changed, ok := m.markedAt(object, strings.Split(string(at), "/")[1:], s, there); ok {
				return changed, true
			}
		}
	}
	return nil, false
}

// markedAt is an object with the marker at a place: in the text that is there, or in the place of
// none.
func (m MediaType) markedAt(object map[string]any, path []string, s Sampling, there bool) (any, bool) {
	whole := maps.Clone(object)
	holder := whole
	for _, name := range path[:len(path)-1] {
		inner, ok := holder[pointerToken(name)].(map[string]any)
		if !ok {
			return nil, false
		}
		inner = maps.Clone(inner)
		holder[pointerToken(name)] = inner
		holder = inner
	}
	name := pointerToken(path[len(path)-1])
	text, isText := holder[name].(string)
	_, set := holder[name]
	schemas := m.schemasAt(path, whole)
	if isText != there || set != there || strings.Contains(text, "://") || !isFreeText(schemas) {
		return nil, false
	}
	if s.Known != nil {
		if _, refers := s.Known(name); refers {
			return nil, false
		}
	}
	w := wording{marker: s.Marker}
	candidates := []string{w.word()}
	if there && text != "" {
		candidates = w.suffixed(text)
		if strings.Contains(text, " ") {
			candidates = append([]string{text + " " + w.word()}, candidates...)
		}
		candidates = append(candidates, w.word())
	}
	before := m.allows(object)
	for _, candidate := range candidates {
		if holder[name] = candidate; allConform(schemas, candidate) && (!before || m.allows(whole)) {
			return whole, true
		}
	}
	return nil, false
}

// schemasAt are those of a property of the body.
func (m MediaType) schemasAt(path []string, v any) []node {
	schemas := []node{m.schema}
	a := &adapter{}
	for _, token := range path {
		name := pointerToken(token)
		schemas = a.demands(schemas, v).schemasOf(name)
		v, _ = v.(map[string]any)[name]
	}
	return schemas
}

// isFreeText reports whether schemas leave it open what a text says.
func isFreeText(schemas []node) bool {
	d := newDemands()
	for _, n := range schemas {
		if (&generator{}).add(d, n, true) != nil {
			return false
		}
	}
	return !d.chosen && d.format == "" && len(d.patterns) == 0 && !isReadOnly(schemas) && d.allowsType("string")
}

// bearsMarker reports whether a text has the marker, in whatever spelling.
func bearsMarker(text, marker string) bool {
	plain := strings.NewReplacer("-", "", "_", "")
	return strings.Contains(plain.Replace(strings.ToLower(text)), plain.Replace(strings.ToLower(marker)))
}
