package probe

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// statusContract has paths that are asked once, and no list that is asked for values too.
func statusContract(n int) string {
	contract := "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n"
	for i := range n {
		contract += fmt.Sprintf("  /status%d:\n    get: {responses: {'200': {description: ok}}}\n", i)
	}
	return contract
}

// byTurns answers the GETs of each path of a contract by turns.
func byTurns(answers ...http.HandlerFunc) (*api, map[string]int) {
	a, asked := newAPI(), map[string]int{}
	for i := range 9 {
		a.handlers[fmt.Sprintf("/status%d", i)] = map[string]http.HandlerFunc{"GET": func(w http.ResponseWriter, r *http.Request) {
			a.mu.Lock()
			n := asked[r.URL.Path]
			if r.Method == http.MethodGet {
				asked[r.URL.Path]++
			}
			a.mu.Unlock()
			answers[n%len(answers)](w, r)
		}}
	}
	return a, asked
}

// servedBy answers as one of several servers behind an address.
func servedBy(name string, code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Served-By", name)
		if code == 405 {
			w.Header().Set("Allow", "HEAD, OPTIONS")
		}
		writeJSON(w, code, map[string]string{})
	}
}

func noticeOf(record *records.Run, kind string) string {
	for _, n := range record.NoticesOf(kind) {
		return n.Text
	}
	return ""
}

// Two builds behind one address: whichever a GET meets decides nothing.
func TestGETWithTwoAnswersIsUndecided(t *testing.T) {
	for _, answers := range [][]http.HandlerFunc{
		{servedBy("old", 405), servedBy("new", 200)},
		{servedBy("old", 404), servedBy("new", 200)},
	} {
		a, _ := byTurns(answers...)
		record := probeServer(t, a, probeOptions{contract: statusContract(1)})
		cell := cellOf(t, record, "GET", "/status0")
		check := checkOf(t, cell, "declared-routed")
		assert.Equal(t, records.Undecided, check.Outcome)
		assert.Contains(t, check.Reason, "GET /status0 was answered 40")
		assert.NotContains(t, findings(record), "GET /status0 allow-truthful")
		require.NotEmpty(t, cell.Side)
		assert.Equal(t, "again", cell.Side[len(cell.Side)-1].Purpose)
		assert.Regexp(t, `GET /status0 was answered 40\d .* \(X-Served-By: old\) and 200 OK \(X-Served-By: new\)`, noticeOf(record, "inconsistent"))
	}
}

// A list is asked for its cell and for the values in it: an answer that was taken for success is none.
func TestGETThatWasServedOnceOnlyIsUndecided(t *testing.T) {
	a, n := newAPI(), 0
	list := a.handlers["/tasks"]["GET"]
	a.answer("GET", func(w http.ResponseWriter, r *http.Request) {
		if n++; n > 1 {
			servedBy("old", 405)(w, r)
			return
		}
		list(w, r)
	})
	record := probeServer(t, a, probeOptions{wire: WireOptions{Concurrency: 1}})
	cell := cellOf(t, record, "GET", "/tasks")
	require.Equal(t, records.Served, cell.Answer)
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.NotContains(t, findings(record), "HEAD /tasks head-parity")
	assert.NotEmpty(t, noticeOf(record, "inconsistent"))
}

// That a server fails is seen in one answer; that it did not, is not.
func TestGETThatFailsNowAndThenFails(t *testing.T) {
	a, _ := byTurns(servedBy("a", 500), servedBy("a", 200))
	record := probeServer(t, a, probeOptions{contract: statusContract(1)})
	assert.Equal(t, []string{"GET /status0 declared-crash"}, findings(record))
	assert.Contains(t, noticeOf(record, "inconsistent"), "answered 500 Internal Server Error and 200 OK.")
}

// What fails alike fails, and asking again ends after a few.
func TestGETThatFailsIsSentOnceMoreAtAFewPaths(t *testing.T) {
	a, asked := byTurns(servedBy("a", 405))
	record := probeServer(t, a, probeOptions{contract: statusContract(9)})
	for i := range 9 {
		path := fmt.Sprintf("/status%d", i)
		assert.Contains(t, findings(record), "GET "+path+" declared-routed")
		assert.Equal(t, map[bool]int{true: 2, false: 1}[i < MostLookedAgain], asked[path], path)
	}
	assert.Empty(t, noticeOf(record, "inconsistent"))
}

