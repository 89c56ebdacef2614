package probe

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// tokensContract has the GET of a token by its name, and the DELETE by another of its properties.
func tokensContract(read, remove, named string) string {
	return strings.NewReplacer("READ", read, "REMOVE", remove, "NAMED", named).Replace(`
openapi: 3.0.3
info: {title: Tokens, version: "1"}
paths:
  /api-tokens:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [NAMED], properties: {NAMED: {type: string}}}}}}
      responses: {"201": {description: made}}
  /api-tokens/{REMOVE}:
    parameters: [{name: REMOVE, in: path, required: true, schema: {type: string}}]
    delete: {responses: {"204": {description: gone}}}
  /api-tokens/{READ}:
    parameters: [{name: READ, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
`)
}

// tokens are found by one property and removed by another.
type tokens struct {
	mu           sync.Mutex
	read, remove string
	named        string // the property that a POST sets
	hides        string // a property that no answer shows
	last         int
	all          []map[string]any
}

func (s *tokens) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, item := strings.CutPrefix(r.URL.Path, "/api-tokens/")
	at := func(property string) int {
		return slices.IndexFunc(s.all, func(t map[string]any) bool { return item && t[property] == name })
	}
	var in map[string]any
	switch {
	case r.URL.Path == "/api-tokens" && r.Method == "POST" && json.NewDecoder(r.Body).Decode(&in) == nil && in[s.named] != nil:
		if slices.ContainsFunc(s.all, func(t map[string]any) bool { return t[s.named] == in[s.named] }) {
			writeJSON(w, 409, map[string]any{"error": "there is one of that name"})
			return
		}
		s.last++
		made := map[string]any{"id": strconv.Itoa(s.last), s.named: in[s.named], "secret": "s" + strconv.Itoa(s.last), "group": "all"}
		s.all = append(s.all, made)
		writeJSON(w, 201, s.shown(made))
	case item && r.Method == "GET" && at(s.read) >= 0:
		writeJSON(w, 200, s.shown(s.all[at(s.read)]))
	case item && r.Method == "DELETE" && at(s.remove) >= 0:
		s.all = slices.Delete(s.all, at(s.remove), at(s.remove)+1)
		w.WriteHeader(204)
	case item && (r.Method == "GET" || r.Method == "DELETE"):
		writeJSON(w, 404, map[string]any{"error": "no such token"})
	default:
		w.Header().Set("Allow", "GET, DELETE, POST")
		w.WriteHeader(405)
	}
}

func (s *tokens) shown(token map[string]any) map[string]any {
	shown := map[string]any{}
	for name, v := range token {
		if name != s.hides {
			shown[name] = v
		}
	}
	return shown
}

func TestAThingIsRemovedByThePropertyThatItsDeleteGoesBy(t *testing.T) {
	for name, test := range map[string]struct {
		read, remove string // parameters
		server       *tokens
		served       bool
		why          string // of the leftover
	}{
		"another property":       {"name", "token", &tokens{read: "tokenName", remove: "secret", named: "tokenName"}, true, ""},
		"which no answer shows":  {"name", "token", &tokens{read: "tokenName", remove: "secret", named: "tokenName", hides: "secret"}, false, "nothing shows which token its DELETE is to name"},
		"which others may share": {"name", "group", &tokens{read: "tokenName", remove: "group", named: "tokenName"}, false, "nothing shows which group its DELETE is to name"},
		"a name of the run's":    {"token", "label", &tokens{read: "secret", remove: "label", named: "label"}, true, ""},
		"the same, called anew":  {"tokenId", "id", &tokens{read: "id", remove: "id", named: "tokenName"}, true, ""},
		"an id of another thing": {"tokenId", "groupId", &tokens{read: "id", remove: "group", named: "tokenName"}, false, "nothing shows which groupId its DELETE is to name"},
		"one path item for both": {"name", "name", &tokens{read: "tokenName", remove: "tokenName", named: "tokenName"}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			contract := tokensContract(test.read, test.remove, test.server.named)
			if test.read == test.remove {
				contract = strings.Replace(contract, "    delete: {responses: {\"204\": {description: gone}}}\n  /api-tokens/{name}:\n    parameters: [{name: name, in: path, required: true, schema: {type: string}}]\n",
					"    delete: {responses: {\"204\": {description: gone}}}\n", 1)
			}
			theirs := map[string]any{"id": "0", test.server.named: "theirs", "secret": "verbatim-run", "group": "all"} // DELETE of the run's name would hit it
			if test.read == "token" {
				theirs["secret"] = "s0"
			}
			s := test.server
			s.all = []map[string]any{theirs}
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			assert.Equal(t, theirs, s.all[0], "what is not the run's stays")
			remove := cellOf(t, record, "DELETE", "/api-tokens/{"+test.remove+"}")
			assert.Equal(t, test.served, remove.Answer == records.Served, remove.Reason)
			if test.why == "" {
				assert.Len(t, s.all, 1)
				assert.Empty(t, record.Leftovers)
				return
			}
			for _, l := range record.Leftovers {
				assert.Equal(t, test.why, l.Why)
			}
			assert.Len(t, record.Leftovers, len(s.all)-1)
		})
	}
}
