package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// givenBody is a request body in a configuration, as JSON would be decoded: numbers keep their
// digits, and what YAML takes for a day stays the text that it is.
type givenBody struct{ value any }

// UnmarshalYAML decodes any value.
func (b *givenBody) UnmarshalYAML(n *yaml.Node) error {
	daysAsTexts(n)
	var v any
	if err := n.Decode(&v); err != nil {
		return err
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("line %d: the body is not as JSON could be: %w", n.Line, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(&b.value)
}

// daysAsTexts makes texts of days and times, which JSON does not have.
func daysAsTexts(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!timestamp" {
		n.Tag = "!!str"
	}
	if n.Alias != nil {
		daysAsTexts(n.Alias)
	}
	for _, inner := range n.Content {
		daysAsTexts(inner)
	}
}
