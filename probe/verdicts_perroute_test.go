package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// perRoute is an API whose router makes Allow for each route, as Starlette does, and whose
// OPTIONS of /tasks is written by hand and complete.
func perRoute() *api {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.URL.Path == "/tasks" && r.Method == "OPTIONS":
			w.Header().Set("Allow", "GET, HEAD, OPTIONS, POST")
			w.WriteHeader(204)
		case r.URL.Path == "/tasks" && !strings.Contains("GET HEAD POST", r.Method):
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(405)
		default:
			return false
		}
		return true
	}
	return a
}

func TestACompleteOptionsDoesNotVouchForTheAllowOfRefusals(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		record := probeServer(t, perRoute(), probeOptions{mode: mode})
		remove := cellOf(t, record, "DELETE", "/tasks")
		assert.Equal(t, records.Undecided, remove.Verdict, mode)
		assert.Contains(t, remove.Reason, "leaves POST out of Allow; whether that to DELETE does too", mode)
	}
	record := probeServer(t, perRoute(), probeOptions{mode: Full, touchOthers: true})
	assert.Contains(t, findings(record), "PUT /tasks allow-complete")
}

// Pyramid answers a method that no view is for with a 404 of its own at a path that exists, and
// another one at a path that does not; its views answer an absent id in a third way.
func TestRoutersOwnNotFoundAtAnAbsentIdIsARefusal(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/tasks/") || strings.Contains("GET HEAD PUT DELETE", r.Method) {
			return false
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(404)
		_, _ = w.Write([]byte("predicate mismatch for view task (request_method = GET)"))
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	patch := cellOf(t, record, "PATCH", "/tasks/{id}")
	assert.Equal(t, records.Refused, patch.Answer, patch.Reason)
	assert.Contains(t, findings(record), "PATCH /tasks/{id} undeclared-405")
}

// An Allow that is the same everywhere was written down once: it does not know what works.
func TestAnAllowThatIsTheSameEverywhereShowsOfNoMethodThatItWorks(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		known := "GET HEAD POST"
		switch {
		case strings.HasPrefix(r.URL.Path, "/tasks/"):
			known = "GET HEAD PUT" // DELETE is missing
		case r.URL.Path != "/tasks":
			return false
		}
		if strings.Contains(known, r.Method) {
			return false
		}
		w.Header().Set("Allow", "GET, POST, PUT, PATCH, DELETE")
		w.WriteHeader(405)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: ReadOnly})
	remove := cellOf(t, record, "DELETE", "/tasks/{id}")
	assert.Equal(t, records.Undecided, remove.Verdict)
	assert.Contains(t, remove.Reason, "it is the same at every path")
}
