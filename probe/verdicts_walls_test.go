package probe

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestWallBeforeEverythingIsUntestable(t *testing.T) {
	record := probeServer(t, status(401), probeOptions{})
	assert.Equal(t, records.Untestable, record.State)
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "wall", record.Notices[0].Kind)
	assert.Empty(t, findings(record))
	assert.Equal(t, record.Summary.Cells, record.Summary.Undecided)
}

func TestLoginRedirectBeforeEverythingIsUntestable(t *testing.T) {
	record := probeServer(t, http.RedirectHandler("https://login.example.com/", 302), probeOptions{})
	assert.Equal(t, records.Untestable, record.State)
	assert.Contains(t, record.Notices[0].Text, "https://login.example.com/")
}

func TestAuthenticationBeforeRoutingIsUndecidedNotRefused(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/tasks/") {
			w.Header().Set("WWW-Authenticate", "x-session")
			w.WriteHeader(401)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	for _, method := range []string{"GET", "PUT", "PATCH"} {
		cell := cellOf(t, record, method, "/tasks/{id}")
		assert.Equal(t, records.Undecided, cell.Verdict, method)
		assert.NotEmpty(t, cell.Decides, method)
	}
}

func TestForbiddenMethodOnAServedPathIsRefusedWithoutBeing405(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "PATCH" || r.Method == "DELETE" {
			w.Header().Set("Content-Type", "text/html") // the API speaks JSON: this came from further out
			w.WriteHeader(403)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, []string{"PATCH /tasks/{id} undeclared-405"}, findings(record))
	assert.Equal(t, records.Undecided, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict, "a declared method may lack a permission")
}

func TestWrongBasePathIsNamed(t *testing.T) {
	a := newAPI()
	contract := strings.Replace(apiContract, "paths:", "servers: [{url: 'https://example.com/v2'}]\npaths:", 1)
	record := probeServer(t, a, probeOptions{contract: contract, prefix: "/v1"})
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "base-path", record.Notices[0].Kind)
	assert.Contains(t, record.Notices[0].Hint, "/v2")
	assert.Equal(t, records.AbsentPath, cellOf(t, record, "GET", "/tasks").Answer)
}

func TestTargetThatThrottlesEverythingIsLeftAlone(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/tasks") {
			return false
		}
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: Full, wire: WireOptions{Concurrency: 1, Retries: -1, MaxWait: time.Millisecond}})
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "throttled", record.Notices[0].Kind)
	assert.Equal(t, records.Throttled, cellOf(t, record, "GET", "/tasks").Answer)
	assert.Empty(t, findings(record))
	tasks := 0
	for _, request := range a.seen {
		if strings.Contains(request, "/tasks") {
			tasks++
		}
	}
	assert.Equal(t, mostThrottled, tasks)
	assert.Equal(t, record.Summary.Cells, record.Summary.Undecided)
}

func TestWaitingForTheTargetIsNoPartOfATimeout(t *testing.T) {
	handler := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	record := probeServer(t, http.HandlerFunc(handler), probeOptions{
		wire: WireOptions{Timeout: 40 * time.Millisecond, MaxWait: 60 * time.Millisecond, Retries: 1}})
	assert.Equal(t, records.Untestable, record.State)
	assert.Equal(t, "throttled", record.Notices[0].Kind)
}

func TestLoginRedirectsThatCarryThePathAreAWall(t *testing.T) {
	n := 0
	wall := func(w http.ResponseWriter, r *http.Request) {
		n++
		http.Redirect(w, r, fmt.Sprintf("https://login.example.com/auth?rd=%s&state=%d", url.QueryEscape(r.URL.String()), n), http.StatusFound)
	}
	record := probeServer(t, http.HandlerFunc(wall), probeOptions{})
	assert.Equal(t, records.Untestable, record.State)
	assert.Contains(t, record.Notices[0].Hint, "credentials")
}

// A gateway whose backend for writes is down: nothing about the methods is shown, and a declared
// method that fails is a finding whatever was sent.
func TestGatewayErrorsPassNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if records.IsSafe(r.Method) {
			return false
		}
		w.WriteHeader(http.StatusBadGateway)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.ElementsMatch(t, []string{"POST /tasks declared-crash", "PUT /tasks/{id} declared-crash", "DELETE /tasks/{id} declared-crash"}, findings(record))
	assert.Equal(t, records.Undecided, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)
}

// An edge that lets only some methods through answers the declared ones that it blocks like any
// unknown one.
func TestEdgeThatBlocksDeclaredMethodsIsAFinding(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" || r.Method == "HEAD" || r.Method == "POST" {
			return false
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "<center>nginx</center>")
		return true
	}
	found := findings(probeServer(t, a, probeOptions{mode: GuardedMode}))
	assert.Contains(t, found, "PUT /tasks/{id} declared-routed")
	assert.Contains(t, found, "DELETE /tasks/{id} declared-routed")
}

// A permission check before the router answers every unsafe method alike: without credentials
// that says nothing of the methods.
func TestForbiddenWithoutCredentialsIsUndecided(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" || r.Method == "HEAD" || r.Method == "OPTIONS" {
			return false
		}
		writeJSON(w, 403, map[string]string{"detail": "credentials were not provided"})
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	for _, method := range []string{"PUT", "PATCH"} {
		cell := cellOf(t, record, method, "/tasks/{id}")
		assert.Equal(t, records.Undecided, cell.Verdict, method)
		assert.Equal(t, givingCredentials, cell.Decides, method)
	}
}

func TestRedirectOfEverythingToHTTPSIsAWall(t *testing.T) {
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://"+r.Host+r.URL.Path, http.StatusMovedPermanently)
	}), probeOptions{})
	assert.Equal(t, records.Untestable, record.State)
	assert.Contains(t, record.Notices[0].Hint, "https")
}

// What servers answer to a request without TLS at the port for it says nothing of the API.
func TestAPortThatWantsTLSIsUntestable(t *testing.T) {
	for _, words := range []string{
		"Client sent an HTTP request to an HTTPS server.\n",
		"<center>The plain HTTP request was sent to HTTPS port</center>",
		"Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
		"Bad Request\nThis combination of host and port requires TLS.\n",
	} {
		record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			fmt.Fprint(w, words)
		}), probeOptions{})
		require.Equal(t, records.Untestable, record.State, words)
		assert.Contains(t, record.Notices[0].Text, "wants TLS")
		assert.Equal(t, "--base-url with https", record.Notices[0].Hint)
	}
	record := probeServer(t, status(400), probeOptions{})
	assert.NotEqual(t, records.Untestable, record.State)
}

func TestAProxyThatAsksForCredentialsIsToldApartFromTheTarget(t *testing.T) {
	record := probeServer(t, status(407), probeOptions{})
	require.Equal(t, records.Untestable, record.State)
	assert.Contains(t, record.Notices[0].Text, "a proxy asks for credentials of its own")
	assert.Contains(t, record.Notices[0].Hint, "HTTP_PROXY")
}
