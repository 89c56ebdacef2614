package probe

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// PHP's own server answers 501 to what it does not know before any router sees it.
func (a *api) onPHPServer() {
	before := a.before
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "QUERY" || r.Method == records.MadeUpMethod {
			w.WriteHeader(501)
			return true
		}
		return before != nil && before(w, r)
	}
}

// symfonyRefuses is Symfony's message for a method that no route of the path has, in JSON.
func symfonyRefuses(status int) func(http.ResponseWriter, *http.Request, []string) {
	return func(w http.ResponseWriter, r *http.Request, allow []string) {
		writeJSON(w, status, map[string]any{"error": fmt.Sprintf("No route found for \"%s http://%s%s\": Method Not Allowed (Allow: %s)",
			r.Method, r.Host, r.URL.Path, strings.Join(allow, ", "))})
	}
}

// optionsRefused gives OPTIONS to the router, as where no handler answers it.
func (a *api) optionsRefused() {
	for _, methods := range a.handlers {
		methods["OPTIONS"] = func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, []string{"GET"}) }
	}
}

// An error handler makes 404 of Symfony's 405, whose message names the methods of the path: it is
// not the 404 of a path that does not exist, and no handler's either.
func TestNotFoundThatNamesOtherMethodsIsTheRouters(t *testing.T) {
	a := newAPI()
	a.onPHPServer()
	a.optionsRefused()
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { symfonyRefuses(404)(w, r, []string{"GET"}) }
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	for _, method := range []string{"POST", "PATCH"} {
		cell := cellOf(t, record, method, "/tasks/{id}")
		assert.Equal(t, records.Refused, cell.Answer, method)
		assert.Contains(t, findings(record), method+" /tasks/{id} undeclared-405")
	}
	assert.Equal(t, records.Routed, cellOf(t, record, "DELETE", "/tasks/{id}").Answer, "declared: the handler's own 404")
}

// The same behind a server that lets methods through that nobody knows.
func TestNotFoundOfTheRouterAtAnAbsentIDIsTheRouters(t *testing.T) {
	a := newAPI()
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { symfonyRefuses(404)(w, r, []string{"GET"}) }
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, records.Refused, cellOf(t, record, "PATCH", "/tasks/{id}").Answer)
}

// An error handler makes 500 of whatever the router throws: handlers answer otherwise.
func TestRouterThatFailsIsToldFromHandlers(t *testing.T) {
	a := newAPI()
	a.onPHPServer()
	a.optionsRefused()
	a.refuse = symfonyRefuses(500)
	a.notFound = func(w http.ResponseWriter, r *http.Request) { writeJSON(w, 500, map[string]any{"error": "no route"}) }
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	for _, cell := range []records.Cell{cellOf(t, record, "POST", "/tasks"), cellOf(t, record, "PUT", "/tasks/{id}"), cellOf(t, record, "DELETE", "/tasks/{id}")} {
		assert.Equal(t, records.Routed, cell.Answer, cell.Method)
		assert.Equal(t, records.Passed, cell.Verdict, cell.Method)
	}
}

// Laravel's check for a CSRF token stands between its router and its handlers.
func TestMissingCSRFTokenIsARefusal(t *testing.T) {
	for _, mode := range []Mode{GuardedMode, Full} {
		a := newAPI()
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			routed := r.URL.Path == "/tasks" && r.Method == "POST" || strings.HasPrefix(r.URL.Path, "/tasks/") && (r.Method == "PUT" || r.Method == "DELETE")
			if routed {
				writeJSON(w, 419, map[string]any{"message": "CSRF token mismatch."})
			}
			return routed
		}
		record := probeServer(t, a, probeOptions{mode: mode})
		assert.Equal(t, records.Refused, cellOf(t, record, "POST", "/tasks").Answer, mode)
		assert.Contains(t, findings(record), "POST /tasks declared-routed", mode)
		require.NotEmpty(t, record.Causes, mode)
		assert.Equal(t, "permission", record.Causes[0].ID, mode)
	}
}

// Symfony, Laravel and NestJS refuse undeclared methods before they ask for credentials: without
// any, all that such a run sees is right, and it has seen nothing of the API.
func TestRunThatNoDeclaredOperationLetsInIsUntestable(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode, Full} {
		a := newAPI()
		for _, methods := range a.handlers {
			for method := range methods {
				methods[method] = func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("WWW-Authenticate", "Basic")
					w.WriteHeader(401)
				}
			}
		}
		record := probeServer(t, a, probeOptions{mode: mode})
		assert.Equal(t, records.Untestable, record.State, mode)
		require.NotEmpty(t, record.Notices, mode)
		assert.Equal(t, "wall", record.Notices[len(record.Notices)-1].Kind, mode)
		assert.Contains(t, record.Notices[len(record.Notices)-1].Text, "with 401", mode)
	}
}

func TestRunThatOneDeclaredOperationLetsInIsCompleted(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks/{id}"]["GET"] = status(401)
	assert.Equal(t, records.Completed, probeServer(t, a, probeOptions{}).State)
}

func TestRunThatLetsTheSecondIdentityInIsCompleted(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		refused := a.handlers[r.URL.Path][r.Method] != nil && r.Header.Get("X-Key") == ""
		if refused {
			w.WriteHeader(401)
		}
		return refused
	}
	contract, _, _ := strings.Cut(apiContract, "  /tasks/{id}:")
	boss := &Identity{Name: "boss", Secrets: []secret.Secret{{In: "header", Name: "X-Key", Value: "boss-key", Variable: "BOSS"}}}
	assert.Equal(t, records.Completed, probeServer(t, a, probeOptions{contract: contract, as: boss}).State)
	assert.Equal(t, records.Untestable, probeServer(t, a, probeOptions{contract: contract}).State)
}
