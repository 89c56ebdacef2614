package spec

import "fmt"

// subschemas writes a keyword that holds other schemas. Those of the same value inherit what is
// hidden; those of members and items do not.
func (t *translator) subschemas(into map[string]any, n node, f field, hidden string) {
	switch f.name {
	case "not", "if", "then", "else":
		into[f.name] = t.schema(f.value, hidden)
	case "$dynamicRef", "$recursiveRef":
		addPart(into, gapSchema(fmt.Errorf("%s is not followed", f.name)))
	case "additionalProperties", "unevaluatedProperties":
		if badPattern(n) != nil {
			break // which properties it is about cannot be told
		}
		fallthrough
	case "contains", "propertyNames", "unevaluatedItems":
		if f.value.kind() == objectKind || f.value.kind() == boolKind {
			into[f.name] = t.schema(f.value, "")
		}
	case "items":
		t.items(into, f.value)
	case "prefixItems":
		if items := f.value.items(); len(items) > 0 {
			into[f.name] = t.list(items, "")
		}
	case "allOf":
		for _, part := range f.value.items() {
			addPart(into, t.schema(part, hidden))
		}
	case "anyOf", "oneOf":
		t.alternatives(into, n, f, hidden)
	case "patternProperties":
		if err := badPattern(n); err != nil {
			addPart(into, map[string]any{"if": map[string]any{"type": "object"}, "then": gapSchema(err)})
			break
		}
		t.members(into, f, "")
	case "properties":
		t.members(into, f, "")
	case "dependentSchemas":
		t.members(into, f, hidden)
	}
}

// items may be an array, as prefixItems was written before JSON Schema 2020-12.
func (t *translator) items(into map[string]any, n node) {
	switch n.kind() {
	case arrayKind:
		if items := n.items(); len(items) > 0 {
			into["prefixItems"] = t.list(items, "")
		}
	case objectKind, boolKind:
		into["items"] = t.schema(n, "")
	}
}

func (t *translator) list(items []node, hidden string) []any {
	list := make([]any, 0, len(items))
	for _, item := range items {
		list = append(list, t.schema(item, hidden))
	}
	return list
}

func (t *translator) members(into map[string]any, f field, hidden string) {
	members := map[string]any{}
	for _, member := range f.value.fields() {
		members[member.name] = t.schema(member.value, hidden)
	}
	into[f.name] = members
}

// badPattern says which of the patterns for names is not understood; nil when all are.
func badPattern(n node) error {
	for _, f := range n.field("patternProperties").fields() {
		if _, err := compilePattern(undelimited(f.name)); err != nil {
			return fmt.Errorf("the pattern %q is not understood: %w", f.name, err)
		}
	}
	return nil
}

// alternatives writes oneOf or anyOf. Where a discriminator names the alternative that counts,
// the value is held against that one alone; where the value has another name, against all.
func (t *translator) alternatives(into map[string]any, n node, f field, hidden string) {
	items := f.value.items()
	if len(items) == 0 {
		return
	}
	property := n.field("discriminator").field("propertyName").text()
	if property == "" {
		into[f.name] = t.list(items, hidden)
		return
	}
	var all []any
	for _, item := range items {
		names := t.discriminated(n, item)
		schema := t.schema(item, hidden)
		if len(names) > 0 {
			chosen := hasValue(property, names)
			addPart(into, map[string]any{"if": chosen, "then": schema})
			all = append(all, map[string]any{"anyOf": []any{chosen, schema}})
			continue
		}
		all = append(all, schema)
	}
	addPart(into, map[string]any{"anyOf": all})
}

// hasValue is a schema of objects in which a property has one of the values.
func hasValue(property string, values []any) map[string]any {
	return map[string]any{
		"type": "object", "required": []any{property},
		"properties": map[string]any{property: map[string]any{"enum": values}},
	}
}

// discriminated are the names by which a discriminator knows an alternative.
func (t *translator) discriminated(n, alternative node) []any {
	target, err := alternative.deref()
	if err != nil {
		return nil
	}
	var names []any
	for _, m := range n.field("discriminator").field("mapping").fields() {
		if mappedTo, ok := mapped(m.value); ok && mappedTo == target {
			names = append(names, m.name)
		}
	}
	if name := lastSegment(alternative.field("$ref").text()); name != "" && len(names) == 0 {
		names = append(names, name)
	}
	return names
}
