package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// wasNotThere reports whether an answer may be another one when more is there: a repository has no
// commits before somebody writes a file.
func wasNotThere(x *records.Exchange) bool {
	return slices.Contains([]int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusGone, http.StatusUnprocessableEntity}, x.Status())
}

// onceMore asks again, after everything that creates, about what was not there within the things of
// the run when it was asked for first.
func (w *world) onceMore(ctx context.Context, run *rowRun) {
	post := run.cellOf(http.MethodPost)
	if post != nil && post.Guard == records.NoGuard && (post.last().Status() == http.StatusNotFound || post.last().Status() == http.StatusConflict) && w.ledger.owns(post.last().SentURL()) {
		w.createOnceMore(ctx, post, run)
	}
	w.readOnceMore(ctx, run)
}

// createOnceMore sends a POST once more that creates within a thing of the run and missed something there.
func (w *world) createOnceMore(ctx context.Context, cell *cellRun, run *rowRun) {
	r, maker := w.plan.creates(run.row, cell.Planned)
	if r == nil || maker.ByName || w.alive(r) != nil {
		return
	}
	w.set(func() { delete(w.failed, r) })
	cell.anew = true
	var aside []records.Exchange
	_, _ = w.instance(ctx, r, &aside)
	cell.anew = false
	cell.exchanges = append(aside, cell.exchanges...)
}

// readOnceMore sends a declared GET that found nothing once more, and where that is answered with
// success, what else was asked at its path.
func (w *world) readOnceMore(ctx context.Context, run *rowRun) {
	get := run.get()
	if run.row.declaredGet() == nil || !wasNotThere(get.last()) {
		return
	}
	var aside []records.Exchange
	values, _ := w.place(ctx, run.row, len(run.row.Params), false, &aside)
	ours := slices.ContainsFunc(values, func(v spec.Value) bool { return v.Source == spec.Created })
	if url := run.row.url(values); !ours || w.plan.fallsOn(run.row, url) {
		return
	}
	x := w.wire.send(ctx, w.bound(get.Planned).request("cell", run.row.url(values)))
	if x.Status()/100 != 2 {
		return
	}
	run.take(values, true)
	get.keep(append(aside, x)...)
	run.send(ctx, func(cell *cellRun) bool {
		return records.IsSafe(cell.Method) && cell.Method != http.MethodGet && len(cell.exchanges) > 0
	})
}
