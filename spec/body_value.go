package spec

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// bodyValue is what a body is to say: an example or the default of the contract that its schema
// allows, else a generated value, else the example as it is; with what the sampling asks for.
func (m MediaType) bodyValue(kind mediaKind, s Sampling) (bodyValue, error) {
	v, err := m.chosenValue(kind, s)
	if err == nil && s.Mark {
		if changed, ok := m.withMarker(v.value, s); ok {
			v.text, v.value = "", changed
		}
	}
	return v, err
}

// chosenValue is bodyValue without the marker that an example has nowhere.
func (m MediaType) chosenValue(kind mediaKind, s Sampling) (bodyValue, error) {
	var spare *bodyValue
	offers := m.offers()
	if s.Linked != nil {
		offers = append([]offer{{madeValue(s.Linked), Created}}, offers...)
	}
	for _, o := range offers {
		v := m.offered(kind, s, o)
		if m.allows(v.value) || v.text != "" && kind.exact {
			return v, nil
		}
		if spare == nil {
			spare = &v
		}
	}
	if kind.own && spare == nil {
		return bodyValue{source: Generated, Sampling: s}, nil
	}
	v, err := m.generate(kind, s)
	if err != nil && spare != nil {
		return *spare, nil
	}
	return bodyValue{value: v, source: Generated, Sampling: s}, err
}

// offered is an example or a default with what the sampling asks for.
func (m MediaType) offered(kind mediaKind, s Sampling, o offer) bodyValue {
	v := bodyValue{value: o.value(), source: o.Source, Sampling: s}
	text, ok := v.value.(string)
	if ok && !m.isText() && isJSONText(text) {
		v.text, v.value = text, decoded(text)
	} else if ok && kind.exact {
		v.text = text
		return v
	}
	changed := m.adapted(v.value, s)
	if !equalValues(changed, v.value) {
		v.text, v.value = "", changed
	}
	return v
}

// decoded is a JSON text as a value; numbers keep their digits.
func decoded(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// adapted is a value with what the sampling asks for: all of it if the schema then still allows
// the value, else the ids, else nothing.
func (m MediaType) adapted(v any, s Sampling) any {
	plain := Sampling{Marker: s.Marker, Now: s.Now}.adapted(v, m.schema)
	if !s.asks() {
		return plain
	}
	whole := s.adapted(v, m.schema)
	if !m.allows(plain) {
		return whole // an example that its schema does not allow is no worse for the changes
	}
	ids := Sampling{Marker: s.Marker, Now: s.Now, Known: s.Known, Identity: s.Identity, Idle: s.Idle}
	for _, candidate := range []any{whole, ids.adapted(v, m.schema)} {
		if m.allows(candidate) {
			return candidate
		}
	}
	return plain
}

// allows reports whether the schema of the body allows a value; where it cannot be checked, it
// does.
func (m MediaType) allows(v any) bool {
	set := m.schemas
	if set == nil {
		set = newSchemaSet(isModern(m.schema))
	}
	_, mismatched := errors.AsType[*Mismatch](set.check(m.schema, requests, v))
	return !mismatched
}

// offer is a value that the contract gives.
type offer struct {
	node
	Source
}

// offers are the examples of the whole body and its default, those of the Media Type Object first.
func (m MediaType) offers() []offer {
	var offers []offer
	for _, n := range ownExamples(m.object) {
		offers = append(offers, offer{n, Example})
	}
	s := newDemands()
	if err := (&generator{}).add(s, m.schema, true); err != nil {
		return offers
	}
	for _, o := range []offer{{s.example, Example}, {s.initial, Default}} {
		if o.exists() {
			offers = append(offers, o)
		}
	}
	return offers
}

// isText reports whether the schema asks for a string.
func (m MediaType) isText() bool {
	s := newDemands()
	err := (&generator{}).add(s, m.schema, true)
	return err == nil && slices.Equal(s.types, []string{"string"})
}

// generate makes a value that its schema allows, with the examples of its properties if they
// fit, else without them.
func (m MediaType) generate(kind mediaKind, s Sampling) (any, error) {
	var failed error
	for _, examples := range []bool{true, false} {
		g := newGenerator()
		g.examples, g.marker, g.now = examples, s.Marker, s.Now
		if kind.object {
			g.fallback = "object"
		}
		v, err := m.fitting(g, s.Given)
		if err != nil {
			return nil, err
		}
		if failed = checkBody(m.schema, v, g.omitted); failed == nil {
			return m.adapted(m.filled(v, s), s), nil
		}
	}
	return nil, failed
}
