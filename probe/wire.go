package probe

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/verbatim-http/verbatim/probe/oauth"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// wire sends requests to one target. It is the only way out of the program, and nothing goes
// out that the mode does not permit.
type wire struct {
	base      *url.URL
	host      string // Host field; empty means that of base
	mode      Mode
	user      []Field
	userNames map[string]bool
	agent     []string
	keys      *keyring
	// others are the keys of other identities.
	others         []*keyring
	tokens         *oauth.Client
	hide           secret.Redactor
	sentLines      *fieldLines
	receivedLines  *fieldLines
	buffers        sync.Pool
	client         *retryablehttp.Client
	pools          [3]*http.Transport
	pace           *pace
	crowd          *crowd
	settle         time.Duration
	breaker        breaker
	patience       *patience
	retries        int
	concurrency    int
	maxBody        int64
	insecure       bool
	proxied        bool
	clearHTTP2     bool
	connectTimeout time.Duration
	firstByteTimeout,
	timeout time.Duration

	written, tried atomic.Int64
	// parserRefuses is set once the made-up method was answered 400: by a parser, before any
	// router, and parsers of that kind close the connection afterwards without saying so.
	parserRefuses atomic.Bool
	outages       outages
	// failed is set by an answer 500: some servers close the connection after it without saying so
	// (uvicorn), and an unsafe request that is sent on it next is lost and cannot be repeated.
	failed atomic.Bool
	// throttledInARow counts requests in a row that were answered 429 after their retries.
	throttledInARow atomic.Int32
	absent          absences
	replies         *replies
	// ledger and consents say what full mode may act on; the ledger is nil in other modes.
	ledger   *Ledger
	consents consents
	// acts says why nothing but what the run created may be asked at a URL; nil where nothing is known.
	acts func(url string) string
	// oneAtATime keeps guarded unsafe requests apart, so that nothing is under way when the
	// first of them turns out to have acted.
	oneAtATime sync.Mutex
	acted      atomic.Pointer[records.Exchange]
}

// newWire checks the options and prepares the connection pool; nothing is sent.
func newWire(o WireOptions) (*wire, error) {
	if err := checkOrigin(o.BaseURL); err != nil {
		return nil, err
	}
	w := &wire{
		base: o.BaseURL, mode: o.Mode, agent: []string{or(o.UserAgent, "verbatim")}, userNames: map[string]bool{},
		connectTimeout: or(o.ConnectTimeout, 5*time.Second), firstByteTimeout: or(o.FirstByteTimeout, 15*time.Second),
		timeout: or(o.Timeout, 30*time.Second), maxBody: or(o.MaxBody, 1<<20), retries: max(or(o.Retries, defaultRetries), 0),
		concurrency: defaultConcurrency,
		insecure:    o.Insecure, clearHTTP2: o.HTTP == "2" && o.BaseURL.Scheme == "http",
		pace: newPace(o.Rate, or(o.MaxWait, 10*time.Second)), settle: o.Settle,
	}
	if o.Concurrency > 0 {
		w.concurrency = o.Concurrency
	}
	w.patience, w.replies, w.crowd = newPatience(w.firstByteTimeout), newReplies(), &crowd{long: longWait}
	if err := w.takeFields(o); err != nil {
		return nil, err
	}
	if err := w.connect(o); err != nil {
		return nil, err
	}
	var err error
	w.tokens, err = w.newTokenClient(o)
	return w, err
}

// hideProxyLogin keeps what a proxy is told from coming back: some repeat what they refuse. Token
// endpoints may be behind another proxy than the target.
func (w *wire) hideProxyLogin() {
	for _, scheme := range []string{"http", "https"} {
		proxy, err := w.pools[0].Proxy(&http.Request{URL: &url.URL{Scheme: scheme, Host: "token.example"}})
		if err != nil || proxy == nil || proxy.User == nil {
			continue
		}
		password, _ := proxy.User.Password()
		w.hide.Add(secret.Secret{Prefix: "Basic ", Value: proxy.User.Username() + ":" + password, Variable: "PROXY_LOGIN"})
	}
}

// origin is the target's scheme and authority.
func (w *wire) origin() string { return w.base.Scheme + "://" + w.base.Host }

// requests is how often a request was tried in all, retries and health checks included. What
// net/http repeats by itself on connections that it finds closed is not counted: how many it
// finds varies from run to run.
func (w *wire) requests() int { return int(w.tried.Load()) }

// exchange sends r and completes x.
func (w *wire) exchange(ctx context.Context, r *Request, x *records.Exchange, retries int) {
	a := w.newAttempt(ctx, r)
	a.retries = retries
	defer a.end()
	req, err := w.request(a, r)
	if err != nil {
		x.Error = &records.TransportError{Kind: kindOther, Text: err.Error()}
		return
	}
	resp, err := w.client.Do(req)
	if err != nil {
		x.Error = w.failure(a, err)
	} else {
		x.Response = w.receive(resp, a.location, r.Whole || r.Purpose == listPurpose)
	}
	x.Sent = int(a.written.Load())
	if !a.started.IsZero() {
		x.Microseconds = time.Since(a.started).Microseconds()
		w.patience.saw(r, x, a.started, a.took)
	}
}

// request builds what go-retryablehttp sends.
func (w *wire) request(a *attempt, r *Request) (*retryablehttp.Request, error) {
	u, err := w.locate(r.URL)
	if err != nil {
		return nil, err
	}
	fields := withCredentials(r.Fields, r.carries.sent)
	if query := r.carries.sentQuery; query != "" {
		u.RawQuery = withQuery("?"+u.RawQuery, query)[1:]
	}
	plain := &http.Request{
		Method: r.Method, URL: u, Host: w.host, Header: w.header(fields, a.safe),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Close: !w.crowd.keeps() || w.parserRefuses.Load() && w.pool(r.Method) == w.pools[2],
	}
	req := &retryablehttp.Request{Request: plain.WithContext(a)}
	if len(r.Body) > 0 {
		if err := req.SetBody(r.Body); err != nil {
			return nil, err
		}
		if !a.safe {
			// Without it net/http cannot repeat the content, so it does not repeat the request.
			req.GetBody = nil
		}
	}
	return req, nil
}

// outlet is where requests leave. It hides CloseIdleConnections, which go-retryablehttp calls
// after every failure.
type outlet struct{ w *wire }

func (o outlet) RoundTrip(req *http.Request) (*http.Response, error) {
	a, _ := req.Context().Value(attemptKey{}).(*attempt)
	err := errNoAttempt
	if a != nil {
		a.pause()
		err = o.w.pace.wait(a, a.delay)
	}
	if err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	pool := o.w.pool(req.Method)
	if !a.safe && o.w.failed.Swap(false) {
		pool.CloseIdleConnections()
	}
	a.begin()
	o.w.tried.Add(1)
	resp, err := pool.RoundTrip(req)
	a.begun(err == nil)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusInternalServerError && resp.ProtoMajor < 2 {
		o.w.failed.Store(true)
	}
	o.w.pace.saw(resp.StatusCode, resp.Header.Get("Retry-After"), a.started)
	o.w.outages.saw(req, resp.StatusCode)
	if a.delay > 0 && !isPassing(resp.StatusCode) {
		o.w.pace.helped()
	}
	// The client would refuse a response whose Location it cannot read.
	if a.location = resp.Header["Location"]; a.location != nil {
		delete(resp.Header, "Location")
	}
	return resp, nil
}
