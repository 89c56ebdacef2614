package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// read is who is known, by the answer alone, to answer so, and what that means.
func read(x *records.Exchange) (layers.Layer, layers.Meaning) {
	if x == nil || x.Response == nil {
		return layers.Layer{Kind: layers.Unknown}, ""
	}
	return layers.Read(asLayers(x))
}

// lacksRoute reports whether an answer is that of a gateway which has no route, whatever its status.
func lacksRoute(x *records.Exchange) bool {
	_, meaning := read(x)
	return meaning == layers.NoRoute
}

// showsNothingThere reports whether an answer to a random path shows what paths that do not exist get.
func showsNothingThere(x *records.Exchange) bool { return x.IsNotFound() || lacksRoute(x) }

// answerNoRoute reads the answer of a gateway that has no route, where the contract's own answer
// is not about credentials that nobody gave.
func (run *rowRun) answerNoRoute(cell *cellRun, x *records.Exchange, exists bool) (records.Answer, string) {
	status := x.Status()
	layer, _ := read(x)
	if cell.lacks != "" {
		return run.answerWall(cell, status)
	}
	if exists {
		return records.Refused, fmt.Sprintf("answered %d, which means that %s has no route for it, on a path that exists", status, layer.Name)
	}
	return records.AbsentPath, fmt.Sprintf("answered %d, which means that %s has no route for it", status, layer.Name)
}

// blocker names what is in front of the application and stops a method with 403, whoever asks; ""
// where the 403 may be the application's, or about something else than the method. It takes a page
// that is known to be no application's, an application that was seen to serve the GET of the path
// and to refuse something in its own way (proxies can replace every error page), and a GET that
// is let through afterwards (firewalls shut out a client that asks too much).
func (run *rowRun) blocker(ctx context.Context, cell *cellRun) string {
	layer, meaning := read(cell.last())
	get := run.get()
	switch {
	case meaning != layers.Blocks, layer.Sure != layers.Certain:
		return ""
	case get.answer != records.Served, get.response().LooksLikeFile(), gaveAlso(layer, get.last()):
		return ""
	case !run.applicationRefuses(layer), run.contentMayBeBlocked(cell), !run.letsThrough(ctx, layer):
		return ""
	}
	return layer.Name
}

// gaveAlso reports whether a layer gave this answer too.
func gaveAlso(layer layers.Layer, x *records.Exchange) bool {
	other, _ := read(x)
	return other.Name == layer.Name
}

// applicationRefuses reports whether something was refused by another layer than this one.
func (run *rowRun) applicationRefuses(outer layers.Layer) bool {
	refused := func(x *records.Exchange) bool { return x.Status()/100 == 4 && !gaveAlso(outer, x) }
	return refused(run.base.get) || slices.ContainsFunc(run.cells, func(c *cellRun) bool {
		return c.Method != http.MethodTrace && refused(c.last())
	})
}

// contentMayBeBlocked reports whether the content of a request, and not its method, may have been
// stopped: no other method gets further with content, and none without content gets the same.
func (run *rowRun) contentMayBeBlocked(cell *cellRun) bool {
	if cell.Body == nil {
		return false
	}
	return !slices.ContainsFunc(run.cells, func(c *cellRun) bool {
		if c == cell || c.response() == nil {
			return false
		}
		alike := records.Same(c.last(), cell.last())
		return (c.Body != nil && !alike) || (c.Body == nil && alike)
	})
}

// letsThrough reports whether a GET of the path still comes past what answers other methods. It is
// asked once a row.
func (run *rowRun) letsThrough(ctx context.Context, outer layers.Layer) bool {
	if run.asked == nil {
		x := run.wire.send(ctx, run.get().request("control", run.url))
		run.asked = &x
	}
	return run.asked.Status() != 0 && run.asked.Status() < 500 && run.asked.Status() != 429 && !gaveAlso(outer, run.asked)
}
