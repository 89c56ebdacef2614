package spec

import (
	"cmp"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"
)

// Sample is [Body.SampleWith] without any wishes.
func (b *Body) Sample() (Content, error) { return b.SampleWith(Sampling{}) }

// SampleWith returns a request body in the media type that is easiest to get right, see
// [Body.Choices]. It is the contract's example or default, else generated, and then changed as
// the sampling says. Read-only properties are left out. A generated body is checked against its
// schema before it is returned. The error says why no media type led to one.
func (b *Body) SampleWith(s Sampling) (Content, error) {
	var failed error
	for _, m := range b.ranked() {
		if s.MediaType != "" && s.MediaType != m.Name {
			continue
		}
		content, err := m.sample(b, s)
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

// Choices are the media types of the body, as the contract writes them, the one that is easiest
// to get right first: JSON, then forms, YAML, XML, text, then what needs an example.
func (b *Body) Choices() []string {
	var names []string
	for _, m := range b.ranked() {
		names = append(names, m.Name)
	}
	return names
}

func (b *Body) ranked() []MediaType {
	ranked := slices.Clone(b.Content)
	slices.SortStableFunc(ranked, func(x, y MediaType) int { return cmp.Compare(rank(x.Name), rank(y.Name)) })
	return ranked
}

// Properties are the names of the top level that a request may send, the required ones first,
// each group in document order; nil when the body is no object. They are those of the first
// media type of [Body.Choices].
func (b *Body) Properties() []string {
	ranked := b.ranked()
	if len(ranked) == 0 {
		return nil
	}
	s := newDemands()
	if (&generator{}).add(s, ranked[0].schema, true) != nil {
		return nil
	}
	var required, optional []string
	for _, name := range s.names {
		switch {
		case isReadOnly(s.properties[name]):
		case slices.Contains(s.required, name):
			required = append(required, name)
		default:
			optional = append(optional, name)
		}
	}
	return append(required, optional...)
}

// Inner are the properties of the objects inside of the top level that a request may send, three
// levels deep at most, as JSON pointers ("/options/http/endpoint"), in document order. They are those
// of the first media type of [Body.Choices].
func (b *Body) Inner() []string {
	ranked := b.ranked()
	if len(ranked) == 0 {
		return nil
	}
	return innerOf([]node{ranked[0].schema}, "", nil)
}

// mostInner bounds how many properties inside of a body are looked at.
const mostInner = 2_000

func innerOf(schemas []node, at pointer, found []string) []string {
	s := newDemands()
	for _, n := range schemas {
		if (&generator{}).add(s, n, true) != nil {
			return found
		}
	}
	for _, name := range s.names {
		if isReadOnly(s.properties[name]) || len(found) > mostInner {
			continue
		}
		p := at.member(name)
		if at != "" {
			found = append(found, string(p))
		}
		if strings.Count(string(p), "/") < 3 {
			found = innerOf(s.properties[name], p, found)
		}
	}
	return found
}

// Maps are the properties of the top level that take an object of any names: the schema describes
// none of its own. They are those of the first media type of [Body.Choices], in document order.
func (b *Body) Maps() []string {
	ranked := b.ranked()
	if len(ranked) == 0 {
		return nil
	}
	s := newDemands()
	if (&generator{}).add(s, ranked[0].schema, true) != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.names), func(name string) bool {
		inner := newDemands()
		for _, n := range s.properties[name] {
			if (&generator{}).add(inner, n, true) != nil {
				return true
			}
		}
		return !slices.Equal(inner.types, []string{"object"}) || len(inner.names) > 0 || !inner.allowsName("verbatim") || isReadOnly(s.properties[name])
	})
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
