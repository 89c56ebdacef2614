package spec

import (
	"encoding/json"
	"strings"
)

// firstExample is the first of "examples": of an array of values (JSON Schema), or of a map of
// Example Objects (OpenAPI). It is absent when none of them holds a value.
func firstExample(examples node) node {
	for _, item := range examples.items() {
		return item
	}
	for _, f := range examples.fields() {
		target, err := f.value.deref()
		if err != nil {
			continue
		}
		for _, member := range []string{"value", "dataValue", "serializedValue"} {
			if v := target.field(member); v.exists() && v.kind() != nullKind {
				return v
			}
		}
	}
	return node{}
}

// ownExample is the example that a Parameter Object or a Media Type Object gives itself.
func ownExample(object node) node {
	for _, name := range []string{"example", "x-example"} {
		if v := object.field(name); v.exists() && v.kind() != nullKind {
			return v
		}
	}
	return firstExample(object.field("examples"))
}

// isJSONText reports whether a string is an object or an array written out: an example that
// was quoted once too often.
func isJSONText(text string) bool {
	text = strings.TrimSpace(text)
	return (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")) && json.Valid([]byte(text))
}
