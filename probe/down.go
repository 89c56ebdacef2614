package probe

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/verbatim-http/verbatim/probe/records"
)

// outages takes note of 503. A limit of requests answers the same request once so and once otherwise, what
// is down does not.
type outages struct {
	any     atomic.Bool
	mu      sync.Mutex
	refused map[string]bool
	passing bool
}

// saw takes note of the status that a request was answered with.
func (o *outages) saw(req *http.Request, status int) {
	down := status == http.StatusServiceUnavailable
	if !down && !o.any.Load() {
		return
	}
	asked := req.Method + " " + req.URL.String()
	o.mu.Lock()
	defer o.mu.Unlock()
	if down {
		o.any.Store(true)
		if o.refused == nil {
			o.refused = map[string]bool{}
		}
		o.refused[asked] = true
		return
	}
	o.passing = o.passing || o.refused[asked]
}

// pass reports whether some 503 was none any more a moment later.
func (o *outages) pass() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.passing
}

// isDown reports whether a 503 to a declared method is about what stands behind the path or the method, and
// not about pace: proxies give it where nothing behind them answers. It names no time, something else comes
// through before it is there again, and after, and no 503 of the run has passed. Nothing unsafe is sent twice:
// there the same method at a path that does not exist speaks for it.
func (run *rowRun) isDown(ctx context.Context, cell *cellRun, x *records.Exchange) bool {
	path := run.controls.randomPath("")
	if cell.Operation == nil || path == "" || x.Response.Value("Retry-After") != "" || run.wire.outages.pass() {
		return false
	}
	if !run.comesThrough(ctx, cell, path) {
		return false
	}
	again := run.controls.random(ctx, "", cell.like())
	if records.IsSafe(cell.Method) {
		once := run.wire.send(ctx, cell.request("control", run.url))
		again = &once
	}
	return again.Status() == http.StatusServiceUnavailable && run.comesThrough(ctx, cell, path) && !run.wire.outages.pass()
}

// comesThrough reports whether a GET of a path that does not exist is answered, and not with a limit.
func (run *rowRun) comesThrough(ctx context.Context, cell *cellRun, path string) bool {
	x := run.wire.send(ctx, Request{Purpose: "control", Method: http.MethodGet, URL: run.plan.base + path, Schemes: cell.Schemes})
	status := x.Status()
	return status != 0 && status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests
}

// nothingAnswers reports whether the cell was answered by what stands in front of the application, because
// nothing behind it did: no handler has looked at the request.
func (c *cellRun) nothingAnswers() bool {
	return c.last().IsGatewayError() || c.answer == records.Crashed && c.last().Status() == http.StatusServiceUnavailable
}
