package probe

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

const terminalContract = `
openapi: 3.0.3
info: {title: Terminals, version: "1"}
paths:
  /terminals:
    get: {responses: {"200": {description: ok}}}
    post: {responses: {"200": {description: made}}}
  /terminals/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
`

// terminals are things without a name of their own: a POST starts one, or shows the one that idles.
type terminals struct {
	mu    sync.Mutex
	ids   []string
	last  int
	reuse bool
}

func (s *terminals) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, item := strings.CutPrefix(r.URL.Path, "/terminals/")
	allowed := []string{"GET", "HEAD", "POST"}
	if item {
		allowed = []string{"GET", "HEAD", "DELETE"}
	}
	switch {
	case !item && r.URL.Path != "/terminals":
		writeJSON(w, 404, map[string]any{"error": "no such route"})
	case !slices.Contains(allowed, r.Method):
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		writeJSON(w, 405, map[string]any{"error": "method not allowed"})
	case item && !slices.Contains(s.ids, id):
		writeJSON(w, 404, map[string]any{"error": "no such terminal"})
	case item && r.Method == "DELETE":
		s.ids = slices.DeleteFunc(s.ids, func(other string) bool { return other == id })
		w.WriteHeader(204)
	case item:
		writeJSON(w, 200, map[string]any{"id": id})
	case r.Method == "POST":
		if !s.reuse {
			s.last++
			s.ids = append(s.ids, fmt.Sprint(s.last))
		}
		writeJSON(w, 200, map[string]any{"id": s.ids[len(s.ids)-1]})
	default:
		list := []any{}
		for _, id := range s.ids {
			list = append(list, map[string]any{"id": id})
		}
		writeJSON(w, 200, map[string]any{"limits": []any{map[string]any{"most": 9}}, "terminals": list})
	}
}

// Neither the status nor a text shows that it is new: the list does.
func TestAListThatGrewShowsWhatIsNew(t *testing.T) {
	s := &terminals{ids: []string{"1"}, last: 1}
	record := probeServer(t, s, probeOptions{mode: Full, contract: terminalContract})
	assert.Equal(t, []string{"1"}, s.ids)
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/terminals/{id}").Verdict)
	assert.Empty(t, record.Notices)
}

func TestAListThatDidNotGrowShowsThatItIsOld(t *testing.T) {
	s := &terminals{ids: []string{"1"}, last: 1, reuse: true}
	record := probeServer(t, s, probeOptions{mode: Full, contract: terminalContract})
	assert.Equal(t, []string{"1"}, s.ids)
	assert.Equal(t, records.Undecided, cellOf(t, record, "DELETE", "/terminals/{id}").Verdict)
	if assert.Len(t, record.Notices, 1) {
		assert.Contains(t, record.Notices[0].Text, "POST /terminals")
	}
}

// Some list beside the things what they may have: /users answers with users and with roles.
func TestOfSeveralListsTheOneLikeTheThingSaysWhatWasThere(t *testing.T) {
	users := records.Decoded([]byte(`{"roles": [{"id": 7, "permissions": 1}], "users": [{"id": 3, "email": "x"}]}`))
	answer := &records.Exchange{Response: &records.Response{Body: `{"id": 7, "email": "y"}`}}
	assert.False(t, isListed(users, "id", "7", answer))
	assert.True(t, isListed(users, "id", "3", answer))
	unclear := &records.Exchange{Response: &records.Response{Body: `{"id": 7}`}}
	assert.True(t, isListed(users, "id", "7", unclear), "both are alike, so either counts")
}

// A Location that names the collection names no thing, and what only looks like its name may be
// wrong: a 404 to it is no failure.
func TestWhatOnlyLooksLikeTheNameIsNotHeldAgainstTheAPI(t *testing.T) {
	for name, location := range map[string]string{"a Location that is the collection's": "/users", "none": ""} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method != "POST" || r.URL.Path != "/users" {
					return false
				}
				if _, err := io.ReadAll(r.Body); err != nil {
					return false
				}
				if location != "" {
					w.Header().Set("Location", location)
				}
				writeJSON(w, 201, map[string]any{"secret": "s-1", "name": "somebody"})
				return true
			}
			contract := strings.Replace(shopContract, "    get: {responses: {\"200\": {description: ok}, \"404\": {description: none}}}\n    put:\n      requestBody: {required: true, content: {application/json: {schema: {$ref",
				"    put:\n      requestBody: {required: true, content: {application/json: {schema: {$ref", 1)
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			remove := cellOf(t, record, "DELETE", "/users/{id}")
			assert.Equal(t, records.Undecided, remove.Verdict, "%s", remove.Reason)
			assert.NotContains(t, findings(record), "PUT /users/{id} declared-served")
		})
	}
}

func TestADocumented404BelowAThingIsNoFailure(t *testing.T) {
	for documented, want := range map[string]records.Verdict{`, "404": {description: no such address}`: records.Undecided, "": records.Failed} {
		s := newShop()
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != "POST" || !strings.HasSuffix(r.URL.Path, "/welcome") {
				return false
			}
			writeJSON(w, 404, map[string]any{"error": "no address to write to"})
			return true
		}
		contract := strings.Replace(shopContract, `"202": {description: on its way}`, `"202": {description: on its way}`+documented, 1)
		welcome := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: contract}), "POST", "/users/{id}/welcome")
		assert.Equal(t, want, welcome.Verdict, "%s", welcome.Reason)
	}
}

// A POST that makes the same thing anew is entered twice, and one DELETE removes it.
func TestWhatTwoRequestsMadeAtOnePlaceIsRemovedOnce(t *testing.T) {
	l := NewLedger(nil)
	var entries []*Creation
	for range 2 {
		entry, err := l.ask(Creation{By: "POST /users/3/photo"})
		assert.NoError(t, err)
		l.change(entry, func(c *Creation) { c.State, c.URL = Owned, "/users/3/photo/main" })
		entries = append(entries, entry)
	}
	l.change(entries[1], func(c *Creation) { c.State = Gone })
	assert.Empty(t, l.left())
	l.change(entries[0], func(c *Creation) { c.State = Owned })
	assert.True(t, l.owns("/users/3/photo/main"), "made once more")
}
