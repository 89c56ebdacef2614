package probe

import (
	"bufio"
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
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
)

func pemOf(s *httptest.Server) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
}

// rawServer speaks TCP: reply gets the request line, "POST /" or "POST / after GET" when the
// connection was used before, and says what to write; "" closes the
// connection without a word. It counts the requests it read.
type rawServer struct {
	URL  string
	mu   sync.Mutex
	seen []string
}

func newRawServer(t testing.TB, reply func(n int, line string) string) *rawServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &rawServer{URL: "http://" + l.Addr().String()}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c, reply)
		}
	}()
	return s
}

func (s *rawServer) serve(c net.Conn, reply func(n int, line string) string) {
	defer c.Close()
	r := bufio.NewReader(c)
	for before := ""; ; {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body)
		s.mu.Lock()
		s.seen = append(s.seen, req.Method)
		n := len(s.seen)
		s.mu.Unlock()
		text := reply(n, req.Method+" "+req.RequestURI+before)
		before = " after " + req.Method
		if _, err := io.WriteString(c, text); err != nil || text == "" || strings.Contains(text, "Connection: close") {
			return
		}
	}
}

func (s *rawServer) methods() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.seen, " ")
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return "http://" + l.Addr().String()
}

func TestSafeRequestsAreRepeatedAfterPassingStatuses(t *testing.T) {
	tests := []struct {
		method string
		status int
		want   int
	}{
		{"GET", 429, 3}, {"HEAD", 503, 3}, {"OPTIONS", 502, 3}, {"GET", 504, 3},
		{"GET", 500, 1}, {"GET", 501, 1}, {"GET", 404, 1},
		{"TRACE", 503, 1}, {"QUERY", 429, 1}, {"REPORT", 503, 1}, {"VERBATIM", 503, 1},
		{"POST", 429, 1}, {"PUT", 503, 1}, {"PATCH", 502, 1}, {"DELETE", 504, 1}, {"PURGE", 503, 1},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.method, test.status), func(t *testing.T) {
			server := newWitness(t, answer(test.status, "Retry-After", "0"))
			w := newTestWire(t, server.URL, nil)
			x := w.send(t.Context(), Request{Method: test.method, URL: "/"})
			require.NotNil(t, x.Response)
			assert.Equal(t, test.status, x.Response.Status, "the last answer is kept")
			assert.Equal(t, test.want, x.Sent)
			assert.Len(t, strings.Fields(server.methods()), test.want)
			assert.Equal(t, test.want, w.requests())
		})
	}
}

// Told to come back in an hour, it is of no use to ask again in ten seconds. A limit of requests may
// open again before.
func TestWhatIsClosedForLongIsNotAskedAgain(t *testing.T) {
	for status, want := range map[int]int{503: 1, 502: 1, 429: 3} {
		server := newWitness(t, answer(status, "Retry-After", "9223372036854775807"))
		x := newTestWire(t, server.URL, nil).send(t.Context(), Request{Method: "GET", URL: "/"})
		assert.Equal(t, status, x.Response.Status)
		assert.Equal(t, want, x.Sent, status)
	}
}

// Starlette's server closes the connection after a handler has raised, and does not say so.
func TestUnsafeRequestAfterACrashIsNotSentOnTheSameConnection(t *testing.T) {
	server := newRawServer(t, func(_ int, line string) string {
		switch {
		case strings.Contains(line, " after "):
			return ""
		case strings.HasPrefix(line, "GET"):
			return "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\nno"
		}
		return ok
	})
	w := newTestWire(t, server.URL, nil)
	assert.Equal(t, 500, w.send(t.Context(), Request{Method: "GET", URL: "/"}).Response.Status)
	x := w.send(t.Context(), Request{Method: "DELETE", URL: "/"})
	require.Nil(t, x.Error)
	assert.Equal(t, 200, x.Response.Status)
}

