package probe

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// A filter that asks JSON of every writing request refuses a DELETE, which has no content, before any route.
func TestDeclaredMethodThatNeedsATypeWhichNobodyDeclaresFails(t *testing.T) {
	a := newAPI()
	a.intercept(func(r *http.Request) bool {
		return r.Method == "DELETE" && r.Header.Get("Content-Type") != "application/json"
	},
		func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 415, map[string]any{"error": "send JSON"}) })
	record := probeServer(t, a, probeOptions{mode: Full, touchOthers: true})
	assert.Contains(t, findings(record), "DELETE /tasks/{id} declared-served")
	record = probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.NotContains(t, findings(record), "DELETE /tasks/{id} declared-served", "a guarded request is none that a client sends")
}

// Rails' head :method_not_allowed: the handler says so, and nothing in front of it.
func TestHandlerOfAFrameworkThatRefusesIsNoLayerInFront(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("X-Runtime", "0.001")
		w.Header().Set("X-Request-Id", "3f2c8f4e-8a55-4a53-9d7e-0f5f2c1a7b11")
		if r.Method == "PUT" || r.Method == "QUERY" || r.Method == "REPORT" || r.Method == records.MadeUpMethod {
			w.WriteHeader(405)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Contains(t, findings(record), "PUT /tasks/{id} declared-routed")
	for _, c := range record.Causes {
		assert.NotEqual(t, "edge-blocks-method", c.ID)
	}
}
