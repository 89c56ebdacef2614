package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Sample returns a value for the parameter from the contract: its example, its schema's
// example, the default, the first value of an enumeration, else one generated from the schema;
// [Value.Source] says which. The error says why there is none.
func (p *Parameter) Sample() (Value, error) { return p.SampleMarked("") }

// SampleMarked is [Parameter.Sample] with a marker in what is generated, as [Sampling.Marker] is in
// bodies; "" for none.
func (p *Parameter) SampleMarked(marker string) (Value, error) {
	v, source, err := p.sample(marker)
	if err != nil {
		return Value{}, fmt.Errorf("generating a value for parameter %q: %w", p.Name, err)
	}
	return Value{Name: p.Name, In: p.In, Text: p.text(v), Source: source}, nil
}

var errUnusable = errors.New("a path segment cannot be empty, \".\" or \"..\", and a header field takes no control characters")

// sample is the decoded value of Sample.
func (p *Parameter) sample(marker string) (any, Source, error) {
	if v, ok := p.example(); ok {
		return v, Example, nil
	}
	g := p.generator()
	g.marker = marker
	schema := p.valueSchema()
	s := newDemands()
	if err := g.add(s, schema, true); err != nil {
		return nil, "", err
	}
	for _, offer := range []struct {
		node
		Source
	}{{s.example, Example}, {s.initial, Default}} {
		if v := offer.value(); v != nil && p.usable(v) {
			return v, offer.Source, nil
		}
	}
	v, settled, err := g.settle([]node{schema}, p.Name)
	if err != nil {
		return nil, "", err
	}
	if !p.usable(v) {
		return nil, "", fmt.Errorf("%q cannot be sent: %w", p.text(v), errUnusable)
	}
	if settled.chosen {
		return v, Enum, nil
	}
	return v, Generated, nil
}

func (p *Parameter) generator() *generator {
	g := newGenerator()
	g.items = true
	return g
}

// example is what the Parameter Object itself, or its content, gives as an example.
func (p *Parameter) example() (any, bool) {
	_, media := p.content()
	for _, object := range []node{p.object, media} {
		if v := ownExample(object).value(); v != nil && p.usable(v) {
			return v, true
		}
	}
	return nil, false
}

// content is the one entry of the parameter's content map; absent when it has a schema.
func (p *Parameter) content() (mediaType string, media node) {
	entries := p.object.field("content").fields()
	if len(entries) == 0 {
		return "", node{}
	}
	media, err := entries[0].value.deref()
	if err != nil {
		media = node{}
	}
	return entries[0].name, media
}

// valueSchema is the schema of the parameter, or of its content.
func (p *Parameter) valueSchema() node {
	if p.schema.exists() {
		return p.schema
	}
	_, media := p.content()
	return media.field("schema")
}

// usable reports whether a value can stand where the parameter stands.
func (p *Parameter) usable(v any) bool {
	text := p.text(v)
	switch p.In {
	case "path":
		return text != "" && text != "." && text != ".."
	case "header":
		return strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }) < 0
	default:
		return true
	}
}

// Takes reports whether a text, such as the id of a thing, can be the parameter's value, or the
// only item of it where it is a list. What has an enumeration takes none: it says what it means.
func (p *Parameter) Takes(text string) bool {
	schemas := []node{p.valueSchema()}
	s := newDemands()
	if (&generator{}).add(s, schemas[0], true) != nil || s.chosen {
		return false
	}
	if slices.Contains(s.types, "array") {
		schemas = s.itemSchemas(0)
	}
	v, ok := typedAs(text, schemas)
	return ok && p.usable(v)
}
