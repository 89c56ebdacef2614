package spec

import (
	"errors"
	"slices"
)

// plainNames are properties that a request may set to any text nearly everywhere.
var plainNames = []string{"description", "title", "name", "display_name", "displayName", "label", "comment", "note", "notes", "summary", "text"}

// Plain is the property of the top level that a request can most likely set to any text: a
// description, a title, else the first string without a certain form. It is false when there is
// none. It is for a request that is to change something, and not much.
func (b *Body) Plain() (name string, ok bool) {
	ranked := b.ranked()
	if len(ranked) == 0 {
		return "", false
	}
	return ranked[0].plain()
}

func (m MediaType) plain() (string, bool) {
	s := newDemands()
	if (&generator{}).add(s, m.schema, true) != nil {
		return "", false
	}
	var free []string
	for _, name := range s.names {
		d := newDemands()
		for _, n := range s.properties[name] {
			if (&generator{}).add(d, n, true) != nil {
				return "", false
			}
		}
		if slices.Equal(d.types, []string{"string"}) && d.format == "" && len(d.patterns)+len(d.choices)+len(d.groups) == 0 &&
			!isReadOnly(s.properties[name]) && formatOfName(name) == "" {
			free = append(free, name)
		}
	}
	for _, name := range plainNames {
		if slices.Contains(free, name) {
			return name, true
		}
	}
	for _, name := range free {
		if words := wordsOf(name); len(words) > 0 && !slices.Contains([]string{"id", "ids", "key", "ref", "type", "kind", "status", "state"}, words[len(words)-1]) {
			return name, true
		}
	}
	return "", false
}

func (s Sampling) withPlain(name string) Sampling {
	s.Add = append(slices.Clone(s.Add), name)
	return s
}

// writePatch writes a list of operations (RFC 6902). Which there can be, the schema of such a
// list does not say: it is one that sets a plain property, known from another media type of
// the body, else the list without operations, which changes nothing.
func (m MediaType) writePatch(v bodyValue) (Content, error) {
	if v.source != Generated {
		return m.writeJSON(v)
	}
	candidates := []any{}
	for _, other := range v.body.Content {
		name, ok := other.plain()
		if !ok || rank(other.Name) > rank(multipart) {
			continue
		}
		object, _ := v.Sampling.withPlain(name).adapted(map[string]any{}, other.schema).(map[string]any)
		if object[name] != nil {
			candidates = append(candidates, []any{map[string]any{"op": "add", "path": string(pointer("").member(name)), "value": object[name]}})
		}
	}
	for _, candidate := range append(candidates, []any{}) {
		if m.allowsPatch(candidate) {
			v.value = candidate
			return m.writeJSON(v)
		}
	}
	return Content{}, errors.New("the contract does not say what a patch may change")
}

// allowsPatch is allows for a list of operations. Contracts also describe such content as an
// object without saying more, which a list is not.
func (m MediaType) allowsPatch(v any) bool {
	s := newDemands()
	if (&generator{}).add(s, m.schema, true) == nil && len(s.names) == 0 && slices.Equal(s.types, []string{"object"}) {
		return true
	}
	return m.allows(v)
}
