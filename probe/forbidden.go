package probe

import (
	"context"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// classifyForbidden reads a 403 as a refusal where a declared method of the path is served to the
// same credentials: to an undeclared method, and to a declared one that is answered just like a
// method that nobody knows, or by what stands in front of the application. A 419 asks for a token
// that no client of an API has.
func (run *rowRun) classifyForbidden(ctx context.Context) {
	served := slices.ContainsFunc(run.cells, func(c *cellRun) bool { return c.Operation != nil && c.answer == records.Served })
	given := run.carriesCredentials()
	if !served || (!given && run.declaresSecurity()) {
		return
	}
	for _, cell := range run.cells {
		if cell.answer == records.Walled && cell.last().Status() == records.StatusNoCSRFToken {
			cell.answer, cell.reason = records.Refused, "answered 419: a check for a CSRF token, before the handler"
		}
		if cell.answer != records.Walled || cell.last().Status() != 403 || (!given && run.mayAskForCredentials(cell)) {
			continue
		}
		switch {
		case cell.Operation == nil:
			cell.answer, cell.reason = records.Refused, "answered 403, while a declared method of the path is served"
		case run.sameAsStandIn(cell.last()):
			cell.answer, cell.reason = records.Refused, "answered 403, just like a method that nobody knows, while another one is served"
		case !given:
			if name := run.blocker(ctx, cell); name != "" {
				cell.answer, cell.reason = records.Refused, "answered 403 by "+name+", while other methods reach the application"
			}
		}
	}
}

// mayAskForCredentials reports whether a 403 may mean that credentials are missing: it looks like
// the application's own answer, or lists the method in Allow. A page of another kind than the
// application serves came from further out.
func (run *rowRun) mayAskForCredentials(cell *cellRun) bool {
	kind := cell.response().MediaType()
	get := run.get().response()
	return cell.allow.Lists(cell.Method) || kind == "" || (get != nil && kind == get.MediaType())
}

// declaresSecurity reports whether the contract asks for credentials at this path.
func (run *rowRun) declaresSecurity() bool {
	return slices.ContainsFunc(run.row.Item.Operations, func(op *spec.Operation) bool { return len(op.Security) > 0 })
}
