package probe

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// A DELETE is believed when a GET right after finds nothing.
func TestDeleteThatKeepsTheThingIsNotPassed(t *testing.T) {
	a := newAPI()
	record := probeServer(t, a, probeOptions{mode: Full})
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
	assert.Equal(t, 404, cellOf(t, record, "DELETE", "/tasks/{id}").Side[0].Response.Status)

	a.handlers["/tasks/{id}"]["DELETE"] = status(204)
	record = probeServer(t, a, probeOptions{mode: Full})
	assert.Empty(t, findings(record), "it may be kept with a mark, or removed a little later")
	cell := cellOf(t, record, "DELETE", "/tasks/{id}")
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.Contains(t, cell.Reason, "a GET right after still answers 200")

	a.handlers["/tasks/{id}"]["DELETE"] = status(202)
	record = probeServer(t, a, probeOptions{mode: Full})
	assert.NotEqual(t, records.Undecided, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict, "202 promises no more")
}

// What no handler takes is answered 200 by the server, as Caddy does: the DELETE got that too, and
// did nothing.
func TestDeleteThatNobodyHandlesIsAFinding(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		switch r.Method {
		case "GET", "HEAD", "POST":
			return false
		}
		w.WriteHeader(200)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: Full})
	assert.Contains(t, findings(record), "DELETE /tasks/{id} declared-routed")
	assert.Equal(t, records.Undecided, cellOf(t, record, "PUT", "/tasks/{id}").Verdict, "a handler could have said the same")
	assert.Equal(t, "catch-all", record.Causes[0].ID)
}

// A cache in front goes on serving what was removed behind it.
func TestDeleteBehindACacheIsPassed(t *testing.T) {
	a := newAPI()
	var mu sync.Mutex
	stored := map[string]bool{}
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		id, item := strings.CutPrefix(r.URL.Path, "/tasks/")
		if r.Method != "GET" || !item {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		if stored[r.URL.String()] {
			w.Header().Set("Age", "0")
			writeJSON(w, 200, map[string]any{"id": id})
			return true
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		stored[r.URL.String()] = a.tasks[id] != ""
		return false
	}
	record := probeServer(t, a, probeOptions{mode: Full})
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
	assert.Empty(t, record.Leftovers)
}
