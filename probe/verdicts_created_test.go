package probe

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

const jobsContract = `
openapi: 3.0.3
info: {title: Jobs, version: "1"}
paths:
  /exports:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [format], properties: {format: {type: string, enum: [csv]}}}}}}
      responses: {"202": {description: started}}
  /exports/{exportId}:
    parameters: [{name: exportId, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}, "404": {description: none}}}
`

// jobs is an API that does its work later: POST answers 202, and there is no list of what it does.
type jobs struct {
	running map[string]bool
	started int
	// silent leaves Location out.
	silent bool
}

func (j *jobs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, below := strings.CutPrefix(r.URL.Path, "/exports/")
	refuse := func(allow string) {
		w.Header().Set("Allow", allow)
		w.WriteHeader(405)
	}
	switch {
	case r.URL.Path == "/exports" && r.Method == "POST":
		j.started++
		id = strings.Repeat("x", j.started) + "7f3a"
		j.running[id] = true
		if !j.silent {
			w.Header().Set("Location", "/exports/"+id)
		}
		writeJSON(w, 202, map[string]string{"id": id, "state": "running"})
	case r.URL.Path == "/exports":
		refuse("POST")
	case !below:
		writeJSON(w, 404, map[string]string{"error": "no such path"})
	case r.Method == "GET" && j.running[id]:
		writeJSON(w, 200, map[string]string{"id": id, "state": "running"})
	case r.Method == "DELETE" && j.running[id]:
		delete(j.running, id)
		w.WriteHeader(204)
	case r.Method == "GET" || r.Method == "DELETE":
		writeJSON(w, 404, map[string]string{"error": "no such export"})
	default:
		refuse("GET, DELETE")
	}
}

func TestWorkThatIsDoneLaterIsOursWhereTheAnswerSaysWhereItIs(t *testing.T) {
	j := &jobs{running: map[string]bool{}}
	record := probeServer(t, j, probeOptions{mode: Full, contract: jobsContract, wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/exports/{exportId}").Verdict)
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/exports/{exportId}").Verdict)
	assert.Empty(t, record.Leftovers)
	assert.Empty(t, j.running)
}

func TestReasonsNameNoIdThatIsAnotherInEveryRun(t *testing.T) {
	j := &jobs{running: map[string]bool{}, silent: true}
	record := probeServer(t, j, probeOptions{mode: Full, contract: jobsContract, wire: WireOptions{Concurrency: 1}})
	remove := cellOf(t, record, "DELETE", "/exports/{exportId}")
	assert.Equal(t, records.Undecided, remove.Verdict, "202 without Location does not show that what it names is new")
	assert.Contains(t, remove.Reason, "names a /exports/{exportId}, and nothing shows that it is new")
	assert.Contains(t, record.Leftovers[0].Why, "x7f3a, and nothing shows that it is new", "a person can find what is left")
}

// An undeclared POST that creates something has no operation that could link to it.
func TestUndeclaredPostThatCreatesIsReported(t *testing.T) {
	s := newShop()
	contract := strings.Replace(shopContract, "  /users:\n    get: {responses: {\"200\": {description: ok}}}\n    post:", "  /users:\n    get: {responses: {\"200\": {description: ok}}}\n    x-post:", 1)
	assert.NotEqual(t, shopContract, contract)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method+" "+r.URL.Path != "POST /users" {
			return false
		}
		writeJSON(w, 201, map[string]any{"id": 1})
		return true
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: contract, touchOthers: true})
	assert.Contains(t, findings(record), "POST /users undeclared-refused")
}

func TestReasonPhraseShowsWhatTheRunCreatedByItsName(t *testing.T) {
	w := &wire{ledger: NewLedger(nil)}
	w.ledger.name("/exports/x7f3a", "/exports/{exportId}", []string{"exportId"})
	x := &records.Exchange{Response: &records.Response{Status: 404, Reason: "Cannot find any path matching /exports/x7f3a."}}
	x.SentTo("/exports/x7f3a")
	w.nameReason(x)
	assert.Equal(t, "Cannot find any path matching /exports/${exportId}.", x.Response.Reason)
}

func TestLocationShowsWhatTheRunCreatedByItsName(t *testing.T) {
	l := NewLedger(nil)
	l.name("/exports/x7f3a", "/exports/{exportId}", []string{"exportId"})
	assert.Equal(t, "/exports/${exportId}/?a=b", l.shownIn("/exports/x7f3a/?a=b"))
	assert.Equal(t, "http://127.0.0.1:1/exports/${exportId}/", l.shownIn("http://127.0.0.1:1/exports/x7f3a/"))
	assert.Equal(t, "https://login.example/?to=/exports/1", l.shownIn("https://login.example/?to=/exports/1"))
	assert.Equal(t, []string{"Allow: GET", "Location: /exports/${exportId}"}, l.shownLines([]string{"Allow: GET", "Location: /exports/x7f3a"}))
}

