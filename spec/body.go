package spec

import (
	"cmp"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"
)

// Sample returns a request body in the media type that is easiest to get right: JSON, then a
// form, then plain text, then whatever has an example. It is the contract's example or default,
// else generated; a generated body is checked against its schema before it is returned. The
// error says why no media type led to one.
func (b *Body) Sample() (Content, error) {
	ranked := slices.Clone(b.Content)
	slices.SortStableFunc(ranked, func(x, y MediaType) int { return cmp.Compare(rank(x.Name), rank(y.Name)) })
	var failed error
	for _, m := range ranked {
		content, err := m.sample()
		if err == nil {
			return content, nil
		}
		if failed == nil {
			failed = fmt.Errorf("generating a body of type %q: %w", m.Name, err)
		}
	}
	if failed == nil {
		failed = errors.New("generating a body: the contract names no media type for it")
	}
	return Content{}, failed
}

// JSONMediaType returns the first JSON media type that the contract declares, under which
// malformed JSON would be sent; "" when there is none.
func (b *Body) JSONMediaType() string {
	for _, m := range b.Content {
		if isJSON(m.Name) && !strings.Contains(m.Name, "*") {
			return m.Name
		}
	}
	return ""
}

const (
	jsonRank = iota
	suffixRank
	anyRank
	formRank
	multipartRank
	plainRank
	otherRank
)

func rank(mediaType string) int {
	switch essence := essence(mediaType); {
	case essence == "application/json":
		return jsonRank
	case isJSON(essence):
		return suffixRank
	case essence == "*/*" || essence == "application/*":
		return anyRank
	case essence == "application/x-www-form-urlencoded":
		return formRank
	case essence == "multipart/form-data":
		return multipartRank
	case essence == "text/plain":
		return plainRank
	default:
		return otherRank
	}
}

// essence is a media type without parameters, in lower case.
func essence(mediaType string) string {
	if parsed, _, err := mime.ParseMediaType(mediaType); err == nil {
		return parsed
	}
	name, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

func isJSON(mediaType string) bool {
	e := essence(mediaType)
	return e == "application/json" || e == "text/json" || strings.HasSuffix(e, "+json")
}

func (m MediaType) sample() (Content, error) {
	switch rank(m.Name) {
	case jsonRank, suffixRank:
		return m.sampleJSON(m.Name)
	case anyRank:
		return m.sampleJSON("application/json")
	case formRank:
		return m.sampleForm()
	case multipartRank:
		return m.sampleMultipart()
	default:
		return m.sampleText()
	}
}

func (m MediaType) sampleJSON(mediaType string) (Content, error) {
	if example, source := m.offer(); example.exists() {
		v := example.value()
		if text, ok := v.(string); ok && isJSONText(text) && !m.isText() {
			return Content{mediaType, []byte(text), source}, nil
		}
		return Content{mediaType, []byte(compactJSON(v)), source}, nil
	}
	v, err := m.generate()
	if err != nil {
		return Content{}, err
	}
	return Content{mediaType, []byte(compactJSON(v)), Generated}, nil
}

// sampleText takes an example as it stands; only plain text and plain bytes are generated.
func (m MediaType) sampleText() (Content, error) {
	if example, source := m.offer(); example.exists() {
		return Content{m.Name, []byte(scalarText(example.value())), source}, nil
	}
	if rank(m.Name) != plainRank && essence(m.Name) != "application/octet-stream" {
		return Content{}, errors.New("the contract gives no example, and none can be generated for this media type")
	}
	v, err := m.generate()
	if err != nil {
		return Content{}, err
	}
	return Content{m.Name, []byte(scalarText(v)), Generated}, nil
}

// offer is the example or the default that the contract gives for the whole body.
func (m MediaType) offer() (node, Source) {
	if example := ownExample(m.object); example.exists() {
		return example, Example
	}
	s := newDemands()
	if err := (&generator{}).add(s, m.schema, true); err != nil {
		return node{}, ""
	}
	if s.example.exists() {
		return s.example, Example
	}
	return s.initial, Default
}

// isText reports whether the schema asks for a string.
func (m MediaType) isText() bool {
	s := newDemands()
	err := (&generator{}).add(s, m.schema, true)
	return err == nil && slices.Equal(s.types, []string{"string"})
}

// generate makes a value that its schema allows, with the examples of its properties if they
// fit, else without them.
func (m MediaType) generate() (any, error) {
	var failed error
	for _, examples := range []bool{true, false} {
		g := newGenerator()
		g.examples = examples
		if rank(m.Name) < plainRank {
			g.fallback = "object"
		}
		v, err := g.value([]node{m.schema}, "")
		if err != nil {
			return nil, err
		}
		if failed = checkBody(m.schema, v, g.omitted); failed == nil {
			return v, nil
		}
	}
	return nil, failed
}
