package probe

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/oauth"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// issuer is an authorization server and the API that takes its tokens.
type issuer struct {
	*httptest.Server
	mu sync.Mutex
	// issued counts tokens; asked are the forms that were sent.
	issued int
	asked  []url.Values
	// answer takes the place of the token endpoint's; nil for none.
	answer http.HandlerFunc
	// valid says which tokens the API takes; nil means the last one issued.
	valid    func(token string, issued int) bool
	expires  int
	bodyOnly bool
}

func newIssuer(t *testing.T) *issuer {
	i := &issuer{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 200, map[string]string{"issuer": i.URL, "token_endpoint": i.URL + "/token"})
	})
	mux.HandleFunc("/secured", func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		valid := token == fmt.Sprintf("issued-token-%d", i.issued)
		if i.valid != nil {
			valid = i.valid(token, i.issued)
		}
		switch {
		case !valid:
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			writeJSON(w, 401, map[string]string{"token": token})
		case r.Method != "GET" && r.Method != "HEAD":
			w.Header().Set("Allow", "GET, HEAD")
			writeJSON(w, 405, map[string]string{})
		default:
			writeJSON(w, 200, map[string]string{"you sent": token, "refresh": "refresh-token-1"})
		}
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	_ = r.ParseForm()
	form := r.PostForm
	if id, secret, ok := r.BasicAuth(); ok {
		form.Set("in-header", id+":"+secret)
	}
	i.asked = append(i.asked, form)
	switch {
	case i.answer != nil:
		i.answer(w, r)
	case i.bodyOnly && form.Get("client_secret") != "client-s3cret":
		writeJSON(w, 401, map[string]string{"error": "invalid_client"})
	default:
		i.issued++
		answer := map[string]any{"access_token": fmt.Sprintf("issued-token-%d", i.issued), "token_type": "bearer", "refresh_token": "refresh-token-1"}
		if i.expires > 0 {
			answer["expires_in"] = i.expires
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer)
	}
}

const tokenContract = `openapi: 3.1.0
info: {title: Secured, version: "1"}
components: {securitySchemes: {auth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {}}}}}}
security: [{auth: [read]}]
paths:
  /secured: {get: {responses: {"200": {description: ok}}}}
`

// probe runs the whole program against the API with a grant.
func (i *issuer) probe(t *testing.T, mode Mode, g oauth.Grant) *records.Run {
	t.Helper()
	contract, err := spec.Load(t.Context(), "-", spec.LoadOptions{Stdin: strings.NewReader(tokenContract)})
	require.NoError(t, err)
	base, err := url.Parse(i.URL)
	require.NoError(t, err)
	plan, err := NewPlan(contract, PlanOptions{BaseURL: base, Mode: mode, Schemes: []string{"auth"}})
	require.NoError(t, err)
	credential := Credential{Scheme: "auth", Grant: &g, Secret: secret.Secret{In: "header", Name: "Authorization", Variable: "AUTH_TOKEN"}}
	record, err := Run(t.Context(), plan, RunOptions{Wire: WireOptions{Credentials: []Credential{credential}}})
	require.NoError(t, err)
	stored, err := json.Marshal(record)
	require.NoError(t, err)
	for _, secret := range []string{"client-s3cret", "pass-w0rd", "issued-token", "refresh-token"} {
		assert.NotContains(t, string(stored), secret)
	}
	return record
}

func (i *issuer) client() oauth.Grant {
	return oauth.Grant{TokenURL: i.URL + "/token", ClientID: "me", ClientSecret: secret.Secret{Value: "client-s3cret", Variable: "CLIENT_SECRET"}, Scopes: []string{"read"}}
}

