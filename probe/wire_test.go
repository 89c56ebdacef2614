package probe

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// witness is a server that remembers what reached it.
type witness struct {
	*httptest.Server
	mu   sync.Mutex
	seen []seenRequest
}

type seenRequest struct {
	Method, URI, Host, Body string
	Header                  http.Header
	Proto                   string
}

func newWitness(t testing.TB, handle http.HandlerFunc) *witness {
	t.Helper()
	w := &witness{}
	w.Server = httptest.NewServer(w.witnessing(handle))
	t.Cleanup(w.Close)
	return w
}

func (w *witness) witnessing(handle http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.mu.Lock()
		w.seen = append(w.seen, seenRequest{r.Method, r.RequestURI, r.Host, string(body), r.Header.Clone(), r.Proto})
		w.mu.Unlock()
		handle(rw, r)
	})
}

// methods are the methods that reached the server, in order.
func (w *witness) methods() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []string
	for _, r := range w.seen {
		all = append(all, r.Method)
	}
	return strings.Join(all, " ")
}

func (w *witness) last(t *testing.T) seenRequest {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	require.NotEmpty(t, w.seen)
	return w.seen[len(w.seen)-1]
}

// newTestWire is a wire to a server, which never really sleeps.
func newTestWire(t testing.TB, base string, change func(*WireOptions)) *wire {
	t.Helper()
	u, err := url.Parse(base)
	require.NoError(t, err)
	o := WireOptions{BaseURL: u, Mode: Full}
	if change != nil {
		change(&o)
	}
	w, err := newWire(o)
	require.NoError(t, err)
	w.pace.sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	w.ledger = owning("/", "/a", "/a%2Fb", "/b", "/c", "/d", "/t", "/tasks", "/up", "/drop", "/elsewhere")
	t.Cleanup(w.close)
	return w
}

// owning is the ledger of a run that created what is at the paths.
func owning(paths ...string) *Ledger {
	l := NewLedger(nil)
	for _, path := range paths {
		l.owned[path] = &Creation{URL: path, State: Owned}
	}
	return l
}

func answer(code int, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(fields); i += 2 {
			w.Header().Add(fields[i], fields[i+1])
		}
		w.WriteHeader(code)
	}
}

func TestSendRecordsRequestAndResponse(t *testing.T) {
	server := newWitness(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		w.Header()["Allow"] = []string{"GET", "HEAD, PUT"}
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(405)
		fmt.Fprint(w, "no\xffpe")
	})
	w := newTestWire(t, server.URL, nil)
	x := w.send(t.Context(), Request{Purpose: "cell", Method: "PUT", URL: "/a%2Fb/!x'(y)?q=%20&r",
		Fields: []Field{{"accept", "a/b"}, {"Content-Type", "application/json"}}, Body: []byte("{}"), Guard: records.Malformed})

	got := server.last(t)
	assert.Equal(t, "/a%2Fb/!x'(y)?q=%20&r", got.URI, "the URL goes out as it was given")
	assert.Equal(t, "{}", got.Body)
	assert.Equal(t, http.Header{"Accept": {"a/b"}, "Content-Type": {"application/json"}, "Content-Length": {"2"}, "User-Agent": {"verbatim"}}, got.Header)
	assert.Positive(t, x.Microseconds)
	x.Microseconds = 0
	want := records.Exchange{
		Purpose: "cell", Method: "PUT", URL: "/a%2Fb/!x'(y)?q=%20&r", Body: "{}", Guard: records.Malformed, Sent: 1,
		Fields: []string{"Accept: a/b", "Content-Type: application/json"},
		Response: &records.Response{Status: 405, Reason: "Method Not Allowed", Proto: "HTTP/1.1", Bytes: 5, Body: "no\uFFFDpe",
			Fields: []string{"Allow: GET", "Allow: HEAD, PUT", "Content-Length: 5", "Content-Type: text/plain"}},
	}
	want.SentTo("/a%2Fb/!x'(y)?q=%20&r")
	assert.Equal(t, want, x)
	assert.Equal(t, 1, w.requests())
}

func TestEveryMethodIsSentAsWritten(t *testing.T) {
	server := newWitness(t, answer(204))
	w := newTestWire(t, server.URL, nil)
	for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS", "TRACE", "QUERY", "REPORT", "VERBATIM", "get", "M-SEARCH"} {
		x := w.send(t.Context(), Request{Method: method, URL: "/"})
		require.Nil(t, x.Error, method)
		assert.Equal(t, 1, x.Sent)
		got := server.last(t)
		assert.Equal(t, method, got.Method)
		assert.Empty(t, got.Header.Get("Accept-Encoding"))
		assert.Empty(t, got.Body)
	}
	x := w.send(t.Context(), Request{Method: "CONNECT", URL: "/"})
	require.NotNil(t, x.Error)
	assert.Equal(t, "withheld", x.Error.Kind)
	assert.NotContains(t, server.methods(), "CONNECT")
}

