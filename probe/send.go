package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
)

// awaitInterval is the time between two looks at a target that is not up yet.
const awaitInterval = 250 * time.Millisecond

// send sends one request, if the mode permits it, and returns what came back: Response or
// Error is set. The errors of requests that were kept back are of kind "withheld" (by the
// mode), "stopped" (after an incident), "unreachable" (the target is down) and "hanging" (what hangs was given up); Sent is then 0.
func (w *wire) send(ctx context.Context, r Request) records.Exchange {
	var x records.Exchange
	w.ready(ctx, &r)
	w.describe(&x, &r)
	if x.Error = w.refusal(ctx, &r); x.Error != nil {
		return x
	}
	if w.mode == GuardedMode && !records.IsSafe(r.Method) {
		w.oneAtATime.Lock()
		defer w.oneAtATime.Unlock()
		// Asked again: the URL may have come to life, and an incident may have happened, while
		// others were being sent.
		if x.Error = w.refusal(ctx, &r); x.Error != nil {
			return x
		}
	}
	if w.mode == Full && !records.IsSafe(r.Method) { // guarded ones change nothing
		defer w.replies.acting()()
	}
	started, calm := w.pace.now(), w.replies.calm()
	w.exchange(ctx, &r, &x, w.retries)
	if w.renewsAfter(ctx, &r, &x) {
		w.repeat(ctx, &r, &x)
	}
	w.learn(ctx, &r, &x, started)
	w.nameReason(&x)
	w.replies.note(&x, calm, w.mode)
	return x
}

// nameReason shows what the run created by its name in a reason phrase too: h3 writes the path there.
func (w *wire) nameReason(x *records.Exchange) {
	path := pathOf(x.SentURL())
	if shown := w.ledger.shown(path); shown != path && x.Response != nil {
		x.Response.Reason = strings.ReplaceAll(x.Response.Reason, path, shown)
	}
}

// refusal says why a request must not go out now, nil when it may.
func (w *wire) refusal(ctx context.Context, r *Request) *records.TransportError {
	if ctx.Err() != nil {
		return &records.TransportError{Kind: kindCanceled, Text: "the run was canceled"}
	}
	if err := permits(w.mode, r, w.grounds(r.As)); err != nil {
		return &records.TransportError{Kind: kindWithheld, Text: err.Error()}
	}
	if acted := w.acted.Load(); acted != nil && !records.IsSafe(r.Method) {
		return &records.TransportError{Kind: kindStopped,
			Text: fmt.Sprintf("stopped: a guarded %s was answered %d before", acted.Method, acted.Response.Status)}
	}
	if w.throttledInARow.Load() >= mostThrottled {
		return &records.TransportError{Kind: kindStopped, Text: "the target answered 429 to request after request, so no more were sent"}
	}
	if err := w.breaker.refusal(); err != nil {
		return err
	}
	return w.patience.refusal(r)
}

// grounds are the facts that count for an identity; "" is the main one. What it found to touch
// nothing of others, or absent, may be there for another one, who sees more.
func (w *wire) grounds(as string) grounds {
	g := grounds{absent: func(url string) bool { return w.absent.has(as, url) }, owned: w.ledger.owns, acts: w.acts}
	if as == "" {
		g.consented = w.consents.has
	}
	return g
}

// learn draws what later requests depend on from an exchange.
func (w *wire) learn(ctx context.Context, r *Request, x *records.Exchange, started time.Time) {
	if x.Response == nil {
		if breaks(x.Error.Kind) && w.breaker.failed(r.URL, started) {
			w.checkHealth(ctx)
		}
		return
	}
	w.noteThrottling(x.Response.Status)
	if r.Method == records.MadeUpMethod && x.Response.Status == http.StatusBadRequest && w.parserRefuses.CompareAndSwap(false, true) {
		w.pool(records.MadeUpMethod).CloseIdleConnections()
	}
	isGet := r.Method == http.MethodGet
	w.breaker.answered(isGet, r.URL)
	if w.mode == ReadOnly {
		return
	}
	status := x.Response.Status
	if isGet {
		w.absent.note(r.As, r.URL, status == http.StatusNotFound || status == http.StatusGone)
	}
	if w.mode == GuardedMode && !records.IsSafe(r.Method) && status/100 == 2 && !r.MaySucceed {
		incident := *x
		w.acted.CompareAndSwap(nil, &incident)
	}
}

// mostThrottled is how many requests in a row may be answered 429 after their retries before
// nothing more is sent: each has waited as long as it may, and a target that still refuses
// wants to be left alone.
const mostThrottled = 3

