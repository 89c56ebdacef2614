package spec

import (
	"encoding/json"
	"math/big"
	"slices"
)

// conforms reports whether a value keeps a schema, as far as this package understands schemas.
// It is for choosing between values; what is sent is checked by the OpenAPI library as well.
func conforms(n node, v any) bool {
	c := &conformance{merge: &generator{}}
	return c.node(n, v)
}

// allConform reports whether a value keeps all schemas.
func allConform(schemas []node, v any) bool {
	return !slices.ContainsFunc(schemas, func(n node) bool { return !conforms(n, v) })
}

// allows reports whether a value meets the demands.
func (s *demands) allows(v any) bool {
	c := &conformance{merge: &generator{}}
	return c.meets(s, v)
}

// allowsType reports whether the type of a value is among those demanded.
func (s *demands) allowsType(v any) bool {
	if len(s.types) == 0 {
		return true
	}
	switch v := v.(type) {
	case nil:
		return s.null
	case string:
		return slices.Contains(s.types, "string")
	case bool:
		return slices.Contains(s.types, "boolean")
	case json.Number:
		if r := exact(v); r != nil && r.IsInt() && slices.Contains(s.types, "integer") {
			return true
		}
		return slices.Contains(s.types, "number")
	case []any:
		return slices.Contains(s.types, "array")
	default:
		return slices.Contains(s.types, "object")
	}
}

// conformance bounds its work by the steps of the generator that merges schemas for it; when
// they are used up, everything conforms.
type conformance struct{ merge *generator }

func (c *conformance) node(n node, v any) bool {
	s := newDemands()
	if err := c.merge.add(s, n, true); err != nil {
		return true
	}
	return c.meets(s, v)
}

func (c *conformance) nodes(schemas []node, v any) bool {
	return !slices.ContainsFunc(schemas, func(n node) bool { return !c.node(n, v) })
}

func (c *conformance) meets(s *demands, v any) bool {
	if s.never || s.chosen && !containsValue(s.choices, v) {
		return false
	}
	if v == nil {
		return s.null || s.chosen || len(s.types) == 0
	}
	if !s.allowsType(v) || !c.meetsKind(s, v) {
		return false
	}
	for _, of := range s.groups {
		n := 0
		for _, alternative := range of.alternatives {
			if c.node(alternative, v) {
				n++
			}
		}
		if n == 0 || of.exclusive && n > 1 && !of.discriminator.exists() {
			return false
		}
	}
	for _, of := range s.conditions {
		if asked := c.consequence(of, v); asked.exists() && !c.node(asked, v) {
			return false
		}
	}
	return !slices.ContainsFunc(s.nots, func(n node) bool { return c.node(n, v) })
}

func (c *conformance) meetsKind(s *demands, v any) bool {
	switch v := v.(type) {
	case string:
		return s.allowsText(v)
	case json.Number:
		return s.allowsNumber(v)
	case []any:
		return c.meetsArray(s, v)
	case map[string]any:
		return c.meetsObject(s, v)
	default:
		return true
	}
}

func (s *demands) allowsNumber(v json.Number) bool {
	r := exact(v)
	if r == nil {
		return true
	}
	low, high, step := s.numberRange("number")
	if bits := formatBits(s.format); bits > 0 {
		low, high, step = s.numberRange("integer")
	}
	if step != nil && !new(big.Rat).Quo(r, step).IsInt() {
		return false
	}
	return low.above(r) && high.below(r)
}

func (c *conformance) meetsArray(s *demands, v []any) bool {
	if len(v) < s.minItems || s.maxItems >= 0 && len(v) > s.maxItems {
		return false
	}
	for i, item := range v {
		if !c.nodes(s.itemSchemas(i), item) || s.unique && containsValue(v[:i], item) {
			return false
		}
	}
	return len(s.contains) == 0 || slices.ContainsFunc(v, func(item any) bool { return c.nodes(s.contains, item) })
}

func (c *conformance) meetsObject(s *demands, v map[string]any) bool {
	if len(v) < s.minProperties {
		return false
	}
	for _, name := range s.required {
		if _, ok := v[name]; !ok && !isReadOnly(s.properties[name]) {
			return false
		}
	}
	for name, member := range v {
		if !c.nodes(s.schemasOf(name), member) {
			return false
		}
	}
	return true
}

func containsValue(all []any, v any) bool {
	return slices.ContainsFunc(all, func(other any) bool { return equalValues(other, v) })
}

// equalValues compares decoded JSON: 1 and 1.0 are the same number.
func equalValues(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		b, ok := b.(json.Number)
		if !ok {
			return false
		}
		x, y := exact(a), exact(b)
		return a == b || x != nil && y != nil && x.Cmp(y) == 0
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, equalValues)
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for name, v := range a {
			other, ok := b[name]
			if !ok || !equalValues(v, other) {
				return false
			}
		}
		return true
	default:
		return a == b
	}
}
