package probe

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// textIDs is the contract of tasks whose ids are said to be any text.
var textIDs = strings.ReplaceAll(apiContract, "schema: {type: integer}", "schema: {type: string}")

// takingNumbers is an API that takes ids of digits only, whatever its contract says.
func takingNumbers(refuse http.HandlerFunc) *api {
	a := newAPI()
	a.tellNothing()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		id, item := strings.CutPrefix(r.URL.Path, "/tasks/")
		if !item || strings.Trim(id, "0123456789") == "" {
			return false
		}
		refuse(w, r)
		return true
	}
	return a
}

// Routes with a pattern answer the router's 404 to an id of another form, and parsers of parameters
// a 400: an id in the form of one that the list has is looked up by the handler.
func TestAnAbsentIDOfTheFormThatTheRouteTakesDecides(t *testing.T) {
	routers := newAPI().notFound
	for name, refuse := range map[string]http.HandlerFunc{
		"router": routers,
		"parser": func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 400, map[string]any{"error": "bad id"}) },
	} {
		a := takingNumbers(refuse)
		record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: textIDs})
		for _, method := range []string{"PUT", "DELETE"} {
			cell := cellOf(t, record, method, "/tasks/{id}")
			assert.Equal(t, records.Passed, cell.Verdict, "%s %s: %s", name, method, cell.Reason)
			assert.Equal(t, records.Routed, cell.Answer, "%s %s", name, method)
		}
		proof := slices.Index(a.seen, "GET /tasks/2147483629")
		assert.Positive(t, proof, name)
		assert.Greater(t, slices.Index(a.seen, "DELETE /tasks/2147483629"), proof, name)
		assert.NotContains(t, a.seen, "DELETE /tasks/verbatim-absent", name)
	}
}

func TestAnAbsentIDTakesTheFormThatARefusalAsksFor(t *testing.T) {
	a := takingNumbers(func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 422, map[string]any{"detail": []any{map[string]any{"msg": "value is not a valid integer"}}})
	})
	clear(a.tasks)
	record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: textIDs})
	assert.Contains(t, a.seen, "DELETE /tasks/2147483629")
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}

// What has the other form may be there: nothing unsafe is sent to it.
func TestAnIDOfAnotherFormIsProvenAbsentToo(t *testing.T) {
	a := takingNumbers(func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 400, map[string]any{"error": "bad id"}) })
	a.tasks["2147483629"] = "there"
	record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: textIDs})
	remove := cellOf(t, record, "DELETE", "/tasks/{id}")
	assert.Equal(t, records.Undecided, remove.Verdict)
	assert.Contains(t, remove.Reason, "was answered 400")
	assert.Contains(t, a.tasks, "2147483629")
	assert.False(t, slices.ContainsFunc(a.seen, func(s string) bool { return strings.HasPrefix(s, "DELETE /tasks/") }))
}

// Servers whose numbers have 32 bits fail, or refuse, where the contract says 64.
func TestAnAbsentNumberFitsInto32Bits(t *testing.T) {
	a := newAPI()
	a.tellNothing()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		id := strings.TrimPrefix(r.URL.Path, "/tasks/")
		if long := len(id) > 10 && id != r.URL.Path; !long {
			return false
		}
		a.notFound(w, r)
		return true
	}
	contract := strings.ReplaceAll(apiContract, "schema: {type: integer}", "schema: {type: integer, format: int64}")
	record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: contract})
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}
