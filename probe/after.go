package probe

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// afterPurpose marks the GET of something that a DELETE was said to have removed: only that shows
// whether it is gone.
const afterPurpose = "after"

// planAfter looks again, beside the declared DELETE of one thing that a GET can show.
func planAfter(row *Row, cell *Planned) []Side {
	get := row.declaredGet()
	if cell.Method != http.MethodDelete || cell.Operation == nil || get == nil || !strings.HasSuffix(row.Item.Template, "}") {
		return nil
	}
	return []Side{{Asks: "GET", Method: http.MethodGet, Fields: get.Fields, Needs: Full, When: "where DELETE is answered with success: whether it is gone, and where it seems not, once more with a query that no cache knows"}}
}

// wantsAfter: a real DELETE was answered that it is done; 202 says that it is not done yet.
func wantsAfter(_ context.Context, _ *rowRun, cell *cellRun) bool {
	status := cell.last().Status()
	return status/100 == 2 && status != http.StatusAccepted && cell.Guard == records.NoGuard
}

// lookAfter asks for what the row's DELETE is said to have removed.
func (w *world) lookAfter(ctx context.Context, run *rowRun) {
	run.askBeside(ctx, run.cells, func(cell *cellRun, side *Side) records.Exchange {
		path := pathOf(cell.last().SentURL())
		return w.wire.lookPastCaches(ctx, run.row.declaredGet().request(side.Purpose, path), w.plan.Options.marker())
	}, afterPurpose)
}

// lookPastCaches sends a GET and, where that finds something, once more by a URL that no cache has
// an answer to: caches go on serving what was removed behind them. An API that takes no such query
// leaves the first answer standing.
func (w *wire) lookPastCaches(ctx context.Context, r Request, marker string) records.Exchange {
	first := w.send(ctx, r)
	if first.Status()/100 != 2 {
		return first
	}
	r.URL = withQuery(r.URL, "verbatim="+url.QueryEscape(marker))
	again := w.send(ctx, r)
	if again.Status()/100 == 2 || again.IsNotFound() {
		return again
	}
	return first
}

// survivor is the GET that still shows what a DELETE was said to have removed; nil where there is
// none. A page for whatever is not there shows nothing.
func (s *site) survivor() *sideRun {
	looked := s.cell.beside(afterPurpose)
	i := slices.IndexFunc(looked, func(side sideRun) bool {
		return side.exchange.Status()/100 == 2 && !records.Same(side.exchange, s.run.base.get)
	})
	if i < 0 {
		return nil
	}
	return &looked[i]
}

// judgeSurvivor judges success with a DELETE after which a GET still shows the thing. Some APIs
// keep what is deleted, with a mark, or remove it a little later; where any method gets the same
// success, nothing handled it.
func (s *site) judgeSurvivor(still *sideRun) outcome {
	status := still.exchange.Status()
	if s.cell.answer == records.CaughtAll {
		return broken("declared, and answered like any method without an effect",
			fmt.Sprintf("%s, and a GET right after still answers %d", s.got(), status), "a handler's answer")
	}
	return open(fmt.Sprintf("answered %s, and a GET right after still answers %d: nothing shows that it was deleted", s.got(), status),
		"a GET that answers 404 or 410 to what is deleted, or 202 where that takes a while")
}
