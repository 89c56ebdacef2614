package spec

import "strconv"

// Source says where a value came from. It decides what a 404 means: see [Source.Exists].
type Source string

const (
	// Given by the user, with --value or in the config.
	Given Source = "given"
	// Example of the contract.
	Example Source = "example"
	// Created by a request of this run.
	Created Source = "created"
	// Harvested from a list that the target returned.
	Harvested Source = "harvested"
	// Default of the contract.
	Default Source = "default"
	// Enum is the first value of an enumeration of the contract.
	Enum Source = "enum"
	// Generated from the schema.
	Generated Source = "generated"
	// Absent is chosen so that no resource has it.
	Absent Source = "absent"
)

// Exists reports whether a value of this source names a resource that is known to exist, so
// that a 404 to it proves something.
func (s Source) Exists() bool { return s == Given || s == Created || s == Harvested }

// Value is a parameter's value and where it came from.
type Value struct {
	Name string `json:"name"`
	// In is "path", "query", "header" or "cookie".
	In string `json:"in"`
	// Text is the serialized value, not yet percent-encoded: what stands in place of {name} in a
	// path, after name= in a query.
	Text   string `json:"value"`
	Source Source `json:"source"`
	// From is the request whose answer gave the value: "POST /tasks". It is empty for others.
	From string `json:"from,omitempty"`
}

// Content is a request body, ready to be sent.
type Content struct {
	MediaType string
	Data      []byte
	Source    Source
	// Object is what Data says, whatever the form: JSON, form or XML; nil for what is no object, or
	// given as a text.
	Object map[string]any
}

// inside is the part of a decoded value that the tokens of a JSON pointer lead to.
func inside(v any, tokens []string) (any, bool) {
	for _, token := range tokens {
		token = pointerToken(token)
		switch at := v.(type) {
		case map[string]any:
			member, ok := at[token]
			if !ok {
				return nil, false
			}
			v = member
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(at) {
				return nil, false
			}
			v = at[i]
		default:
			return nil, false
		}
	}
	return v, true
}
