package probe

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// What rests on something that could not be created says why, and what would mend it, in the same
// words everywhere: reports say it once.
func TestWhatRestsOnARefusalNamesTheRefusal(t *testing.T) {
	for name, test := range map[string]struct {
		status        int
		text, decides string
	}{
		"input":       {422, "email is no company address", "input that POST /users accepts, as an example of its body in the contract or as its body in the configuration; or --value with the id of a resource that may be changed"},
		"rights":      {403, "not you", "credentials that POST /users takes"},
		"failure":     {500, "no database", "a deployment in which POST /users works, or --value with the id of a resource that may be changed"},
		"no such way": {404, "nothing", "--value with the id of a resource that may be changed, or a contract and a deployment that agree about POST /users"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			refusing(s, func(map[string]any) (int, string) { return test.status, test.text })
			record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
			for _, cell := range []string{"PUT /users/{id}", "DELETE /users/{id}", "POST /users/{userId}/notes", "DELETE /users/{userId}/notes/{noteId}"} {
				method, template, _ := strings.Cut(cell, " ")
				got := cellOf(t, record, method, template)
				assert.Equal(t, records.Undecided, got.Verdict, cell)
				assert.Equal(t, fmt.Sprintf("no real request was sent: POST /users answered %d: %s", test.status, test.text), got.Reason, cell)
				assert.Equal(t, test.decides, got.Decides, cell)
			}
		})
	}
}

func TestWhatRestsOnABodyThatCannotBeMadeNamesTheBody(t *testing.T) {
	contract := strings.Replace(shopContract, "email: {type: string, format: email}", "email: {type: string, pattern: '^(?!.*).$'}", 1)
	record := probeServer(t, newShop(), probeOptions{mode: Full, contract: contract})
	put := cellOf(t, record, "DELETE", "/users/{id}")
	assert.Contains(t, put.Reason, "POST /users is not sent: no valid body can be had")
	assert.NotContains(t, put.Reason, "is not sent: POST /users")
}

// Where the router's refusals cannot be told from a handler's, the guarded request that took the place
// of the real one says so too.
func TestAGuardedRequestInTheNameOfAnotherSaysWhatKeptThatBack(t *testing.T) {
	a := newAPI()
	a.tellNothing()
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	a.handlers["/tasks"]["POST"] = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 422, map[string]any{"error": "title is not one of ours"})
	}
	for method := range a.handlers["/tasks/{id}"] {
		handler := a.handlers["/tasks/{id}"][method]
		a.handlers["/tasks/{id}"][method] = func(w http.ResponseWriter, r *http.Request) {
			if r.PathValue("id") != "1" {
				a.notFound(w, r)
				return
			}
			handler(w, r)
		}
	}
	record := probeServer(t, a, probeOptions{mode: Full})
	patch := cellOf(t, record, "PATCH", "/tasks/{id}")
	assert.Equal(t, records.Undecided, patch.Verdict)
	assert.Contains(t, patch.Reason, "no real request was sent: POST /tasks answered 422: title is not one of ours")
	assert.Contains(t, patch.Decides, "input that POST /tasks accepts")
}