func TestNothingLeavesTheOrigin(t *testing.T) {
	server := newWitness(t, answer(200))
	w := newTestWire(t, server.URL, nil)
	for _, bad := range []string{"", "tasks", "http://other.example/", "/a b", "/a#b", "/a\r\nX: y", "/%zz", "?x"} {
		x := w.send(t.Context(), Request{Method: "GET", URL: bad})
		require.NotNil(t, x.Error, "%q", bad)
		assert.Zero(t, x.Sent)
	}
	assert.Empty(t, server.methods())
	x := w.send(t.Context(), Request{Method: "GET", URL: "//other.example/x"})
	require.Nil(t, x.Error)
	assert.Equal(t, strings.TrimPrefix(server.URL, "http://"), server.last(t).Host)
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	for _, location := range []string{"/elsewhere", "http://[::1", "%zz", ""} {
		server := newWitness(t, answer(307, "Location", location))
		w := newTestWire(t, server.URL, nil)
		for _, method := range []string{"GET", "POST"} {
			x := w.send(t.Context(), Request{Method: method, URL: "/", Body: []byte("x")})
			require.NotNil(t, x.Response, location)
			assert.Equal(t, 307, x.Response.Status)
			assert.Contains(t, x.Response.Fields, "Location: "+location)
		}
		assert.Equal(t, "GET POST", server.methods())
	}
}

func TestUserFieldsReplaceThePlansButNotTheContentType(t *testing.T) {
	server := newWitness(t, answer(200))
	w := newTestWire(t, server.URL, func(o *WireOptions) {
		o.Fields = []Field{{"accept", "user/type"}, {"content-type", "user/type"}, {"Host", "virtual.example"}, {"X-A", "1"}, {"X-A", "2"}, {"User-Agent", "mine"}}
	})
	x := w.send(t.Context(), Request{Method: "PUT", URL: "/", Body: []byte("x"), Fields: []Field{{"Accept", "plan/type"}, {"Content-Type", "plan/type"}}})
	got := server.last(t)
	assert.Equal(t, []string{"user/type"}, got.Header["Accept"])
	assert.Equal(t, []string{"plan/type"}, got.Header["Content-Type"])
	assert.Equal(t, []string{"1", "2"}, got.Header["X-A"])
	assert.Equal(t, []string{"mine"}, got.Header["User-Agent"])
	assert.Equal(t, "virtual.example", got.Host)
	assert.Equal(t, []string{"Content-Type: plan/type", "Accept: user/type", "X-A: 1", "X-A: 2"}, x.Fields)
}

func TestCredentialsGoOutAndNeverComeBack(t *testing.T) {
	const token, key, sid = "t0ken-value", "k&y value", "s3ssion"
	server := newWitness(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "other=private; Path=/")
		w.Header().Set("X-Echo", r.Header.Get("Authorization"))
		fmt.Fprintf(w, "%s %s %s %s", r.Header.Get("Authorization"), r.RequestURI, r.URL.Query().Get("api_key"), r.Header.Get("Cookie"))
	})
	w := newTestWire(t, server.URL, func(o *WireOptions) {
		o.Secrets = []secret.Secret{
			{In: "header", Name: "authorization", Prefix: "Bearer ", Value: token, Variable: "API_TOKEN"},
			{In: "query", Name: "api_key", Value: key, Variable: "API_KEY"},
			{In: "cookie", Name: "sid", Value: sid, Variable: "SID"},
		}
		o.Fields = []Field{{"X-Api-Key", "written-out"}}
	})
	x := w.send(t.Context(), Request{Method: "GET", URL: "/t?x=" + token, Fields: []Field{{"Cookie", "lang=en"}, {"Authorization", "plan's"}}})

	got := server.last(t)
	assert.Equal(t, []string{"Bearer " + token}, got.Header["Authorization"])
	assert.Equal(t, []string{"lang=en; sid=" + sid}, got.Header["Cookie"])
	assert.Equal(t, []string{"written-out"}, got.Header["X-Api-Key"])
	assert.Equal(t, "/t?x="+token+"&api_key=k%26y+value", got.URI)

	recorded, err := json.Marshal(x)
	require.NoError(t, err)
	stored := string(recorded)
	for _, secret := range []string{token, key, sid, "k%26y", "private", "written-out"} {
		assert.NotContains(t, stored, secret)
	}
	assert.Equal(t, "/t?x=${API_TOKEN}&api_key=${API_KEY}", x.URL)
	assert.Equal(t, []string{"Authorization: Bearer ${API_TOKEN}", "X-Api-Key: ${X_API_KEY}", "Cookie: lang=en; sid=${SID}"}, x.Fields)
	assert.Equal(t, "Bearer ${API_TOKEN} /t?x=${API_TOKEN}&api_key=${API_KEY} ${API_KEY} lang=en; sid=${SID}", x.Response.Body)
	assert.Contains(t, x.Response.Fields, "Set-Cookie: other=[redacted]; Path=/")
	assert.Contains(t, x.Response.Fields, "X-Echo: Bearer ${API_TOKEN}")
	assert.Equal(t, []string{"API_TOKEN", "API_KEY", "SID", "X_API_KEY", "RUN"}, w.variables())
}

