package spec

import "slices"

// maxConditions bounds how often a value is made anew because of if, then and else.
const maxConditions = 8

// consequence is what a condition asks of a value; absent when it asks nothing.
func (c *conformance) consequence(of condition, v any) node {
	if of.property != "" {
		object, _ := v.(map[string]any)
		if _, there := object[of.property]; there {
			return of.then
		}
		return node{}
	}
	if c.node(of.test, v) {
		return of.then
	}
	return of.els
}

// meetConditions makes the value anew, as long as a condition asks for what the value is not.
func (g *generator) meetConditions(v any, s *demands, name string) (any, *demands, error) {
	c := &conformance{merge: &generator{}}
	for range maxConditions {
		i := slices.IndexFunc(s.conditions, func(of condition) bool {
			asked := c.consequence(of, v)
			return asked.exists() && !c.node(asked, v)
		})
		if i < 0 {
			break
		}
		of := s.conditions[i]
		stricter := s.clone()
		stricter.conditions = slices.Delete(stricter.conditions, i, i+1)
		asked := []node{c.consequence(of, v)}
		if asked[0] == of.then && of.test.exists() {
			asked = append(asked, of.test) // the new value is to stay on this side
		}
		for _, n := range asked {
			if err := g.add(stricter, n, true); err != nil {
				return nil, nil, err
			}
		}
		again, settled, err := g.resolve(stricter, name)
		if err != nil {
			return v, s, nil //nolint:nilerr // the check of the whole body has the last word
		}
		v, s = again, settled
	}
	return v, s, nil
}
