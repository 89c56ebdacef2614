package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

// againPurpose marks a safe request that is sent once more, because one answer alone would fail
// something.
const againPurpose = "again"

// MostLookedAgain is how many safe requests of a run whose answers would fail something are sent once
// more, in the read-only and guarded modes: enough to see that the servers behind an address differ,
// and no burden where everything fails.
const MostLookedAgain = 3

// lookAgain sends what a path fails by once more, as long as that was not done often.
func (r *runner) lookAgain(ctx context.Context, run *rowRun) {
	cell := run.failing()
	if cell == nil || r.looked == MostLookedAgain || len(cell.beside(againPurpose)) > 0 {
		return
	}
	r.looked++
	// What shares the load may keep a connection with one server.
	r.wire.pool(cell.Method).CloseIdleConnections()
	if x := r.wire.send(ctx, cell.request(againPurpose, run.url)); x.Sent > 0 {
		cell.sides = append(cell.sides, sideRun{Side: &Side{Purpose: againPurpose, Method: cell.Method}, exchange: &x})
	}
}

// failing is the GET that would be a failure by its answer alone; or else the GET or OPTIONS whose Allow
// would be one, or tells of a declared method that was refused; nil where there is none.
func (run *rowRun) failing() *cellRun {
	get := run.get()
	if run.failsByItself(get) {
		return get
	}
	refused := slices.ContainsFunc(run.cells, func(c *cellRun) bool {
		return c.Operation != nil && !records.IsSafe(c.Method) && c.last().Status() == http.StatusMethodNotAllowed
	})
	for _, cell := range []*cellRun{get, run.cellOf(http.MethodOptions)} {
		if cell == nil || !slices.Contains(run.advertisers(), cell) || cell.last().As != "" {
			continue
		}
		if missing, _ := run.allowTruth().Compare(cell.allow); refused || len(missing) > 0 {
			return cell
		}
	}
	return nil
}

// failsByItself reports whether a GET would be a failure by its answer alone: a declared one that is
// refused, not found or fails, or an undeclared one that is served.
func (run *rowRun) failsByItself(get *cellRun) bool {
	status := get.last().Status()
	switch {
	case status == 0 || get.last().As != "":
		return false
	case get.Operation == nil:
		return get.Kind == records.Core && status/100 == 2
	case status == http.StatusNotFound || status == http.StatusGone:
		return !run.idIsMadeUp(get)
	}
	return status == http.StatusMethodNotAllowed || status >= 500 && !isPassing(status)
}
