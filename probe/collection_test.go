package probe

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// rowOf is the row of a template; nil when the plan has none.
func rowOf(p *Plan, template string) *Row {
	if i := slices.IndexFunc(p.Rows, func(r *Row) bool { return r.Item.Template == template }); i >= 0 {
		return p.Rows[i]
	}
	return nil
}

// usersContract has the shop's users, with what the placeholders stand for.
const usersContract = `
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  ITEM:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    METHOD: {responses: {"204": {description: gone}}}
  COLLECTION:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [email], properties: {email: {type: string, format: email}}}}}}
      responses: {"201": {description: made}, "409": {description: taken}}
  /users/{userId}/notes:
    parameters: [{name: userId, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string}}}}}}
      responses: {"201": {description: made}}
  /users/{userId}/notes/{noteId}:
    parameters:
    - {name: userId, in: path, required: true, schema: {type: integer}}
    - {name: noteId, in: path, required: true, schema: {type: integer}}
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
`

// A collection is found under the plural of what its items are called, and with a final slash.
func TestCollectionsAreFoundBesideTheirItems(t *testing.T) {
	for _, test := range [][2]string{{"/user/{id}", "/users"}, {"/user/{id}", "/users/"}, {"/users/{id}", "/user"}, {"/users/{id}", "/users/"}} {
		paths, _, _ := strings.Cut(usersContract, "  /users/{userId}/notes:")
		contract := strings.NewReplacer("ITEM", test[0], "COLLECTION", test[1], "METHOD", "delete").Replace(paths)
		s := newShop()
		before := s.state()
		s.before = func(_ http.ResponseWriter, r *http.Request) bool {
			r.URL.Path = strings.Replace(strings.Replace(r.URL.Path, "/users", "/user", 1), "/user", "/users", 1)
			return false
		}
		record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
		for _, method := range []string{"GET", "DELETE"} {
			assert.Equal(t, records.Served, cellOf(t, record, method, test[0]).Answer, "%s %s", method, test)
		}
		assert.Equal(t, before, s.state(), test)
		assert.Empty(t, record.Leftovers, test)
	}
}

// Where nothing creates users, the only user that there is is taken for a part of the
// deployment: notes are created below it, and it is not touched itself.
func TestThingsAreCreatedWithinTheOnlyPartOfADeployment(t *testing.T) {
	contract := strings.NewReplacer("ITEM", "/users/{id}", "COLLECTION", "/users", "    post:\n      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [email]",
		"    x-post:\n      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [email]").Replace(usersContract)
	for _, test := range []struct {
		name, method string
		others       int
		want         records.Answer
	}{
		{"the only one", "patch", 1, records.Served},
		{"one of two", "patch", 2, records.Routed},
		{"one that can be deleted", "delete", 1, records.Routed},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newShop()
			if test.others == 1 {
				delete(s.users, "2")
			}
			before := s.state()
			record := probeServer(t, s, probeOptions{mode: Full, contract: strings.Replace(contract, "METHOD", test.method, 1)})
			assert.Equal(t, before, s.state())
			assert.Empty(t, record.Leftovers)
			assert.Equal(t, test.want, cellOf(t, record, "POST", "/users/{userId}/notes").Answer)
			for _, request := range s.unsafeAt() {
				assert.NotContains(t, []string{"DELETE /users/1", "PUT /users/1", "PATCH /users/1", "DELETE /users/1/notes/1"}, request)
			}
		})
	}
}

// Where two parameters name one thing, both come from what creates it.
func TestWhatTakesTwoParametersToNameIsCreatedAndRemoved(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Primaries, version: "1"}
paths:
  /primaries:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [ip, server], properties: {ip: {type: string, format: ipv4}, server: {type: string}}}}}}
      responses: {"201": {description: made}}
  /primaries/{ip}/{server}:
    parameters:
    - {name: ip, in: path, required: true, schema: {type: string}}
    - {name: server, in: path, required: true, schema: {type: string}}
    delete: {responses: {"204": {description: gone}}}
`
	s := newShop()
	held := map[string]bool{"192.0.2.9/theirs": true}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		name, below := strings.CutPrefix(r.URL.Path, "/primaries/")
		switch {
		case r.URL.Path == "/primaries" && r.Method == "POST":
			var in struct{ IP, Server string }
			if json.NewDecoder(r.Body).Decode(&in) != nil {
				return false
			}
			held[in.IP+"/"+in.Server] = true
			w.WriteHeader(201)
		case r.URL.Path == "/primaries" && r.Method == "GET":
			writeJSON(w, 200, []any{})
		case below && r.Method == "DELETE":
			delete(held, name)
			w.WriteHeader(204)
		default:
			return false
		}
		return true
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
	assert.Equal(t, map[string]bool{"192.0.2.9/theirs": true}, held)
	assert.Empty(t, record.Leftovers)
	for _, at := range [][2]string{{"POST", "/primaries"}, {"DELETE", "/primaries/{ip}/{server}"}} {
		cell := cellOf(t, record, at[0], at[1])
		assert.Equal(t, records.Served, cell.Answer, "%s: %s", at, cell.Reason)
	}
}
