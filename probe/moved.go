package probe

import (
	"context"
	"net/url"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// movedTo is the path that a redirect gives for a thing of the run: a rename or a transfer took
// it there. That it is the run's shows in the marker, which a segment of the new path must bear;
// "" where it is not so.
func movedTo(x *records.Exchange, marker string) string {
	if x.Status()/100 != 3 {
		return ""
	}
	from, errFrom := url.Parse(x.SentURL())
	to, errTo := url.Parse(x.Response.Raw("Location"))
	if errFrom != nil || errTo != nil || to.Path == "" {
		return ""
	}
	old, path := from.EscapedPath(), from.ResolveReference(to).EscapedPath()
	if path == old || strings.Count(path, "/") != strings.Count(old, "/") || !bears(path, marker) {
		return ""
	}
	return path
}

// follow finds a thing of the run where a redirect leads to, and has the ledger know it there;
// nil where nothing shows that it is the run's: then it is left to the end of the run to say so.
func (w *world) follow(ctx context.Context, r *Resource, thing *instance, x *records.Exchange) *instance {
	path := movedTo(x, w.plan.Options.marker())
	if path == "" {
		return nil
	}
	texts := r.valuesAt(path, path)
	if texts == nil {
		return nil
	}
	values := r.created(texts, r.Makers[0])
	if seen := w.look(ctx, r, values); seen.Status()/100 != 2 || r.url(r.Row, values) != path {
		return nil
	}
	removal := thing.entry.Delete
	if r.removal == nil {
		removal = r.deleteURL(values, w.bound)
	}
	w.ledger.move(thing.entry, path, removal)
	w.ledger.name(path, r.Row.Base+r.Template, paramsOf(r.Template))
	moved := &instance{entry: thing.entry, url: path, values: values, seen: true, removalName: thing.removalName}
	w.set(func() { w.living[r] = moved })
	return moved
}
