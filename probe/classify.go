package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// classify says of every cell of the row what its answer means for routing.
func (run *rowRun) classify(ctx context.Context) {
	exists := run.pathExists()
	for _, cell := range run.cells {
		if x := cell.last(); x != nil {
			cell.evidence = records.Fired
			if cell.Guard != records.NoGuard {
				cell.evidence = records.Guarded
			}
			cell.answer, cell.reason = run.answerOf(ctx, cell, x, exists)
			cell.noteSecond()
		}
	}
	run.classifyForbidden(ctx)
	for _, cell := range run.cells {
		switch {
		case cell.last() == nil:
			run.advertise(cell)
		case cell.Guard != records.NoGuard && cell.answer == records.Unclear:
			run.fallBackOnAllow(cell)
		}
	}
}

// answerOf reads one exchange against the controls.
func (run *rowRun) answerOf(ctx context.Context, cell *cellRun, x *records.Exchange, exists bool) (records.Answer, string) {
	if x.Error != nil {
		return records.Unreachable, x.Error.Text
	}
	status := x.Response.Status
	switch {
	case status == 403 && lacksRoute(x):
		return run.answerNoRoute(cell, x, exists)
	case status == 503 && run.isDown(ctx, cell, x):
		return records.Crashed, ""
	case status == 429 || status == 503:
		return records.Throttled, fmt.Sprintf("the target answered %d, and the retries are spent", status)
	case status == 405 || status == 501:
		if run.namesNothingHere(cell, x) {
			return records.Unclear, fmt.Sprintf("answered %d to an id that the run made up, just as a path that does not exist is: no such resource and no such route look alike here", status)
		}
		return records.Refused, ""
	case status == 404 || status == 410:
		return run.answerNotFound(ctx, cell, x, exists)
	case status/100 == 2 || status == 304:
		return run.answerSuccess(cell, x)
	case status/100 == 3:
		if documents(cell.Operation, status) {
			return records.Served, ""
		}
		return records.Redirected, fmt.Sprintf("redirected with %d to %s", status, run.wire.ledger.shownIn(x.Response.Value("Location")))
	case status/100 == 4:
		return run.answerClientError(ctx, cell, x)
	}
	return run.answerServerError(ctx, cell, x)
}

// answerServerError tells a handler that failed from a parser before the router that did.
func (run *rowRun) answerServerError(ctx context.Context, cell *cellRun, x *records.Exchange) (records.Answer, string) {
	if cell.Body == nil || records.IsSafe(cell.Method) || x.IsGatewayError() {
		return records.Crashed, ""
	}
	if records.Same(x, run.elsewhere(ctx, cell.like())) {
		return records.Unclear, fmt.Sprintf("a path that does not exist gets the same %d: it is given before routing", x.Response.Status)
	}
	return records.Crashed, ""
}

// like is a control request like the cell's own.
func (c *cellRun) like() Request {
	r := Request{Method: c.Method, Fields: c.Fields, Body: c.Body, Schemes: c.Schemes}
	if c.Guard != records.NoGuard {
		r.Guard = records.NoSuchPath
	}
	return r
}

// walls are statuses that are given before a handler looks at the request.
var walls = []int{401, 402, 403, 407, 408, 414, 417, 421, 425, 426, 431, 451, records.StatusNoCSRFToken}

