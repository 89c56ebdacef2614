package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

const lookedUpFirst = "a method that nobody knows gets the same %d for this id: the resource is looked up before the method"

// answerNotFound tells a handler's 404 from the router's.
func (run *rowRun) answerNotFound(ctx context.Context, cell *cellRun, x *records.Exchange, exists bool) (records.Answer, string) {
	status := x.Response.Status
	if get := run.get(); cell.Method == http.MethodHead && get.last().Status() == status {
		return get.answer, get.reason // without content it cannot be told from any other; GET can
	}
	if !records.Same(x, run.base.get) && !run.sameAsStandIn(x) {
		known := showsNothingThere(run.base.get) || run.base.get.Status() == 405 || run.base.get.Status() == 500
		known = known || run.base.unrouted().IsNotFound() // a page may stand there for GET alone
		known = known || run.base.get.Status()/100 == 3 && run.base.unrouted().Status()/100 == 3
		if near := run.near(ctx); near != nil {
			known = known || showsNothingThere(near)
			if records.Same(x, near) && !run.routerKnowsPath() {
				// A last parameter that takes slashes too sends even that path to the handler.
				if records.Same(near, run.absentProof) {
					return records.Unclear, fmt.Sprintf("answered %d, as an absent id is and a path that does not exist: they look alike here", status)
				}
				return run.routersNotFound(cell, status, exists)
			}
		}
		if cell.Method == http.MethodHead || !known {
			return records.Unclear, fmt.Sprintf("answered %d, and nothing shows what this router says to a path that does not exist", status)
		}
		if run.sameForAnyMethod(ctx, cell, x) {
			return records.Unclear, fmt.Sprintf(lookedUpFirst, status)
		}
		if run.isMethodsNotFound(ctx, cell, x) {
			return run.routersNotFound(cell, status, exists)
		}
		return records.Routed, fmt.Sprintf("a %d that is not the router's own: a handler gave it", status)
	}
	if !records.Same(x, run.base.get) && run.idIsMadeUp(cell) && !records.Same(x, run.near(ctx)) && !run.handlersNotFoundDiffers(cell) {
		return records.Unclear, fmt.Sprintf(lookedUpFirst, status)
	}
	if run.routerKnowsPath() {
		if run.sameForAnyMethod(ctx, cell, x) {
			return records.Unclear, fmt.Sprintf(lookedUpFirst, status)
		}
		if _, left, _ := run.advertised(cell.Method); cell.Operation == nil && len(left) > 0 {
			return run.routersNotFound(cell, status, exists) // the router knows of no handler that could
		}
		return records.Routed, fmt.Sprintf("answered %d where an unknown method is refused otherwise: a handler gave it", status)
	}
	return run.routersNotFound(cell, status, exists)
}

// isMethodsNotFound reports whether the method gets this 404 wherever it is sent, a path that does not
// exist included: something in front of the routes, which has another 404 than they, answers it. What GET
// says of an absent id is a handler's.
func (run *rowRun) isMethodsNotFound(ctx context.Context, cell *cellRun, x *records.Exchange) bool {
	if records.IsSafe(cell.Method) || records.Same(x, run.absentProof) || !run.base.get.IsNotFound() {
		return false
	}
	return records.Same(x, run.controls.random(ctx, "", cell.like()))
}

func (run *rowRun) routersNotFound(cell *cellRun, status int, exists bool) (records.Answer, string) {
	if run.idIsMadeUp(cell) && !run.handlersNotFoundDiffers(cell) {
		return records.Unclear, fmt.Sprintf("answered %d to an id that the run made up: no such resource and no such route look alike here", status)
	}
	if exists {
		return records.Refused, fmt.Sprintf("the router's own %d, on a path that exists", status)
	}
	return records.AbsentPath, fmt.Sprintf("the router's own %d", status)
}

// near is the GET of a path that does not exist in the same part of the API; nil where that is
// the whole API.
func (run *rowRun) near(ctx context.Context) *records.Exchange {
	prefix := run.row.Item.LiteralPrefix()
	if prefix == "" {
		return nil
	}
	return run.controls.random(ctx, prefix, Request{Method: http.MethodGet, Schemes: run.get().Schemes})
}

// sameForAnyMethod reports whether methods that nobody knows get the same answer at the id that
// was proven absent. The stand-ins of the row were sent to another one, where a static file
// server, for one, has a resource and answers differently.
func (run *rowRun) sameForAnyMethod(ctx context.Context, cell *cellRun, x *records.Exchange) bool {
	if run.absentURL == "" || !cell.Guard.NamesAbsent() {
		return false
	}
	for _, c := range run.calibrators() {
		if records.Same(x, run.controls.exchange(ctx, Request{Purpose: "control", Method: c.Method, URL: run.absentURL, Fields: c.Fields, Schemes: cell.Schemes})) {
			return true
		}
	}
	return false
}

// idIsMadeUp reports whether the request named a resource that need not exist, so that a 404
// proves nothing of itself.
func (run *rowRun) idIsMadeUp(cell *cellRun) bool {
	if cell.Guard.NamesAbsent() {
		return true
	}
	if get := run.get().response(); get != nil && get.Status/100 == 2 {
		return false
	}
	return slices.ContainsFunc(run.values, func(v spec.Value) bool { return !v.Source.Exists() })
}

// namesNothingHere reports whether a declared method is refused as a path that does not exist is, and
// the GET too, at an id that need not exist: some put the 405 in the place of every 404.
func (run *rowRun) namesNothingHere(cell *cellRun, x *records.Exchange) bool {
	return cell.Operation != nil && run.idIsMadeUp(cell) && records.Same(x, run.base.get) && records.Same(run.get().last(), run.base.get)
}

// handlersNotFoundDiffers reports whether the GET handler of the path was seen to answer an
// absent id with a 404 that is not the router's: then the two can be told apart.
func (run *rowRun) handlersNotFoundDiffers(cell *cellRun) bool {
	proofs := []*records.Exchange{run.absentProof}
	if !cell.Guard.NamesAbsent() {
		proofs = append(proofs, run.get().last())
	}
	for _, x := range proofs {
		if x.IsNotFound() && !records.Same(x, run.base.get) && !run.sameAsStandIn(x) {
			return true
		}
	}
	return false
}