func TestARepeatedRequestCanSucceed(t *testing.T) {
	var calls atomic.Int32
	server := newWitness(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) == 1 {
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(503)
		}
	})
	w := newTestWire(t, server.URL, nil)
	var slept []time.Duration
	w.pace.sleep = func(_ context.Context, d time.Duration) error { slept = append(slept, d); return nil }
	x := w.send(t.Context(), Request{Method: "GET", URL: "/", Body: []byte("content")})
	assert.Equal(t, 200, x.Response.Status)
	assert.Equal(t, 2, x.Sent)
	require.Len(t, slept, 1)
	assert.InDelta(t, 2, slept[0].Seconds(), 0.1)
	assert.Equal(t, "content", server.last(t).Body, "content is sent again with the request")
}

func TestAThrottledTargetKeepsItsConnections(t *testing.T) {
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(answer(503))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	w := newTestWire(t, server.URL, nil)
	for range 20 {
		w.send(t.Context(), Request{Method: "GET", URL: "/"})
		w.send(t.Context(), Request{Method: "POST", URL: "/"})
	}
	assert.LessOrEqual(t, connections.Load(), int32(2))
}

func TestUnsafeRequestsAreNeverWrittenTwice(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "PURGE"} {
		for _, body := range []string{"", "{"} {
			t.Run(method+body, func(t *testing.T) {
				// The second request on the connection is read and then dropped: the case in
				// which net/http repeats by itself.
				server := newRawServer(t, func(n int, line string) string {
					if strings.HasPrefix(line, "GET") {
						return ok
					}
					return ""
				})
				w := newTestWire(t, server.URL, nil)
				require.Nil(t, w.send(t.Context(), Request{Method: "GET", URL: "/"}).Error)
				x := w.send(t.Context(), Request{Method: method, URL: "/", Body: []byte(body), Fields: []Field{{"idempotency-key", "1"}, {"X-Idempotency-Key", "1"}}})
				require.NotNil(t, x.Error)
				assert.Equal(t, "closed", x.Error.Kind)
				assert.Equal(t, 1, x.Sent)
				assert.Equal(t, "GET "+method, server.methods())
			})
		}
	}
}

func TestSafeRequestsSurviveADroppedConnection(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "VERBATIM"} {
		t.Run(method, func(t *testing.T) {
			server := newRawServer(t, func(n int, _ string) string {
				if n == 1 {
					return ""
				}
				return ok
			})
			w := newTestWire(t, server.URL, nil)
			x := w.send(t.Context(), Request{Method: method, URL: "/"})
			require.Nil(t, x.Error)
			assert.Equal(t, 2, x.Sent)
			assert.Equal(t, method+" "+method, server.methods())
		})
	}
}

func TestTransportErrorsAreClassified(t *testing.T) {
	secure := httptest.NewUnstartedServer(answer(200))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	plain := newWitness(t, answer(200))
	raw := func(text string) func(t *testing.T) string {
		return func(t *testing.T) string { return newRawServer(t, func(int, string) string { return text }).URL }
	}
	tests := map[string]struct {
		base       func(t *testing.T) string
		kind, text string
	}{
		"refused":        {closedPort, "refused", "connection refused"},
		"closed":         {raw(""), "closed", "the connection was closed without an answer"},
		"half an answer": {raw("HTTP/1.1 200 OK\r\nA: b\r\nConnection: close"), "closed", "the connection was closed without an answer"},
		"garbage":        {raw("SSH-2.0-OpenSSH_9.2\r\n"), "protocol", "the answer is not valid HTTP: malformed HTTP response"},
		"bad status":     {raw("HTTP/1.1 2x0 OK\r\nConnection: close\r\n\r\n"), "protocol", "the answer is not valid HTTP: malformed HTTP status code"},
		"two lengths":    {raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nxx"), "protocol", ""},
		"huge fields":    {raw("HTTP/1.1 200 OK\r\nA: " + strings.Repeat("x", mostHeaderBytes*2) + "\r\nConnection: close\r\n\r\n"), "protocol", ""},
		"dns":            {func(*testing.T) string { return "http://no-such-host.invalid" }, "dns", ""},
		"authority": {func(*testing.T) string { return secure.URL }, "tls",
			"the certificate is signed by an unknown authority; give its authority with --cacert, or use --insecure"},
		"not TLS": {func(*testing.T) string { return "https" + strings.TrimPrefix(plain.URL, "http") }, "tls",
			"the server does not speak TLS here; use an http:// base URL"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newTestWire(t, test.base(t), func(o *WireOptions) { o.Retries = -1 })
			x := w.send(t.Context(), Request{Method: "POST", URL: "/t"})
			require.NotNil(t, x.Error)
			assert.Nil(t, x.Response)
			assert.Equal(t, test.kind, x.Error.Kind, x.Error.Text)
			if test.text != "" {
				assert.Equal(t, test.text, x.Error.Text)
			}
			assert.NotContains(t, x.Error.Text, "127.0.0.1", "an ephemeral address differs between runs")
		})
	}
}

