package probe

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// The exchanges here are those whose verdict was hard to settle. Each says what an honest
// answer is, and that no other finding comes of it.

func TestCatchAllIsNeitherServedNorPassed(t *testing.T) {
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>app</html>")
	}
	record := probeServer(t, http.HandlerFunc(page), probeOptions{mode: GuardedMode, contract: literalContract})
	get := cellOf(t, record, "GET", "/status")
	assert.Equal(t, records.CaughtAll, get.Answer, "an unknown path gets the same page")
	assert.Equal(t, records.Undecided, get.Verdict)
	assert.Contains(t, findings(record), "GET of an unknown path unknown-path")
}

func TestPathThatServesEveryMethodIsNotRefusing(t *testing.T) {
	a := newAPI()
	everything := func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]string{"all": "fine"}) }
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/status" {
			return false
		}
		everything(w, r)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: ReadOnly, contract: literalContract})
	assert.Equal(t, records.Served, cellOf(t, record, "GET", "/status").Answer, "a GET is served, as a static file server does")
	assert.Contains(t, findings(record), "DELETE /status undeclared-405", "not sent, but this path refuses nothing")
	assert.NotContains(t, findings(record), "VERBATIM /status unknown-method", "that follows from it")
}

const literalContract = `
openapi: 3.0.3
info: {title: Status, version: "1"}
paths:
  /status:
    get: {responses: {"200": {description: ok}}}
`

const overlapContract = `
openapi: 3.0.3
info: {title: Users, version: "1"}
paths:
  /users/me:
    get: {responses: {"200": {description: ok}}}
  /users/{id}:
    get: {parameters: [{name: id, in: path, required: true, schema: {type: string, example: me}}], responses: {"200": {description: ok}}}
    delete: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"204": {description: ok}}}
`

// Whether DELETE /users/me is DELETE /users/{id} depends on the router: either is right, and it
// is never sent, because it could delete the account of the caller.
func TestMethodOfAnOverlappingTemplateIsNotAFinding(t *testing.T) {
	a := newAPI()
	serve := func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]string{"name": "x"}) }
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/users/") || strings.Count(r.URL.Path, "/") != 2 {
			return false
		}
		switch r.Method {
		case "GET", "HEAD":
			serve(w, r)
		case "DELETE":
			w.WriteHeader(204)
		default:
			w.Header().Set("Allow", "GET, HEAD, DELETE")
			w.WriteHeader(405)
		}
		return true
	}
	for _, mode := range []Mode{ReadOnly, GuardedMode, Full} {
		record := probeServer(t, a, probeOptions{contract: overlapContract, mode: mode})
		cell := cellOf(t, record, "DELETE", "/users/me")
		assert.Equal(t, records.Undecided, cell.Verdict, mode)
		assert.Contains(t, cell.Checks[0].Reason, "overlaps /users/{id}", mode)
		assert.NotContains(t, a.seen, "DELETE /users/me", mode)
		assert.NotEqual(t, "/users/me", record.Paths[1].URL, "a value that leads to another path is not used")
	}
}

func TestBlanket405OnUnknownPathsIsNoProofOfAPath(t *testing.T) {
	record := probeServer(t, status(405), probeOptions{mode: GuardedMode})
	assert.Contains(t, findings(record), "GET of an unknown path unknown-path")
	assert.Contains(t, findings(record), "GET /tasks declared-routed")
}

func TestDocumented405MayBeAboutTheInput(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["POST"] = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 405, map[string]string{"error": "invalid input"})
	}
	contract := strings.Replace(apiContract, `"201": {description: made}`, `"201": {description: made}, "405": {description: Invalid input}`, 1)
	record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: contract})
	assert.Equal(t, []string{"POST /tasks allow-present"}, findings(record), "a 405 it is all the same")
	assert.Equal(t, records.Undecided, cellOf(t, record, "POST", "/tasks").Checks[0].Outcome)
}

func TestTwoRunsSendTheSameAndJudgeTheSame(t *testing.T) {
	var seen [2][]string
	var cells [2][]records.Cell
	for i := range seen {
		a := newAPI()
		record := probeServer(t, a, probeOptions{mode: GuardedMode, wire: WireOptions{Concurrency: 1}})
		seen[i] = a.seen
		for _, path := range record.Paths {
			for _, cell := range path.Cells {
				cell.Exchanges, cell.Side = nil, nil
				for j := range cell.Checks {
					if f := cell.Checks[j].Finding; f != nil {
						f.Curl = ""
					}
				}
				cells[i] = append(cells[i], cell)
			}
		}
	}
	assert.Equal(t, seen[0], seen[1])
	assert.Equal(t, cells[0], cells[1])
}

func TestNothingIsConcludedFromAnEmptyPathItem(t *testing.T) {
	a := newAPI()
	contract := apiContract + "  /hidden: {}\n"
	a.handlers["/hidden"] = map[string]http.HandlerFunc{"GET": a.list}
	record := probeServer(t, a, probeOptions{mode: Full, contract: contract})
	assert.Empty(t, findings(record))
	assert.Equal(t, records.Skipped, cellOf(t, record, "GET", "/hidden").Verdict)
	assert.NotContains(t, strings.Join(a.seen, "\n"), "/hidden")
}

// What nothing matches may be answered with an empty success, as Caddy does: that says nothing of
// how a method is answered that something may match.
func TestASuccessOfAnotherKindForUnknownMethodsDecidesNothingOfKnownOnes(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if (r.Method == "QUERY" || r.Method == records.MadeUpMethod || r.Method == "OPTIONS") && !strings.Contains(r.URL.Path, "no-such") {
			w.WriteHeader(200)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: ReadOnly})
	for _, method := range []string{"PUT", "PATCH", "DELETE"} {
		assert.Equal(t, records.Undecided, cellOf(t, record, method, "/tasks").Verdict, method)
	}
}
