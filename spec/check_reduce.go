package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

const (
	version30 = "3.0.3"
	version31 = "3.1.0"
	// maxReduced is how many schemas are looked at for one check.
	maxReduced = 20_000
)

var errNotReducible = errors.New("the schema is too large to be checked")

// reducer writes a schema, and those that it refers to, as components of a small document. What
// cannot matter to one value is left out: descriptions, and the schemas of properties that the
// value does not have anywhere.
type reducer struct {
	schemas map[string]any
	names   map[node]string
	queue   []node
	present map[string]bool // names of the value's properties, at any depth
	omitted []string
	modern  bool // a keyword of OpenAPI 3.1 was met
	left    int
	depth   int
}

// reduce returns the component schemas S1, S2, … of a document in which S1 is the schema.
func reduce(schema node, v any, omitted []string) (schemas map[string]any, version string, err error) {
	r := &reducer{
		schemas: map[string]any{},
		names:   map[node]string{},
		present: map[string]bool{},
		omitted: omitted,
		left:    maxReduced,
	}
	collectNames(v, r.present)
	r.modern = isModern(schema)
	r.name(schema)
	for len(r.queue) > 0 {
		n := r.queue[0]
		r.queue = r.queue[1:]
		reduced, err := r.schema(n)
		if err != nil {
			return nil, "", err
		}
		r.schemas[r.names[n]] = notEmpty(reduced)
	}
	if r.modern {
		return r.schemas, version31, nil
	}
	return r.schemas, version30, nil
}

// isModern reports whether the schema's document is OpenAPI 3.1 or later.
func isModern(n node) bool {
	if n.doc == nil {
		return false
	}
	version := n.doc.root().field("openapi").text()
	return strings.HasPrefix(version, "3.") && !strings.HasPrefix(version, "3.0")
}

func collectNames(v any, names map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			collectNames(item, names)
		}
	case map[string]any:
		for name, member := range v {
			names[name] = true
			collectNames(member, names)
		}
	}
}

func (r *reducer) name(n node) string {
	if name, ok := r.names[n]; ok {
		return name
	}
	name := fmt.Sprintf("S%d", len(r.names)+1)
	r.names[n] = name
	r.queue = append(r.queue, n)
	return name
}

func (r *reducer) reference(target node) map[string]any {
	return map[string]any{"$ref": "#/components/schemas/" + r.name(target)}
}

func (r *reducer) schema(n node) (any, error) {
	r.depth++
	defer func() { r.depth-- }()
	if r.left--; r.left < 0 || r.depth > maxValueDepth {
		return nil, errNotReducible
	}
	switch n.kind() {
	case boolKind:
		r.modern = true
		return n.boolean(), nil
	case objectKind:
	default:
		return map[string]any{}, nil
	}
	reduced := map[string]any{}
	for _, f := range n.fields() {
		if err := r.keyword(reduced, n, f); err != nil {
			return nil, err
		}
	}
	if n.field("$ref").kind() != stringKind {
		return reduced, nil
	}
	target, err := n.deref()
	if err != nil {
		return nil, err
	}
	if len(reduced) == 0 {
		return r.reference(target), nil
	}
	// OpenAPI 3.0 says that what stands beside a reference is ignored; the generator keeps it.
	return map[string]any{"allOf": []any{r.reference(target), reduced}}, nil
}

// notEmpty marks a schema with a keyword that changes nothing in requests. The library asks of a
// schema that holds nothing but other schemas whether those are empty, and never comes back from
// one that refers to itself.
func notEmpty(reduced any) any {
	if schema, ok := reduced.(map[string]any); ok && schema["$ref"] == nil {
		schema["writeOnly"] = true
	}
	return reduced
}

// keyword copies a keyword that a value can break.
func (r *reducer) keyword(into map[string]any, n node, f field) error {
	switch f.name {
	case "type":
		r.types(into, f.value)
	case "const":
		r.modern = true
		into[f.name] = f.value.value()
	case "exclusiveMinimum", "exclusiveMaximum":
		r.modern = r.modern || f.value.kind() == numberKind
		into[f.name] = f.value.value()
	case "format", "nullable", "enum", "pattern", "minLength", "maxLength", "multipleOf", "minimum", "maximum",
		"uniqueItems", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains", "dependentRequired":
		into[f.name] = f.value.value()
	case "x-nullable":
		into["nullable"] = f.value.boolean()
	case "required":
		r.required(into, f.value)
	default:
		return r.subschemas(into, n, f)
	}
	return nil
}

// types leaves out a type that no JSON Schema has: the library would refuse the whole schema.
func (r *reducer) types(into map[string]any, n node) {
	if n.kind() != arrayKind {
		if t := canonicalType(n.text()); t != "" {
			into["type"] = t
		}
		return
	}
	r.modern = true
	var types []any
	for _, item := range n.items() {
		t := canonicalType(item.text())
		if t == "" {
			return
		}
		types = append(types, t)
	}
	if len(types) > 0 {
		into["type"] = types
	}
}

func (r *reducer) required(into map[string]any, n node) {
	var names []any
	for _, item := range n.items() {
		if name := item.text(); name != "" && !slices.Contains(r.omitted, name) && !slices.Contains(names, any(name)) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		into["required"] = names
	}
}

func (r *reducer) subschemas(into map[string]any, n node, f field) (err error) {
	switch f.name {
	case "prefixItems", "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems", "if", "then", "else",
		"patternProperties", "dependentSchemas":
		r.modern = true
	}
	switch f.name {
	case "not", "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems", "if", "then", "else":
		into[f.name], err = r.schema(f.value)
	case "additionalProperties", "items":
		if f.value.kind() == boolKind {
			into[f.name] = f.value.boolean()
			break
		}
		into[f.name], err = r.schema(f.value)
	case "allOf", "prefixItems", "anyOf":
		into[f.name], err = r.list(f.value)
	case "oneOf":
		name := f.name
		if n.field("discriminator").exists() {
			// The discriminator says which alternative counts; others may match besides.
			name = "anyOf"
		}
		into[name], err = r.list(f.value)
	case "properties", "patternProperties", "dependentSchemas":
		into[f.name], err = r.members(f)
	}
	return err
}

func (r *reducer) list(n node) (any, error) {
	list := []any{}
	for _, item := range n.items() {
		reduced, err := r.schema(item)
		if err != nil {
			return nil, err
		}
		list = append(list, reduced)
	}
	return list, nil
}

func (r *reducer) members(f field) (any, error) {
	members := map[string]any{}
	for _, member := range f.value.fields() {
		if f.name == "properties" && !r.present[member.name] {
			members[member.name] = map[string]any{}
			continue
		}
		reduced, err := r.schema(member.value)
		if err != nil {
			return nil, err
		}
		members[member.name] = reduced
	}
	return members, nil
}
