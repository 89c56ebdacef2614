package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// A DELETE that succeeds where nothing is, is idempotent and no sign of harm.
func TestDeclaredDeleteMaySucceedOnWhatIsAbsent(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks/{id}"]["DELETE"] = status(204)
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, record.Notices)
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}

// Echo's last parameter takes slashes too: what looks like the router's 404 is the handler's.
func TestHandlerThatTakesSlashesIsNotTheRouter(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/tasks/") && strings.Count(r.URL.Path, "/") > 2 && r.Method == "GET" {
			writeJSON(w, 404, map[string]any{"error": "no such task"})
			return true
		}
		return false
	}
	contract := strings.Replace(apiContract, `delete:
      responses: {"204": {description: gone}, "404": {description: none}}`, `delete:
      responses: {"204": {description: gone}}`, 1)
	record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: contract})
	assert.Empty(t, findings(record))
	assert.Equal(t, records.Routed, cellOf(t, record, "DELETE", "/tasks/{id}").Answer)
}

func TestHandlersNotFoundIsToldFromTheRouters(t *testing.T) {
	a := newAPI()
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, records.Routed, cellOf(t, record, "DELETE", "/tasks/{id}").Answer, "declared: the handler says no such task")
	assert.Equal(t, records.Refused, cellOf(t, record, "PATCH", "/tasks/{id}").Answer, "undeclared: the router says no such route")
}

func TestNotFoundThatLooksTheSameIsUndecided(t *testing.T) {
	a := newAPI()
	missing := func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 404, map[string]string{"error": "not found"})
	}
	a.notFound = missing
	a.tellNothing()
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { missing(w, nil) }
	for method, handler := range a.handlers["/tasks/{id}"] {
		a.handlers["/tasks/{id}"][method] = func(w http.ResponseWriter, r *http.Request) {
			if a.tasks[r.PathValue("id")] == "" {
				missing(w, r)
				return
			}
			handler(w, r)
		}
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	for _, method := range []string{"DELETE", "PATCH"} {
		cell := cellOf(t, record, method, "/tasks/{id}")
		assert.Equal(t, records.Unclear, cell.Answer, method)
		assert.Equal(t, records.Undecided, cell.Verdict, method)
	}
}

// FastAPI answers a missing id and a missing route alike, but refuses methods with 405.
func TestNotFoundWhereMethodsAreRefusedWith405IsTheHandlers(t *testing.T) {
	a := newAPI()
	a.notFound = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 404, map[string]string{"error": "no such task"})
	}
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, []any{}) }
	clear(a.tasks)
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	get := cellOf(t, record, "GET", "/tasks/{id}")
	assert.Equal(t, records.Routed, get.Answer)
	assert.Equal(t, records.Undecided, get.Verdict, "the id was made up, so success was not shown")
	assert.Contains(t, get.Decides, "--value id=")
	assert.Empty(t, findings(record))
}

// Sinatra's get "/*" stands in for every path, and the router says 404 to the other methods.
func TestNotFoundWhereAPageAnswersGetAloneIsTheHandlers(t *testing.T) {
	a := newAPI()
	a.tellNothing()
	router := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(404)
		_, _ = w.Write([]byte("<h1>Not Found</h1>"))
	}
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { router(w) }
	a.notFound = func(w http.ResponseWriter, r *http.Request) {
		if r.Method != "GET" {
			router(w)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<div id=app></div>"))
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, records.Routed, cellOf(t, record, "DELETE", "/tasks/{id}").Answer, "declared: the handler says no such task")
	assert.Equal(t, records.Refused, cellOf(t, record, "PATCH", "/tasks/{id}").Answer, "undeclared: the router's page")
}

func TestNotFoundForAnIDThatTheUserGaveIsAFinding(t *testing.T) {
	record := probeServer(t, newAPI(), probeOptions{values: map[string]string{"id": "99"}})
	assert.Equal(t, []string{"GET /tasks/{id} declared-served"}, findings(record))
}

func TestListedIDIsUsedWhereTheContractHasNone(t *testing.T) {
	record := probeServer(t, newAPI(), probeOptions{})
	get := cellOf(t, record, "GET", "/tasks/{id}")
	assert.Equal(t, records.Passed, get.Verdict)
	assert.Equal(t, "/tasks/1", record.Paths[1].URL)
}

func TestHeadAtAMadeUpIDIsReadAsTheGetIs(t *testing.T) {
	a := newAPI()
	clear(a.tasks)
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	record := probeServer(t, a, probeOptions{})
	assert.Equal(t, records.Routed, cellOf(t, record, "GET", "/tasks/{id}").Answer)
	assert.Equal(t, records.Routed, cellOf(t, record, "HEAD", "/tasks/{id}").Answer)
	assert.NotContains(t, strings.Join(findings(record), "\n"), "/tasks/{id} allow-truthful")
}

// Where the GET that proves an id absent meets the router's 404 itself, the route does not take
// that id: other methods' 404s say nothing.
func TestAbsentIDThatTheRouteDoesNotTakeDecidesNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if id, ok := strings.CutPrefix(r.URL.Path, "/tasks/"); ok && len(id) > 3 {
			a.notFound(w, r)
			return true
		}
		return false
	}
	a.tellNothing()
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		assert.Equal(t, records.Undecided, cellOf(t, record, method, "/tasks/{id}").Verdict, method)
	}
	assert.NotContains(t, strings.Join(findings(record), "\n"), "PUT /tasks/{id}")
}

// An id such as 1 also stands in the version of the server that made the page.
func TestAnIDInAVersionIsNotMasked(t *testing.T) {
	page := "<center>nginx/1.22.1</center>"
	x := func(method, path string) *records.Exchange {
		return &records.Exchange{Method: method, URL: path, Response: &records.Response{Status: 404, Body: page, Fields: []string{"Content-Type: text/html"}}}
	}
	assert.True(t, records.Same(x("GET", "/tasks/1"), x("GET", "/verbatim-no-such-path-7d41")))
	express := func(method, path string) *records.Exchange {
		e := x(method, path)
		e.Response.Body = "<pre>Cannot " + method + " " + path + "</pre>"
		return e
	}
	assert.True(t, records.Same(express("GET", "/1"), express("DELETE", "/tasks/2")))
	assert.False(t, records.Same(x("GET", "/tasks/1"), express("GET", "/tasks/1")))
}

// PowerDNS looks the key up before it looks at the method: nothing tells its 404s apart.
func TestResourceThatIsLookedUpBeforeTheMethodIsUndecided(t *testing.T) {
	a := newAPI()
	clear(a.tasks)
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/tasks/") {
			return false
		}
		writeJSON(w, 404, map[string]string{"error": "task " + strings.TrimPrefix(r.URL.Path, "/tasks/") + " not found"})
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	assert.Equal(t, records.Unclear, cellOf(t, record, "GET", "/tasks/{id}").Answer)
}
