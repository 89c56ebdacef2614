package spec

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
)

// demands are what one schema, or several that hold together, ask of a value: references followed,
// allOf merged. See [newDemands].
type demands struct {
	types    []string // nil: any
	null     bool     // null is allowed besides the types
	never    bool     // nothing is allowed
	format   string
	told     string // what the descriptions say
	patterns []string
	length   lengths

	choices []any // of enum and const, all that are left
	chosen  bool  // whether choices counts

	low, high bound
	multiple  *big.Rat // nil: none

	minItems, minProperties int
	maxItems                int // -1: none
	unique                  bool
	items                   []node
	prefix                  [][]node
	contains                []node
	minContains             int

	required   []string
	names      []string          // of properties, in document order
	properties map[string][]node // what holds for each
	patterned  []patterned
	additional []node
	named      []node // propertyNames
	dependent  map[string][]string
	forced     map[string]string // names that a discriminator asks for

	groups     []group // oneOf and anyOf, not decided yet
	conditions []condition
	nots       []node
	example    node
	initial    node   // default
	refs       []node // the schemas with a place of their own that the demands come from
}

// bound is a lower or an upper bound of numbers; there is none when value is nil.
type bound struct {
	value     *big.Rat
	exclusive bool
}

// patterned is one entry of patternProperties.
type patterned struct {
	pattern string
	schema  node
}

// condition is an if with its then and else, or an entry of dependentSchemas, of which property
// is the name. What is absent allows everything.
type condition struct {
	property        string
	test, then, els node
}

// group is a oneOf or an anyOf.
type group struct {
	alternatives  []node
	exclusive     bool
	discriminator node
}

func newDemands() *demands {
	return &demands{maxItems: -1, properties: map[string][]node{}, dependent: map[string][]string{}, forced: map[string]string{}}
}

// clone is a copy to which a schema can be added without changing s.
func (s *demands) clone() *demands {
	c := *s
	c.patterns = slices.Clone(s.patterns)
	c.items = slices.Clone(s.items)
	c.contains = slices.Clone(s.contains)
	c.required = slices.Clone(s.required)
	c.names = slices.Clone(s.names)
	c.patterned = slices.Clone(s.patterned)
	c.additional = slices.Clone(s.additional)
	c.named = slices.Clone(s.named)
	c.groups = slices.Clone(s.groups)
	c.nots = slices.Clone(s.nots)
	c.refs = slices.Clone(s.refs)
	c.conditions = slices.Clone(s.conditions)
	c.prefix = slices.Clone(s.prefix)
	c.dependent = maps.Clone(s.dependent)
	c.forced = maps.Clone(s.forced)
	c.properties = make(map[string][]node, len(s.properties))
	for name, nodes := range s.properties {
		c.properties[name] = slices.Clone(nodes)
	}
	return &c
}

// keyword adds one keyword of a schema n; those that lead to other schemas of the same value
// ($ref, allOf) are the generator's.
func (s *demands) keyword(n node, f field) {
	switch f.name {
	case "type":
		s.addTypes(f.value)
	case "nullable", "x-nullable":
		s.null = s.null || f.value.boolean()
	case "format":
		if s.format == "" {
			s.format = f.value.text()
		}
	case "description":
		s.told += f.value.text() + "\n"
	case "enum":
		if items := f.value.items(); len(items) > 0 { // an empty one would forbid everything
			s.choose(values(items))
		}
	case "const":
		s.choose([]any{f.value.value()})
	case "not":
		s.nots = append(s.nots, f.value)
	case "oneOf", "anyOf":
		if items := f.value.items(); len(items) > 0 {
			s.groups = append(s.groups, group{items, f.name == "oneOf", n.field("discriminator")})
		}
	case "if":
		s.conditions = append(s.conditions, condition{test: f.value, then: n.field("then"), els: n.field("else")})
	case "dependentSchemas":
		for _, p := range f.value.fields() {
			s.conditions = append(s.conditions, condition{property: p.name, then: p.value})
		}
	default:
		s.scalarKeyword(n, f)
		s.arrayKeyword(f)
		s.objectKeyword(f)
	}
}