func TestRefusedConnectionsAreRetriedForAnyMethod(t *testing.T) {
	w := newTestWire(t, closedPort(t), nil)
	var slept []time.Duration
	w.pace.sleep = func(_ context.Context, d time.Duration) error { slept = append(slept, d); return nil }
	x := w.send(t.Context(), Request{Method: "POST", URL: "/", Body: []byte("x")})
	assert.Equal(t, "refused", x.Error.Kind)
	assert.Zero(t, x.Sent)
	assert.Equal(t, []time.Duration{firstRetryDelay, 2 * firstRetryDelay}, slept)
}

func TestTimeoutsSayWhichOne(t *testing.T) {
	release := make(chan struct{})
	server := newWitness(t, func(w http.ResponseWriter, r *http.Request) { <-release })
	defer close(release)
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.FirstByteTimeout = 5 * time.Millisecond })
	x := w.send(t.Context(), Request{Method: "GET", URL: "/"})
	assert.Equal(t, &records.TransportError{Kind: "timeout", Text: "no answer within 5ms"}, x.Error)
	assert.Equal(t, 1, x.Sent, "a request that hangs is not sent again")

	w = newTestWire(t, server.URL, func(o *WireOptions) { o.Timeout = 5 * time.Millisecond })
	x = w.send(t.Context(), Request{Method: "POST", URL: "/"})
	assert.Equal(t, &records.TransportError{Kind: "timeout", Text: "no complete answer within 5ms"}, x.Error)
}

func TestContentThatNeverEndsKeepsItsStatus(t *testing.T) {
	handlers := map[string]http.HandlerFunc{
		"slow": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "beginning")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
		"events": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
		"broken off": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "beginning")
		},
	}
	for name, handle := range handlers {
		t.Run(name, func(t *testing.T) {
			server := newWitness(t, handle)
			w := newTestWire(t, server.URL, func(o *WireOptions) {
				// A stream of events is left at once, not when the time is up.
				if name != "events" {
					o.Timeout = 300 * time.Millisecond
				}
			})
			x := w.send(t.Context(), Request{Method: "GET", URL: "/"})
			require.NotNil(t, x.Response)
			assert.Equal(t, 200, x.Response.Status)
			assert.True(t, x.Response.Truncated)
		})
	}
}

func TestHugeContentIsReadUpToTheLimit(t *testing.T) {
	server := newWitness(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("é", 300_000))
	})
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.MaxBody = 100_000 })
	x := w.send(t.Context(), Request{Method: "GET", URL: "/"})
	assert.EqualValues(t, 100_000, x.Response.Bytes)
	assert.Equal(t, strings.Repeat("é", excerptBytes/2), x.Response.Body)
	assert.True(t, x.Response.Truncated)

	w = newTestWire(t, server.URL, nil)
	x = w.send(t.Context(), Request{Method: "GET", URL: "/"})
	assert.EqualValues(t, 600_000, x.Response.Bytes)
}

func TestInformationalResponsesAreNotTheAnswer(t *testing.T) {
	server := newRawServer(t, func(int, string) string {
		return "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 405 Nope, not here\r\nAllow: GET\r\nallow: HEAD\r\nContent-Length: 0\r\n\r\n"
	})
	x := newTestWire(t, server.URL, nil).send(t.Context(), Request{Method: "DELETE", URL: "/"})
	require.Nil(t, x.Error)
	assert.Equal(t, 405, x.Response.Status)
	assert.Equal(t, "Nope, not here", x.Response.Reason)
	assert.Equal(t, []string{"Allow: GET", "Allow: HEAD", "Content-Length: 0"}, x.Response.Fields)
}