func TestAnswersThatAreNotTwoOfTheSame(t *testing.T) {
	get := func(code int) *records.Exchange {
		return &records.Exchange{Method: "GET", URL: "/a", Response: &records.Response{Status: code}}
	}
	act := func(l *replies) { l.acting()() }
	for name, c := range map[string]struct {
		mode  Mode
		first *records.Exchange
		then  func(*replies) // what happens between; nil for nothing
		again *records.Exchange
		two   bool
	}{
		"another class":                          {first: get(200), again: get(500), two: true},
		"a refusal of the method":                {first: get(404), again: get(405), two: true},
		"the same class":                         {first: get(200), again: get(204)},
		"gone and not found":                     {first: get(404), again: get(410)},
		"a limit on the rate":                    {first: get(200), again: get(429)},
		"no server":                              {first: get(200), again: get(503)},
		"after an unsafe request":                {first: get(404), then: act, again: get(200)},
		"while one is under way":                 {first: get(404), then: func(l *replies) { l.acting() }, again: get(200)},
		"another identity":                       {first: get(403), again: &records.Exchange{Method: "GET", URL: "/a", As: "admin", Response: &records.Response{Status: 200}}},
		"another query":                          {first: get(400), again: &records.Exchange{Method: "GET", URL: "/a?b=1", Response: &records.Response{Status: 200}}},
		"full mode, before anything was made":    {mode: Full, first: get(404), again: get(200), two: true},
		"no answer":                              {first: get(200), again: &records.Exchange{Method: "GET", URL: "/a", Error: &records.TransportError{Kind: kindTimeout}}},
		"another method, which is asked so once": {first: &records.Exchange{Method: "HEAD", URL: "/a", Response: &records.Response{Status: 200}}, again: &records.Exchange{Method: "HEAD", URL: "/a", Response: &records.Response{Status: 500}}},
	} {
		l := newReplies()
		l.note(c.first, l.calm(), c.mode)
		if c.then != nil {
			c.then(l)
		}
		l.note(c.again, l.calm(), c.mode)
		assert.Equal(t, c.two, len(l.found()) == 1, name)
	}
}

// What was created may take a while to be there.
func TestWhatFullModeMadeMayComeLate(t *testing.T) {
	l := newReplies()
	l.acting()()
	at := func(code int) {
		l.note(&records.Exchange{Method: "GET", URL: "/a", Response: &records.Response{Status: code}}, l.calm(), Full)
	}
	at(404)
	at(200)
	assert.Empty(t, l.found())
	at(500)
	assert.Len(t, l.found(), 1)
}

// The router of each version names it in all answers, and may know other methods.
func TestTwoVersionsBehindOnePathAreNamed(t *testing.T) {
	build := func(choose func(*http.Request) string) http.Handler {
		return inFront(newAPI(), func(w http.ResponseWriter, r *http.Request, behind *httptest.ResponseRecorder) {
			w.Header().Set("X-App-Version", choose(r))
			pass(w, behind)
		})
	}
	two := probeServer(t, build(func(r *http.Request) string { return fmt.Sprint(1 + len(r.Method)%2) }), probeOptions{})
	assert.Contains(t, noticeOf(two, "inconsistent"), "two versions answer behind this address, at /tasks (X-App-Version: 1 and X-App-Version: 2), /tasks/{id}")
	byPath := probeServer(t, build(func(r *http.Request) string { return fmt.Sprint(len(r.URL.Path)) }), probeOptions{})
	assert.Empty(t, noticeOf(byPath, "inconsistent"), "two services behind a gateway")
	ofThings := probeServer(t, build(func(r *http.Request) string { return map[bool]string{true: "7", false: "8"}[r.Method == "GET"] }), probeOptions{})
	assert.Empty(t, noticeOf(ofThings, "inconsistent"), "what is served has a version of its own")
}

// One build knows DELETE and the other does not: that the run met the one that refuses it decides
// nothing, and neither does an Allow.
func TestAllowThatIsAnotherOneTheSecondTimeIsNotBelieved(t *testing.T) {
	build := func(without string) *api {
		a := newAPI()
		delete(a.handlers["/tasks/{id}"], without)
		return a
	}
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		older, newer, asked := build("DELETE"), build(""), 0
		either := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodOptions && r.URL.Path == "/tasks/1" {
				if asked++; asked > 1 {
					newer.ServeHTTP(w, r)
					return
				}
			}
			older.ServeHTTP(w, r)
		})
		record := probeServer(t, either, probeOptions{mode: mode, values: map[string]string{"id": "1"}})
		assert.Equal(t, 2, asked)
		assert.Empty(t, findings(record))
		assert.Equal(t, records.Undecided, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
		assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/tasks/{id}").Verdict)
		assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks").Verdict, "another path")
		assert.Contains(t, noticeOf(record, "inconsistent"), "OPTIONS /tasks/1 was answered 204 No Content (Allow: GET, PUT) and 204 No Content (Allow: DELETE, GET, PUT)")
	}
	asked := build("DELETE")
	record := probeServer(t, asked, probeOptions{mode: GuardedMode})
	assert.Contains(t, findings(record), "DELETE /tasks/{id} declared-routed", "where the second Allow is the first")
	assert.Len(t, cellOf(t, record, "OPTIONS", "/tasks/{id}").Side, 1)
}