// answerClientError tells a handler's 4xx from one that every request gets.
func (run *rowRun) answerClientError(ctx context.Context, cell *cellRun, x *records.Exchange) (records.Answer, string) {
	status := x.Response.Status
	if slices.Contains(walls, status) {
		return run.answerWall(cell, status)
	}
	if run.sameAsStandIn(x) {
		if run.isNoRoute(cell, x) {
			return records.Refused, fmt.Sprintf("answered %d, just like a method that nobody knows, where a declared method is served", status)
		}
		if run.refusesAll(ctx, cell, x) {
			return records.Refused, fmt.Sprintf("answered %d, just like a method that nobody knows, which a path that does not exist does not", status)
		}
		return records.Unclear, fmt.Sprintf("a method that nobody knows gets the same %d", status)
	}
	// Parsers that come before the router refuse content whatever the path: the same request to
	// a path that does not exist shows it.
	switch elsewhere := run.elsewhere(ctx, cell.like()); {
	case elsewhere != nil && elsewhere.Error != nil:
		return records.Unclear, fmt.Sprintf("answered %d, and the control request to a path that does not exist got no answer: %s", status, elsewhere.Error.Text)
	case elsewhere == nil:
		return records.Unclear, fmt.Sprintf("answered %d, and nothing shows what a path that does not exist would get", status)
	case records.Same(x, elsewhere):
		return records.Unclear, fmt.Sprintf("a path that does not exist gets the same %d: it is given before routing", status)
	case run.sameForAnyMethodWithContent(ctx, cell, x):
		return records.Unclear, fmt.Sprintf("a method that nobody knows gets the same %d for the same content: it is parsed before the method is looked at", status)
	}
	return records.Routed, ""
}

// sameForAnyMethodWithContent reports whether a method that nobody routes gets the same answer
// to the same content at the same URL: some routes parse content before their handler sees the
// method (Next.js pages).
func (run *rowRun) sameForAnyMethodWithContent(ctx context.Context, cell *cellRun, x *records.Exchange) bool {
	if cell.Body == nil || records.IsSafe(cell.Method) {
		return false
	}
	for _, c := range run.cells {
		if c.calibrates() && c.Method != records.MadeUpMethod {
			method := c.Method
			if run.base.reachesFurther() {
				method = secondStandIn
			}
			return records.Same(x, run.controls.exchange(ctx, Request{Purpose: "control", Method: method, URL: x.SentURL(), Fields: cell.Fields, Body: cell.Body, Schemes: cell.Schemes}))
		}
	}
	return false
}

// answerSuccess tells what a method was served from what every request gets.
func (run *rowRun) answerSuccess(cell *cellRun, x *records.Exchange) (records.Answer, string) {
	if records.Same(x, run.base.get) {
		return records.CaughtAll, fmt.Sprintf("a path that does not exist gets the same %d", x.Response.Status)
	}
	// A GET is served even where the path serves every method alike, as static file servers do.
	if cell.Method != http.MethodGet && cell.Method != http.MethodHead && cell.Kind == records.Core && run.sameAsStandIn(x) {
		return records.CaughtAll, fmt.Sprintf("a method that nobody knows gets the same %d", x.Response.Status)
	}
	return records.Served, ""
}

// elsewhere sends a request like this one to a path that does not exist, in the same part of
// the API. Only what the mode permits leaves.
func (run *rowRun) elsewhere(ctx context.Context, like Request) *records.Exchange {
	prefix := run.row.Item.LiteralPrefix()
	if !records.IsSafe(like.Method) {
		// The GET shows that nothing is there, which is the guard of the unsafe request that
		// follows. Where unknown paths are refused with 405, have a page for GET alone, are redirected, or are
		// made 400 or 500 by an error handler, malformed content is guard enough.
		there := run.controls.random(ctx, prefix, Request{Method: http.MethodGet, Schemes: like.Schemes})
		mapped := (slices.Contains([]int{400, 411, 422, 500}, there.Status()) || there.Status()/100 == 3) && like.Body != nil
		malformed := like.Guard != records.NoGuard && (there.Status() == 405 || run.base.pagesByGetAlone() || mapped)
		if !showsNothingThere(there) && !malformed {
			return nil
		}
	}
	return run.controls.random(ctx, prefix, like)
}

// documents reports whether an operation documents a status, by itself or by its class.
func documents(op *spec.Operation, status int) bool {
	if op == nil {
		return false
	}
	exact, class := fmt.Sprint(status), fmt.Sprintf("%dXX", status/100)
	return slices.ContainsFunc(op.Responses, func(r spec.Response) bool {
		return r.Status == exact || strings.EqualFold(r.Status, class)
	})
}
