package probe

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
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
	assert.Equal(t, records.Served, cellOf(t, record, "POST", "/users/search").Answer)
	for action, why := range map[string]string{"/users/bulk_delete": removesOthers, "/users/merge": touchesOthers} {
		cell := cellOf(t, record, "POST", action)
		assert.Equal(t, records.Undecided, cell.Verdict, action)
		assert.Contains(t, cell.Reason, why, action)
	}
}

// withTransfers is the shop with two POSTs that are documented to create things which nothing
// lists, one of them by its status only, and one whose content nobody looks at.
var withTransfers = strings.Replace(shopContract, "  /users:\n", `  /transfers:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [amount], properties: {amount: {type: integer}}}}}}
      responses: {"201": {description: made}}
  /recalculate:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [amount], properties: {amount: {type: integer}}}}}}
      responses: {"201": {description: made}}
  /users:
`, 1)

func TestAPostThatIsDocumentedToCreateIsSentAtACollectionOnly(t *testing.T) {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "POST" || r.URL.Path != "/transfers" && r.URL.Path != "/recalculate" {
			return false
		}
		var in struct{ Amount *int }
		if r.URL.Path == "/transfers" && (json.NewDecoder(r.Body).Decode(&in) != nil || in.Amount == nil) {
			writeJSON(w, 422, map[string]any{"error": "amount is missing"})
			return true
		}
		writeJSON(w, 201, map[string]any{})
		return true
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: withTransfers})
	transfers := cellOf(t, record, "POST", "/transfers")
	assert.Equal(t, records.Passed, transfers.Verdict, transfers.Reason)
	assert.Equal(t, records.Fired, transfers.Evidence)
	recalculate := cellOf(t, record, "POST", "/recalculate")
	assert.Equal(t, records.Undecided, recalculate.Verdict)
	assert.Contains(t, recalculate.Reason, touchesOthers)
	changed := record.NoticesOf("changed")
	require.Len(t, changed, 1)
	assert.Contains(t, changed[0].Text, "POST /recalculate", "malformed content was answered with success")
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

func TestNamesOfMany(t *testing.T) {
	for name, want := range map[string]bool{
		"transfers": true, "line-items": true, "status": false, "access": false, "analysis": false, "recalculate": false, "": false,
	} {
		assert.Equal(t, want, namesMany(name), name)
	}
}

func TestWhatActsByItselfIsMadeSwitchedOff(t *testing.T) {
	contract := func(path string) string {
		return `
openapi: 3.1.0
info: {title: Hooks, version: "1"}
paths:
  ` + path + `:
    post:
      requestBody: {content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}, active: {type: boolean, default: true}}}}}}
      responses: {"201": {description: made}}
`
	}
	for path, want := range map[string]string{
		"/hooks":                 `{"active":false,"name":"verbatim-run"}`,
		"/teams/{id}/web-hooks":  `{"active":false,"name":"verbatim-run"}`,
		"/watches/{id}/versions": `{"active":false,"name":"verbatim-run"}`,
		"/users":                 `{"name":"verbatim-run"}`,
		"/items/{job}":           `{"name":"verbatim-run"}`,
	} {
		plan := planOf(t, contract(path), "http://192.0.2.1", Full, map[string]string{"id": "1", "job": "1"})
		post := plan.Rows[0].cell("POST")
		require.NotNil(t, post)
		assert.JSONEq(t, want, string(post.Body), path)
		assert.NotContains(t, string(planOf(t, contract(path), "http://192.0.2.1", GuardedMode, map[string]string{"id": "1", "job": "1"}).Rows[0].cell("POST").Body), "active")
	}
}
