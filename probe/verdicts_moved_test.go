package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// An item's route with a final slash redirects every method: what a POST answers 201 for, and the
// list then shows, is the run's own though no GET finds it there.
func TestMethodsThatAreRedirectedAreAskedAtWhatTheRunMade(t *testing.T) {
	a := newAPI()
	lists := true
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		items := []map[string]string{}
		for id := range a.tasks {
			if lists || len(id) == 1 && id < "3" {
				items = append(items, map[string]string{"id": id})
			}
		}
		writeJSON(w, 200, items)
	}
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/tasks/") {
			return false
		}
		http.Redirect(w, r, r.URL.Path+"/", http.StatusTemporaryRedirect)
		return true
	}
	found := findings(probeServer(t, a, probeOptions{mode: Full}))
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		assert.Contains(t, found, method+" /tasks/{id} declared-redirect")
	}
	lists = false
	record := probeServer(t, a, probeOptions{mode: Full})
	assert.Equal(t, records.Undecided, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict, "the list does not show what was made: it may be somebody else's")
	assert.Empty(t, cellOf(t, record, "DELETE", "/tasks/{id}").Exchanges)
}