func TestContentAfterHeadIsNotTakenForTheNextAnswer(t *testing.T) {
	// The content that HEAD must not have arrives when the next request is under way.
	server := newRawServer(t, func(_ int, line string) string {
		if strings.HasSuffix(line, "after HEAD") {
			return "HTTP/1.1 201 Fooled\r\nContent-Length: 0\r\n\r\n"
		}
		return ok
	})
	w := newTestWire(t, server.URL, nil)
	for range 3 {
		require.Nil(t, w.send(t.Context(), Request{Method: "HEAD", URL: "/"}).Error)
		x := w.send(t.Context(), Request{Method: "POST", URL: "/"})
		require.Nil(t, x.Error)
		assert.Equal(t, 200, x.Response.Status)
	}
}

func TestGarbageIsAskedForAgainOnlyWhereItMayBeLeftOver(t *testing.T) {
	server := newRawServer(t, func(n int, line string) string {
		if n == 1 {
			return ok
		}
		return "garbage\r\n"
	})
	w := newTestWire(t, server.URL, nil)
	require.Nil(t, w.send(t.Context(), Request{Method: "GET", URL: "/"}).Error)
	x := w.send(t.Context(), Request{Method: "GET", URL: "/"})
	assert.Equal(t, "protocol", x.Error.Kind)
	assert.Equal(t, "GET GET GET", server.methods(), "on the used connection, and once on a fresh one")
	x = w.send(t.Context(), Request{Method: "POST", URL: "/"})
	assert.Equal(t, "protocol", x.Error.Kind)
	assert.Equal(t, "GET GET GET POST", server.methods())
}

func TestADeadTargetIsOneMessage(t *testing.T) {
	server := newWitness(t, answer(200))
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.Retries = -1 })
	require.Nil(t, w.send(t.Context(), Request{Method: "GET", URL: "/up"}).Error)
	server.Close()
	for _, url := range []string{"/a", "/b", "/c"} {
		// The first one may meet the connection that the server has just closed.
		x := w.send(t.Context(), Request{Method: "POST", URL: url})
		require.NotNil(t, x.Error)
		assert.Contains(t, []string{"refused", "closed"}, x.Error.Kind)
	}
	x := w.send(t.Context(), Request{Method: "GET", URL: "/d"})
	assert.Equal(t, "unreachable", x.Error.Kind)
	since, down := w.unreachableSince()
	require.True(t, down)
	assert.Equal(t, "target unreachable since "+since.UTC().Format(time.RFC3339), x.Error.Text)
}

func TestHangingPathsDoNotEndTheRun(t *testing.T) {
	server := newWitness(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/drop") {
			panic(http.ErrAbortHandler)
		}
	})
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.Retries = -1 })
	require.Nil(t, w.send(t.Context(), Request{Method: "GET", URL: "/up"}).Error)
	for i := range 7 {
		x := w.send(t.Context(), Request{Method: "POST", URL: fmt.Sprint("/drop/", i)})
		assert.Equal(t, "closed", x.Error.Kind)
	}
	_, down := w.unreachableSince()
	assert.False(t, down)
	assert.Equal(t, 3, strings.Count(server.methods(), "GET"), "one GET of ours, and a health check after every third failure")
}

