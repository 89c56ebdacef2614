package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// redirecting is an API that redirects what it has no handler for, also where no path is.
func redirecting(to string) *api {
	a := newAPI()
	away := func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	a.notFound = away
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { away(w, r) }
	return a
}

func TestUndeclaredMethodThatIsSentHomeIsNotRefusedWith405(t *testing.T) {
	record := probeServer(t, redirecting("/"), probeOptions{mode: Full, touchOthers: true})
	assert.Contains(t, findings(record), "PATCH /tasks/{id} undeclared-405")
	assert.Contains(t, findings(record), "DELETE /tasks undeclared-405")
	assert.NotContains(t, findings(record), "PATCH /tasks/{id} undeclared-refused", "nothing handles it")
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}

// A login comes before the router looks at the method, as a 401 does.
func TestUndeclaredMethodThatIsSentToALoginIsUndecided(t *testing.T) {
	record := probeServer(t, redirecting("/login?next=/tasks"), probeOptions{mode: Full, touchOthers: true})
	assert.Equal(t, records.Undecided, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)
}

// Where paths that do not exist are redirected, a guarded request that a handler refuses shows the handler.
func TestGuardedRequestsAreReadWhereUnknownPathsAreRedirected(t *testing.T) {
	record := probeServer(t, redirecting("/"), probeOptions{mode: GuardedMode})
	for _, name := range []records.CellName{{Method: "POST", Template: "/tasks"}, {Method: "PUT", Template: "/tasks/{id}"}, {Method: "DELETE", Template: "/tasks/{id}"}} {
		assert.Equal(t, records.Passed, cellOf(t, record, name.Method, name.Template).Verdict, name)
	}
}

// Allow is that of the path with the slash: whether a POST would be sent there too, nobody has seen.
func TestAllowThatListsARedirectedGetShowsOfNoMethodThatItWorks(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/tasks/", http.StatusTemporaryRedirect)
	}
	record := probeServer(t, a, probeOptions{mode: ReadOnly})
	assert.Equal(t, records.Failed, cellOf(t, record, "GET", "/tasks").Verdict)
	assert.Equal(t, records.Undecided, cellOf(t, record, "POST", "/tasks").Verdict)
	assert.Contains(t, cellOf(t, record, "POST", "/tasks").Reason, "redirected")
}

// behindGuards is an API whose routes ask for credentials, each for itself, and whose router says 404 to
// the rest, as NestJS does.
func behindGuards(declared string) *api {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/tasks") && strings.Contains(declared, r.Method) {
			writeJSON(w, 401, map[string]any{"error": "who are you"})
			return true
		}
		a.notFound(w, r)
		return true
	}
	return a
}

func TestRouteThatAsksForCredentialsShowsThatThePathIsThere(t *testing.T) {
	record := probeServer(t, behindGuards("GET HEAD PUT DELETE"), probeOptions{mode: Full, touchOthers: true})
	assert.Contains(t, findings(record), "PATCH /tasks undeclared-405", "the path is there, and this is not 405")
	assert.Contains(t, findings(record), "POST /tasks declared-routed")
	assert.Equal(t, records.Undecided, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}

// A check of writing methods, before the router, says nothing of paths.
func TestWallBeforeWritingMethodsShowsNoPath(t *testing.T) {
	record := probeServer(t, behindGuards("POST PUT PATCH DELETE"), probeOptions{mode: Full, touchOthers: true})
	assert.NotContains(t, strings.Join(findings(record), "\n"), "undeclared-405")
}
