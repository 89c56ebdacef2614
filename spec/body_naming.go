package spec

import "slices"

// namings are properties that name a resource or describe it, and take any text.
var namings = []string{"name", "title", "display_name", "displayName", "label", "subject", "summary", "description", "comment", "note", "text"}

// wrappers are properties that hold what a body is about.
var wrappers = []string{"data", "metadata", "attributes", "input", "payload", "resource", "object", "body"}

// filled gives a name to an object that would be empty: contracts forget to say what is required,
// servers refuse a resource without anything, and what a run leaves behind is to be found by its
// marker. A multipart form gets its file: without parts it is none (RFC 2046, section 5.1.1), and
// what is uploaded is what it is for.
func (m MediaType) filled(v any, s Sampling) any {
	object, ok := v.(map[string]any)
	at, named := m.naming()
	if file, is := m.file(); is {
		at, named = pointer("").member(file), true
	}
	if !ok || !named || len(object) > 0 {
		return v
	}
	filled := Sampling{Marker: s.Marker, Now: s.Now, Add: []string{string(at)}}.adapted(object, m.schema)
	if m.allows(filled) {
		return filled
	}
	return v
}

// file is the first file of a multipart form; false for none.
func (m MediaType) file() (string, bool) {
	s := newDemands()
	if essence(m.Name) != multipart || (&generator{}).add(s, m.schema, true) != nil {
		return "", false
	}
	i := slices.IndexFunc(s.names, func(name string) bool { return m.isFile(name) && !isReadOnly(s.properties[name]) })
	if i < 0 {
		return "", false
	}
	return s.names[i], true
}

// naming is the place of a property that names the resource: of the top level, else within a
// wrapper or the only property.
func (m MediaType) naming() (pointer, bool) {
	places := m.namings()
	if len(places) == 0 {
		return "", false
	}
	return places[0], true
}

// namings are the places of all properties that name or describe the resource, those of the top level
// first.
func (m MediaType) namings() []pointer {
	s := newDemands()
	if (&generator{}).add(s, m.schema, true) != nil {
		return nil
	}
	var places []pointer
	for _, name := range s.namings() {
		places = append(places, pointer("").member(name))
	}
	for _, wrapper := range s.names {
		if !slices.Contains(wrappers, wrapper) && len(s.names) > 1 || isReadOnly(s.properties[wrapper]) {
			continue
		}
		inner := newDemands()
		for _, n := range s.properties[wrapper] {
			if (&generator{}).add(inner, n, true) != nil {
				return places
			}
		}
		for _, name := range inner.namings() {
			places = append(places, pointer("").member(wrapper).member(name))
		}
	}
	return places
}

// namings are the properties of an object that name or describe it.
func (s *demands) namings() []string {
	var found []string
	for _, name := range namings {
		schemas := s.properties[name]
		if len(schemas) == 0 || isReadOnly(schemas) {
			continue
		}
		d := newDemands()
		for _, n := range schemas {
			if (&generator{}).add(d, n, true) != nil {
				return found
			}
		}
		if slices.Equal(d.types, []string{"string"}) && !d.chosen {
			found = append(found, name)
		}
	}
	return found
}
