package spec

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// adapter changes a body, an example or a generated one, to what a [Sampling] asks for.
type adapter struct {
	Sampling
	top   map[string]bool // properties that the top level has or describes
	found map[string]bool // properties that were met anywhere
	steps int
}

// adapted is a value with the changes; read-only properties are taken out in any case. The value
// itself is left as it was.
func (s Sampling) adapted(v any, schema node) any {
	a := &adapter{Sampling: s, top: map[string]bool{}, found: map[string]bool{}}
	if object, ok := v.(map[string]any); ok {
		for name := range object {
			a.top[name] = true
		}
	}
	demands := a.demands([]node{schema}, v)
	for name := range demands.properties {
		a.top[name] = true
	}
	changed := a.value(v, []node{schema}, "")
	if object, ok := changed.(map[string]any); ok {
		a.addUndescribed(object, demands)
	}
	return changed
}

// addUndescribed adds to the top level what no schema describes, where that is allowed.
func (a *adapter) addUndescribed(object map[string]any, s *demands) {
	for _, name := range a.Add {
		if strings.HasPrefix(name, "/") || a.found[name] || !s.allowsName(name) {
			continue
		}
		if made, err := a.generator().value(s.schemasOf(name), name); err == nil {
			object[name] = made
		}
	}
}

// demands are those of the schemas, with the alternatives that the value is one of.
func (a *adapter) demands(schemas []node, v any) *demands {
	g := &generator{}
	s := newDemands()
	for _, n := range schemas {
		if g.add(s, n, true) != nil {
			return newDemands()
		}
	}
	for i := 0; i < len(s.groups) && i < maxGroups; i++ {
		for _, alternative := range s.groups[i].alternatives {
			if conforms(alternative, v) && g.add(s, alternative, true) != nil {
				return newDemands()
			}
		}
	}
	return s
}

// maxGroups bounds how many oneOf and anyOf of one value are looked at.
const maxGroups = 50

func (a *adapter) value(v any, schemas []node, at pointer) any {
	if a.steps++; a.steps > maxValueSteps {
		return v
	}
	switch v := v.(type) {
	case []any:
		s := a.demands(schemas, v)
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = a.value(item, s.itemSchemas(i), at.item(i))
		}
		return items
	case map[string]any:
		return a.object(v, a.demands(schemas, v), at)
	case string, json.Number:
		// Examples write an id as a number where the schema says that it is a string, and back.
		if !allConform(schemas, v) {
			if typed, ok := typedAs(v, schemas); ok {
				return typed
			}
		}
	}
	return v
}

func (a *adapter) object(v map[string]any, s *demands, at pointer) any {
	object := maps.Clone(v)
	for _, name := range sortedKeys(v) {
		schemas := s.schemasOf(name)
		p := at.member(name)
		a.found[name] = true
		if isReadOnly(schemas) || p.isNamed(a.Drop, name, a.describes) && !slices.Contains(s.required, name) {
			delete(object, name)
			continue
		}
		object[name] = a.property(v[name], schemas, name, p)
	}
	if a.Idle && at == "" {
		s.switchOff(object)
	}
	for _, name := range a.additions(s, object, at) {
		a.found[name] = true
		schemas := s.schemasOf(name)
		made, err := a.made(schemas, name)
		if err != nil || isReadOnly(schemas) {
			continue
		}
		object[name] = a.property(made, schemas, name, at.member(name))
	}
	return object
}

func (a *adapter) describes(name string) bool { return a.top[name] }

func (a *adapter) generator() *generator {
	g := newGenerator()
	g.marker, g.now = a.Marker, a.Now
	g.depth = 1 // what it makes stands in a body: an example of its schema counts
	return g
}

// additions are the properties that an object is to have and has not.
func (a *adapter) additions(s *demands, object map[string]any, at pointer) []string {
	var added []string
	for _, name := range s.names {
		p := at.member(name)
		_, chosen := a.Identity[name]
		if _, there := object[name]; !there && (at == "" && chosen || p.leadsTo(a.Add) || p.isNamed(a.Add, name, a.describes)) {
			added = append(added, name)
		}
	}
	for _, entry := range a.Add { // a place in a map, whose names no schema says
		token, ok := strings.CutPrefix(entry, string(at)+"/")
		name := pointerToken(token)
		if !ok || strings.Contains(token, "/") || slices.Contains(added, name) || !s.allowsName(name) {
			continue
		}
		if _, there := object[name]; !there {
			added = append(added, name)
		}
	}
	return added
}