func TestCancelingStopsPromptly(t *testing.T) {
	started := make(chan struct{})
	server := newWitness(t, func(w http.ResponseWriter, r *http.Request) {
		close(started)
		<-r.Context().Done()
	})
	w := newTestWire(t, server.URL, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	x := w.send(ctx, Request{Method: "GET", URL: "/"})
	assert.Equal(t, &records.TransportError{Kind: "canceled", Text: "the run was canceled"}, x.Error)
	assert.Equal(t, 1, x.Sent)
	x = w.send(ctx, Request{Method: "GET", URL: "/"})
	assert.Equal(t, "canceled", x.Error.Kind)
	assert.Zero(t, x.Sent)
	assert.Equal(t, "GET", server.methods())
}

// What a proxy was told is not the target's secret, and no less one.
func TestWhatAProxyWasToldIsHiddenWhenItRepeatsIt(t *testing.T) {
	proxy := newWitness(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Echo", r.Header.Get("Proxy-Authorization"))
		w.WriteHeader(http.StatusProxyAuthRequired)
		fmt.Fprint(w, r.Header.Get("Proxy-Authorization"), " ada:s3cret-of-ada s3cret-of-ada")
	})
	u, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	u.User = url.UserPassword("ada", "s3cret-of-ada")
	x := newTestWire(t, "http://a.example", func(o *WireOptions) { o.Proxy = u }).send(t.Context(), Request{Method: "GET", URL: "/"})
	require.NotNil(t, x.Response)
	assert.Equal(t, "Basic ${PROXY_LOGIN} ${PROXY_LOGIN} ${PROXY_LOGIN}", x.Response.Body)
	assert.Equal(t, "Basic ${PROXY_LOGIN}", x.Response.Value("X-Echo"))
}

func TestProxyRefusalsAreTheProxys(t *testing.T) {
	proxy := newWitness(t, answer(407))
	u, _ := url.Parse(proxy.URL)
	w := newTestWire(t, "https://a.example", func(o *WireOptions) { o.Proxy = u })
	x := w.send(t.Context(), Request{Method: "GET", URL: "/"})
	assert.Equal(t, &records.TransportError{Kind: "proxy", Text: "the proxy answered 407 Proxy Authentication Required"}, x.Error)

	gone, _ := url.Parse(closedPort(t))
	for _, base := range []string{"https://a.example", "http://a.example"} {
		w = newTestWire(t, base, func(o *WireOptions) { o.Proxy, o.Retries = gone, -1 })
		x = w.send(t.Context(), Request{Method: "GET", URL: "/"})
		assert.Equal(t, &records.TransportError{Kind: "proxy", Text: "connecting to the proxy: connection refused"}, x.Error)
	}
}

func TestRequestsWithoutAPolicyDoNotLeave(t *testing.T) {
	server := newWitness(t, answer(200))
	w := newTestWire(t, server.URL, nil)
	_, err := w.client.HTTPClient.Get(server.URL)
	require.ErrorIs(t, err, errNoAttempt)
	again, err := checkRetry(t.Context(), nil, io.EOF)
	require.NoError(t, err)
	assert.False(t, again)
	assert.Empty(t, server.methods())
}

// refusingStreams is an HTTP/2 server without TLS that gives every stream back (REFUSED_STREAM)
// and counts them.
func refusingStreams(t *testing.T, count *atomic.Int32) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go refuseStreams(c, count)
		}
	}()
	return "http://" + l.Addr().String()
}

// refuseStreams speaks just enough of RFC 9113: empty settings, and RST_STREAM for HEADERS.
func refuseStreams(c net.Conn, count *atomic.Int32) {
	defer c.Close()
	preface := len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	if _, err := io.CopyN(io.Discard, c, int64(preface)); err != nil {
		return
	}
	_, _ = c.Write([]byte{0, 0, 0, 4, 0, 0, 0, 0, 0})
	var head [9]byte
	for {
		if _, err := io.ReadFull(c, head[:]); err != nil {
			return
		}
		length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, c, length); err != nil {
			return
		}
		if kind := head[3]; kind == 1 {
			count.Add(1)
			_, _ = c.Write(append([]byte{0, 0, 4, 3, 0, head[5], head[6], head[7], head[8]}, 0, 0, 0, 7))
		}
	}
}

func TestUnsafeHTTP2StreamsAreNotOpenedTwice(t *testing.T) {
	for _, body := range []string{"", "{"} {
		var count atomic.Int32
		w := newTestWire(t, refusingStreams(t, &count), func(o *WireOptions) { o.HTTP = "2" })
		x := w.send(t.Context(), Request{Method: "DELETE", URL: "/", Body: []byte(body)})
		require.NotNil(t, x.Error)
		assert.Equal(t, "closed", x.Error.Kind, x.Error.Text)
		assert.EqualValues(t, 1, count.Load())
		assert.Equal(t, 1, x.Sent)
	}
}
