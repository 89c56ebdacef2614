package probe

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// ordersContract has orders that only links lead to: their numbers are not in the list under any
// name that says so, and what they ask for is called otherwise.
const ordersContract = `
openapi: 3.0.3
info: {title: Orders, version: "1"}
paths:
  /shelf:
    get:
      responses:
        "200":
          description: ok
          links:
            first: {operationId: showOrder, parameters: {path.number: '$response.body#/rows/0/ref'}}
            report: {operationRef: '#/paths/~1report/get', parameters: {of: '$response.body#/rows/0/ref', X-Sheet: $response.header.X-Sheet}}
  /orders/{number}:
    parameters: [{name: number, in: path, required: true, schema: {type: string}}]
    get:
      operationId: showOrder
      responses: {"200": {description: ok}, "404": {description: none}}
  /report:
    get:
      parameters:
      - {name: of, in: query, required: true, schema: {type: string}}
      - {name: X-Sheet, in: header, required: true, schema: {type: string}}
      responses: {"200": {description: ok}, "404": {description: none}}
`

func orders(w http.ResponseWriter, r *http.Request) {
	switch known := slices.Contains([]string{"/shelf", "/orders/A-17", "/report"}, r.URL.Path); {
	case known && !slices.Contains([]string{"GET", "HEAD"}, r.Method):
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(405)
	case !known, r.URL.Path == "/report" && (r.URL.Query().Get("of") != "A-17" || r.Header.Get("X-Sheet") != "blue"):
		writeJSON(w, 404, map[string]any{"error": "no such thing"})
	default:
		w.Header().Set("X-Sheet", "blue")
		writeJSON(w, 200, map[string]any{"rows": []any{map[string]any{"ref": "A-17"}}})
	}
}

func TestLinksOfSafeMethodsGiveValues(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, Full} {
		record := probeServer(t, http.HandlerFunc(orders), probeOptions{contract: ordersContract, mode: mode})
		for _, template := range []string{"/orders/{number}", "/report"} {
			cell := cellOf(t, record, "GET", template)
			assert.Equal(t, records.Served, cell.Answer, "%s %s: %s", mode, template, cell.Reason)
			for _, check := range cell.Checks {
				assert.Equal(t, records.Passed, check.Outcome, "%s %s: %s %+v", mode, template, check.Rule, check.Finding)
			}
		}
		i := slices.IndexFunc(record.Paths, func(p records.Path) bool { return p.Template == "/orders/{number}" })
		assert.Equal(t, []spec.Value{{Name: "number", In: "path", Text: "A-17", Source: spec.Harvested, From: "GET /shelf, linked as first"}}, record.Paths[i].Values)
		assert.Equal(t, []spec.Value{{Name: "of", In: "query", Text: "A-17", Source: spec.Harvested, From: "GET /shelf, linked as report"},
			{Name: "X-Sheet", In: "header", Text: "blue", Source: spec.Harvested, From: "GET /shelf, linked as report"}}, cellOf(t, record, "GET", "/report").Values)
	}
}

// An error to what a link gives is the API's: the contract says that it can be asked.
func TestAnErrorToWhatALinkGivesIsAFinding(t *testing.T) {
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/orders/A-17" && r.Method == "GET" {
			writeJSON(w, 404, map[string]any{"error": "sold out"})
			return
		}
		orders(w, r)
	}), probeOptions{contract: ordersContract})
	assert.Contains(t, findings(record), "GET /orders/{number} declared-served")
}

func TestThePlanNamesTheLinksThatMayGiveAValue(t *testing.T) {
	var lines []string
	for step := range planOf(t, ordersContract, "http://192.0.2.1", ReadOnly, nil).Steps() {
		if step.Purpose == "cell" && step.Method == "GET" {
			lines = append(lines, step.String())
		}
	}
	require.Len(t, lines, 3)
	assert.Contains(t, lines[1], "number=verbatim (generated) or given by GET /shelf, linked as first")
	assert.Contains(t, lines[2], "of=verbatim (generated) or given by GET /shelf, linked as report")
}

// thanksContract is the shop with thanks, of which a link of a new user says all.
var thanksContract = strings.NewReplacer(`responses: {"201": {description: made}, "409": {description: taken}}`,
	`responses: {"201": {description: made, links: {thank: {operationId: thank, parameters: {whom: '$response.body#/id', boss: '$response.body#/boss'}, requestBody: {to: thanked}}}}, "409": {description: taken}}`,
	"  /users/{id}/welcome:", `  /thanks:
    get: {responses: {"200": {description: ok}}}
    post:
      operationId: thank
      parameters:
      - {name: whom, in: query, required: true, schema: {type: integer}}
      - {name: boss, in: query, required: true, schema: {type: integer, example: 5}}
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [to], properties: {to: {type: string}}}}}}
      responses: {"201": {description: made}, "404": {description: none}}
  /thanks/{thankId}:
    parameters: [{name: thankId, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
  /users/{id}/welcome:`).Replace(shopContract)

// What a link gives an unsafe request is an id of the run's, or nothing: the new user's boss is
// another's.
func TestLinksGiveUnsafeRequestsWhatTheRunCreatedOnly(t *testing.T) {
	s := newShop()
	before := s.state()
	held := map[string]bool{}
	var asked, sent string
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		id, item := strings.CutPrefix(r.URL.Path, "/thanks/")
		switch {
		case r.URL.Path == "/users" && r.Method == "POST" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
			s.mu.Lock()
			defer s.mu.Unlock()
			s.last++
			s.users["3"], s.notes["3"] = user{}, map[string]string{}
			writeJSON(w, 201, map[string]any{"id": 3, "boss": 1})
		case r.URL.Path == "/thanks" && r.Method == "POST" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
			content, _ := io.ReadAll(r.Body)
			if !json.Valid(content) {
				writeJSON(w, 400, map[string]any{"error": "not JSON"})
				return true
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			asked, sent = r.URL.RawQuery, string(content)
			held["8"] = true
			writeJSON(w, 201, map[string]any{"id": 8})
		case item && held[id] && r.Method == "GET":
			writeJSON(w, 200, map[string]any{"id": 8})
		case item && held[id] && r.Method == "DELETE":
			delete(held, id)
			w.WriteHeader(204)
		default:
			return false
		}
		return true
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: thanksContract, wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, before, s.state())
	assert.Empty(t, held)
	assert.Equal(t, "whom=3&boss=5", asked)
	assert.Equal(t, `{"to":"thanked"}`, sent)
	cell := cellOf(t, record, "POST", "/thanks")
	assert.Equal(t, records.Served, cell.Answer, cell.Reason)
	assert.Equal(t, spec.Value{Name: "whom", In: "query", Text: "3", Source: spec.Created, From: "POST /users, linked as thank"}, cell.Values[0])
}
