package probe

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

const limitsContract = `
openapi: 3.0.3
info: {title: Limits, version: "1"}
paths:
  /limits:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}}
      responses: {"201": {description: made}}
  /limits/{id_or_name}:
    parameters: [{name: id_or_name, in: path, required: true, schema: {anyOf: [{type: string, format: uuid}, {type: string}]}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
`

// limits takes what looks like an id for one, and anything else for a name.
type limits struct {
	mu    sync.Mutex
	named map[string]string // by id
}

func (l *limits) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id, item := strings.CutPrefix(r.URL.Path, "/limits/")
	if item && !regexp.MustCompile(`^[0-9a-f-]{36}$`).MatchString(id) {
		for other, name := range l.named {
			if name == id {
				id = other
			}
		}
	}
	var in struct{ Name string }
	switch {
	case r.URL.Path == "/limits" && r.Method == "POST" && json.NewDecoder(r.Body).Decode(&in) == nil && in.Name != "":
		id = "00000000-0000-4000-8000-" + strings.Repeat("7", 12-len(l.named)) + strings.Repeat("8", len(l.named))
		l.named[id] = in.Name
		writeJSON(w, 201, map[string]any{"id": id, "name": in.Name})
	case l.named[id] == "":
		writeJSON(w, 404, map[string]any{"error": "not found"})
	case r.Method == "GET":
		writeJSON(w, 200, map[string]any{"id": id, "name": l.named[id]})
	case r.Method == "DELETE":
		delete(l.named, id)
		w.WriteHeader(204)
	default:
		w.WriteHeader(405)
	}
}

func TestWhatGoesByItsIDOrItsNameIsFoundByTheID(t *testing.T) {
	theirs := map[string]string{"00000000-0000-4000-8000-000000000001": "theirs"}
	l := &limits{named: maps.Clone(theirs)}
	record := probeServer(t, l, probeOptions{mode: Full, contract: limitsContract})
	post := cellOf(t, record, "POST", "/limits")
	assert.Equal(t, records.Served, post.Answer, post.Reason)
	assert.JSONEq(t, `{"name":"${RUN}"}`, post.Exchanges[0].Body, "a name shows whose it is")
	assert.Equal(t, records.Served, cellOf(t, record, "DELETE", "/limits/{id_or_name}").Answer)
	assert.Empty(t, record.Leftovers)
	assert.Equal(t, theirs, l.named)
}

func TestAlternatives(t *testing.T) {
	for param, want := range map[string][]string{
		"id_or_name": {"id", "name"}, "usernameOrId": {"username", "id"}, "organization_id_or_slug": {"organization_id", "slug"},
		"vendorOrgan": nil, "id": nil, "Order": nil, "_or_": nil,
	} {
		assert.Equal(t, want, alternatives(param), param)
	}
	assert.Contains(t, itemFields("organization_id_or_slug"), "id")
}

// A request that got no answer, or failed, may have created something or not.
func TestWhatMayHaveBeenCreatedIsNotSaidToBeThere(t *testing.T) {
	ledger := NewLedger(nil)
	_, err := ledger.ask(Creation{By: "POST /limits"})
	require.NoError(t, err)
	asked := (&cleaner{ledger: ledger}).clean(t.Context())
	assert.Equal(t, []records.Leftover{{By: "POST /limits", Why: "nothing says whether it was created"}}, asked)
}
