package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// withAliases is the shop where users can also be named by their email, and by their team.
var withAliases = strings.NewReplacer("  /users:\n", `  /users/email/{email}:
    parameters: [{name: email, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
  /users/team/{team}:
    parameters: [{name: team, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
  /users:
`, "    get: {responses: {\"200\": {description: ok}, \"404\": {description: none}}}\n    put:\n      requestBody: {required: true, content: {application/json: {schema: {$ref",
	"    get: {responses: {\"200\": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}}\n    put:\n      requestBody: {required: true, content: {application/json: {schema: {$ref",
	"required: [email]", "required: [email, team]", "team: {type: string}", "team: {type: string, enum: [red]}\n        id: {type: integer, readOnly: true}").Replace(shopContract)

// aliased answers at the paths of users by their email and their team.
func aliased(s *shop) {
	s.users["2"] = user{Email: "someone@example.com", Team: "red"}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		if len(parts) == 2 && parts[0] == "users" && r.Method == "GET" {
			parts = []string{"users", "id", parts[1]}
		}
		if len(parts) != 3 || parts[0] != "users" || r.Method != "GET" && r.Method != "DELETE" || parts[2] == "notes" || parts[2] == "welcome" {
			return false
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		var found any
		for _, id := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
			u, ok := s.users[id]
			if !ok || map[string]string{"id": id, "email": u.Email, "team": u.Team}[parts[1]] != parts[2] {
				continue
			}
			found = map[string]any{"id": int(id[0] - '0'), "email": u.Email, "team": "red"}
			if r.Method == "DELETE" {
				delete(s.users, id)
				delete(s.notes, id)
			}
		}
		switch {
		case found == nil:
			writeJSON(w, 404, map[string]any{"error": "no such user"})
		case r.Method == "DELETE":
			w.WriteHeader(204)
		default:
			writeJSON(w, 200, found)
		}
		return true
	}
}

func TestAThingIsAlsoKnownByItsOwnName(t *testing.T) {
	s := newShop()
	aliased(s)
	before := s.state()
	record := probeServer(t, s, probeOptions{mode: Full, contract: withAliases})
	assert.Equal(t, before, s.state())
	assert.Empty(t, record.Leftovers)
	for _, method := range []string{"GET", "DELETE"} {
		cell := cellOf(t, record, method, "/users/email/{email}")
		assert.Equal(t, records.Served, cell.Answer, "%s: %s", method, cell.Reason)
	}
}

// Others are in the team, though its path answers with the run's own user.
func TestAWordThatOthersShareIsNoName(t *testing.T) {
	s := newShop()
	aliased(s)
	before := s.state()
	record := probeServer(t, s, probeOptions{mode: Full, contract: withAliases})
	assert.Equal(t, before, s.state())
	assert.Equal(t, records.Undecided, cellOf(t, record, "DELETE", "/users/team/{team}").Verdict)
	assert.NotContains(t, s.seen, "DELETE /users/team/red")
}

// The key of a thing is not its id; where it has none, a 404 proves nothing.
func TestAParameterIsNotTakenForAnotherProperty(t *testing.T) {
	for name, test := range map[string]struct {
		user    map[string]any
		verdict records.Verdict
	}{
		"the thing has the property": {map[string]any{"id": 3, "key": "k-3"}, records.Passed},
		"it has not":                 {map[string]any{"id": 3, "key": nil}, records.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			contract := strings.Replace(shopContract, "  /users:\n", `  /users/{key}/latest:
    parameters: [{name: key, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
  /users:
`, 1)
			s := newShop()
			before := s.state()
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				switch {
				case r.Method == "GET" && r.URL.Path == "/users/3" && s.users["3"].Email != "":
					writeJSON(w, 200, test.user)
				case r.URL.Path == "/users/k-3/latest" && r.Method == "GET":
					writeJSON(w, 200, map[string]any{"email": "x"})
				case strings.HasSuffix(r.URL.Path, "/latest") && r.Method == "GET":
					writeJSON(w, 404, map[string]any{"error": "no such key"})
				case strings.HasSuffix(r.URL.Path, "/latest"):
					w.Header().Set("Allow", "GET")
					w.WriteHeader(405)
				default:
					return false
				}
				return true
			}
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			cell := cellOf(t, record, "GET", "/users/{key}/latest")
			assert.Equal(t, test.verdict, cell.Verdict, cell.Reason)
			assert.Equal(t, before, s.state())
		})
	}
}
