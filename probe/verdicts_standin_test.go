package probe

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// knowing is an API behind a server that stops the methods which it does not know, whatever the
// path, before any router sees them.
func knowing(known string, status int) *api {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.Contains("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE "+known, r.Method) {
			return false
		}
		w.WriteHeader(status)
		return true
	}
	return a
}

// sentBy counts the requests of a method.
func (a *api) sentBy(method string) int {
	n := 0
	for _, request := range a.seen {
		if strings.HasPrefix(request, method+" ") {
			n++
		}
	}
	return n
}

// Rails answers 405 to a QUERY for whatever path, and PHP's own server 501: REPORT reaches the
// router and shows how it refuses.
func TestReportShowsTheRefusalWhereQueryIsStoppedEarly(t *testing.T) {
	for _, status := range []int{400, 405, 501} {
		a := knowing("REPORT", status)
		record := probeServer(t, a, probeOptions{})
		for _, cell := range []string{"PUT /tasks", "PATCH /tasks", "DELETE /tasks", "PATCH /tasks/{id}"} {
			method, path, _ := strings.Cut(cell, " ")
			assert.Equal(t, records.Passed, cellOf(t, record, method, path).Verdict, "%s with %d", cell, status)
		}
		side := cellOf(t, record, "QUERY", "/tasks").Side
		assert.Equal(t, []string{"stand-in", "REPORT"}, []string{side[0].Purpose, side[0].Method})
	}
}

// Fastify's router takes no REPORT at all, and answers it 404 where it answers 405 to a PATCH.
func TestReportThatIsNotFoundShowsNoRefusalOfOthers(t *testing.T) {
	a := knowing("REPORT", 501)
	refuse := a.refuse
	a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
		if r.Method == "REPORT" {
			a.notFound(w, r)
			return
		}
		refuse(w, r, allow)
	}
	record := probeServer(t, a, probeOptions{})
	assert.Empty(t, findings(record))
	assert.Equal(t, records.Undecided, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)
}

// Where QUERY was told of the path, though it is stopped at paths that do not exist, it decides.
func TestReportIsNotAskedWhereQueryWasToldOfThePath(t *testing.T) {
	a := newAPI()
	a.notFound = func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "QUERY" {
			w.WriteHeader(405)
			return
		}
		writeJSON(w, 404, map[string]string{"error": "no such route"})
	}
	record := probeServer(t, a, probeOptions{})
	assert.Equal(t, 1, a.sentBy("REPORT"))
	assert.Equal(t, records.Passed, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)
}

// Where QUERY reaches the router REPORT shows nothing more, and where it gets the same as QUERY
// neither: it is not sent at the paths of the contract.
func TestReportIsSentWhereItGetsFurtherOnly(t *testing.T) {
	reached := newAPI()
	probeServer(t, reached, probeOptions{})
	assert.Zero(t, reached.sentBy("REPORT"))
	stopped := knowing("", 501)
	probeServer(t, stopped, probeOptions{})
	assert.Equal(t, 1, stopped.sentBy("REPORT"), "once, at the path that does not exist")
}

// A server that knows neither, and a router that refuses OPTIONS with 405 and its Allow, as
// fiber's does.
func TestRefusedOptionsShowTheRefusalOfOthers(t *testing.T) {
	a := knowing("", 501)
	for _, methods := range a.handlers {
		allow := make([]string, 0, len(methods))
		for m := range methods {
			allow = append(allow, m)
		}
		methods["OPTIONS"] = func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, allow) }
	}
	record := probeServer(t, a, probeOptions{})
	assert.Equal(t, records.Passed, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)

	blocked := knowing("", 501)
	for _, methods := range blocked.handlers {
		methods["OPTIONS"] = status(405)
	}
	record = probeServer(t, blocked, probeOptions{})
	assert.Equal(t, records.Undecided, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict, "without Allow it may be an edge that stops OPTIONS")
}

// A page that takes the place of unknown paths for GET alone: other methods are judged as ever,
// and a 405 whose Allow is another than that of unknown paths is the path's own.
func TestPageForUnknownPathsByGetAlone(t *testing.T) {
	a := newAPI()
	a.notFound = func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" || r.Method == "HEAD" {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>app</html>"))
			return
		}
		a.refuse(w, r, []string{"GET", "HEAD"})
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, []string{"GET of an unknown path unknown-path"}, findings(record))
	assert.Equal(t, records.Guarded, cellOf(t, record, "POST", "/tasks").Evidence)
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks").Verdict)
	anything := newAPI()
	anything.notFound = func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, "hello") }
	record = probeServer(t, anything, probeOptions{mode: GuardedMode})
	assert.NotEqual(t, records.Guarded, cellOf(t, record, "POST", "/tasks").Evidence, "a page for every method: success would show nothing")
}