// {repository} in /repositories/{repository} is what the list calls an id, where that is the only
// name; of two that differ, nothing says which one the path takes.
func TestParameterCalledAsTheThingTakesItsOnlyNameFromTheList(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Repositories, version: "1"}
paths:
  /repositories:
    get: {responses: {"200": {description: ok}}}
  /repositories/{repository}:
    parameters: [{name: repository, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
`
	for list, want := range map[string]records.Verdict{
		`{"paging":{"more":false},"results":[{"created":7,"id":"theirs"}]}`: records.Passed,
		`{"results":[{"id":"theirs","name":"theirs"}]}`:                     records.Passed,
		`{"results":[{"id":"theirs","name":"Their own"}]}`:                  records.Undecided,
		`{"results":[{"owner":"theirs"}]}`:                                  records.Undecided,
	} {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /repositories", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, list)
		})
		mux.HandleFunc("GET /repositories/{id}", func(w http.ResponseWriter, r *http.Request) {
			if r.PathValue("id") != "theirs" {
				writeJSON(w, 404, map[string]any{"message": "repository not found"})
			}
		})
		record := probeServer(t, mux, probeOptions{contract: contract})
		get := cellOf(t, record, "GET", "/repositories/{repository}")
		assert.Equal(t, want, get.Verdict, "%s: %s", list, get.Reason)
	}
}

// Without a GET of a thing, and with an example's name in it, only the list shows that one is new:
// also the second time, when there is one of the run's already.
func TestEveryNewThingThatAListShowsIsOwned(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string, example: Backup}}}}}}
      responses: {"200": {description: made}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    delete: {responses: {"200": {description: gone}}}
  /things/{id}/lock:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post: {responses: {"200": {description: locked}}}
`
	things, last := map[string]string{"1": "theirs"}, 1
	mux := http.NewServeMux()
	mux.HandleFunc("GET /things", func(w http.ResponseWriter, _ *http.Request) {
		list := []any{}
		for _, id := range slices.Sorted(maps.Keys(things)) {
			list = append(list, map[string]any{"id": json.Number(id), "name": things[id]})
		}
		writeJSON(w, 200, list)
	})
	mux.HandleFunc("POST /things", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Name string }
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.Name == "" {
			writeJSON(w, 400, map[string]any{"error": "name"})
			return
		}
		last++
		things[strconv.Itoa(last)] = in.Name
		writeJSON(w, 200, map[string]any{"id": last, "name": in.Name})
	})
	mux.HandleFunc("DELETE /things/{id}", func(w http.ResponseWriter, r *http.Request) { delete(things, r.PathValue("id")) })
	mux.HandleFunc("POST /things/{id}/lock", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]any{}) })
	record := probeServer(t, mux, probeOptions{mode: Full, contract: contract, wire: WireOptions{Concurrency: 1}})
	assert.Greater(t, last, 2, "a second one was made")
	assert.Equal(t, map[string]string{"1": "theirs"}, things)
	assert.Empty(t, record.Leftovers)
	assert.Equal(t, records.Served, cellOf(t, record, "DELETE", "/things/{id}").Answer)
}

// A POST of what is there already answers with that: where it is the run's, it stays so.
func TestAThingThatIsMadeTwiceStaysTheRuns(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Tags, version: "1"}
paths:
  /tags:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [value], properties: {value: {type: string}}}}}}
      responses: {"200": {description: made}}
  /tags/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    delete: {responses: {"200": {description: gone}}}
  /tags/{id}/lock:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post: {responses: {"200": {description: locked}}}
`
	tags := []string{"theirs"} // the id is the place
	gone := map[string]bool{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /tags", func(w http.ResponseWriter, _ *http.Request) {
		list := []any{}
		for i, value := range tags {
			if !gone[strconv.Itoa(i)] {
				list = append(list, map[string]any{"id": i, "value": value})
			}
		}
		writeJSON(w, 200, list)
	})
	mux.HandleFunc("POST /tags", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Value string }
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.Value == "" {
			writeJSON(w, 400, map[string]any{"error": "value"})
			return
		}
		if !slices.Contains(tags, in.Value) {
			tags = append(tags, in.Value)
		}
		writeJSON(w, 200, map[string]any{"id": slices.Index(tags, in.Value), "value": in.Value})
	})
	mux.HandleFunc("DELETE /tags/{id}", func(_ http.ResponseWriter, r *http.Request) { gone[r.PathValue("id")] = true })
	mux.HandleFunc("POST /tags/{id}/lock", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]any{}) })
	record := probeServer(t, mux, probeOptions{mode: Full, contract: contract, wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, records.Served, cellOf(t, record, "DELETE", "/tags/{id}").Answer)
	assert.Equal(t, map[string]bool{"1": true}, gone)
	assert.Empty(t, record.Leftovers)
}
