package spec

import (
	"errors"
	"slices"
)

// decide makes a value of an alternative of the first oneOf or anyOf that is open. Of a oneOf,
// it prefers a value that no other alternative allows.
func (g *generator) decide(s *demands, name string) (any, *demands, error) {
	first := s.groups[0]
	var (
		spare   any
		settled *demands
		failed  error
	)
	for i := range first.alternatives {
		v, with, err := g.alternative(s, first, i, name, "", 0)
		switch {
		case err != nil:
			if failed == nil || errors.Is(err, errTooLarge) {
				failed = err
			}
		case v != nil && first.decides(i, v):
			return v, with, nil
		case settled == nil || spare == nil:
			spare, settled = v, with
		}
	}
	if settled == nil {
		return nil, nil, failed
	}
	switch spare := spare.(type) {
	case map[string]any:
		if v, with := g.distinguish(s, first, name); with != nil {
			return v, with, nil
		}
	case []any:
		if v, with := g.distinguishItems(s, first, name); with != nil && len(spare) == 0 {
			return v, with, nil
		}
	}
	return spare, settled, nil
}

// maxDistinguishing bounds how many optional properties are tried for one alternative.
const maxDistinguishing = 8

// distinguish looks for an optional property that makes a value one of a single alternative;
// the demands are nil when there is none.
func (g *generator) distinguish(s *demands, of group, name string) (any, *demands) {
	for i := range of.alternatives {
		_, with, err := g.alternative(s, of, i, name, "", 0)
		if err != nil {
			continue
		}
		tried := 0
		for _, property := range with.names {
			if slices.Contains(with.required, property) || isReadOnly(with.properties[property]) {
				continue
			}
			if tried++; tried > maxDistinguishing {
				break
			}
			v, with, err := g.alternative(s, of, i, name, property, 0)
			if err == nil && v != nil && of.decides(i, v) {
				return v, with
			}
		}
	}
	return nil, nil
}

// distinguishItems makes a list with an item, because an empty one is of all alternatives; the
// demands are nil when that does not tell them apart either.
func (g *generator) distinguishItems(s *demands, of group, name string) (any, *demands) {
	for i := range of.alternatives {
		v, with, err := g.alternative(s, of, i, name, "", 1)
		if err == nil && v != nil && of.decides(i, v) {
			return v, with
		}
	}
	return nil, nil
}

// alternative makes a value with one alternative of a group, one more property if it is named,
// and at least so many items.
func (g *generator) alternative(s *demands, of group, i int, name, property string, items int) (any, *demands, error) {
	branch := s.clone()
	branch.groups = branch.groups[1:]
	branch.require(property)
	branch.minItems = max(branch.minItems, items)
	before := len(branch.refs)
	if err := g.add(branch, of.alternatives[i], len(s.names) == 0); err != nil {
		return nil, nil, err
	}
	if of.discriminator.exists() {
		branch.force(of.discriminator, branch.refs[before:])
	}
	return g.resolve(branch, name)
}

// decides reports whether v is a value of alternative i alone, where that matters.
func (of group) decides(i int, v any) bool {
	if !of.exclusive || of.discriminator.exists() {
		return true
	}
	for j, other := range of.alternatives {
		if j != i && conforms(other, v) {
			return false
		}
	}
	return true
}