func TestTraceCarriesNothingPrivate(t *testing.T) {
	server := newWitness(t, answer(200))
	w := newTestWire(t, server.URL, func(o *WireOptions) {
		o.Secrets = []secret.Secret{{In: "header", Name: "Authorization", Value: "secret-1"}, {In: "query", Name: "key", Value: "secret-2"}, {In: "cookie", Name: "c", Value: "secret-3"}}
		o.Fields = []Field{{"X-Tenant", "one"}}
	})
	x := w.send(t.Context(), Request{Method: "TRACE", URL: "/t", Fields: []Field{{"Accept", "*/*"}}})
	require.Nil(t, x.Error)
	got := server.last(t)
	assert.Equal(t, http.Header{"Accept": {"*/*"}, "User-Agent": {"verbatim"}}, got.Header)
	assert.Equal(t, "/t", got.URI)
	assert.Equal(t, "/t", x.URL)
	assert.Equal(t, []string{"Accept: */*"}, x.Fields)
}

func TestReadOnlySendsNothingUnsafe(t *testing.T) {
	server := newWitness(t, answer(404))
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.Mode = ReadOnly })
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "PURGE", "HEAD"} {
		x := w.send(t.Context(), Request{Method: method, URL: "/t", Guard: records.MalformedAbsent, Fields: jsonFields(), Body: []byte(MalformedContent)})
		if !records.IsSafe(method) {
			assert.Equal(t, "withheld", x.Error.Kind)
			assert.Zero(t, x.Sent)
		}
	}
	assert.Equal(t, "GET HEAD", server.methods())
}

func TestGuardedDeletesOnlyWhatThisWireProvedAbsent(t *testing.T) {
	var status atomic.Int32
	server := newWitness(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(int(status.Load())) })
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.Mode, o.Retries = GuardedMode, -1 })
	get := func(code int32, url string) {
		status.Store(code)
		w.send(t.Context(), Request{Method: "GET", URL: url})
		status.Store(405)
	}
	deleted := func(url string) bool {
		x := w.send(t.Context(), Request{Method: "DELETE", URL: url, Fields: []Field{{"If-Match", "*"}}})
		return x.Sent > 0
	}
	assert.False(t, deleted("/t/1"), "nothing is known")
	get(404, "/t/1")
	assert.True(t, deleted("/t/1"))
	assert.Equal(t, []string{impossibleTag}, server.last(t).Header["If-Match"])
	assert.False(t, deleted("/t/2"))
	assert.True(t, deleted("/t/1?x=1"), "the path names the resource")
	get(200, "/t/1")
	assert.False(t, deleted("/t/1"), "it came to life")
	get(410, "/t/1")
	assert.True(t, deleted("/t/1"))
	get(503, "/t/1")
	assert.False(t, deleted("/t/1"), "no longer known")
}

func TestFirstSuccessOfAGuardedRequestStopsAllOthers(t *testing.T) {
	var running, most atomic.Int32
	server := newWitness(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "PUT" || r.Method == "POST" {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			time.Sleep(time.Millisecond)
		}
		w.WriteHeader(map[string]int{"PUT": 400, "POST": 202, "GET": 200}[r.Method])
	})
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.Mode = GuardedMode })
	guarded := func(method string) records.Exchange {
		return w.send(t.Context(), Request{Method: method, URL: "/t", Fields: jsonFields(), Body: []byte(MalformedContent)})
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { guarded("PUT") })
	}
	group.Wait()
	assert.Nil(t, w.incident())
	for range 6 {
		group.Go(func() { guarded("POST") })
	}
	group.Wait()
	assert.Equal(t, 1, strings.Count(server.methods(), "POST"), "exactly one got out")
	assert.EqualValues(t, 1, most.Load(), "unsafe requests go out one at a time")
	require.NotNil(t, w.incident())
	assert.Equal(t, 202, w.incident().Response.Status)
	x := guarded("PUT")
	assert.Equal(t, &records.TransportError{Kind: "stopped", Text: "stopped: a guarded POST was answered 202 before"}, x.Error)
	assert.Nil(t, w.send(t.Context(), Request{Method: "GET", URL: "/t"}).Error, "safe requests go on")
}

