package probe

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// withActions is the shop with operations beside its collection: one that deletes what a filter
// matches, one that only looks, and one that merges users and answers with a user.
var withActions = strings.NewReplacer(`description: ok}, "404": {description: none}}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref`, `description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref`, "  /users:\n", `  /users/bulk_delete:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {email: {type: string}}}}}}
      responses: {"200": {description: ok}}
  /users/search:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {email: {type: string}}}}}}
      responses: {"200": {description: ok}}
  /users/merge:
    post:
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}
  /users:
`).Replace(shopContract)

func TestAnActionIsSentOnlyWhereItSparesWhatOthersMade(t *testing.T) {
	s := newShop()
	before := s.state()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		_, action, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if r.Method != "POST" || action != "bulk_delete" && action != "search" && action != "merge" {
			return false
		}
		var in map[string]any
		if action != "merge" && json.NewDecoder(r.Body).Decode(&in) != nil {
			writeJSON(w, 400, map[string]any{"error": "not JSON"})
			return true
		}
		if action != "search" {
			s.mu.Lock()
			clear(s.users)
			s.mu.Unlock()
		}
		writeJSON(w, 200, map[string]any{"email": "someone@example.com"})
		return true
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: withActions})
	assert.Equal(t, before, s.state())
	assert.Equal(t, Served, cellOf(t, record, "POST", "/users/search").Answer)
	for action, why := range map[string]string{"/users/bulk_delete": removesOthers, "/users/merge": touchesOthers} {
		cell := cellOf(t, record, "POST", action)
		assert.Equal(t, Undecided, cell.Verdict, action)
		assert.Contains(t, cell.Reason, why, action)
	}
}

func TestNamesThatSayThatAnActionOnlyReads(t *testing.T) {
	for name, want := range map[string]bool{
		"search": true, "filter": true, "count_by_state": true, "paginate": true, "projects:search": true,
		"bulk_delete": false, "find_and_delete": false, "search-replace": false, "list-remove": false, "find-or-create": false,
		"get": false, "next": false, "reset": false, "discount": false, "": false,
	} {
		assert.Equal(t, want, onlyReads(name), name)
	}
}