func (s *demands) scalarKeyword(n node, f field) {
	switch f.name {
	case "pattern":
		if f.value.kind() == stringKind && f.value.text() != "" {
			s.patterns = append(s.patterns, f.value.text())
		}
	case "minLength":
		s.length.min = max(s.length.min, count(f.value))
	case "maxLength":
		if most, ok := limit(f.value); ok && (!s.length.bounded || most < s.length.max) {
			s.length.max, s.length.bounded = most, true
		}
	case "minimum":
		s.low.raise(rational(f.value), n.field("exclusiveMinimum").boolean())
	case "exclusiveMinimum":
		s.low.raise(rational(f.value), true)
	case "maximum":
		s.high.lower(rational(f.value), n.field("exclusiveMaximum").boolean())
	case "exclusiveMaximum":
		s.high.lower(rational(f.value), true)
	case "multipleOf":
		if m := rational(f.value); m != nil && m.Sign() > 0 {
			s.multiple = commonMultiple(s.multiple, m)
		}
	}
}

func (s *demands) arrayKeyword(f field) {
	switch f.name {
	case "minItems":
		s.minItems = max(s.minItems, count(f.value))
	case "maxItems":
		if most, ok := limit(f.value); ok && (s.maxItems < 0 || most < s.maxItems) {
			s.maxItems = most
		}
	case "uniqueItems":
		s.unique = s.unique || f.value.boolean()
	case "contains":
		s.contains = append(s.contains, f.value)
	case "minContains":
		s.minContains = max(s.minContains, count(f.value))
	case "items":
		if f.value.kind() == arrayKind { // as prefixItems was written before 2020-12
			s.addPrefix(f.value.items())
			return
		}
		s.items = append(s.items, f.value)
	case "prefixItems":
		s.addPrefix(f.value.items())
	}
}

func (s *demands) addPrefix(items []node) {
	for i, item := range items {
		if i < len(s.prefix) {
			s.prefix[i] = append(slices.Clone(s.prefix[i]), item)
			continue
		}
		s.prefix = append(s.prefix, []node{item})
	}
}

func (s *demands) objectKeyword(f field) {
	switch f.name {
	case "properties":
		for _, p := range f.value.fields() {
			if _, ok := s.properties[p.name]; !ok {
				s.names = append(s.names, p.name)
			}
			s.properties[p.name] = append(s.properties[p.name], p.value)
		}
	case "required":
		for _, name := range f.value.items() {
			s.require(name.text())
		}
	case "minProperties":
		s.minProperties = max(s.minProperties, count(f.value))
	case "additionalProperties":
		s.additional = append(s.additional, f.value)
	case "propertyNames":
		s.named = append(s.named, f.value)
	case "patternProperties":
		for _, p := range f.value.fields() {
			s.patterned = append(s.patterned, patterned{p.name, p.value})
		}
	case "dependentRequired":
		for _, p := range f.value.fields() {
			for _, name := range p.value.items() {
				s.dependent[p.name] = append(s.dependent[p.name], name.text())
			}
		}
	}
}

func (s *demands) require(name string) {
	if name != "" && !slices.Contains(s.required, name) {
		s.required = append(s.required, name)
	}
}

// choose keeps those of the values that an earlier enum or const allows, too.
func (s *demands) choose(allowed []any) {
	if !s.chosen {
		s.choices, s.chosen = allowed, true
		return
	}
	var both []any
	for _, v := range s.choices {
		if containsValue(allowed, v) {
			both = append(both, v)
		}
	}
	s.choices = both
}

func values(nodes []node) []any {
	all := make([]any, 0, len(nodes))
	for _, n := range nodes {
		all = append(all, n.value())
	}
	return all
}

// count is a keyword's number of characters, items or properties; 0 when it is none.
func count(n node) int {
	c, _ := limit(n)
	return c
}

// limit is count with whether there is one; numbers too large to matter are cut.
func limit(n node) (int, bool) {
	if n.kind() != numberKind {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(n.number()), 64)
	const large = 1 << 40
	if err != nil && f == 0 || f < 0 {
		return 0, false
	}
	return int(min(f, large)), true
}