func TestClientCredentialsGetOneTokenForTheRun(t *testing.T) {
	i := newIssuer(t)
	record := i.probe(t, ReadOnly, i.client())
	assert.Equal(t, records.Completed, record.State, "%+v", record.Notices)
	assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/secured").Verdict)
	require.Len(t, i.asked, 1)
	assert.Equal(t, url.Values{"grant_type": {"client_credentials"}, "scope": {"read"}, "in-header": {"me:client-s3cret"}}, i.asked[0])
	x := cellOf(t, record, "GET", "/secured").Exchanges[0]
	assert.Contains(t, x.Fields, "Authorization: Bearer ${AUTH_TOKEN}")
	assert.Contains(t, x.Response.Body, "${AUTH_TOKEN}")
}

func TestEndpointThatReadsTheBodyOnlyIsAskedAgain(t *testing.T) {
	i := newIssuer(t)
	i.bodyOnly = true
	assert.Equal(t, records.Completed, i.probe(t, ReadOnly, i.client()).State)
	assert.Len(t, i.asked, 2)
}

func TestWrongPasswordIsNotTriedTwice(t *testing.T) {
	i := newIssuer(t)
	i.answer = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 400, map[string]string{"detail": "wrong password"})
	}
	g := i.client()
	g.Username, g.Password = "ada", secret.Secret{Value: "pass-w0rd", Variable: "PASSWORD"}
	assert.Equal(t, records.Untestable, i.probe(t, ReadOnly, g).State)
	assert.Len(t, i.asked, 1)
}

func TestPasswordGrantNeedsNoClient(t *testing.T) {
	i := newIssuer(t)
	g := oauth.Grant{TokenURL: i.URL + "/token", Username: "ada", Password: secret.Secret{Value: "pass-w0rd", Variable: "PASSWORD"}, Parameters: map[string]string{"audience": "x"}}
	assert.Equal(t, records.Completed, i.probe(t, ReadOnly, g).State)
	assert.Equal(t, []url.Values{{"grant_type": {"password"}, "username": {"ada"}, "password": {"pass-w0rd"}, "audience": {"x"}}}, i.asked)
}

func TestDiscoveryFindsTheTokenEndpoint(t *testing.T) {
	i := newIssuer(t)
	g := i.client()
	g.TokenURL, g.DiscoveryURL = "", i.URL+"/.well-known/openid-configuration"
	assert.Equal(t, records.Completed, i.probe(t, ReadOnly, g).State)
	g.DiscoveryURL = i.URL + "/elsewhere"
	record := i.probe(t, ReadOnly, g)
	assert.Equal(t, records.Untestable, record.State)
	assert.Contains(t, record.Notices[0].Text, "/elsewhere was answered 404 Not Found")
}

func TestTokenThatEndsIsRenewedBeforeItDoes(t *testing.T) {
	for expires, due := range map[int]time.Duration{3600: 3590 * time.Second, 6: 3 * time.Second, 0: 1 << 40} {
		i := newIssuer(t)
		i.expires = expires
		g := i.client()
		w := newTestWire(t, i.URL, func(o *WireOptions) {
			o.Credentials = []Credential{{Scheme: "auth", Grant: &g, Secret: secret.Secret{In: "header", Name: "Authorization"}}}
		})
		require.NoError(t, w.authenticate(t.Context(), []string{"auth"}))
		started := time.Now()
		for _, at := range []struct {
			after  time.Duration
			issued int
		}{{due - time.Second, 1}, {due + time.Second, 2}} {
			w.pace.now = func() time.Time { return started.Add(at.after) }
			x := w.send(t.Context(), Request{Method: "GET", URL: "/secured", Schemes: []string{"auth"}})
			assert.Equal(t, 200, x.Response.Status)
			if expires > 0 {
				assert.Equal(t, at.issued, i.issued, "%d: after %s", expires, at.after)
			}
		}
	}
}

func TestTokenThatIsRefusedIsRenewedOnce(t *testing.T) {
	i := newIssuer(t)
	uses := 0
	i.valid = func(token string, issued int) bool {
		uses++
		return token == fmt.Sprintf("issued-token-%d", issued) && (issued > 1 || uses < 3)
	}
	record := i.probe(t, GuardedMode, i.client())
	assert.Equal(t, records.Completed, record.State, "%+v", record.Notices)
	assert.Len(t, i.asked, 2)
	for _, cell := range record.Paths[0].Cells {
		if x := cell.Exchanges; len(x) > 0 && cell.Method != "TRACE" && cell.Method != "POST" {
			assert.NotEqual(t, 401, x[0].Response.Status, cell.Method)
		}
	}
}

