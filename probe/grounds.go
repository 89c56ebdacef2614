package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// groundless says why a request may touch what others made; "" when it does not.
func (w *world) groundless(ctx context.Context, run *rowRun, cell *cellRun, b *birth) string {
	if w.ledger.owns(b.url) {
		return ""
	}
	if run.readsOthers(cell) {
		return ""
	}
	if slices.ContainsFunc(b.values, func(v spec.Value) bool { return !mayNameOurs(v.Source) }) {
		return notOurs(b.values)
	}
	declared := cell.Operation != nil
	if v, ok := w.foreign(cell.Planned); ok {
		return notOurs([]spec.Value{v})
	}
	switch {
	case w.plan.Options.TouchOthers:
		return ""
	case destructive(run.row.Item, cell.Operation):
		return removesOthers
	case w.plan.spares(run.row, cell.Planned):
		return ""
	case declared && (cell.Method == http.MethodPut || cell.Method == http.MethodPatch):
		b.echo = w.echo(ctx, run, cell, b.url)
		if b.echo != nil {
			return ""
		}
	}
	if w.holdsNothingOfOthers(ctx, run, b.url) {
		return ""
	}
	return touchesOthers
}

// onlyReads reports whether a cell's request is a POST whose name says that it only reads.
func (run *rowRun) onlyReads(cell *cellRun) bool {
	return cell.Method == http.MethodPost && isReading(run.row.Item, cell.Operation)
}

// readsOthers reports whether a POST that only reads is about what is known to be there, as a GET of it
// would be.
func (run *rowRun) readsOthers(cell *cellRun) bool {
	return run.onlyReads(cell) && len(run.row.Params) > 0 && len(run.values) == len(run.row.Params) &&
		!slices.ContainsFunc(run.values, func(v spec.Value) bool { return !v.Source.Exists() })
}

// leaveAsItIs has a request that may change what is there once say what a GET of the same path shows,
// as far as its content has such members: a switch that is off stays off.
func (w *world) leaveAsItIs(ctx context.Context, run *rowRun, cell *cellRun, b *birth) {
	if !w.plan.Options.TouchOthers || b.echo != nil || b.sample.Linked != nil || cell.Operation == nil || cell.Operation.Body == nil || w.ledger.owns(b.url) {
		return
	}
	x := w.read(ctx, run.row, b.url)
	if x == nil || x.Status()/100 != 2 {
		return
	}
	shown, _ := records.Decoded(x.Response.Whole()).(map[string]any)
	same := map[string]any{}
	for _, name := range cell.Operation.Body.Properties() {
		if v, ok := shown[name]; ok {
			same[name] = v
		}
	}
	if len(same) > 0 {
		b.sample.Linked = same
	}
}

// echo is what a GET returns, to be sent back as it is: a PUT of it changes nothing. Nil when
// there is none, or the operation takes no such content.
func (w *world) echo(ctx context.Context, run *rowRun, cell *cellRun, url string) []byte {
	if cell.Operation.Body == nil || cell.Operation.Body.JSONMediaType() == "" {
		return nil
	}
	x := w.read(ctx, run.row, url)
	if x.Status()/100 != 2 || x.Response.Bytes >= w.wire.maxBody {
		return nil
	}
	if _, ok := records.Decoded(x.Response.Kept().Content).(map[string]any); !ok {
		return nil
	}
	return x.Response.Kept().Content
}

// holdsNothingOfOthers reports whether a collection lists nothing but what the run made.
func (w *world) holdsNothingOfOthers(ctx context.Context, run *rowRun, url string) bool {
	r := run.row.members
	if r == nil {
		return false
	}
	x := w.read(ctx, run.row, url)
	if x.Status()/100 != 2 {
		return false
	}
	content := records.Decoded(x.Response.Whole())
	list := items(content, 0)
	if list == nil {
		return false
	}
	for _, item := range list {
		object, _ := item.(map[string]any)
		name := valueOf(object, paramsOf(r.Template)[r.params-1], true)
		if name == "" || !w.ledger.owns(url+"/"+name) {
			return false
		}
	}
	return true
}