func (w *wire) noteThrottling(status int) {
	if status == http.StatusTooManyRequests {
		w.throttledInARow.Add(1)
	} else if w.throttledInARow.Load() < mostThrottled {
		w.throttledInARow.Store(0)
	}
}

// gaveUp reports whether sending ended because the target throttled everything.
func (w *wire) gaveUp() bool { return w.throttledInARow.Load() >= mostThrottled }

// breaks reports whether a kind of error may mean that the target is down.
func breaks(kind string) bool {
	switch kind {
	case kindRefused, kindTimeout, kindClosed, kindDNS, kindTLS, kindProxy:
		return true
	}
	return false
}

// checkHealth asks a URL that answered before whether the target is still there. One that
// hangs at a single path must not end the run.
func (w *wire) checkHealth(ctx context.Context) {
	at := "/"
	if worked := w.breaker.worked.Load(); worked != nil {
		at = *worked
	}
	x := w.look(ctx, at)
	switch {
	case x.Response != nil:
		w.breaker.checked(true)
	case x.Error.Kind == kindCanceled:
		w.breaker.unchecked()
	default:
		w.breaker.checked(!breaks(x.Error.Kind))
	}
}

// look sends a GET once, past the breaker.
func (w *wire) look(ctx context.Context, url string) records.Exchange {
	var x records.Exchange
	r := Request{Purpose: "health", Method: http.MethodGet, URL: url, Fields: []Field{{"Accept", "*/*"}}}
	w.ready(ctx, &r)
	w.describe(&x, &r)
	if err := permits(w.mode, &r, grounds{}); err != nil {
		x.Error = &records.TransportError{Kind: kindWithheld, Text: err.Error()}
		return x
	}
	w.exchange(ctx, &r, &x, 0)
	return x
}

// await looks at a URL until the target answers with anything but a gateway's "not yet" (502,
// 503, 504). The error says what it last said when the context ends first.
func (w *wire) await(ctx context.Context, url string) error {
	for {
		x := w.look(ctx, url)
		if x.Response != nil && (!isPassing(x.Response.Status) || x.Response.Status == http.StatusTooManyRequests) {
			return nil
		}
		if err := w.pace.sleep(ctx, awaitInterval); err != nil {
			if x.Response != nil {
				return fmt.Errorf("waiting for the target: it still answers %d", x.Response.Status)
			}
			return fmt.Errorf("waiting for the target: %s", x.Error.Text)
		}
	}
}

// variables are the shell variables that stand for secrets in the record.
func (w *wire) variables() []string {
	all := w.keys.variables()
	for _, other := range w.others {
		all = append(all, other.variables()...)
	}
	return append(all, w.ledger.variables()...)
}

// incident is the first guarded unsafe request that was answered 2xx, nil when there was none.
func (w *wire) incident() *records.Exchange { return w.acted.Load() }

// unreachableSince is when the target stopped answering; ok is false while it answers.
func (w *wire) unreachableSince() (since time.Time, ok bool) {
	if opened := w.breaker.opened.Load(); opened != nil {
		return *opened, true
	}
	return time.Time{}, false
}

// absences are the URLs whose last GET was answered 404 or 410. One that was proven without a
// query is absent with any query; one proven with a query may be there with another.
type absences struct {
	mu   sync.RWMutex
	urls map[string][]string // the identities that it is absent to
}

func (a *absences) has(as, url string) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return slices.Contains(a.urls[url], as) || slices.Contains(a.urls[pathOf(url)], as)
}

// note forgets a URL on any other answer, to anybody: what is not known absent is not absent.
func (a *absences) note(as, url string, absent bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !absent {
		delete(a.urls, url)
		return
	}
	if a.urls == nil {
		a.urls = map[string][]string{}
	}
	if !slices.Contains(a.urls[url], as) {
		a.urls[url] = append(a.urls[url], as)
	}
}

// consents are unsafe requests that were found to touch nothing of others: "POST /tasks".
type consents struct {
	mu       sync.RWMutex
	requests map[string]struct{}
}

func (c *consents) has(method, url string) bool {
	path := pathOf(url)
	c.mu.RLock()
	defer c.mu.RUnlock()
	_, ok := c.requests[method+" "+path]
	return ok
}

func (c *consents) add(method, url string) {
	path := pathOf(url)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.requests == nil {
		c.requests = map[string]struct{}{}
	}
	c.requests[method+" "+path] = struct{}{}
}
