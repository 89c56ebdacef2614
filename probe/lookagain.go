package probe

import (
	"context"
	"net/http"
)

// againPurpose marks a GET that is sent once more, because one answer alone would fail it.
const againPurpose = "again"

// MostLookedAgain is how many GETs of a run that would fail are sent once more, in the read-only and
// guarded modes: enough to see that the servers behind an address differ, and no burden where
// everything fails.
const MostLookedAgain = 3

// lookAgain sends the first GETs that would fail once more, on new connections: what shares the load
// may keep a connection with one server.
func (r *runner) lookAgain(ctx context.Context, runs []*rowRun) {
	looked := 0
	for _, run := range runs {
		get := run.get()
		if looked == MostLookedAgain || !run.failsByItself(get) {
			continue
		}
		looked++
		r.wire.pool(http.MethodGet).CloseIdleConnections()
		if x := r.wire.send(ctx, get.request(againPurpose, run.url)); x.Sent > 0 {
			get.sides = append(get.sides, sideRun{Side: &Side{Purpose: againPurpose, Method: http.MethodGet}, exchange: &x})
		}
	}
}

// failsByItself reports whether a GET would be a failure by its answer alone: a declared one that is
// refused, not found or fails, or an undeclared one that is served.
func (run *rowRun) failsByItself(get *cellRun) bool {
	status := statusOf(get.last())
	switch {
	case status == 0 || get.last().As != "":
		return false
	case get.Operation == nil:
		return get.Kind == Core && status/100 == 2
	case status == http.StatusNotFound || status == http.StatusGone:
		return !run.idIsMadeUp(get)
	}
	return status == http.StatusMethodNotAllowed || status >= 500 && !isPassing(status)
}