func TestTokenThatIsNeverTakenEndsTheRunEarly(t *testing.T) {
	i := newIssuer(t)
	i.valid = func(string, int) bool { return false }
	record := i.probe(t, GuardedMode, i.client())
	assert.Equal(t, records.Untestable, record.State)
	assert.Len(t, i.asked, 2, "it is renewed once, and never again")
	notice := record.Notices[0]
	assert.Equal(t, "credentials", notice.Kind)
	assert.Contains(t, notice.Text, "401 to the credentials (Authorization: Bearer ${AUTH_TOKEN})")
	assert.Contains(t, notice.Text, `WWW-Authenticate: Bearer error="invalid_token"`)
	assert.Less(t, record.Summary.Requests, 4)
}

func TestTokenErrorsAreExplained(t *testing.T) {
	tests := map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"an error of RFC 6749": {func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 400, map[string]string{"error": "invalid_scope", "error_description": "no such scope for client-s3cret"})
		}, "/token answered 400 Bad Request: invalid_scope no such scope for ${CLIENT_SECRET}"},
		"a page":   {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<b>gone</b>", 404) }, "answered 404 Not Found; it says: <b>gone</b>"},
		"no token": {func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]string{}) }, "holds no access_token"},
		"no JSON": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>secret-page")
		}, "cannot be read as a token"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other", 307) }, "a redirect, and secrets are not sent after one"},
		"two lines": {func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 200, map[string]string{"access_token": "a\nb"})
		}, "control character"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t)
			i.answer = test.answer
			record := i.probe(t, ReadOnly, i.client())
			assert.Equal(t, records.Untestable, record.State)
			assert.Contains(t, record.Notices[0].Text, "no token for the security scheme auth")
			assert.Contains(t, record.Notices[0].Text, test.want)
			assert.Zero(t, record.Summary.Requests)
		})
	}
}

func TestEndpointThatIsSlowOrAwayIsNamed(t *testing.T) {
	i := newIssuer(t)
	hang := make(chan struct{})
	defer close(hang)
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	defer slow.CloseClientConnections()
	w := newTestWire(t, i.URL, func(o *WireOptions) {
		o.Timeout = 50 * time.Millisecond
		g := oauth.Grant{TokenURL: slow.URL + "/token?key=hidden", ClientID: "me"}
		away := oauth.Grant{TokenURL: "http://127.0.0.1:1/token", ClientID: "me"}
		o.Credentials = []Credential{
			{Scheme: "slow", Grant: &g, Secret: secret.Secret{In: "header", Name: "Authorization"}},
			{Scheme: "away", Grant: &away, Secret: secret.Secret{In: "header", Name: "Authorization"}}}
	})
	err := w.authenticate(t.Context(), []string{"slow"})
	require.ErrorContains(t, err, "/token does not answer: ")
	assert.NotContains(t, err.Error(), "hidden")
	require.ErrorContains(t, w.authenticate(t.Context(), []string{"away"}), "connection refused")
}

func TestRefusedEverywhereIsUntestableThoughAllWasAsked(t *testing.T) {
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/secured" {
			writeJSON(w, 404, map[string]string{})
			return
		}
		writeJSON(w, 403, map[string]string{"missing": "rights"})
	}), probeOptions{contract: tokenContract, schemes: []string{"auth"}, wire: WireOptions{Secrets: []secret.Secret{{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: "my-token", Variable: "TOKEN"}}}})
	assert.Equal(t, records.Untestable, record.State)
	assert.Contains(t, record.Notices[0].Text, "the operation that they go with answers 403 to the credentials (Authorization: Bearer ${TOKEN})")
}
