package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

// isAboutState reports whether a refusal may be about what was done to a thing before: a user who
// owns something may not be deleted, and one who is blocked not be followed.
func isAboutState(x *records.Exchange) bool {
	return slices.Contains([]int{http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusLocked}, x.Status())
}

// removeFresh sends a declared DELETE that was refused about the run's own thing once more, about a
// fresh one, which nothing was done to. The other one is left to the end of the run. Where a 403 says
// that none may be removed, it makes no more of them.
func (w *world) removeFresh(ctx context.Context, run *rowRun, cell *cellRun) {
	r := run.row.resource()
	if !r.isMade() || r.same != nil || cell.Guard != records.NoGuard || !isAboutState(cell.last()) || w.alive(r) == nil {
		return
	}
	if w.forget(r); cell.Withheld == "" {
		var aside []records.Exchange
		if why := w.fireReal(ctx, run, cell, &aside); why != "" {
			cell.exchanges = append(aside, cell.exchanges...)
		}
	}
}

// forget has the next request about a kind of thing make a new one.
func (w *world) forget(r *Resource) {
	w.set(func() { delete(w.living, r) })
}

// refusesNamesake reports whether the last request of a maker was refused for what is known of the
// thing that its path names, and has the next one name a fresh one. It says so once of a kind.
func (w *world) refusesNamesake(r *Resource, m Maker) bool {
	if !m.ByName || len(m.Row.namesakes) == 0 {
		return false
	}
	named, cell := m.Row.namesakes[len(m.Row.namesakes)-1].made, w.runs[m.Row].cellOf(m.Method)
	if named == nil || !isAboutState(cell.last()) && cell.last().Status() != http.StatusForbidden || w.alive(named) == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.renewed[r] {
		return false
	}
	w.renewed[r], cell.anew = true, true
	delete(w.living, named)
	return true
}
