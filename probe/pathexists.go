package probe

import (
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
)

// standIns are the answers to the methods that nobody routes, at this path.
func (run *rowRun) standIns() []*records.Exchange {
	var found []*records.Exchange
	for _, cell := range run.calibrators() {
		found = append(found, cell.last())
	}
	return found
}

func (run *rowRun) sameAsStandIn(x *records.Exchange) bool {
	for _, s := range run.standIns() {
		if s != x && records.Same(x, s) {
			return true
		}
	}
	return false
}

// routerKnowsPath reports whether an unknown method is refused here with 405 or 501 and is not
// at a path that does not exist: then the router knows the path.
func (run *rowRun) routerKnowsPath() bool {
	for _, s := range run.standIns() {
		status := s.Response.Status
		if status == 405 || status == 501 {
			if there := run.baseOf(s.Method).Status(); there != 0 && there != status {
				return true
			}
		}
	}
	return false
}

func (run *rowRun) baseOf(method string) *records.Exchange {
	for _, x := range []*records.Exchange{run.base.get, run.base.registered, run.base.second, run.base.madeUp, run.base.options} {
		if x != nil && x.Method == method {
			return x
		}
	}
	return nil
}

// pathExists reports whether any method got an answer here that a path which does not exist
// would not get.
func (run *rowRun) pathExists() bool {
	if run.routerKnowsPath() {
		return true
	}
	for _, cell := range run.cells {
		r := cell.response()
		if r == nil || cell.Kind == records.StandIn {
			continue
		}
		switch {
		case cell.Operation != nil && records.IsSafe(cell.Method) && run.wallIsOnlyForRoutes(cell):
			return true
		case cell.Method == "OPTIONS":
			if cell.allow != nil && r.Status/100 == 2 && !run.blanketAllow(cell) {
				return true
			}
		case r.Status/100 == 2 && !records.Same(cell.last(), run.base.get):
			return true
		case r.Status == 405 && !run.blanketRefusal() && run.baseOf(cell.Method).Status() != 405:
			return true
		case (r.Status == 400 || r.Status == 422 || r.Status == 404) && cell.Method == http.MethodGet &&
			!records.Same(cell.last(), run.base.get) && !run.sameAsStandIn(cell.last()) && showsNothingThere(run.base.get):
			return true
		}
	}
	return false
}

// wallIsOnlyForRoutes reports whether a declared safe method is asked for credentials where a method that nobody
// routes gets the 404 of a path that does not exist: so the method has a route here, and the check of
// credentials belongs to that.
func (run *rowRun) wallIsOnlyForRoutes(cell *cellRun) bool {
	status := cell.last().Status()
	return (status == http.StatusUnauthorized || status == http.StatusForbidden) && run.base.get.IsNotFound() &&
		slices.ContainsFunc(run.calibrators(), func(c *cellRun) bool { return records.Same(c.last(), run.base.get) })
}

// blanketRefusal reports whether paths that do not exist are refused with 405 too: then a 405
// does not show that a path exists.
func (run *rowRun) blanketRefusal() bool {
	if run.base.reachesFurther() {
		return run.base.get.Status() == 405 || run.base.second.Status() == 405
	}
	return run.base.get.Status() == 405 || run.base.registered.Status() == 405 || run.base.madeUp.Status() == 405
}

// blanketAllow reports whether a path that does not exist gets the same Allow: then it says
// nothing about this path.
func (run *rowRun) blanketAllow(cell *cellRun) bool {
	base := run.baseOf(cell.Method)
	if base.Status() == 0 || base.Status() != cell.last().Status() {
		return false
	}
	there := allow.Parse(base.Response)
	return there != nil && cell.allow != nil && slices.Equal(there.Demanded(), cell.allow.Demanded())
}
