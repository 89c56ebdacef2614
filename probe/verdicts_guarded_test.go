package probe

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Express, Koa, Fastify and others parse content before they route: a 400 to malformed content
// says nothing of the route.
func TestContentParsedBeforeRoutingDecidesNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "POST" || r.Method == "PUT" || r.Method == "PATCH" {
			writeJSON(w, 400, map[string]string{"error": "unexpected end of JSON input"})
			return true
		}
		return false
	}
	a.tellNothing()
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	for _, cell := range []records.Cell{cellOf(t, record, "POST", "/tasks"), cellOf(t, record, "PATCH", "/tasks/{id}")} {
		assert.Equal(t, records.Unclear, cell.Answer)
		assert.Equal(t, records.Undecided, cell.Verdict)
	}
}

// tellNothing takes the Allow fields away.
func (a *api) tellNothing() {
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { w.WriteHeader(405) }
	for _, methods := range a.handlers {
		methods["OPTIONS"] = status(404)
	}
}

// A parser before the router that fails with 500 shows no handler.
func TestServerErrorBeforeRoutingShowsNoHandler(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if body, _ := io.ReadAll(r.Body); string(body) == MalformedContent {
			w.WriteHeader(500)
			return true
		}
		return false
	}
	a.tellNothing()
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, records.Unclear, cellOf(t, record, "PUT", "/tasks/{id}").Answer)
	assert.Equal(t, records.Undecided, cellOf(t, record, "PUT", "/tasks/{id}").Verdict)
}

// An undeclared DELETE that empties the collection must not change what is said of its items.
func TestUndeclaredMethodsGoLast(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["DELETE"] = func(w http.ResponseWriter, _ *http.Request) {
		a.mu.Lock()
		clear(a.tasks)
		a.mu.Unlock()
		w.WriteHeader(204)
	}
	record := probeServer(t, a, probeOptions{mode: Full, touchOthers: true})
	assert.Equal(t, []string{"DELETE /tasks undeclared-refused"}, findings(record))
}

// The first success of a guarded request stops every further unsafe one.
func TestSuccessOfAGuardedRequestStopsTheRest(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["POST"] = status(201)
	record := probeServer(t, a, probeOptions{mode: GuardedMode, wire: WireOptions{Concurrency: 1}})
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "incident", record.Notices[0].Kind)
	var unsafe []string
	for _, request := range a.seen {
		if method, _, _ := strings.Cut(request, " "); !records.IsSafe(method) {
			unsafe = append(unsafe, request)
		}
	}
	assert.Equal(t, []string{"POST /tasks"}, unsafe)
	assert.Equal(t, records.Advertisement, cellOf(t, record, "PUT", "/tasks/{id}").Evidence)
}

// Next.js pages parse content before the handler sees the method.
func TestContentParsedByTheRouteDecidesNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if body, _ := io.ReadAll(r.Body); len(body) > 0 && strings.HasPrefix(r.URL.Path, "/tasks") && strings.Count(r.URL.Path, "/") < 3 && !strings.Contains(r.URL.Path, "no-such") {
			w.WriteHeader(400)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	assert.Equal(t, records.NotAdvertised, cellOf(t, record, "PATCH", "/tasks/{id}").Answer, "Allow decides where content does not")
}

// Node answers the made-up method 400 and closes the connection without saying so.
func TestConnectionsThatAParserClosesSilentlyAreNotUsedAgain(t *testing.T) {
	for range 5 {
		a := newAPI()
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != records.MadeUpMethod {
				return false
			}
			connection, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(connection, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
				_ = connection.Close()
			}
			return true
		}
		record := probeServer(t, a, probeOptions{mode: GuardedMode})
		for _, path := range record.Paths {
			for _, cell := range path.Cells {
				for _, x := range cell.Exchanges {
					assert.Equal(t, 1, x.Sent, "%s %s", x.Method, x.URL)
				}
			}
		}
	}
}

func TestServerErrorToAGuardedRequestIsNoPass(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["POST"] = status(500)
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, records.Undecided, cellOf(t, record, "POST", "/tasks").Verdict)
}

// Undertow's fallback handler takes paths that do not exist, and never a method that a path does not have.
func TestFallbackForUnknownPathsDoesNotHideARouterThatRefuses(t *testing.T) {
	a := newAPI()
	a.notFound = func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]string{"hello": "world"}) }
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { plain405(w, r) }
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Contains(t, findings(record), "POST /tasks/{id} allow-present")
	assert.Equal(t, records.Passed, cellOf(t, record, "POST", "/tasks").Verdict)
}
