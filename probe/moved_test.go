package probe

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

const depotContract = `
openapi: 3.0.3
info: {title: Depot, version: "1"}
paths:
  /repos:
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Repo'}}}}}}}
    post:
      requestBody: &repo {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Repo'}}}}
      responses: &made {"201": {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Repo'}}}}}
  /repos/{repo}:
    parameters: &name [{name: repo, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Repo'}}}}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
  /repos/{repo}/copy:
    parameters: *name
    post: {requestBody: *repo, responses: *made}
  /repos/{repo}/forks:
    parameters: *name
    post: {responses: {"202": {description: on its way, content: {application/json: {schema: {$ref: '#/components/schemas/Repo'}}}}}}
  /repos/{repo}/rename:
    parameters: *name
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [to], properties: {to: {type: string}}}}}}
      responses: {"204": {description: done}}
  /repos/{repo}/state:
    parameters: *name
    get: {responses: {"200": {description: ok}}}
components:
  schemas:
    Repo: {type: object, required: [name], properties: {name: {type: string}}}
`

// depot holds repositories that can be copied and renamed; the old name then leads to the new one.
type depot struct {
	mu    sync.Mutex
	repos []string
	moved map[string]string
	// called is what a new name begins with.
	called string
}

func (d *depot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, rest, _ := strings.Cut(strings.Trim(r.URL.Path, "/"), "/")
	name, action, _ := strings.Cut(rest, "/")
	allowed := map[string][]string{"copy": {"POST"}, "forks": {"POST"}, "rename": {"POST"}, "state": {"GET", "HEAD"}, "": {"GET", "HEAD", "DELETE"}}[action]
	if name == "" {
		allowed = []string{"GET", "HEAD", "POST"}
	}
	switch {
	case !strings.HasPrefix(r.URL.Path, "/repos") || allowed == nil:
		writeJSON(w, 404, map[string]any{"error": "no such route"})
	case !slices.Contains(allowed, r.Method):
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		writeJSON(w, 405, map[string]any{"error": "method not allowed"})
	case d.moved[name] != "":
		http.Redirect(w, r, "/repos/"+strings.Replace(rest, name, d.moved[name], 1), http.StatusTemporaryRedirect)
	case name != "" && !slices.Contains(d.repos, name):
		writeJSON(w, 404, map[string]any{"error": "no such repository"})
	default:
		d.serve(w, r, name, action)
	}
}

func (d *depot) serve(w http.ResponseWriter, r *http.Request, name, action string) {
	var in struct{ Name, To string }
	if r.Method == "POST" && action != "forks" && json.NewDecoder(r.Body).Decode(&in) != nil {
		writeJSON(w, 400, map[string]any{"error": "not JSON"})
		return
	}
	switch {
	case r.Method == "DELETE":
		d.repos = slices.DeleteFunc(d.repos, func(n string) bool { return n == name })
		w.WriteHeader(204)
	case action == "rename":
		d.repos[slices.Index(d.repos, name)], d.moved[name] = d.called+in.To, d.called+in.To
		w.WriteHeader(204)
	case action == "forks":
		d.add(w, 202, name+"-fork")
	case r.Method == "POST":
		d.add(w, 201, in.Name)
	case name == "":
		list := []any{}
		for _, n := range d.repos {
			list = append(list, map[string]any{"name": n})
		}
		writeJSON(w, 200, list)
	default:
		writeJSON(w, 200, map[string]any{"name": name})
	}
}

func (d *depot) add(w http.ResponseWriter, status int, name string) {
	if name == "" || slices.Contains(d.repos, name) {
		writeJSON(w, 409, map[string]any{"error": "name is taken"})
		return
	}
	d.repos = append(d.repos, name)
	writeJSON(w, status, map[string]any{"name": name})
}

func TestWhatIsRenamedAndCopiedIsFoundAgainAndRemoved(t *testing.T) {
	d := &depot{repos: []string{"theirs"}, moved: map[string]string{}, called: "new-"}
	record := probeServer(t, d, probeOptions{mode: Full, contract: depotContract, wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, []string{"theirs"}, d.repos)
	assert.Empty(t, record.Leftovers)
	assert.Empty(t, findings(record))
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			if cell.Declared {
				assert.Equal(t, records.Served, cell.Answer, "%s %s: %s", cell.Method, path.Template, cell.Reason)
			}
		}
	}
}

// A redirect may lead to what others made.
func TestARedirectToAnotherNameIsNotFollowedWithoutTheMarker(t *testing.T) {
	d := &depot{repos: []string{"theirs"}, moved: map[string]string{}}
	probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/rename") && r.Method == "POST" {
			name := strings.Split(r.URL.Path, "/")[2]
			d.mu.Lock()
			d.moved[name] = "theirs"
			d.mu.Unlock()
			w.WriteHeader(204)
			return
		}
		d.ServeHTTP(w, r)
	}), probeOptions{mode: Full, contract: depotContract, wire: WireOptions{Concurrency: 1}})
	assert.Contains(t, d.repos, "theirs")
}
