package probe

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

const rightsContract = `openapi: 3.1.0
info: {title: Rights, version: "1"}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /mine: {get: {responses: {"200": {description: ok}}}}
  /theirs: {get: {responses: {"200": {description: ok}}}}
  /blocked: {get: {responses: {"200": {description: ok}}}, post: {responses: {"200": {description: ok}}}}
`

// rights serves /mine to everybody who has a key, /theirs to the boss only, and nobody gets
// past the block before /blocked.
func rights(w http.ResponseWriter, r *http.Request) {
	switch key := r.Header.Get("X-Key"); {
	case r.URL.Path == "/blocked":
		writeJSON(w, 403, map[string]string{"edge": "blocks"})
	case r.URL.Path != "/mine" && r.URL.Path != "/theirs":
		writeJSON(w, 404, map[string]string{})
	case r.URL.Path == "/theirs" && key != "boss-key":
		writeJSON(w, 403, map[string]string{"missing": "rights"})
	case r.Method != "GET" && r.Method != "HEAD":
		w.Header().Set("Allow", "GET, HEAD")
		writeJSON(w, 405, map[string]string{})
	default:
		writeJSON(w, 200, map[string]string{"your key": key})
	}
}

func TestSecondIdentityTellsRightsFromABlock(t *testing.T) {
	key := func(value, variable string) []Credential {
		return []Credential{{Scheme: "key", Secret: secret.Secret{In: "header", Name: "X-Key", Value: value, Variable: variable}}}
	}
	var mu sync.Mutex
	byBoss := map[string]bool{}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Key") == "boss-key" {
			mu.Lock()
			byBoss[r.Method+" "+r.URL.Path] = true
			mu.Unlock()
		}
		rights(w, r)
	})
	record := probeServer(t, handler, probeOptions{contract: rightsContract, mode: GuardedMode, schemes: []string{"key"},
		wire: WireOptions{Credentials: key("worker-key", "WORKER")},
		as:   &Identity{Name: "boss", Credentials: key("boss-key", "BOSS"), Schemes: []string{"key"}}})

	theirs := cellOf(t, record, "GET", "/theirs")
	assert.Equal(t, records.Passed, theirs.Verdict, "%+v", theirs)
	assert.Equal(t, "answered 403, and 200 to boss: it depends on who asks", theirs.Reason)
	assert.Equal(t, []string{"", "boss"}, []string{theirs.Exchanges[0].As, theirs.Exchanges[1].As})
	assert.Contains(t, theirs.Exchanges[1].Fields, "X-Key: ${BOSS}")
	assert.Contains(t, theirs.Exchanges[1].Response.Body, "${BOSS}")
	blocked := cellOf(t, record, "GET", "/blocked")
	assert.Equal(t, records.Undecided, blocked.Verdict)
	assert.Contains(t, blocked.Reason, "boss is answered 403")
	assert.Len(t, cellOf(t, record, "GET", "/mine").Exchanges, 1, "nothing is asked twice that was answered")

	assert.True(t, byBoss["GET /theirs"])
	for request := range byBoss {
		assert.NotRegexp(t, "^(PATCH|DELETE|TRACE)", request, "the second identity asks nothing that no guard fits")
	}
}
