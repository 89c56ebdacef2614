package probe

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// withLink is the shop where people sign up: only a link says how the answer names the user.
var withLink = strings.NewReplacer("  /users:\n    get: {responses: {\"200\": {description: ok}}}\n    post:", "  /users:\n    get: {responses: {\"200\": {description: ok}}}\n  /signup:\n    post:",
	`responses: {"201": {description: made}, "409": {description: taken}}`,
	`responses: {"201": {description: made, links: {new user: {operationId: showUser, parameters: {id: '$response.body#/made/number'}}}}}`,
	"    get: {responses: {\"200\": {description: ok}, \"404\": {description: none}}}\n    put:\n      requestBody: {required: true, content: {application/json: {schema: {$ref",
	"    get: {operationId: showUser, responses: {\"200\": {description: ok}, \"404\": {description: none}}}\n    put:\n      requestBody: {required: true, content: {application/json: {schema: {$ref").Replace(shopContract)

// signUp answers with the number of a user; shift makes it that of another one.
func signUp(s *shop, shift int) {
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/signup" || r.Method != "POST" {
			return false
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		made := httptest.NewRecorder()
		s.addUser(made, r)
		writeJSON(w, made.Code, map[string]any{"id": "ok", "made": map[string]any{"number": s.last + shift}})
		return true
	}
}

func TestALinkSaysWhereWhatWasCreatedIs(t *testing.T) {
	s := newShop()
	before := s.state()
	signUp(s, 0)
	record := probeServer(t, s, probeOptions{mode: Full, contract: withLink})
	assert.Equal(t, before, s.state())
	assert.Empty(t, record.Leftovers)
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		cell := cellOf(t, record, method, "/users/{id}")
		assert.Equal(t, records.Served, cell.Answer, "%s: %s", method, cell.Reason)
	}
	for _, path := range record.Paths {
		if path.Template == "/users/{id}" {
			assert.Equal(t, "POST /signup, linked as new user", path.Values[0].From)
		}
	}
}

// A link that leads to another's user makes it nobody's but theirs.
func TestALinkToWhatIsNotNewIsNotFollowed(t *testing.T) {
	s := newShop()
	before := s.state()
	signUp(s, -1)
	probeServer(t, s, probeOptions{mode: Full, contract: withLink})
	s.mu.Lock()
	for id := range s.users {
		if id > "2" {
			delete(s.users, id)
			delete(s.notes, id)
		}
	}
	s.mu.Unlock()
	assert.Equal(t, before, s.state())
	for _, request := range s.unsafeAt() {
		assert.NotContains(t, []string{"DELETE /users/1", "DELETE /users/2", "PUT /users/1", "PUT /users/2"}, request)
	}
}
