package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxTranslated is how many schemas are looked at for one unit.
const maxTranslated = 20_000

var errTooManySchemas = errors.New("the schema is too large to be checked")

// translator writes a schema of any version of OpenAPI as JSON Schema 2020-12. What it cannot
// express becomes a gap.
type translator struct {
	*unit
	left  int
	depth int
}

// schema writes one schema; hidden is that of [unitKey].
func (t *translator) schema(n node, hidden string) any {
	t.depth++
	defer func() { t.depth-- }()
	if t.left--; t.left < 0 || t.depth > maxValueDepth {
		return gapSchema(errTooManySchemas)
	}
	switch n.kind() {
	case boolKind:
		return n.boolean()
	case objectKind:
	default:
		return map[string]any{}
	}
	hidden = t.hide(n, hidden)
	written := map[string]any{}
	refers := n.field("$ref").kind() == stringKind
	if refers {
		t.reference(written, n, hidden)
	}
	if !refers || t.set.modern { // in OpenAPI 3.0, what stands beside a reference does not count
		for _, f := range n.fields() {
			t.keyword(written, n, f, hidden)
		}
	}
	if n.field("nullable").boolean() || n.field("x-nullable").boolean() { // also beside a reference: authors mean it
		return nullable(written)
	}
	return written
}

// reference leads to another unit.
func (t *translator) reference(into map[string]any, n node, hidden string) {
	target, err := n.deref()
	if err != nil {
		into[unitKeyword] = err
		return
	}
	into[unitKeyword] = t.set.unit(unitKey{target, t.side, hidden})
}

func gapSchema(err error) map[string]any { return map[string]any{unitKeyword: err} }

// nullable allows null besides: in the list of types where that is all that forbids it, so that
// messages stay short.
func nullable(schema map[string]any) any {
	t, typed := schema["type"].(string)
	for _, name := range []string{"enum", "const", "allOf", "anyOf", "oneOf", "not", "if", unitKeyword} {
		if _, ok := schema[name]; ok {
			typed = false
		}
	}
	if !typed {
		return map[string]any{"anyOf": []any{map[string]any{"type": "null"}, schema}}
	}
	schema["type"] = []any{t, "null"}
	return schema
}

// keyword writes a keyword that a value can break.
func (t *translator) keyword(into map[string]any, n node, f field, hidden string) {
	switch f.name {
	case "type":
		if types := typeNames(f.value); types != nil {
			into[f.name] = types
		}
	case "format":
		if isAsserted(f.value.text()) {
			into[f.name] = strings.ToLower(f.value.text())
		}
	case "enum":
		if items := f.value.items(); len(items) > 0 {
			into[f.name] = values(items)
		}
	case "const":
		into[f.name] = f.value.value()
	case "pattern":
		t.pattern(into, f)
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains":
		if limit, ok := limit(f.value); ok {
			into[f.name] = json.Number(fmt.Sprint(limit))
		}
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		t.number(into, n, f)
	case "uniqueItems":
		into[f.name] = f.value.boolean()
	case "required":
		t.required(into, f.value, hidden)
	case "dependentRequired":
		t.dependentRequired(into, f.value, hidden)
	default:
		t.subschemas(into, n, f, hidden)
	}
}

// typeNames leaves out types that no JSON Schema has: they say nothing that could be checked.
func typeNames(n node) any {
	if n.kind() != arrayKind {
		if name := canonicalType(n.text()); name != "" {
			return name
		}
		return nil
	}
	var names []any
	for _, item := range n.items() {
		name := canonicalType(item.text())
		if name == "" {
			return nil
		}
		if !slices.Contains(names, any(name)) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return names
}

func (t *translator) pattern(into map[string]any, f field) {
	if f.value.kind() != stringKind || f.value.text() == "" {
		return
	}
	if _, err := compilePattern(undelimited(f.value.text())); err != nil {
		addPart(into, map[string]any{"if": map[string]any{"type": "string"}, "then": gapSchema(fmt.Errorf("the pattern %q is not understood: %w", f.value.text(), err))})
		return
	}
	into[f.name] = f.value.text()
}

// addPart adds a schema that holds besides.
func addPart(into map[string]any, part any) {
	all, _ := into["allOf"].([]any)
	into["allOf"] = append(all, part)
}

// number writes a bound. The exclusive ones are booleans in OpenAPI 3.0.
func (t *translator) number(into map[string]any, n node, f field) {
	if rational(f.value) == nil || f.name == "multipleOf" && rational(f.value).Sign() <= 0 {
		return
	}
	name := f.name
	switch {
	case name == "minimum" && n.field("exclusiveMinimum").boolean():
		name = "exclusiveMinimum"
	case name == "maximum" && n.field("exclusiveMaximum").boolean():
		name = "exclusiveMaximum"
	}
	into[name] = f.value.number()
}

func (t *translator) required(into map[string]any, n node, hidden string) {
	if names := unhidden(n, hidden); len(names) > 0 {
		into["required"] = names
	}
}

func unhidden(n node, hidden string) []any {
	var names []any
	for _, item := range n.items() {
		name := item.text()
		if name != "" && !strings.Contains("\n"+hidden, "\n"+name+"\n") && !slices.Contains(names, any(name)) {
			names = append(names, name)
		}
	}
	return names
}

func (t *translator) dependentRequired(into map[string]any, n node, hidden string) {
	dependent := map[string]any{}
	for _, f := range n.fields() {
		if names := unhidden(f.value, hidden); len(names) > 0 {
			dependent[f.name] = names
		}
	}
	if len(dependent) > 0 {
		into["dependentRequired"] = dependent
	}
}

// hide adds the properties of a schema, and of those merged into it by allOf, that belong to the
// other side.
func (t *translator) hide(n node, hidden string) string {
	mark := "readOnly"
	if t.side == responses {
		mark = "writeOnly"
	}
	for _, name := range markedProperties(n, mark, 0) {
		if !strings.Contains("\n"+hidden, "\n"+name+"\n") {
			hidden += name + "\n"
		}
	}
	return hidden
}

// markedProperties are the names of properties that carry a mark, in document order.
func markedProperties(n node, mark string, depth int) []string {
	const deepest = 8
	if depth > deepest {
		return nil
	}
	var names []string
	for _, p := range n.field("properties").fields() {
		if isMarked(p.value, mark) {
			names = append(names, p.name)
		}
	}
	for _, part := range n.field("allOf").items() {
		if target, err := part.deref(); err == nil {
			names = append(names, markedProperties(target, mark, depth+1)...)
		}
	}
	return names
}

func isMarked(n node, mark string) bool {
	if n.field(mark).boolean() {
		return true
	}
	target, err := n.deref()
	return err == nil && target.field(mark).boolean()
}
