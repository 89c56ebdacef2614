package spec

import (
	"errors"
	"fmt"
	"strings"
)

// checkFields holds header fields against their description. What cannot be checked is the
// error; what differs is added to the problems.
func (r *Response) checkFields(got Received, problems *[]string) (unchecked error) {
	for _, name := range r.Headers() {
		header, err := r.object.field("headers").field(name).deref()
		if err != nil {
			continue
		}
		lines := got.Fields.Values(name)
		if len(lines) == 0 {
			if header.field("required").boolean() {
				*problems = append(*problems, fmt.Sprintf("the field %s is missing", printable(name)))
			}
			continue
		}
		err = r.checkField(header, strings.Join(lines, ", "))
		if m, ok := errors.AsType[*Mismatch](err); ok {
			*problems = append(*problems, fmt.Sprintf("the field %s: %s", printable(name), strings.TrimPrefix(m.Error(), "/: ")))
		} else if err != nil {
			unchecked = err
		}
	}
	return unchecked
}

// checkField holds the text of a field against its schema: in Swagger 2.0 that is the Header
// Object itself.
func (r *Response) checkField(header node, text string) error {
	schema := header.field("schema")
	if r.swagger {
		schema = header
	}
	if !schema.exists() {
		return nil
	}
	s := newDemands()
	if err := (&generator{}).add(s, schema, true); err != nil {
		return fmt.Errorf("%w: %w", ErrUnchecked, err)
	}
	if v, ok := s.scalarOf(strings.TrimSpace(text)); ok {
		return r.set().check(schema, responses, v)
	}
	if s.candidates("string")[0] != "array" {
		return fmt.Errorf("%w: a field that is an object is not taken apart", ErrUnchecked)
	}
	return r.set().check(schema, responses, s.listOf(text))
}

// listOf is a text with commas as an array (RFC 6570, the style "simple").
func (s *demands) listOf(text string) []any {
	array := []any{}
	for i, part := range strings.Split(text, ",") {
		item := newDemands()
		for _, n := range s.itemSchemas(i) {
			if (&generator{}).add(item, n, true) != nil {
				item = newDemands()
			}
		}
		part = strings.TrimSpace(part)
		if v, ok := item.scalarOf(part); ok {
			array = append(array, v)
			continue
		}
		array = append(array, part)
	}
	return array
}
