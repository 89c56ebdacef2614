package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/records"
)

const goneContract = `
openapi: 3.0.3
info: {title: Gone, version: "1"}
paths:
  /tasks: {get: {responses: {"200": {description: ok}}}, post: {responses: {"201": {description: ok}}}}
  /gone: {get: {responses: {"200": {description: ok}}}, post: {responses: {"200": {description: ok}}}}
`

// rooted has a server for every row of the table: the root is reported, the symptom is not.
var rooted = []struct {
	root, symptom string
	contract      string
	mutate        func(*api)
	// left are all findings; explained is the cell of the symptom.
	left      []string
	explained string
}{
	{root: "declared-routed", symptom: "allow-present", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PUT" }, plain405)
	}, left: []string{"PUT /tasks/{id} declared-routed"}, explained: "PUT /tasks/{id}"},
	{root: "declared-routed", symptom: "allow-truthful", mutate: func(a *api) {
		delete(a.handlers["/tasks/{id}"], "PUT")
		a.optionsAllow("/tasks/{id}", "GET, PUT, DELETE")
	}, left: []string{"PUT /tasks/{id} declared-routed"}, explained: "PUT /tasks/{id}"},
	{root: "declared-routed", symptom: "allow-contradiction", mutate: func(a *api) {
		delete(a.handlers["/tasks/{id}"], "PUT")
		a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) {
			w.Header().Set("Allow", "GET, PUT, DELETE")
			w.WriteHeader(405)
		}
		a.optionsAllow("/tasks/{id}", "GET, PUT, DELETE")
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/tasks" || r.Method == "GET" || r.Method == "POST" || r.Method == "HEAD" {
				return false
			}
			w.Header().Set("Allow", "GET, POST")
			w.WriteHeader(405)
			return true
		}
	}, left: []string{"PUT /tasks/{id} declared-routed"}, explained: "PUT /tasks/{id}"},
	{root: "declared-routed", symptom: "allow-consistent", mutate: func(a *api) {
		delete(a.handlers["/tasks/{id}"], "PUT")
		a.optionsAllow("/tasks/{id}", "GET, PUT, DELETE")
	}, left: []string{"PUT /tasks/{id} declared-routed"}, explained: "OPTIONS /tasks/{id}"},
	{root: "declared-routed", symptom: "options-allow", contract: goneContract, mutate: everyOptions(""),
		left: []string{"GET /gone declared-routed", "OPTIONS /tasks options-allow"}, explained: "OPTIONS /gone"},
	{root: "declared-routed", symptom: "allow-complete", contract: goneContract, mutate: everyOptions("GET"),
		left: []string{"GET /gone declared-routed", "OPTIONS /tasks allow-complete"}, explained: "OPTIONS /gone"},
	{root: "declared-routed", symptom: "allow-undeclared", contract: goneContract, mutate: everyOptions("GET, POST, LOCK"),
		left: []string{"GET /gone declared-routed", "OPTIONS /tasks allow-undeclared"}, explained: "OPTIONS /gone"},
	{root: "allow-complete", symptom: "allow-consistent", mutate: func(a *api) { a.optionsAllow("/tasks/{id}", "GET, PUT") },
		left: []string{"OPTIONS /tasks/{id} allow-complete"}, explained: "OPTIONS /tasks/{id}"},
	{root: "allow-undeclared", symptom: "allow-consistent", mutate: func(a *api) { a.optionsAllow("/tasks/{id}", "GET, PUT, DELETE, LOCK") },
		left: []string{"OPTIONS /tasks/{id} allow-undeclared"}, explained: "OPTIONS /tasks/{id}"},
	{root: "allow-contradiction", symptom: "allow-consistent", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
			w.Header().Set("Allow", strings.Join(append(allow, r.Method), ", "))
			w.WriteHeader(405)
		}
	}, left: []string{"POST /tasks/{id} allow-contradiction", "PATCH /tasks/{id} allow-contradiction"}, explained: "PATCH /tasks/{id}"},
	{root: "undeclared-405", symptom: "unknown-method", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.URL.Path == "/tasks" }, a.list)
	}, left: []string{"PUT /tasks undeclared-405", "PATCH /tasks undeclared-405", "DELETE /tasks undeclared-405", "OPTIONS /tasks options-allow"},
		explained: "VERBATIM /tasks"},
	{root: "declared-crash", symptom: "unknown-method", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.URL.Path == "/tasks" }, status(500))
	}, left: []string{"GET /tasks declared-crash"}, explained: "QUERY /tasks"},
}

// everyOptions makes OPTIONS be answered at every path, as a CORS middleware does.
func everyOptions(allow string) func(*api) {
	return func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "OPTIONS" }, func(w http.ResponseWriter, _ *http.Request) {
			if allow != "" {
				w.Header().Set("Allow", allow)
			}
			w.WriteHeader(204)
		})
	}
}

func TestWhatFollowsFromAnotherFindingIsNoFinding(t *testing.T) {
	shown := map[string]bool{}
	for _, r := range rooted {
		t.Run(r.root+" explains "+r.symptom, func(t *testing.T) {
			a := newAPI()
			r.mutate(a)
			record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: r.contract})
			assert.ElementsMatch(t, r.left, findings(record))
			if r.explained == "" {
				return
			}
			method, template, _ := strings.Cut(r.explained, " ")
			cell := cellOf(t, record, method, template)
			for _, check := range cell.Checks {
				if check.Rule == r.symptom {
					assert.Equal(t, records.Skipped, check.Outcome)
					assert.Contains(t, check.Reason, "explained by "+r.root+" at ")
					shown[r.root+"/"+r.symptom] = true
				}
			}
			assert.Equal(t, len(r.left) > 0, record.Summary.Findings[Must]+record.Summary.Findings[Should] > 0)
		})
	}
	for _, row := range causes.Consequences() {
		assert.True(t, shown[row.Root+"/"+row.Symptom], "%s → %s has no server that shows it", row.Root, row.Symptom)
	}
}

func TestARootNeverHidesWhatIsGraver(t *testing.T) {
	symptom := records.Check{Rule: "allow-consistent", Outcome: records.Failed, Finding: &records.Finding{}}
	root := records.Check{Rule: "allow-complete", Outcome: records.Warned, Finding: &records.Finding{}}
	path := records.Path{Template: "/", Cells: []records.Cell{
		{Method: "GET", Kind: records.Core, Verdict: records.Warned, Checks: []records.Check{root}},
		{Method: "PUT", Kind: records.Core, Verdict: records.Failed, Checks: []records.Check{symptom}},
	}}
	record := &records.Run{Paths: []records.Path{path}}
	causes.Settle(record)
	assert.NotNil(t, record.Paths[0].Cells[1].Checks[0].Finding)
	record.Paths[0].Cells[0].Checks[0].Outcome = records.Failed
	causes.Settle(record)
	assert.Nil(t, record.Paths[0].Cells[1].Checks[0].Finding)
	assert.Equal(t, records.Skipped, record.Paths[0].Cells[1].Verdict)
	assert.Contains(t, record.Paths[0].Cells[1].Reason, "explained by allow-complete at GET")
}
