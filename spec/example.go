package spec

import (
	"encoding/json"
	"strings"
)

// firstExample is the first of [examplesIn]; absent when there is none.
func firstExample(examples node) node {
	for _, v := range examplesIn(examples) {
		return v
	}
	return node{}
}

// examplesIn are the values of "examples": an array of values (JSON Schema), or a map of Example
// Objects (OpenAPI).
func examplesIn(examples node) []node {
	found := examples.items()
	for _, f := range examples.fields() {
		target, err := f.value.deref()
		if err != nil {
			continue
		}
		for _, member := range []string{"value", "dataValue", "serializedValue"} {
			if v := target.field(member); v.exists() && v.kind() != nullKind {
				found = append(found, v)
				break
			}
		}
	}
	return found
}

// ownExample is the first of [ownExamples]; absent when there is none.
func ownExample(object node) node {
	for _, v := range ownExamples(object) {
		return v
	}
	return node{}
}

// ownExamples are the examples that a Parameter Object or a Media Type Object gives itself.
func ownExamples(object node) []node {
	var found []node
	for _, name := range []string{"example", "x-example"} {
		if v := object.field(name); v.exists() && v.kind() != nullKind {
			found = append(found, v)
		}
	}
	return append(found, examplesIn(object.field("examples"))...)
}

// isJSONText reports whether a string is an object or an array written out: an example that
// was quoted once too often.
func isJSONText(text string) bool {
	text = strings.TrimSpace(text)
	return (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")) && json.Valid([]byte(text))
}
