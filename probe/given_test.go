package probe

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// givenTo runs full mode against a shop with what the user gives for "METHOD /path".
func givenTo(t *testing.T, s *shop, contract string, inputs map[string]Input) *records.Run {
	t.Helper()
	return probeServer(t, s, probeOptions{mode: Full, contract: contract, inputs: func(c *spec.Contract) map[*spec.Operation]Input {
		found := map[*spec.Operation]Input{}
		for _, item := range c.Paths {
			for _, op := range item.Operations {
				if input, ok := inputs[op.Method+" "+item.Template]; ok {
					found[op] = input
				}
			}
		}
		assert.Len(t, found, len(inputs))
		return found
	}})
}

// strict lets the shop take users of the team "core" only, which no contract says.
func strict(s *shop) {
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "POST" || r.URL.Path != "/users" || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			return false
		}
		var in user
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.Team != "core" {
			writeJSON(w, 422, map[string]any{"error": "not in a department that we know"})
			return true
		}
		r.Body = http.NoBody
		s.mu.Lock()
		defer s.mu.Unlock()
		text, _ := json.Marshal(in)
		again, _ := http.NewRequest("POST", "/users", strings.NewReader(string(text)))
		again.Header.Set("Content-Type", "application/json")
		s.addUser(w, again)
		return true
	}
}

func TestAGivenPropertyLiftsAllThatNeedsWhatItCreates(t *testing.T) {
	served := func(record *records.Run) int {
		n := 0
		for _, path := range record.Paths {
			for _, cell := range path.Cells {
				if cell.Declared && cell.Answer == records.Served && cell.Evidence == records.Fired {
					n++
				}
			}
		}
		return n
	}
	without := newShop()
	strict(without)
	before := without.state()
	poor := givenTo(t, without, shopContract, nil)
	assert.Equal(t, records.Undecided, cellOf(t, poor, "POST", "/users").Verdict)
	assert.Contains(t, cellOf(t, poor, "POST", "/users").Decides, "a body in the configuration")

	with := newShop()
	strict(with)
	rich := givenTo(t, with, shopContract, map[string]Input{"POST /users": {Body: map[string]any{"team": "core"}}})
	assert.Greater(t, served(rich), served(poor)+5)
	assert.Empty(t, findings(rich))
	assert.Equal(t, before, with.state())
	assert.Empty(t, rich.Leftovers)
	assert.Equal(t, `{"email":"${RUN}@example.com","team":"core"}`, cellOf(t, rich, "POST", "/users").Exchanges[0].Body)
}

// What the user gave is not renewed when it is refused, and an error to it is the API's fault.
func TestARefusedBodyThatIsGivenWholeIsAFinding(t *testing.T) {
	s := newShop()
	contract := strings.Replace(shopContract, `"409": {description: taken}`, `"410": {description: gone}`, 1)
	for _, given := range []any{map[string]any{"email": "admin@example.com"}, `{"email": "admin@example.com"}`} {
		record := givenTo(t, s, contract, map[string]Input{"POST /users": {Body: given}})
		cell := cellOf(t, record, "POST", "/users")
		require.Len(t, cell.Exchanges, 1)
		assert.Equal(t, 409, cell.Exchanges[0].Response.Status)
		assert.Contains(t, findings(record), "POST /users declared-served")
	}
}

// RUN stands for a text that is another one in every run, and that the record does not show.
func TestGivenTextsMayBearTheMarkerOfTheRun(t *testing.T) {
	s := newShop()
	record := givenTo(t, s, shopContract, map[string]Input{"POST /users": {Body: map[string]any{"email": "${RUN}@shop.example", "team": "a"}}})
	assert.Empty(t, findings(record))
	assert.JSONEq(t, `{"email":"${RUN}@shop.example","team":"a"}`, cellOf(t, record, "POST", "/users").Exchanges[0].Body)
	plan := planOf(t, shopContract, "http://192.0.2.1", ReadOnly, map[string]string{"/tags/{name}:name": "${RUN}-1"})
	text, _ := plan.given("/tags/{name}", "name")
	assert.Equal(t, "verbatim-run-1", text)
}

// A name that the user gives is not taken from others: an API whose POST replaces is not asked.
func TestWhatOthersCallAsGivenIsNotReplaced(t *testing.T) {
	contract := strings.Replace(shopContract, "  /tags/{name}:", `  /tags:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}}
      responses: {"201": {description: made or replaced}}
  /tags/{name}:`, 1)
	s := newShop()
	before := s.state()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/tags" || r.Method != "POST" {
			return false
		}
		var in struct{ Name string }
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.Name == "" {
			writeJSON(w, 400, map[string]any{"error": "name is missing"})
			return true
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.tags[in.Name] = "replaced"
		writeJSON(w, 201, map[string]any{"name": in.Name})
		return true
	}
	record := givenTo(t, s, contract, map[string]Input{"POST /tags": {Body: map[string]any{"name": "theirs"}}})
	assert.Equal(t, before, s.state())
	assert.Contains(t, cellOf(t, record, "POST", "/tags").Reason, `a GET of the name "theirs" that it would create answered 200`)

	record = givenTo(t, s, contract, map[string]Input{"POST /tags": {Body: map[string]any{"name": "mine"}}})
	assert.Equal(t, before, s.state())
	assert.Equal(t, records.Served, cellOf(t, record, "POST", "/tags").Answer)
	assert.Equal(t, records.Served, cellOf(t, record, "DELETE", "/tags/{name}").Answer)
}

