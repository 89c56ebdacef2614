package probe

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

const commandContract = `openapi: 3.1.0
info: {title: Secured, version: "1"}
components: {securitySchemes: {auth: {type: http, scheme: bearer}}}
paths:
  /open: {get: {responses: {"200": {description: ok}}}}
  /tasks:
    get: {security: [{auth: []}], responses: {"200": {description: ok}}}
    post: {security: [{auth: []}], requestBody: {content: {application/json: {}}}, responses: {"201": {description: ok}}}
`

// printedTokens probes an API that takes the token of some number, with a command that prints
// printed-1, printed-2 and so on. It returns how often the command was run, the first time included.
func printedTokens(t *testing.T, everywhere bool, command string, takes func(token string) bool) (*records.Run, int, []string) {
	t.Helper()
	t.Chdir(t.TempDir())
	var mu sync.Mutex
	var seen []string
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.Method+" "+r.URL.Path+" "+token)
		switch {
		case r.URL.Path == "/tasks" && !takes(token):
			writeJSON(w, 401, map[string]string{"token": token})
		case r.URL.Path == "/tasks" && r.Method == "POST":
			writeJSON(w, 400, map[string]string{"error": "not JSON"})
		case r.URL.Path != "/tasks" && r.URL.Path != "/open":
			writeJSON(w, 404, map[string]string{"error": "no such path"})
		case r.Method != "GET" && r.Method != "HEAD":
			w.Header().Set("Allow", "GET, HEAD, POST")
			w.WriteHeader(405)
		default:
			writeJSON(w, 200, map[string]string{"you sent": token})
		}
	})
	value, _, err := secret.Read(t.Context(), "command:"+command)
	require.NoError(t, err)
	s := secret.Secret{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: value, Variable: "TOKEN", Command: command}
	o := probeOptions{contract: commandContract, mode: GuardedMode, schemes: []string{"auth"}, wire: WireOptions{Credentials: []Credential{{Scheme: "auth", Secret: s}}}}
	if everywhere {
		o.wire = WireOptions{Secrets: []secret.Secret{s}}
	}
	record := probeServer(t, handler, o)
	stored := fmt.Sprintf("%+v", record)
	assert.NotContains(t, stored, "printed-")
	runs, err := os.ReadFile(filepath.Join(".", "runs"))
	require.NoError(t, err)
	return record, strings.Count(string(runs), "x"), seen
}

const printsAnother = `printf x >> runs; printf printed-%s "$(wc -c < runs | tr -d ' ')"`

func TestACommandIsRunAgainWhenItsTokenIsRefused(t *testing.T) {
	for _, everywhere := range []bool{true, false} {
		record, runs, seen := printedTokens(t, everywhere, printsAnother, func(token string) bool { return token == "printed-2" })
		assert.Equal(t, 2, runs)
		assert.Equal(t, records.Completed, record.State)
		assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/tasks").Verdict)
		assert.Contains(t, seen, "POST /tasks printed-2")
		assert.NotContains(t, seen, "POST /tasks printed-1")
	}
}

func TestACommandThatDoesNotHelpIsNotRunAgain(t *testing.T) {
	never := func(string) bool { return false }
	for name, test := range map[string]struct {
		command string
		runs    int
	}{
		"refused again": {printsAnother, 2},
		"the same":      {"printf x >> runs; printf printed-1", 2},
		"it fails":      {"test ! -e runs || { printf x >> runs; echo no session >&2; exit 1; }; printf x >> runs; printf printed-1", 2},
	} {
		t.Run(name, func(t *testing.T) {
			record, runs, _ := printedTokens(t, false, test.command, never)
			assert.Equal(t, test.runs, runs)
			assert.NotEqual(t, records.Passed, cellOf(t, record, "POST", "/tasks").Verdict)
		})
	}
}
