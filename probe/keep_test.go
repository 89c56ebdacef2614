package probe

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// keysContract has keys whose path is made of their name, so that a PUT can rename them.
const keysContract = `
openapi: 3.0.3
info: {title: Keys, version: "1"}
paths:
  /keys:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Key'}}}}
      responses: {"201": {description: made}}
  /keys/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Key'}}}}
      responses: {"200": {description: ok}}
    delete: {responses: {"204": {description: gone}}}
components:
  schemas:
    Key: {type: object, required: [name], properties: {name: {type: string}}}
`

// keys lets the shop hold keys, by name; always renames on PUT, whatever it is sent.
func keys(s *shop, held map[string]bool, always bool) {
	list := func() []any {
		all := []any{}
		for name := range held {
			all = append(all, map[string]any{"id": name + "."})
		}
		return all
	}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		id, item := strings.CutPrefix(r.URL.Path, "/keys/")
		id = strings.TrimSuffix(id, ".")
		var in struct{ Name string }
		content := (r.Method == "POST" || r.Method == "PUT") && json.NewDecoder(r.Body).Decode(&in) == nil && in.Name != ""
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case r.URL.Path == "/keys" && r.Method == "GET":
			writeJSON(w, 200, list())
		case r.URL.Path == "/keys" && r.Method == "POST" && content:
			held[in.Name] = true
			writeJSON(w, 201, map[string]any{"id": in.Name + "."})
		case !item:
			return false
		case !held[id]:
			writeJSON(w, 404, map[string]any{"error": "no such key"})
		case r.Method == "GET":
			writeJSON(w, 200, map[string]any{"id": id + ".", "name": id})
		case r.Method == "PUT" && content:
			if always {
				in.Name += "-renamed"
			}
			delete(held, id)
			held[in.Name] = true
			writeJSON(w, 200, map[string]any{"id": in.Name + "."})
		case r.Method == "DELETE":
			delete(held, id)
			w.WriteHeader(204)
		default:
			w.WriteHeader(405)
		}
		return true
	}
}

func TestWhatIsPutKeepsTheNameThatItWasCreatedUnder(t *testing.T) {
	for name, always := range map[string]bool{"as it is sent": false, "whatever is sent": true} {
		s, held := newShop(), map[string]bool{"theirs": true}
		keys(s, held, always)
		record := givenTo(t, s, keysContract, map[string]Input{"POST /keys": {Body: map[string]any{"name": "${RUN}-key"}}})
		assert.Equal(t, map[string]bool{"theirs": true}, held, name)
		assert.Empty(t, record.Leftovers, name)
		put := cellOf(t, record, "PUT", "/keys/{id}")
		assert.Equal(t, `{"name":"${RUN}-key"}`, put.Exchanges[0].Body, name)
		assert.Equal(t, records.Served, put.Answer, name)
	}
}

// Where the user gives another name, what goes by it is found and removed, and the next request
// is about something that is there.
func TestWhatTheUserRenamesIsFoundAgain(t *testing.T) {
	every := strings.Replace(keysContract, "    delete:", "    patch: {responses: {\"200\": {description: ok}}}\n    post: {responses: {\"200\": {description: ok}}}\n    delete:", 1)
	for name, strict := range map[string]bool{"any content": false, "JSON only": true} {
		s, held := newShop(), map[string]bool{"theirs": true}
		keys(s, held, false)
		serve := s.before
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			return strict && (r.Method == "PUT" || r.Method == "POST") && refusesContent(w, r) || serve(w, r)
		}
		record := givenTo(t, s, every, map[string]Input{"PUT /keys/{id}": {Body: map[string]any{"name": "${RUN}-other"}}})
		assert.Equal(t, map[string]bool{"theirs": true}, held, name)
		assert.Empty(t, record.Leftovers, name)
		for _, method := range []string{"PUT", "DELETE"} {
			cell := cellOf(t, record, method, "/keys/{id}")
			assert.Equal(t, records.Served, cell.Answer, "%s: %s: %s", name, method, cell.Reason)
		}
	}
}
