package spec

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// text makes a string: of the pattern, else of the format, else a plain word.
func (g *generator) text(s *demands, name string) (string, error) {
	if s.length.min > maxText || s.length.bounded && s.length.max < s.length.min {
		return "", fmt.Errorf("%w: there is no text%s", errNoValue, s.length)
	}
	format := s.format
	if format == "" && len(s.patterns) == 0 {
		format = cmp.Or(formatTold(s.told, name), formatOfName(name))
	}
	w := g.wording()
	w.days, _ = daysOfName(name)
	formed := formatText(format, w)
	if formed != "" && s.allowsText(formed) {
		return formed, nil
	}
	if len(s.patterns) > 0 {
		return g.patterned(s)
	}
	if formed != "" && s.format != "" {
		return formed, fmt.Errorf("%w: there is no text of format %q%s", errNoValue, s.format, s.length)
	}
	return g.wording().sized(s.length), nil
}

// patterned makes a text of the first pattern that the others match as well.
func (g *generator) patterned(s *demands) (string, error) {
	var failed error
	for _, pattern := range s.patterns {
		text, err := matchingText(pattern, s.length, g.wording())
		if err != nil {
			return "", err
		}
		if s.allowsText(text) {
			return text, nil
		}
		failed = fmt.Errorf("%w: no text was found that all of the patterns %q match", errNoValue, s.patterns)
	}
	return "", failed
}

// allowsText reports whether a text keeps the lengths, the patterns and the format.
func (s *demands) allowsText(text string) bool {
	return s.length.allow(text) && isOfFormat(s.format, text) && !slices.ContainsFunc(s.patterns, func(pattern string) bool {
		m, err := compilePattern(undelimited(pattern))
		return err == nil && !m.MatchString(text)
	})
}

// number makes 1, or what the name suggests, where it is allowed, else the allowed number that is closest to the lower
// bound, else to the upper one.
func (g *generator) number(s *demands, t, name string) (any, error) {
	low, high, step := s.numberRange(t)
	v := numberOfName(name, g.wording())
	if !low.above(v) || !high.below(v) {
		v = big.NewRat(1, 1)
	}
	switch {
	case low.value != nil && !low.above(v):
		v = new(big.Rat).Set(low.value)
	case high.value != nil && !high.below(v):
		v = new(big.Rat).Set(high.value)
		if low.value != nil {
			v = new(big.Rat).Set(low.value)
		}
	}
	switch {
	case step != nil:
		v = multipleWithin(v, step, low, high)
	case !low.above(v) || !high.below(v):
		v = between(low, high)
	}
	v = g.vary(v, step, low, high)
	if !low.above(v) || !high.below(v) {
		return nil, fmt.Errorf("%w: no %s lies within its bounds", errNoValue, t)
	}
	return decimal(v), nil
}

// numberRange is what the bounds and the format leave; step is nil when any fraction will do.
func (s *demands) numberRange(t string) (low, high bound, step *big.Rat) {
	low, high, step = s.low, s.high, s.multiple
	if t == "integer" {
		step = commonMultiple(big.NewRat(1, 1), orOne(step))
	}
	if bits := formatBits(s.format); bits > 0 && t == "integer" {
		edge := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
		low.raise(new(big.Rat).SetInt(new(big.Int).Neg(edge)), false)
		high.lower(new(big.Rat).SetInt(edge), true)
	}
	return low, high, step
}

func orOne(step *big.Rat) *big.Rat {
	if step == nil {
		return big.NewRat(1, 1)
	}
	return step
}

func formatBits(format string) int {
	switch format {
	case "int8":
		return 8
	case "int16":
		return 16
	case "int32":
		return 32
	case "int64":
		return 64
	default:
		return 0
	}
}

// multipleWithin is the multiple of step at or above v, below v where that is too high.
func multipleWithin(v, step *big.Rat, low, high bound) *big.Rat {
	m := ceiling(v, step)
	if !low.above(m) {
		m.Add(m, step)
	}
	if !high.below(m) {
		m = floor(v, step)
	}
	if !high.below(m) {
		m.Sub(m, step)
	}
	return m
}

// between is a number inside of bounds of which at least one is there and exclusive.
func between(low, high bound) *big.Rat {
	one := big.NewRat(1, 1)
	switch {
	case low.value == nil:
		return new(big.Rat).Sub(high.value, one)
	case high.value == nil:
		return new(big.Rat).Add(low.value, one)
	default:
		sum := new(big.Rat).Add(low.value, high.value)
		return sum.Quo(sum, big.NewRat(2, 1))
	}
}

// vary moves a number by as many steps as the variant says, upwards if there is room.
func (g *generator) vary(v, step *big.Rat, low, high bound) *big.Rat {
	if g.variant == 0 {
		return v
	}
	move := new(big.Rat).Mul(orOne(step), big.NewRat(int64(g.variant), 1))
	up := new(big.Rat).Add(v, move)
	if high.below(up) {
		return up
	}
	if down := new(big.Rat).Sub(v, move); low.above(down) {
		return down
	}
	if step == nil && low.value != nil && high.value != nil {
		part := new(big.Rat).Sub(high.value, v)
		return part.Add(v, part.Quo(part, big.NewRat(int64(g.variant)+1, 1)))
	}
	return v
}