// Fastify parses the QUERY that no route takes, and answers it 400 without content; where a route
// refuses it with 405, the 404 of a REPORT that it does not know shows nothing.
func TestReportIsNotAskedWhereQueryReachesTheRouter(t *testing.T) {
	a := newAPI()
	known := a.notFound
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "REPORT" {
			known(w, r)
		}
		return r.Method == "REPORT"
	}
	a.notFound = func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "QUERY" {
			writeJSON(w, 400, map[string]any{"error": "no content"})
			return
		}
		known(w, r)
	}
	record := probeServer(t, a, probeOptions{})
	assert.Equal(t, 1, a.sentBy("REPORT"), "at the random path only")
	assert.Empty(t, findings(record))
	assert.Equal(t, records.Passed, cellOf(t, record, "PUT", "/tasks").Verdict)
}

// Fastify 4 does not know QUERY: it has 404 for it, also where a last route refuses with 405 what it
// knows.
func TestRefusalOfAKnownMethodCountsMoreThanThatOfAnUnknownOne(t *testing.T) {
	a := newAPI()
	refuse := a.refuse
	a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
		if r.Method == "QUERY" || r.Method == "VERBATIM" {
			a.notFound(w, r)
			return
		}
		refuse(w, r, allow)
	}
	for _, methods := range a.handlers {
		allow := []string{"GET", "HEAD"}
		for m := range methods {
			allow = append(allow, m)
		}
		methods["OPTIONS"] = func(w http.ResponseWriter, r *http.Request) { refuse(w, r, allow) }
	}
	record := probeServer(t, a, probeOptions{})
	assert.Empty(t, findings(record))
	assert.Equal(t, records.Passed, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)
}

// A router that does not know QUERY has 404 for it; that another path refuses an undeclared GET with 405
// shows that it need not be so with what it knows.
func TestRefusalSeenElsewhereSpeaksAgainstA404ToUnknownMethods(t *testing.T) {
	const restart = apiContract + `
  /restart:
    post:
      responses: {"202": {description: accepted}}
`
	fixed := func(known ...string) *api {
		a := newAPI()
		a.handlers["/restart"] = map[string]http.HandlerFunc{"POST": status(202)}
		refuse := a.refuse
		a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
			if slices.Contains(known, r.Method) {
				refuse(w, r, allow)
				return
			}
			a.notFound(w, r)
		}
		return a
	}
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		record := probeServer(t, fixed("GET", "POST", "PUT", "PATCH", "DELETE"), probeOptions{contract: restart, mode: mode})
		assert.Empty(t, findings(record))
		cell := cellOf(t, record, "DELETE", "/tasks")
		assert.Equal(t, records.Undecided, cell.Verdict)
		assert.Contains(t, cell.Reason, "GET /restart is refused with 405")
	}
	record := probeServer(t, fixed(), probeOptions{contract: restart})
	assert.Contains(t, findings(record), "PATCH /tasks/{id} undeclared-405", "where GET gets 404 too")
	assert.Equal(t, records.Certain, record.Causes[0].Confidence)
	record = probeServer(t, fixed(), probeOptions{})
	assert.Equal(t, records.Likely, record.Causes[0].Confidence, "going by methods that nobody knows")
}

// Fastify 4 answers QUERY a 404 of its own at every path, other than that to a GET of a path that
// does not exist: whether the path has routes that refuse what the router knows, it does not show.
func TestNotFoundThatIsAboutTheMethodShowsNoRefusalOfOthers(t *testing.T) {
	fastify4 := func(own map[string]any, trace int) *api {
		a := newAPI()
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			switch {
			case r.Method == "QUERY":
				writeJSON(w, 404, own)
			case r.Method == "VERBATIM":
				w.WriteHeader(400)
			case r.Method == "TRACE" && trace == 404:
				a.notFound(w, r)
			default:
				return false
			}
			return true
		}
		return a
	}
	record := probeServer(t, fastify4(map[string]any{"error": "Not Found"}, 404), probeOptions{})
	assert.Empty(t, findings(record))
	put := cellOf(t, record, "PUT", "/tasks")
	assert.Equal(t, records.Undecided, put.Verdict)
	assert.Equal(t, records.NotAdvertised, put.Answer)
	assert.Equal(t, "--mode guarded", cellOf(t, record, "PATCH", "/tasks/{id}").Decides)

	routers := map[string]any{"error": "no such route"}
	record = probeServer(t, fastify4(routers, 405), probeOptions{})
	assert.Empty(t, findings(record))
	assert.Contains(t, cellOf(t, record, "PUT", "/tasks").Reason, "TRACE /tasks is refused with 405")
	record = probeServer(t, fastify4(routers, 404), probeOptions{})
	assert.Contains(t, findings(record), "PUT /tasks undeclared-405", "nothing speaks against the 404")
}
