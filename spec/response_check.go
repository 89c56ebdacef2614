package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// Received is an answer, as far as [Response.Check] looks at it.
type Received struct {
	// Method is that of the request; an answer to HEAD has no content.
	Method string
	Status int
	// Fields are the header fields of the answer, Content-Type among them.
	Fields http.Header
	// Content is the decoded content: without chunking and Content-Encoding.
	Content []byte
	// Truncated says that Content is only the beginning.
	Truncated bool
}

// HasContent reports whether an answer of this method and status has content at all (RFC 9110,
// section 6.4.1).
func (got Received) hasContent() bool {
	return got.Method != http.MethodHead && got.Status >= 200 &&
		got.Status != http.StatusNoContent && got.Status != http.StatusResetContent && got.Status != http.StatusNotModified
}

// Documents reports whether the response describes anything that [Response.Check] can look at:
// header fields, or content.
func (r *Response) Documents() bool { return len(r.MediaTypes) > 0 || len(r.Headers()) > 0 }

// Check holds an answer against the response: its media type, the header fields that are
// described, and the content against its schema. Types are matched without their parameters and
// over ranges such as "application/*". A property that is writeOnly is not demanded. The error is
// a [*Mismatch], or wraps [ErrUnchecked] where nothing differs but the content was not held
// against its schema; a schema is compiled once. Check may be called by several goroutines.
func (r *Response) Check(got Received) error {
	var problems []string
	unchecked := r.checkFields(got, &problems)
	if got.hasContent() && len(r.MediaTypes) > 0 {
		err := r.checkContent(got)
		if mismatch, ok := errors.AsType[*Mismatch](err); ok {
			if len(problems) == 0 {
				return err
			}
			problems = append(problems, mismatch.Problems...)
		} else if err != nil {
			unchecked = err
		}
	}
	if err := newMismatch(problems); err != nil {
		return err
	}
	return unchecked
}

func (r *Response) checkContent(got Received) error {
	given := got.Fields.Get("Content-Type")
	if given == "" && len(got.Content) == 0 && !got.Truncated {
		return mismatch("there is no content, want " + strings.Join(r.MediaTypes, " or "))
	}
	name, ok := r.documented(given)
	if !ok {
		return mismatch("got " + typeText(given) + ", want " + strings.Join(r.MediaTypes, " or "))
	}
	media := r.media(name)
	schema := media.field("schema")
	if itemSchema := media.field("itemSchema"); !schema.exists() && itemSchema.exists() {
		return r.checkSequence(got, given, itemSchema)
	}
	if !schema.exists() || r.saysNothing(schema) {
		return nil
	}
	if err := readable(got); err != nil {
		return err
	}
	return r.checkValue(schema, given, got.Content)
}

func mismatch(problem string) error { return &Mismatch{Problems: []string{problem}} }

func typeText(given string) string {
	if given == "" {
		return "no Content-Type"
	}
	return printable(given)
}

// documented is the media type of the contract that a Content-Type is of: itself before ranges.
func (r *Response) documented(given string) (string, bool) {
	e := essence(given)
	major, _, _ := strings.Cut(e, "/")
	for _, want := range []string{e, major + "/*", "*/*"} {
		for _, name := range r.MediaTypes {
			if essence(name) == want && (given != "" || want == "*/*") {
				return name, true
			}
		}
	}
	return "", false
}

// saysNothing reports whether any content satisfies a schema: binary data, a file.
func (r *Response) saysNothing(schema node) bool {
	if isFileSchema(schema) {
		return true
	}
	target, err := schema.deref()
	return err == nil && len(target.fields()) == 0 && !target.field("$ref").exists() && target.kind() == objectKind
}

// readable is an error for content that is there but cannot be read.
func readable(got Received) error {
	coding := strings.ToLower(strings.TrimSpace(got.Fields.Get("Content-Encoding")))
	switch {
	case got.Truncated:
		return fmt.Errorf("%w: only its beginning was kept", ErrUnchecked)
	case coding != "" && coding != "identity":
		return fmt.Errorf("%w: it is encoded as %q", ErrUnchecked, printable(coding))
	default:
		return nil
	}
}

func (r *Response) checkValue(schema node, given string, content []byte) error {
	switch e := essence(given); {
	case isJSON(e):
		if err := readableCharset(given); err != nil {
			return err
		}
		v, err := parseContent(content)
		if err != nil {
			return mismatch("the content is not JSON: " + printable(err.Error()))
		}
		return r.set().check(schema, responses, v)
	case strings.HasPrefix(e, "text/"):
		return r.checkText(schema, e, string(content))
	default:
		return fmt.Errorf("%w: a schema says nothing that can be seen in %s", ErrUnchecked, typeText(given))
	}
}

func readableCharset(given string) error {
	_, parameters, err := mime.ParseMediaType(given)
	charset := strings.ToLower(parameters["charset"])
	if err == nil && charset != "" && !slices.Contains([]string{"utf-8", "utf8", "us-ascii", "ascii"}, charset) {
		return fmt.Errorf("%w: it is in the charset %q", ErrUnchecked, printable(charset))
	}
	return nil
}

// parseContent decodes one JSON value; numbers keep their digits. A byte order mark is let pass.
func parseContent(content []byte) (any, error) {
	content = bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
	if len(bytes.TrimSpace(content)) == 0 {
		return nil, errors.New("it is empty")
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errors.New("it ends too early")
		}
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more follows after %d bytes", d.InputOffset())
	}
	return v, nil
}

// checkText holds text against a schema that asks for a string, a number or a boolean.
func (r *Response) checkText(schema node, e, text string) error {
	s := newDemands()
	if err := (&generator{}).add(s, schema, true); err != nil {
		return fmt.Errorf("%w: %w", ErrUnchecked, err)
	}
	v, ok := s.scalarOf(strings.TrimRight(text, "\r\n"))
	if !ok {
		return fmt.Errorf("%w: its schema does not describe %s", ErrUnchecked, e)
	}
	return r.set().check(schema, responses, v)
}

// scalarOf is a text as the value that a schema asks for. It is false where the schema asks for
// what a text cannot be.
func (s *demands) scalarOf(text string) (any, bool) {
	switch t := s.candidates("string")[0]; t {
	case "string":
		return text, true
	case "integer", "number":
		if v, ok := decoded(text).(json.Number); ok {
			return v, true
		}
		return text, true
	case "boolean":
		if text == "true" || text == "false" {
			return text == "true", true
		}
		return text, true
	default:
		return nil, false
	}
}

// checkSequence holds each item of a stream against the schema of the items (OpenAPI 3.2).
func (r *Response) checkSequence(got Received, given string, schema node) error {
	if !isLines(essence(given)) {
		return fmt.Errorf("%w: the items of %s are not told apart", ErrUnchecked, typeText(given))
	}
	if err := readable(got); err != nil {
		return err
	}
	line := 0
	for text := range bytes.SplitSeq(got.Content, []byte("\n")) {
		line++
		text = bytes.Trim(text, "\x1e \t\r")
		if len(text) == 0 {
			continue
		}
		v, err := parseContent(text)
		if err != nil {
			return mismatch(fmt.Sprintf("line %d is not JSON: %s", line, printable(err.Error())))
		}
		if err := r.set().check(schema, responses, v); err != nil {
			if m, ok := errors.AsType[*Mismatch](err); ok {
				m.Problems[0] = fmt.Sprintf("line %d: %s", line, m.Problems[0])
			}
			return err
		}
	}
	return nil
}

// set is where the contract keeps its compiled schemas.
func (r *Response) set() *schemaSet { return r.contract.schemas }
