package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

// sendSides sends the side requests of one kind that may change something: to what the run made,
// or so that what they create is entered in the ledger.
func (w *world) sendSides(ctx context.Context, run *rowRun, purpose string) {
	cells := run.cells
	if purpose == overridePurpose {
		cells = slices.Clone(cells)
		slices.Reverse(cells) // the POST that says it is a declared DELETE may remove what the others are asked of
	}
	run.askBeside(ctx, cells, func(cell *cellRun, side *Side) records.Exchange {
		if purpose == contentPurpose {
			return w.sendForeignContent(ctx, run, cell, side)
		}
		x := w.wire.send(ctx, cell.sideRequest(side, run.url))
		if side.Method == http.MethodPost {
			w.touched(side.Method, run.url)
		}
		return x
	}, purpose)
}

// sendForeignContent sends what a cell sent under another media type: a fresh thing where the
// cell creates one, else to the thing that it was sent to.
func (w *world) sendForeignContent(ctx context.Context, run *rowRun, cell *cellRun, side *Side) records.Exchange {
	withheld := func(why string) records.Exchange {
		return records.Exchange{Error: &records.TransportError{Kind: kindWithheld, Text: why}}
	}
	r, maker := w.plan.creates(run.row, cell.Planned)
	b := &birth{url: run.url, values: run.values, sample: w.sampling(run.row, cell), resource: run.row.members}
	var aside []records.Exchange
	switch {
	case r != nil && !maker.ByName:
		var why string
		if b, why = w.conceive(ctx, run, r, maker, &aside); why != "" {
			return withheld(why)
		}
	case !w.ledger.owns(run.url):
		return withheld(touchesOthers)
	}
	w.keepNames(cell, b)
	request, why := w.requestFor(cell, b, side.Purpose)
	if why != "" {
		return withheld(why)
	}
	request.Fields = mergedFields(request.Fields, []Field{{"Content-Type", side.Asks}})
	x, entry := w.sendEntered(ctx, b, request)
	w.doubtName(cell, b)
	if r != nil {
		w.set(func() { w.made[r]++ })
	}
	switch {
	case entry == nil || x.Status()/100 != 2:
	case r != nil:
		before := w.alive(r)
		made, _ := w.settle(ctx, r, maker, b, entry, &x)
		// What came of content that nobody had to understand may lack whatever the contract demands:
		// nothing is judged by it while there is another.
		if before != nil && made != nil && made.url != before.url && !maker.ByName {
			w.set(func() { w.living[r] = before })
		}
	default:
		w.ledger.change(entry, func(c *Creation) { c.State = Nothing })
	}
	return x
}