// A body that is given for what is there once only does not let a run replace it.
func TestAGivenBodyPermitsNothing(t *testing.T) {
	s := newShop()
	givenTo(t, s, shopContract, map[string]Input{"PUT /settings": {Body: map[string]any{"theme": "light"}}})
	assert.Equal(t, "dark", s.theme)
}

func TestValuesOfAnOperationGoBeforeThoseOfItsPath(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Lists, version: "1"}
paths:
  /lists:
    get: {parameters: [{name: by, in: query, schema: {type: string}}], responses: {"200": {description: ok}}}
    post: {parameters: [{name: by, in: query, schema: {type: string}}], responses: {"201": {description: made}}}
`
	c, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(contract)})
	require.NoError(t, err)
	plan, err := NewPlan(c, PlanOptions{BaseURL: &url.URL{Scheme: "http", Host: "192.0.2.1"}, Mode: Full, Values: map[string]string{"by": "all"},
		Inputs: map[*spec.Operation]Input{c.Paths[0].Operation("GET"): {Values: map[string]string{"by": "one"}}}})
	require.NoError(t, err)
	assert.Equal(t, "by=one", plan.Rows[0].cell("GET").Query)
	assert.Equal(t, "by=all", plan.Rows[0].cell("POST").Query)
}

// A name that the user gives, such as that of a setting, is looked for in what the run made, as
// far as the run may act; that it is not there shows nothing.
func TestAGivenNameIsUsedWithinWhatTheRunCreated(t *testing.T) {
	contract := strings.Replace(shopContract, "  /users/{id}/welcome:", `  /users/{userId}/flags/{flag}:
    parameters:
    - {name: userId, in: path, required: true, schema: {type: integer}}
    - {name: flag, in: path, required: true, schema: {type: string}}
    get: {responses: {"200": {description: ok}}}
    put: {responses: {"200": {description: ok}}}
    delete: {responses: {"204": {description: gone}}}
  /users/{id}/welcome:`, 1)
	for _, known := range []bool{true, false} {
		s := newShop()
		before := s.state()
		var unsafe []string
		gone := map[string]bool{}
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.Contains(r.URL.Path, "/flags/") {
				return false
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			switch {
			case !slices.Contains([]string{"GET", "HEAD", "PUT", "DELETE"}, r.Method):
				w.Header().Set("Allow", "GET, HEAD, PUT, DELETE")
				w.WriteHeader(405)
			case !strings.HasSuffix(r.URL.Path, "/beta") || !known && !records.IsSafe(r.Method):
				writeJSON(w, 404, map[string]any{"error": "no such flag"})
			case r.Method == "DELETE":
				gone[r.URL.Path] = true
				w.WriteHeader(204)
			case gone[r.URL.Path]:
				writeJSON(w, 404, map[string]any{"error": "no such flag"})
			default:
				writeJSON(w, 200, map[string]any{"on": true})
			}
			if !records.IsSafe(r.Method) {
				unsafe = append(unsafe, r.Method+" "+r.URL.Path)
			}
			return true
		}
		record := probeServer(t, s, probeOptions{mode: Full, contract: contract, values: map[string]string{"flag": "beta"}})
		assert.Equal(t, before, s.state())
		assert.Contains(t, unsafe, "PUT /users/3/flags/beta")
		for _, request := range unsafe {
			assert.NotContains(t, request, "/users/1/")
		}
		for _, method := range []string{"PUT", "DELETE"} {
			cell := cellOf(t, record, method, "/users/{userId}/flags/{flag}")
			assert.Equal(t, map[bool]records.Verdict{true: records.Passed, false: records.Undecided}[known], cell.Verdict, "%s: %s", method, cell.Reason)
		}
	}
}

// What an upload is called is in its query here: leftovers of it must be found by their names too.
func TestWhatARequestMakesUpInItsQueryBearsTheRunsMarker(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Files, version: "1"}
paths:
  /files:
    get:
      parameters: [{name: path, in: query, required: true, schema: {type: string}}]
      responses: {"200": {description: ok}}
    post:
      parameters:
      - {name: path, in: query, required: true, schema: {type: string}}
      - {name: mode, in: query, required: true, schema: {type: string, enum: [plain]}}
      - {name: label, in: query, required: true, schema: {type: string}, example: green}
      responses: {"201": {description: made}}
`
	queries := func(mode Mode) map[string]string {
		found := map[string]string{}
		for _, cell := range rowOf(planOf(t, contract, "http://127.0.0.1/", mode, nil), "/files").Cells {
			if cell.Operation != nil {
				found[cell.Method] = cell.Query
			}
		}
		return found
	}
	assert.Equal(t, map[string]string{"GET": "path=verbatim", "POST": "path=verbatim-run&mode=plain&label=green"}, queries(Full))
	assert.Equal(t, "path=verbatim", queries(ReadOnly)["GET"])
}
