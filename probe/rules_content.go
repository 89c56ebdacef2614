package probe

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// hasDocumentedContent: a handler answered with a status for which the contract describes
// content or fields. One that it does not document is declared-status's finding. What no schema
// can describe, such as XML, is judged by its media type only.
func hasDocumentedContent(s *site) bool {
	documented, ok := s.documented()
	return ok && documented.Documents()
}

// documented is what the contract says of the answer; false when the answer is no handler's, or
// the contract says nothing.
func (s *site) documented() (*spec.Response, bool) {
	if !isDeclared(s) || s.cell.response() == nil || (s.cell.answer != records.Served && s.cell.answer != records.Routed) {
		return nil, false
	}
	return s.cell.Operation.Response(s.cell.response().Status)
}

func judgeDeclaredContent(s *site) outcome {
	documented, _ := s.documented()
	got := s.cell.received()
	err := documented.Check(got)
	var mismatch *spec.Mismatch
	switch {
	case err == nil:
		return kept()
	case errors.As(err, &mismatch):
		seen, want := gotAndWant(s.run.wire.hide.Text(mismatch.Error()), documented.Status)
		return broken(mismatchKey(documented, got), seen, want, "Content-Type")
	case errors.Is(err, spec.ErrUnchecked) && !isText(got.Fields.Get("Content-Type")):
		return kept()
	}
	return open(s.run.wire.hide.Text(err.Error()), "content that can be read whole, and a schema that can be compiled")
}

// gotAndWant splits what a mismatch of the whole answer says. Others name their places, and stay
// in one piece.
func gotAndWant(mismatch, status string) (got, want string) {
	if got, want, ok := strings.Cut(mismatch, ", want "); ok && !strings.HasPrefix(mismatch, "/") && !strings.Contains(want, ", want ") {
		got = strings.TrimPrefix(strings.TrimPrefix(got, "got "), "there is ")
		return got, want + ", as the contract documents for " + status
	}
	return mismatch, "what the contract documents for " + status
}

// mismatchKey says in what an answer differs: nothing of it varies from one answer to the next.
func mismatchKey(documented *spec.Response, got spec.Received) string {
	given := essenceOf(got.Fields.Get("Content-Type"))
	if !slices.ContainsFunc(documented.MediaTypes, func(name string) bool { return inRange(given, essenceOf(name)) }) && len(documented.MediaTypes) > 0 {
		return "an answer is not of a documented media type"
	}
	// Without its content, what is left to differ are the fields.
	got.Content, got.Truncated = nil, true
	var mismatch *spec.Mismatch
	if errors.As(documented.Check(got), &mismatch) {
		return "an answer's fields are not as documented"
	}
	return "an answer does not match its schema"
}

// isText reports whether a schema can say something of content of this type.
func isText(contentType string) bool {
	return isJSON(contentType) || strings.HasPrefix(essenceOf(contentType), "text/")
}

// received is the cell's last answer as the contract looks at it.
func (c *cellRun) received() spec.Received {
	r := c.response()
	fields := http.Header{}
	for _, line := range r.Fields {
		name, value, _ := strings.Cut(line, ": ")
		fields.Add(name, value)
	}
	if r.Kept().Unpacked {
		fields.Del("Content-Encoding")
	}
	return spec.Received{Method: c.Method, Status: r.Status, Fields: fields, Content: r.Whole(), Truncated: r.Kept().Cut || r.Kept().Content == nil && r.Truncated}
}
