package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// generator makes values from schemas: the same schema gives the same value. Values are nil,
// bool, json.Number, string, []any and map[string]any.
type generator struct {
	// examples says that the examples and defaults of nested schemas are used where they fit.
	examples bool
	// items says that arrays get an item even where the schema allows none.
	items bool
	// fallback is the type where a schema at the top does not say any.
	fallback string
	// marker is in every text that is not of a certain form; "" means none.
	marker string
	// now is the day from which the dates of due and end are counted; zero means a fixed one.
	now time.Time

	variant int
	steps   int
	size    int
	depth   int
	open    []node   // schemas of the values around the present one, references followed
	omitted []string // read-only properties that were left out
}

// What one value may cost. Schemas that need more are answered with an error.
const (
	maxValueSteps = 20_000
	maxValueSize  = 1 << 20
	maxValueDepth = 100
	maxItems      = 1_000
)

var (
	errRecursive = errors.New("the schema requires itself without end")
	errTooLarge  = errors.New("the value would be too large")
	errNoValue   = errors.New("no value satisfies the schema")
)

// newGenerator returns a generator that takes examples where it can.
func newGenerator() *generator {
	return &generator{examples: true, fallback: "string"}
}

func (g *generator) wording() wording {
	return wording{marker: g.marker, variant: g.variant, now: g.now}
}

// value makes a value that all of the schemas allow. Name is that of the property or parameter
// that it is for; may be empty.
func (g *generator) value(schemas []node, name string) (any, error) {
	v, _, err := g.settle(schemas, name)
	return v, err
}

// settle is value with the demands that the value meets, its oneOf and anyOf decided.
func (g *generator) settle(schemas []node, name string) (any, *demands, error) {
	if g.steps++; g.steps > maxValueSteps || g.size > maxValueSize || g.depth > maxValueDepth {
		return nil, nil, errTooLarge
	}
	s := newDemands()
	for _, n := range schemas {
		if n.field("$ref").kind() != stringKind {
			s.refs = append(s.refs, n) // for references that lead back to it
		}
		if err := g.add(s, n, true); err != nil {
			return nil, nil, err
		}
	}
	g.depth++
	defer func() { g.depth-- }()
	return g.avoidNots(s, name)
}

// avoidNots tries variants until "not" is content.
func (g *generator) avoidNots(s *demands, name string) (any, *demands, error) {
	defer func(variant int) { g.variant = variant }(g.variant)
	const variants = 6
	for range variants {
		v, settled, err := g.resolve(s, name)
		if err == nil && len(settled.conditions) > 0 {
			v, settled, err = g.meetConditions(v, settled, name)
		}
		if err != nil {
			return nil, nil, err
		}
		forbidden := slices.ContainsFunc(settled.nots, func(n node) bool { return conforms(n, v) })
		if !forbidden {
			return v, settled, nil
		}
		g.variant++
	}
	return nil, nil, fmt.Errorf("%w: its \"not\" could not be met", errNoValue)
}

// add merges a schema into the demands. Outer is false inside of allOf, where an example shows
// only a part of the value.
func (g *generator) add(s *demands, n node, outer bool) error {
	if g.steps++; g.steps > maxValueSteps {
		return errTooLarge
	}
	if n.kind() == boolKind {
		s.never = s.never || !n.boolean()
		return nil
	}
	if n.field("$ref").kind() == stringKind {
		if err := g.addReferenced(s, n, outer); err != nil {
			return err
		}
	}
	for _, f := range n.fields() {
		switch f.name {
		case "allOf":
			for _, part := range f.value.items() {
				if err := g.add(s, part, outer && len(f.value.items()) == 1); err != nil {
					return err
				}
			}
		case "discriminator":
			if !n.field("oneOf").exists() && !n.field("anyOf").exists() { // there, each alternative has its name
				s.force(f.value, s.refs)
			}
		case "example", "examples", "default":
			if outer {
				s.addExample(f)
			}
		default:
			s.keyword(n, f)
		}
	}
	return nil
}

func (g *generator) addReferenced(s *demands, n node, outer bool) error {
	target, err := n.deref()
	if err != nil {
		return err
	}
	if slices.Contains(g.open, target) {
		return errRecursive
	}
	if slices.Contains(s.refs, target) {
		return nil
	}
	s.refs = append(s.refs, target)
	return g.add(s, target, outer)
}

func (s *demands) addExample(f field) {
	switch {
	case f.name == "default" && !s.initial.exists():
		s.initial = f.value
	case f.name == "example" && !s.example.exists():
		s.example = f.value
	case f.name == "examples" && !s.example.exists():
		s.example = firstExample(f.value)
	}
}

// resolve decides oneOf and anyOf, one after the other: the first alternative that leads to a
// value is taken.
func (g *generator) resolve(s *demands, name string) (any, *demands, error) {
	if g.steps++; g.steps > maxValueSteps {
		return nil, nil, errTooLarge
	}
	if v, ok := g.preset(s); ok {
		return v, s, nil
	}
	if len(s.groups) == 0 {
		v, err := g.plain(s, name)
		return v, s, err
	}
	return g.decide(s, name)
}

// preset is the example or the default of a nested schema, when it fits.
func (g *generator) preset(s *demands) (any, bool) {
	if !g.examples || g.depth <= 1 || g.variant > 0 {
		return nil, false
	}
	for _, n := range []node{s.example, s.initial} {
		if !n.exists() {
			continue
		}
		if v := n.value(); v != nil && s.allows(v) {
			g.size += weight(v)
			return v, true
		}
	}
	return nil, false
}

// weight is roughly what a value takes when it is written.
func weight(v any) int {
	data, err := json.Marshal(v)
	if err != nil {
		return maxValueSize
	}
	return len(data)
}

// plain makes a value where no alternatives are left.
func (g *generator) plain(s *demands, name string) (any, error) {
	if s.never {
		return nil, errNoValue
	}
	if s.chosen {
		return g.choice(s)
	}
	var failed error
	fallback := "string"
	if g.depth <= 1 {
		fallback = g.fallback
	}
	for _, t := range s.candidates(fallback) {
		v, err := g.typed(s, t, name)
		if err == nil {
			return v, nil
		}
		failed = err
	}
	if s.null {
		return nil, nil
	}
	return nil, failed
}

// choice takes a value of an enumeration; null only when there is no other.
func (g *generator) choice(s *demands) (any, error) {
	var fitting []any
	for _, v := range s.choices {
		if v != nil && s.allowsType(v) {
			fitting = append(fitting, v)
		}
	}
	if len(fitting) > 0 {
		return fitting[g.variant%len(fitting)], nil
	}
	if containsValue(s.choices, nil) {
		return nil, nil
	}
	return nil, fmt.Errorf("%w: no value of its enum fits", errNoValue)
}

func (g *generator) typed(s *demands, t, name string) (any, error) {
	switch t {
	case "string":
		text, err := g.text(s, name)
		g.size += len(text)
		return text, err
	case "integer", "number":
		return g.number(s, t, name)
	case "boolean":
		return g.variant%2 == 1, nil
	case "array":
		return g.array(s, name)
	default:
		return g.object(s)
	}
}
