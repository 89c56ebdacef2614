package probe

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

const sessionContract = `openapi: 3.0.3
info: {title: Sessions, version: "1"}
components: {securitySchemes: {token: {type: http, scheme: bearer}}}
security: [{token: []}]
paths:
  /account/logout:
    get: {responses: {"200": {description: ended}}}
  /account/end-session:
    post: {responses: {"200": {description: ended}}}
  /tasks:
    get: {responses: {"200": {description: ok}}}
`

// sessions is an API whose logout voids the credentials that are sent there, by any method.
type sessions struct {
	mu    sync.Mutex
	ended []string
}

func (s *sessions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") && len(s.ended) == 0
	switch {
	case r.Method != "GET" && r.Method != "HEAD" && r.URL.Path == "/tasks":
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(405)
	case !known:
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(401)
	case r.URL.Path == "/tasks":
		writeJSON(w, 200, []string{})
	case strings.HasPrefix(r.URL.Path, "/account/"):
		s.ended = append(s.ended, r.Method+" "+r.URL.Path)
		w.WriteHeader(200)
	default:
		w.WriteHeader(404)
	}
}

func TestNoMethodTakesCredentialsToWhatEndsTheirSession(t *testing.T) {
	token := secret.OfField("Authorization", "Bearer t0ken-of-someone")
	for name, wire := range map[string]probeOptions{
		"for a scheme":          {schemes: []string{"token"}, wire: WireOptions{Credentials: []Credential{{Scheme: "token", Secret: token}}}},
		"sent with everything":  {wire: WireOptions{Secrets: []secret.Secret{token}}},
		"a field of the user's": {wire: WireOptions{Fields: []Field{{"Authorization", "Bearer t0ken-of-someone"}}}},
	} {
		for _, mode := range []Mode{ReadOnly, GuardedMode, Full} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				s := &sessions{}
				wire.mode, wire.contract = mode, sessionContract
				record := probeServer(t, s, wire)
				assert.Empty(t, s.ended)
				assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/tasks").Verdict)
				logout := cellOf(t, record, "GET", "/account/logout")
				assert.Equal(t, records.Undecided, logout.Verdict)
				assert.Contains(t, logout.Reason, noSession)
			})
		}
	}
}

func TestWhatEndsASessionIsKnownByItsPath(t *testing.T) {
	ends := []string{"/logout", "/api/v1/users/logout?x=1", "/log-out", "/auth/sign_out", "/signOut", "/oidc/endSession", "/session/logoff"}
	for _, path := range append(ends, "/login", "/logs/output", "/catalog/outputs", "/log/{out}", "/end/session", "/sessions", "/blog-outline") {
		assert.Equal(t, slices.Contains(ends, path), endsSession(path), path)
	}
}

func TestA403ToWhatGoesWithEveryRequestSaysSo(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Views, version: "1"}
paths:
  /tasks: {get: {responses: {"200": {description: ok}}}}
  /views: {get: {responses: {"200": {description: ok}}}}
`
	serve := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/views":
			writeJSON(w, 403, map[string]any{"message": "permission denied"})
		case r.URL.Path == "/tasks":
			writeJSON(w, 200, []string{})
		default:
			writeJSON(w, 404, map[string]any{"message": "no such route"})
		}
	})
	token := secret.OfField("Authorization", "Bearer t0ken-of-someone")
	record := probeServer(t, serve, probeOptions{mode: ReadOnly, contract: contract, wire: WireOptions{Secrets: []secret.Secret{token}}})
	cell := cellOf(t, record, "GET", "/views")
	assert.Equal(t, "answered 403 (permission denied) to the credentials that go with every request, before anything could be learned", cell.Reason)
	assert.Contains(t, cell.Decides, "credentials that have the right to do it")
	record = probeServer(t, serve, probeOptions{mode: ReadOnly, contract: contract})
	assert.Equal(t, givingCredentials, cellOf(t, record, "GET", "/views").Decides, "none were given")
}
