package probe

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
)

// firstRetryDelay doubles with every retry of one request.
const firstRetryDelay = 100 * time.Millisecond

type attemptKey struct{}

// attempt is the policy and the state of one send; it travels in the request's context, and
// a request without one is neither sent nor repeated.
type attempt struct {
	context.Context
	w      *wire
	method string
	safe   bool
	// patient is set where what came of the request has to be known, so that its answer is waited for
	// in full.
	patient bool
	cancel  context.CancelCauseFunc
	timer   *time.Timer
	trace   httptrace.ClientTrace

	retries int // left
	delay   time.Duration
	started time.Time
	// took is how long the last answer took to begin.
	took time.Duration
	// early ends a try before the transport would; nil where it waits in full.
	early *time.Timer
	wait  *wait
	// location is the Location of the response; net/http's client must not see it.
	location []string

	// written counts requests written; connections counts those of the current try.
	written, connections, writtenNow atomic.Int32
	reused                           atomic.Bool
}

func (w *wire) newAttempt(ctx context.Context, r *Request) *attempt {
	a := &attempt{w: w, method: r.Method, safe: records.IsSafe(r.Method), retries: w.retries}
	a.patient = w.mode == Full && !a.safe && r.Purpose != "control"
	a.trace.GotConn, a.trace.WroteRequest = a.gotConn, a.wroteRequest
	ctx, a.cancel = context.WithCancelCause(ctx)
	a.Context = httptrace.WithClientTrace(ctx, &a.trace)
	return a
}

// Value finds the attempt itself under its key.
func (a *attempt) Value(key any) any {
	if _, ok := key.(attemptKey); ok {
		return a
	}
	return a.Context.Value(key)
}

// begin starts the clock of one try.
func (a *attempt) begin() {
	a.started = time.Now()
	a.location = nil
	a.connections.Store(0)
	a.writtenNow.Store(0)
	a.reused.Store(false)
	if a.timer == nil {
		a.timer = time.AfterFunc(a.w.timeout, func() { a.cancel(errWhole) })
	} else {
		a.timer.Reset(a.w.timeout)
	}
	a.wait = a.w.crowd.wait(a.started, a.w.close)
	a.early = nil
	if limit := a.w.patience.limit(); !a.patient && limit < a.w.firstByteTimeout {
		a.early = time.AfterFunc(limit, func() { a.cancel(impatience{limit}) })
	}
}

// begun ends the wait for the beginning of an answer.
func (a *attempt) begun(answered bool) {
	a.wait.end(answered)
	a.took = time.Since(a.started)
	if a.early != nil {
		a.early.Stop()
	}
}

// pause stops the clock between two tries: waiting for the target is no part of either.
func (a *attempt) pause() {
	if a.timer != nil {
		a.timer.Stop()
	}
}

// end releases what the attempt holds.
func (a *attempt) end() {
	a.pause()
	a.cancel(nil)
}

// gotConn is called each time that net/http is about to write the request, also when it
// repeats one by itself.
func (a *attempt) gotConn(info httptrace.GotConnInfo) {
	a.reused.Store(info.Reused)
	if a.connections.Add(1) == 1 || a.safe || a.writtenNow.Load() == 0 {
		return
	}
	if a.w.isHTTP2(info.Conn) {
		// The server gave the stream back. It may be safe to repeat; it is not for us to find
		// out. The write that follows looks at the context first.
		a.cancel(errTwice)
		return
	}
	// In HTTP/1.1 net/http repeats an unsafe request only if no byte of it reached the
	// connection, so the write that was counted was none.
	a.writtenNow.Add(-1)
	a.written.Add(-1)
	a.w.written.Add(-1)
}

// wroteRequest is called also when writing failed: bytes may have gone out.
func (a *attempt) wroteRequest(httptrace.WroteRequestInfo) {
	a.writtenNow.Add(1)
	a.written.Add(1)
	a.w.written.Add(1)
}

// checkRetry decides for go-retryablehttp whether a try is repeated. It fails closed.
func checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	a, _ := ctx.Value(attemptKey{}).(*attempt)
	if a == nil || a.retries <= 0 || ctx.Err() != nil || !a.repeatable(resp, err) {
		return false, nil
	}
	a.retries--
	a.delay = min(max(2*a.delay, firstRetryDelay), a.w.pace.longest)
	if err == nil {
		// The shared pace knows what the target asked for.
		if pause, ok := parseRetryAfter(resp.Header.Get("Retry-After"), a.w.pace.now()); ok {
			if resp.StatusCode != http.StatusTooManyRequests && (pause > a.w.pace.longest || a.w.pace.isVain()) {
				return false, nil // sooner than it was told to, or as often before, it would be told so again
			}
			a.delay = max(a.delay, a.w.pace.own(pause))
		}
	}
	return true, nil
}

// repeatable reports whether the same request may be sent again after this outcome.
func (a *attempt) repeatable(resp *http.Response, err error) bool {
	if err == nil {
		return a.repeatsStatus() && isPassing(resp.StatusCode) && !hangs(resp.StatusCode, a.took)
	}
	kind, _ := a.w.classify(a, err)
	switch kind {
	case kindRefused:
		// No byte was sent, whatever the method.
		return a.writtenNow.Load() == 0
	case kindClosed:
		return a.safe || a.writtenNow.Load() == 0 && a.connections.Load() == 0
	case kindProtocol:
		// On a connection that was used before, the rest of an earlier answer may have been
		// taken for the answer to this request.
		return a.safe && a.reused.Load()
	}
	return false
}

// repeatsStatus is false for the methods that calibrate: what they say the first time is what
// is wanted.
func (a *attempt) repeatsStatus() bool {
	switch a.method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	return false
}

// isPassing reports whether a status is one that often is another a moment later.
func isPassing(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
