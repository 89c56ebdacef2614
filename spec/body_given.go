package spec

import (
	"encoding/json"
	"maps"
	"slices"
)

// over is a value with what the user gives put over it: members one by one, and null takes one
// out (RFC 7396, JSON Merge Patch).
func over(v, given any) any {
	members, ok := given.(map[string]any)
	if !ok {
		return given
	}
	object, _ := v.(map[string]any)
	object = maps.Clone(object)
	if object == nil {
		object = map[string]any{}
	}
	for name, member := range members {
		if member == nil {
			delete(object, name)
		} else {
			object[name] = over(object[name], member)
		}
	}
	return object
}

// givenSchema is a schema of the values that have what the user gives, so that what is made
// around it fits: it decides alternatives and conditions.
func givenSchema(given any) node {
	members, ok := given.(map[string]any)
	if !ok {
		return madeObject(Place{}, field{name: "const", value: madeValue(given)})
	}
	var properties []field
	var required []node
	for _, name := range sortedKeys(members) {
		if members[name] != nil {
			properties = append(properties, field{name: name, value: givenSchema(members[name])})
			required = append(required, madeValue(name))
		}
	}
	return madeObject(Place{}, field{name: "properties", value: madeObject(Place{}, properties...)},
		field{name: "required", value: madeArray(Place{}, required...)})
}

// madeValue is a decoded value as a node.
func madeValue(v any) node {
	switch v := v.(type) {
	case string:
		return madeText(Place{}, v)
	case json.Number:
		return node{made: &made{kind: numberKind, text: string(v)}}
	case bool:
		return node{made: &made{kind: boolKind, text: compactJSON(v)}}
	case []any:
		items := make([]node, len(v))
		for i, item := range v {
			items[i] = madeValue(item)
		}
		return madeArray(Place{}, items...)
	case map[string]any:
		var fields []field
		for _, name := range sortedKeys(v) {
			fields = append(fields, field{name: name, value: madeValue(v[name])})
		}
		return madeObject(Place{}, fields...)
	default:
		return node{made: &made{kind: nullKind}}
	}
}

// sampleGiven is a body with what the user gives: the whole of it, or members put over what would
// be sent without them.
func (m MediaType) sampleGiven(kind mediaKind, s Sampling) (bodyValue, error) {
	whole := bodyValue{value: s.Given, source: Given, Sampling: s}
	if _, ok := s.Given.(map[string]any); !ok {
		return whole, nil
	}
	plain := s
	plain.Given = nil
	v, err := m.bodyValue(kind, plain)
	if err != nil {
		return whole, nil // it may be all that it takes
	}
	v.text, v.value = "", over(v.value, s.Given)
	if !m.allows(v.value) {
		if made, err := m.generate(kind, s); err == nil {
			v.value, v.source = over(made, s.Given), Generated
		}
	}
	if equalValues(v.value, over(nil, s.Given)) {
		v.source = Given
	}
	return v, nil
}

// fitting is bodyValue's generated value where the user gives some of it: one that has it, where
// the schema allows that.
func (m MediaType) fitting(g *generator, given any) (any, error) {
	if given != nil {
		if v, err := g.value([]node{m.schema, givenSchema(given)}, ""); err == nil {
			return v, nil
		}
	}
	return g.value([]node{m.schema}, "")
}

// Property says of a name whether the body's schema describes a property of that name at the top
// level that a request may send, and whether it allows one. A body that is no object allows any.
func (b *Body) Property(name string) (described, allowed bool) {
	ranked := b.ranked()
	if len(ranked) == 0 || slices.Contains(b.Properties(), name) {
		return len(ranked) > 0, true
	}
	s := newDemands()
	if (&generator{}).add(s, ranked[0].schema, true) != nil {
		return false, true
	}
	for _, of := range s.groups {
		for _, alternative := range of.alternatives {
			inner := newDemands()
			if (&generator{}).add(inner, alternative, true) == nil && slices.Contains(inner.names, name) {
				return true, true
			}
		}
	}
	return slices.Contains(s.names, name), s.allowsName(name)
}
