package probe

import (
	"context"
	"net/http"

	"github.com/verbatim-http/verbatim/probe/records"
)

// isDown reports whether a 503 to a declared method is about what stands behind the path or the method, and
// not about pace: proxies give it where nothing behind them answers. It names no time, something else comes
// through right after it, and then it is there again. Nothing unsafe is sent twice: there the same method at a
// path that does not exist speaks for it.
func (run *rowRun) isDown(ctx context.Context, cell *cellRun, x *records.Exchange) bool {
	if cell.Operation == nil || x.Response.Value("Retry-After") != "" {
		return false
	}
	path := run.controls.randomPath("")
	if path == "" {
		return false
	}
	other := run.wire.send(ctx, Request{Purpose: "control", Method: http.MethodGet, URL: run.plan.base + path, Schemes: cell.Schemes})
	switch other.Status() {
	case 0, http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return false
	}
	if !records.IsSafe(cell.Method) {
		return run.controls.random(ctx, "", cell.like()).Status() == http.StatusServiceUnavailable
	}
	again := run.wire.send(ctx, cell.request("control", run.url))
	return again.Status() == http.StatusServiceUnavailable
}

// nothingAnswers reports whether the cell was answered by what stands in front of the application, because
// nothing behind it did: no handler has looked at the request.
func (c *cellRun) nothingAnswers() bool {
	return c.last().IsGatewayError() || c.answer == records.Crashed && c.last().Status() == http.StatusServiceUnavailable
}
