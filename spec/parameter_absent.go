package spec

import (
	"encoding/json"
	"math/big"
)

// leastRoom is how many values a schema must allow for one of them to be taken as absent.
const leastRoom = 1_000

// AbsentNumber is a number that no resource has: near the upper end of what 32 bits hold.
const AbsentNumber = json.Number("2147483629")

// Absent returns a value of the right type that no resource has. It is false when the schema
// leaves no room for one: an enumeration, a boolean, a narrow range, an object.
func (p *Parameter) Absent() (Value, bool) {
	g := p.generator()
	g.examples = false
	_, s, err := g.settle([]node{p.valueSchema()}, p.Name)
	if err != nil {
		return Value{}, false
	}
	sample, source, failed := p.sample("")
	if text, isText := sample.(string); isText && source == Example && s.format == "" && len(s.patterns) == 0 && uuidForm.MatchString(text) {
		s.format = "uuid" // contracts show more than they say
	}
	v, ok := g.absent(s, p.Name, 0)
	if !ok || !p.usable(v) || failed == nil && equalValues(sample, v) {
		return Value{}, false
	}
	return Value{Name: p.Name, In: p.In, Text: p.text(v), Source: Absent}, true
}

func (g *generator) absent(s *demands, name string, depth int) (any, bool) {
	if s.chosen {
		return nil, false
	}
	var v any
	ok := false
	switch t := s.candidates("string")[0]; t {
	case "string":
		v, ok = absentText(s, name)
	case "integer", "number":
		v, ok = absentNumber(s, t)
	case "array":
		return g.absentItem(s, name, depth)
	}
	return v, ok && s.allows(v)
}

// absentItem is an array of one absent item.
func (g *generator) absentItem(s *demands, name string, depth int) (any, bool) {
	_, item, err := g.settle(s.itemSchemas(0), name)
	if err != nil || depth > 2 {
		return nil, false
	}
	v, ok := g.absent(item, name, depth+1)
	array := []any{v}
	return array, ok && s.allows(array)
}

// absentNumber is a number near the upper end of what 32 bits hold, whatever the format says: a larger
// one makes servers that hold less than their contract says fail instead of looking it up.
func absentNumber(s *demands, t string) (any, bool) {
	low, high, step := s.numberRange(t)
	if low.value != nil && high.value != nil {
		span := new(big.Rat).Sub(high.value, low.value)
		if span.Quo(span, orOne(step)).Cmp(big.NewRat(leastRoom, 1)) < 0 {
			return nil, false
		}
	}
	v := exact(AbsentNumber)
	if !high.below(v) {
		v = new(big.Rat).Set(high.value)
	}
	if !low.above(v) {
		v = new(big.Rat).Add(low.value, big.NewRat(leastRoom, 1))
	}
	v = floor(v, orOne(step))
	if !high.below(v) {
		v.Sub(v, orOne(step))
	}
	return decimal(v), true
}

// absentText is a text of the demanded form; false when there are few such texts.
func absentText(s *demands, name string) (any, bool) {
	if s.length.bounded && s.length.max < 3 {
		return nil, false
	}
	format := s.format
	if format == "" && len(s.patterns) == 0 {
		format = formatOfName(name)
	}
	formed := absentFormatText(format)
	own, _ := formatNamed(s.format)
	switch {
	case own.few:
		return nil, false
	case formed != "" && s.allowsText(formed):
		return formed, true
	case len(s.patterns) > 0:
		return absentPatternText(s)
	case formed != "" && s.format != "":
		return nil, false
	default:
		return sized(absentWord, s.length), true
	}
}

// absentPatternText is a rather long text that a pattern matches: short ones are taken sooner.
func absentPatternText(s *demands) (any, bool) {
	if word := sized(absentWord, s.length); s.allowsText(word) {
		return word, true
	}
	if s.allowsText(absentUUID) {
		return absentUUID, true
	}
	if patternRoom(s.patterns[0]) < leastRoom {
		return nil, false
	}
	const unusual = 7 // any variant that no sample uses
	for _, length := range []int{24, 15, 9, 6, 0} {
		size := s.length
		if size.min = max(size.min, length); size.bounded && size.min > size.max {
			continue
		}
		text, err := matchingText(s.patterns[0], size, wording{variant: unusual})
		if err == nil && s.allowsText(text) {
			return text, true
		}
	}
	return nil, false
}