func TestFullModeHasNoIncidents(t *testing.T) {
	server := newWitness(t, answer(201))
	w := newTestWire(t, server.URL, nil)
	for range 2 {
		x := w.send(t.Context(), Request{Method: "POST", URL: "/t", Guard: records.Malformed})
		assert.Equal(t, 201, x.Response.Status)
	}
	assert.Nil(t, w.incident())
	assert.Empty(t, server.last(t).Header["If-Match"])
}

func TestHTTPVersions(t *testing.T) {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	tests := []struct {
		secure        bool
		version, want string
	}{
		{true, "", "HTTP/2.0"}, {true, "2", "HTTP/2.0"}, {true, "1.1", "HTTP/1.1"},
		{false, "", "HTTP/1.1"}, {false, "2", "HTTP/2.0"}, {false, "1.1", "HTTP/1.1"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.secure, test.version), func(t *testing.T) {
			seen := &witness{}
			server := httptest.NewUnstartedServer(seen.witnessing(answer(405, "Allow", "GET")))
			server.Config.Protocols = protocols
			if test.secure {
				server.EnableHTTP2 = true
				server.StartTLS()
			} else {
				server.Start()
			}
			defer server.Close()
			w := newTestWire(t, server.URL, func(o *WireOptions) { o.HTTP, o.Insecure = test.version, true })
			for _, method := range []string{"GET", "HEAD", "DELETE", "VERBATIM"} {
				x := w.send(t.Context(), Request{Method: method, URL: "/t"})
				require.Nil(t, x.Error)
				assert.Equal(t, test.want, x.Response.Proto)
				assert.Equal(t, 1, x.Sent)
				assert.Equal(t, test.want == "HTTP/2.0", x.Response.Reason == "", "HTTP/2 has no reason phrase")
				assert.Equal(t, test.want, seen.last(t).Proto)
			}
		})
	}
}

func TestClientCertificateAndAuthority(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TLS.PeerCertificates) == 0 {
			w.WriteHeader(403)
		}
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	server.StartTLS()
	defer server.Close()
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.CACert, o.ClientCert = pemOf(server), &server.TLS.Certificates[0] })
	x := w.send(t.Context(), Request{Method: "GET", URL: "/"})
	require.Nil(t, x.Error)
	assert.Equal(t, 200, x.Response.Status)
}

func TestBadOptionsAreRefused(t *testing.T) {
	base := func(s string) *url.URL { u, _ := url.Parse(s); return u }
	good := base("http://a.example")
	tests := map[string]struct {
		o    WireOptions
		want string
	}{
		"no base":     {WireOptions{}, "base URL"},
		"ftp":         {WireOptions{BaseURL: base("ftp://a.example")}, "http or https"},
		"no host":     {WireOptions{BaseURL: base("http:///a")}, "http or https"},
		"credentials": {WireOptions{BaseURL: base("http://u:hunter2@a.example")}, "by reference"},
		"version":     {WireOptions{BaseURL: good, HTTP: "3"}, `"3"`},
		"authority":   {WireOptions{BaseURL: good, CACert: []byte("x")}, "no PEM"},
		"field name":  {WireOptions{BaseURL: good, Fields: []Field{{"a b", "c"}}}, `"a b"`},
		"field value": {WireOptions{BaseURL: good, Fields: []Field{{"A", "hunter2\nB: c"}}}, "control character"},
		"framing":     {WireOptions{BaseURL: good, Fields: []Field{{"content-length", "3"}}}, "leave it out"},
		"secret":      {WireOptions{BaseURL: good, Secrets: []secret.Secret{{In: "path", Name: "x", Value: "hunter2"}}}, "path"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := newWire(test.o)
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
}

func TestAwaitWaitsForTheGatewaysNotYet(t *testing.T) {
	var calls atomic.Int32
	server := newWitness(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) < 4 {
			w.WriteHeader(502)
		}
	})
	w := newTestWire(t, server.URL, nil)
	require.NoError(t, w.await(t.Context(), "/health"))
	assert.EqualValues(t, 4, calls.Load())

	ctx, cancel := context.WithCancel(t.Context())
	calls.Store(-1000)
	w.pace.sleep = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	require.ErrorContains(t, w.await(ctx, "/health"), "still answers 502")
}
