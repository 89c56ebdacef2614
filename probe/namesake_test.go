package probe

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// withNamesakes is the depot with paths whose parameters name what other paths create or list.
var withNamesakes = strings.Replace(depotContract, "components:\n", `  /environments:
    get: {responses: {"200": {description: ok}}}
  /environments/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}}}
  /repos/{repo}/environments/{environment}:
    parameters:
    - {name: repo, in: path, required: true, schema: {type: string}}
    - {name: environment, in: path, required: true, schema: {type: string}}
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    put: {responses: {"204": {description: on}}}
  /archive/{repo}:
    parameters: [{name: repo, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
components:
`, 1)

// annex answers at the paths of namesakes, and notes what it is asked.
type annex struct {
	depot
	lock  sync.Mutex
	asked []string
}

func (n *annex) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	last := parts[len(parts)-1]
	n.lock.Lock()
	n.asked = append(n.asked, r.Method+" "+r.URL.Path)
	n.lock.Unlock()
	unsafe := map[string]string{"archive": "DELETE", "environments": "PUT"}
	switch {
	case parts[0] == "environments" && len(parts) == 1 && r.Method == "GET":
		writeJSON(w, 200, []any{map[string]any{"name": "production"}})
	case parts[0] == "environments" && r.Method == "GET" && last == "production":
		writeJSON(w, 200, map[string]any{"name": "production"})
	case parts[0] == "repos" && (len(parts) != 4 || parts[2] != "environments"):
		n.depot.ServeHTTP(w, r)
	case parts[0] == "archive" && len(parts) == 2, len(parts) == 4 && last == "production":
		switch r.Method {
		case "GET", "HEAD":
			writeJSON(w, 200, map[string]any{"name": last})
		case unsafe[parts[max(0, len(parts)-2)]]:
			w.WriteHeader(204)
		default:
			w.Header().Set("Allow", "GET, HEAD, "+unsafe[parts[len(parts)-2]])
			writeJSON(w, 405, map[string]any{"error": "method not allowed"})
		}
	default:
		writeJSON(w, 404, map[string]any{"error": "no such route"})
	}
}

func TestAParameterThatIsCalledAsWhatAnotherPathCreatesOrListsNamesThat(t *testing.T) {
	n := &annex{depot: depot{repos: []string{"theirs"}, moved: map[string]string{}, called: "new-"}}
	record := probeServer(t, n, probeOptions{mode: Full, contract: withNamesakes, wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, []string{"theirs"}, n.repos)
	for method, template := range map[string]string{"GET": "/archive/{repo}", "DELETE": "/archive/{repo}", "PUT": "/repos/{repo}/environments/{environment}"} {
		cell := cellOf(t, record, method, template)
		assert.Equal(t, records.Served, cell.Answer, "%s %s: %s", method, template, cell.Reason)
		assert.Equal(t, records.Fired, cell.Evidence)
	}
	for _, request := range n.asked {
		method, path, _ := strings.Cut(request, " ")
		deep := strings.Count(path, "/") > 1
		assert.False(t, deep && !records.IsSafe(method) && !strings.Contains(path, "verbatim"), request)
	}
}

// Somebody else's user 3 may have nothing to do with the run's project 3.
func TestANumberIsActedOnAtItsOwnPathOnly(t *testing.T) {
	s := newShop()
	contract := strings.Replace(shopContract, "  /users:\n", `  /badges/{userId}:
    parameters: [{name: userId, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}}}
    delete: {responses: {"204": {description: gone}}}
  /users:
`, 1)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/badges/") {
			return false
		}
		writeJSON(w, 200, map[string]any{"badge": "gold"})
		return true
	}
	probeServer(t, s, probeOptions{mode: Full, contract: contract, wire: WireOptions{Concurrency: 1}})
	assert.True(t, slices.ContainsFunc(s.seen, func(r string) bool { return r == "GET /badges/3" }), "it is read: %v", s.seen)
	assert.NotContains(t, s.seen, "DELETE /badges/3")
}

// An action that answers "created" with somebody else's thing makes it no thing of the run.
func TestWhatAnActionAnswersWithMayBeSomebodyElses(t *testing.T) {
	for _, status := range []int{200, 201, 202} {
		d := &depot{repos: []string{"theirs"}, moved: map[string]string{}, called: "new-"}
		record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == "POST" && (strings.HasSuffix(r.URL.Path, "/copy") || strings.HasSuffix(r.URL.Path, "/forks")) {
				w.Header().Set("Location", "/repos/theirs")
				writeJSON(w, status, map[string]any{"name": "theirs"})
				return
			}
			d.ServeHTTP(w, r)
		}), probeOptions{mode: Full, contract: depotContract, wire: WireOptions{Concurrency: 1}})
		assert.Equal(t, []string{"theirs"}, d.repos)
		if status == 201 {
			assert.NotEmpty(t, record.Leftovers, "it is said to be created")
		}
	}
}

// Users and admins both go by {username}: the word before it says who is meant.
func TestTheWordBeforeAParameterSaysWhichThingItNames(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Quotas, version: "1"}
paths:
  /users: &people
    get: {responses: {"200": {description: ok}}}
    post: {requestBody: {content: {application/json: {schema: {type: object}}}}, responses: {"201": {description: made}}}
  /users/{username}: &person
    parameters: [{name: username, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}}}
    delete: {responses: {"204": {description: gone}}}
  /admins: *people
  /admins/{username}: *person
  /quotas/users/{username}/scan: &scan
    parameters: [{name: username, in: path, required: true, schema: {type: string}}]
    post: {responses: {"202": {description: started}}}
  /quotas/users/{user}/scans:
    parameters: [{name: user, in: path, required: true, schema: {type: string}}]
    post: {responses: {"202": {description: started}}}
  /quotas/groups/{username}/scan: *scan
`
	plan := planOf(t, contract, "http://127.0.0.1/", Full, nil)
	meant := func(template string) string {
		if made := rowOf(plan, template).namesakes[0].made; made != nil {
			return made.Template
		}
		return ""
	}
	assert.Equal(t, "/users/{username}", meant("/quotas/users/{username}/scan"))
	assert.Equal(t, "/users/{username}", meant("/quotas/users/{user}/scans"), "by its own name")
	assert.Empty(t, meant("/quotas/groups/{username}/scan"))
}
