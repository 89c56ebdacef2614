package spec

import (
	"errors"
	"fmt"
	"slices"
)

// array makes as many items as the schema demands.
func (g *generator) array(s *demands, name string) (any, error) {
	least := s.minItems
	if len(s.contains) > 0 {
		least = max(least, s.minContains, 1)
	}
	wanted := least
	if g.items && g.depth <= 1 && s.maxItems != 0 {
		wanted = max(least, 1)
	}
	if least > maxItems || s.maxItems >= 0 && s.maxItems < least {
		return nil, fmt.Errorf("%w: %d items are demanded", errNoValue, least)
	}
	g.open = append(g.open, s.refs...)
	defer func(n int) { g.open = g.open[:n] }(len(g.open) - len(s.refs))
	array := []any{}
	for i := range wanted {
		item, err := g.item(s, i, array, name)
		if errors.Is(err, errTooLarge) || err != nil && i < least {
			return nil, fmt.Errorf("item %d: %w", i+1, err)
		}
		if err != nil {
			break
		}
		array = append(array, item)
	}
	return array, nil
}

// item makes item i, another one than those before it where they must differ.
func (g *generator) item(s *demands, i int, before []any, name string) (any, error) {
	schemas := s.itemSchemas(i)
	if i < max(s.minContains, 1) && len(s.contains) > 0 {
		schemas = append(slices.Clone(schemas), s.contains...)
	}
	if !s.unique {
		return g.value(schemas, name)
	}
	defer func(variant int) { g.variant = variant }(g.variant)
	for range len(before) + 4 {
		v, err := g.value(schemas, name)
		if err != nil {
			return nil, err
		}
		if !containsValue(before, v) {
			return v, nil
		}
		g.variant++
	}
	return nil, fmt.Errorf("%w: not enough different items", errNoValue)
}

// object makes the required properties, and more only as minProperties demands.
func (g *generator) object(s *demands) (any, error) {
	g.open = append(g.open, s.refs...)
	defer func(n int) { g.open = g.open[:n] }(len(g.open) - len(s.refs))
	object := map[string]any{}
	required := slices.Clone(s.required)
	for name := range s.forced {
		if !slices.Contains(required, name) {
			required = append(required, name)
		}
	}
	slices.Sort(required[len(s.required):])
	required = append(required, s.namesTold()...)
	for i := 0; i < len(required); i++ {
		name := required[i]
		if isReadOnly(s.properties[name]) {
			g.omitted = append(g.omitted, name)
			continue
		}
		v, err := g.property(s, name)
		if err != nil {
			return nil, fmt.Errorf("property %q: %w", name, err)
		}
		object[name] = v
		for _, other := range s.dependent[name] {
			if !slices.Contains(required, other) {
				required = append(required, other)
			}
		}
	}
	return object, g.fill(s, object)
}

// fill adds optional properties until there are as many as minProperties demands.
func (g *generator) fill(s *demands, object map[string]any) error {
	if s.minProperties > maxItems {
		return fmt.Errorf("%w: %d properties are demanded", errNoValue, s.minProperties)
	}
	for _, name := range s.names {
		if _, ok := object[name]; ok || len(object) >= s.minProperties || isReadOnly(s.properties[name]) {
			continue
		}
		if v, err := g.property(s, name); err == nil {
			object[name] = v
		}
	}
	for i := 0; len(object) < s.minProperties; i++ {
		name, err := g.newName(s, i)
		if err != nil || i > 2*maxItems {
			return fmt.Errorf("%w: it demands %d properties and names fewer", errNoValue, s.minProperties)
		}
		if _, ok := object[name]; ok {
			continue
		}
		if object[name], err = g.property(s, name); err != nil {
			return fmt.Errorf("property %q: %w", name, err)
		}
	}
	return nil
}

// newName is a name for a property that the schema allows without naming it.
func (g *generator) newName(s *demands, i int) (string, error) {
	if len(s.named) > 0 {
		defer func(variant int) { g.variant = variant }(g.variant)
		g.variant = i
		v, err := g.value(s.named, "")
		return scalarText(v), err
	}
	if len(s.patterned) > 0 {
		return matchingText(s.patterned[0].pattern, lengths{}, wording{marker: g.marker, variant: i})
	}
	return wording{marker: g.marker, variant: i}.word(), nil
}

func (g *generator) property(s *demands, name string) (any, error) {
	if want, ok := s.forced[name]; ok && allConform(s.properties[name], want) {
		return want, nil
	}
	return g.value(s.schemasOf(name), name)
}

// schemasOf are the schemas that hold for a property.
func (s *demands) schemasOf(name string) []node {
	schemas, described := s.properties[name]
	for _, p := range s.patterned {
		if m, err := compilePattern(p.pattern); err == nil && m.MatchString(name) {
			schemas, described = append(slices.Clone(schemas), p.schema), true
		}
	}
	if !described {
		return s.additional
	}
	return schemas
}

// itemSchemas are the schemas that hold for item i of an array.
func (s *demands) itemSchemas(i int) []node {
	if i < len(s.prefix) {
		return s.prefix[i]
	}
	return s.items
}

// isReadOnly reports whether a property belongs to responses only.
func isReadOnly(schemas []node) bool {
	return slices.ContainsFunc(schemas, func(n node) bool {
		if n.field("readOnly").boolean() {
			return true
		}
		target, err := n.deref()
		return err == nil && target.field("readOnly").boolean()
	})
}
