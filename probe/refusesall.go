package probe

import (
	"context"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

// refusesAll reports whether a 4xx is how this path refuses the methods that it does not have: one
// that nobody routes gets it too, though a declared GET is answered otherwise and a path that does
// not exist is not found. What content was sent, an id, or a parameter that the stand-ins lack may be to
// blame for it otherwise.
func (run *rowRun) refusesAll(ctx context.Context, cell *cellRun, x *records.Exchange) bool {
	get := run.get()
	if cell.Operation != nil && (cell.Body != nil || documents(cell.Operation, x.Status())) || run.needsParameters() {
		return false
	}
	if len(run.row.Params) > 0 && !run.worksHere() || cell != get && get.Operation != nil && records.Same(x, get.last()) {
		return false
	}
	return run.refusesUnroutedWith(x) && run.elsewhere(ctx, cell.like()).IsNotFound()
}

// isNoRoute reports whether a 4xx is what the path says to whatever it has no route for: a method that
// hardly anybody routes gets it too, while a declared method is served here. Malformed content may get it
// from an error handler that makes one answer of all errors, so it shows nothing.
func (run *rowRun) isNoRoute(cell *cellRun, x *records.Exchange) bool {
	return cell.Guard == records.NoGuard && cell.Operation == nil && run.worksHere() && run.refusesUnroutedWith(x)
}

// refusesUnroutedWith reports whether a registered method that hardly anybody routes gets the answer too.
func (run *rowRun) refusesUnroutedWith(x *records.Exchange) bool {
	return slices.ContainsFunc(run.cells, func(c *cellRun) bool {
		return c.calibrates() && c.Method != records.MadeUpMethod && records.Same(x, c.last())
	})
}

// worksHere reports whether a declared method was answered with success: the row's values name
// something.
func (run *rowRun) worksHere() bool {
	return slices.ContainsFunc(run.cells, func(c *cellRun) bool { return c.Operation != nil && c.last().Status()/100 == 2 })
}

// needsParameters reports whether some operation of the path requires more than its path to say.
func (run *rowRun) needsParameters() bool {
	for _, op := range run.row.Item.Operations {
		for _, p := range op.Parameters {
			if p.Required && p.In != "path" {
				return true
			}
		}
	}
	return false
}