// allowsName reports whether an object may have a property that is not described.
func (s *demands) allowsName(name string) bool {
	return !slices.ContainsFunc(s.schemasOf(name), func(n node) bool { return n.kind() == boolKind && !n.boolean() })
}

// property is the value of one property: the id that it is to have, or that of a resource that
// it refers to, another one, or the present one with what is below it changed.
func (a *adapter) property(v any, schemas []node, name string, at pointer) any {
	if id, ok := a.Identity[name]; ok && strings.Count(string(at), "/") == 1 {
		if typed, ok := typedAs(id, schemas); ok {
			return typed
		}
	}
	if known, ok := a.reference(v, schemas, name, at); ok {
		return known
	}
	if text, ok := a.formed(schemas, name, at); ok {
		return text
	}
	if at.isNamed(a.Renew, name, a.describes) {
		return a.renewed(v, schemas, name)
	}
	return a.value(v, schemas, at)
}

// reference is the id of a resource that the property refers to.
func (a *adapter) reference(v any, schemas []node, name string, at pointer) (any, bool) {
	if a.Known == nil || at.isNamed(a.Own, name, a.describes) || a.demands(schemas, v).chosen {
		return nil, false
	}
	asked := name
	if name == "id" {
		asked = at.parent()
	}
	items, list := v.([]any)
	if _, isObject := v.(map[string]any); isObject || asked == "" || v == true || v == false {
		return nil, false
	}
	known, ok := a.Known(asked)
	if !ok {
		return nil, false
	}
	named := schemas
	if list {
		named = a.demands(schemas, v).itemSchemas(0)
	}
	if _, number := known.(json.Number); number && a.demands(named, nil).allowsType("") {
		return nil, false
	}
	if list {
		item, ok := typedAs(known, named)
		array := []any{item}
		return array, ok && len(items) < 2 && allConform(schemas, array)
	}
	return typedAs(known, schemas)
}

// parent is the name of the object, or of the array of objects, that a property stands in; ""
// at the top.
func (p pointer) parent() string {
	tokens := strings.Split(string(p), "/")
	for i := len(tokens) - 2; i > 0; i-- {
		if _, err := strconv.Atoi(tokens[i]); err != nil {
			return pointerToken(tokens[i])
		}
	}
	return ""
}

// typedAs is a value in the type that the schemas allow: an id is a number here and a string
// there. It is false when they allow neither.
func typedAs(v any, schemas []node) (any, bool) {
	text := scalarText(v)
	candidates := []any{text}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		candidates = append(candidates, json.Number(text))
	}
	for _, candidate := range candidates {
		if text != "" && allConform(schemas, candidate) {
			return candidate, true
		}
	}
	return nil, false
}

// renewed is another value than v: its text with the marker, else a generated one; v where
// the schema has no other.
func (a *adapter) renewed(v any, schemas []node, name string) any {
	w := wording{marker: a.Marker, now: a.Now, variant: a.Fresh}
	if a.Marker == "" || a.Mark {
		w.variant++ // the first is what the text has got without this
	}
	if text, ok := v.(string); ok && (a.Marker == "" || !strings.Contains(text, a.Marker)) {
		demands := a.demands(schemas, v)
		for _, candidate := range w.suffixed(text) {
			if allConform(schemas, candidate) && keepsFormat(cmp.Or(demands.format, formatTold(demands.told, name)), candidate) {
				return candidate
			}
		}
	}
	const tries = 6
	for variant := range tries {
		g := a.generator()
		g.examples = false
		if g.variant = a.Fresh + variant; a.Marker == "" || !isText(v) {
			g.variant += 1 + w.number()%1_000
		}
		if made, err := g.value(schemas, name); err == nil && !equalValues(made, v) {
			return made
		}
	}
	return v
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

// suffixed are ways to write a text with the word; none when it has the word already.
func (w wording) suffixed(text string) []string {
	if strings.Contains(text, w.word()) || text == "" {
		return nil
	}
	if local, domain, ok := strings.Cut(text, "@"); ok {
		return []string{local + "+" + w.word() + "@" + domain, local + "-" + w.word() + "@" + domain}
	}
	return []string{text + "-" + w.word(), text + "_" + strings.ReplaceAll(w.word(), "-", "_"), text + strings.ReplaceAll(w.word(), "-", "")}
}

// keepsFormat reports whether a text that has got a suffix can still be of a format.
func keepsFormat(format, text string) bool {
	switch strings.ToLower(format) {
	case "", "password", "string", "uri", "url", "uri-reference", "iri":
		return true
	case "email", "idn-email":
		return strings.Contains(text, "@")
	default:
		return formatText(format, wording{}) == ""
	}
}
