package probe

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// guardedForms is an API whose declared writes are answered before their handlers.
func guardedForms(status int, media, body string) *api {
	a := newAPI()
	filter := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
	a.handlers["/tasks"]["POST"] = filter
	a.handlers["/tasks/{id}"]["PUT"], a.handlers["/tasks/{id}"]["DELETE"] = filter, filter
	return a
}

// Rails answers an empty 422 to writes without a token, before any handler: a DELETE that has
// nothing to be wrong in it gets it too, so it is not about the input.
func TestRefusalWhateverTheInputIsAFinding(t *testing.T) {
	for _, status := range []int{422, 400} {
		a := guardedForms(status, "text/html; charset=utf-8", "")
		found := findings(probeServer(t, a, probeOptions{mode: Full}))
		for _, cell := range []string{"POST /tasks", "PUT /tasks/{id}", "DELETE /tasks/{id}"} {
			assert.Contains(t, found, cell+" declared-served", "%d", status)
		}
	}
}

// What says something may be about the input after all, in the same words for everything.
func TestRefusalInWordsIsUndecided(t *testing.T) {
	a := guardedForms(422, "application/json", `{"error":"validation failed"}`)
	record := probeServer(t, a, probeOptions{mode: Full})
	for _, found := range findings(record) {
		assert.NotContains(t, found, "declared-served")
	}
	assert.Equal(t, records.Undecided, cellOf(t, record, "POST", "/tasks").Verdict)
}

// Where a GET does not take the made-up id either, the id may be what is wrong.
func TestRefusalOfAnIdThatGetRefusesTooIsUndecided(t *testing.T) {
	a := guardedForms(400, "application/json", "")
	show := a.handlers["/tasks/{id}"]["GET"]
	a.handlers["/tasks/{id}"]["GET"] = func(w http.ResponseWriter, r *http.Request) {
		if len(strings.TrimPrefix(r.URL.Path, "/tasks/")) > 3 {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(400)
			return
		}
		show(w, r)
	}
	for _, found := range findings(probeServer(t, a, probeOptions{mode: Full})) {
		assert.NotContains(t, found, "declared-served")
	}
}

// One that is refused for its content while a DELETE works is judged by its content.
func TestRefusalOfContentAloneIsUndecided(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["POST"] = status(422)
	record := probeServer(t, a, probeOptions{mode: Full})
	assert.Equal(t, records.Undecided, cellOf(t, record, "POST", "/tasks").Verdict)
	assert.Empty(t, findings(record))
}
