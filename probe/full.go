package probe

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// probeFull sends what is real, on things that the run makes. It goes over the rows from what creates
// to what needs it, with everything that is safe or declared but DELETE; once more, with what was
// not there at first; and back, with the undeclared methods and, last at each path, the declared
// DELETE.
func (r *runner) probeFull(ctx context.Context, record *records.Run, runs []*rowRun) {
	w := newWorld(r, runs)
	index := map[*Row]int{}
	for i, row := range r.plan.Rows {
		index[row] = i
	}
	groups := r.plan.order()
	r.each(len(groups), func(g int) {
		for _, row := range groups[g] {
			w.forth(ctx, runs[index[row]])
			r.progress()
		}
	})
	r.each(len(groups), func(g int) {
		for _, row := range groups[g] {
			w.onceMore(ctx, runs[index[row]])
		}
	})
	r.survey(runs)
	r.each(len(groups), func(g int) {
		for _, row := range slices.Backward(groups[g]) {
			i := index[row]
			w.back(ctx, runs[i])
			record.Paths[i] = runs[i].finish(ctx)
			r.progress()
		}
	})
}

// forth sends what is safe and what is declared, except DELETE.
func (w *world) forth(ctx context.Context, run *rowRun) {
	w.settleValues(ctx, run)
	run.send(ctx, func(cell *cellRun) bool { return records.IsSafe(cell.Method) && cell.Method != http.MethodGet })
	run.sendSides(ctx)
	for _, cell := range run.cells {
		if !records.IsSafe(cell.Method) && cell.Operation != nil && cell.Method != http.MethodDelete {
			w.fire(ctx, run, cell)
		}
	}
	w.sendSides(ctx, run, contentPurpose)
}

// back sends what is undeclared, and the declared DELETE.
func (w *world) back(ctx context.Context, run *rowRun) {
	for _, cell := range run.cells {
		if !records.IsSafe(cell.Method) && cell.Operation == nil {
			w.fire(ctx, run, cell)
		}
	}
	w.sendSides(ctx, run, overridePurpose)
	if remove := run.cellOf(http.MethodDelete); remove != nil && remove.Operation != nil {
		run.sendControls(ctx) // while there is still something to compare with
		w.fire(ctx, run, remove)
		w.removeFresh(ctx, run, remove)
		w.lookAfter(ctx, run)
	}
}

// settleValues gives the row the values of things that the run made, else those that reading
// needs, and sends the GET.
func (w *world) settleValues(ctx context.Context, run *rowRun) {
	var aside []records.Exchange
	values, _ := w.place(ctx, run.row, len(run.row.Params), false, &aside)
	made := false
	for i, v := range values {
		made = made || v.Source == spec.Created || run.row.isListedElsewhere(i, v)
	}
	if made {
		run.take(values, true)
	}
	get := run.get()
	get.exchanges = append(get.exchanges, aside...)
	if run.url == "" {
		run.settleValues(ctx)
		return
	}
	run.fire(ctx, get)
	if run.row.acts != "" {
		w.touched(http.MethodPost, run.url) // what it named may be gone by now
	}
}

// fire sends a real unsafe request where that touches nothing of others, else the guarded form.
func (w *world) fire(ctx context.Context, run *rowRun, cell *cellRun) {
	if cell.Withheld == "" && len(cell.exchanges) == 0 { // else it was sent because something was needed
		w.fireFirst(ctx, run, cell)
	}
	w.askSecond(ctx, run, cell)
}

func (w *world) fireFirst(ctx context.Context, run *rowRun, cell *cellRun) {
	var aside []records.Exchange
	why := w.fireReal(ctx, run, cell, &aside)
	if why == "" {
		return
	}
	cell.unprovided, cell.decides = why, w.decides(cell, why)
	fallback := *cell.Fallback
	fallback.Schemes, fallback.lacks, fallback.lackDecides = cell.Schemes, cell.lacks, cell.lackDecides
	cell.earnest, cell.Planned = cell.Planned, &fallback
	if cell.Withheld != "" || strings.HasSuffix(why, removesOthers) {
		cell.withhold(why, cell.decides)
		return
	}
	run.fire(ctx, cell)
	cell.lasting = cell.Guard == records.Malformed && cell.last().Status()/100 == 2
}

// noteUnsent says that no real request was sent, where what was tried was withheld.
func (c *cellRun) noteUnsent(tries []records.Exchange) {
	if first := tries[0].Error; first != nil && first.Kind == kindWithheld {
		c.unprovided = strings.TrimPrefix(first.Text, "withheld: ")
		if strings.HasPrefix(c.unprovided, noValidBody) {
			c.decides = "an example of the request body in the contract"
		}
	}
}

// planned is what a cell was to send in earnest.
func (c *cellRun) planned() *Planned {
	if c.earnest != nil {
		return c.earnest
	}
	return c.Planned
}

// inEarnest takes a cell that nothing was sent for back to what was planned: what kept it from
// being sent was about another thing that it may create.
func (c *cellRun) inEarnest() {
	if c.earnest != nil && len(c.exchanges) == 0 {
		c.Planned, c.earnest, c.unprovided = c.earnest, nil, ""
		c.answer, c.evidence, c.reason, c.decides = "", "", "", ""
	}
}

// decides says what would provide what a request lacked.
func (w *world) decides(cell *cellRun, why string) string {
	if why == touchesOthers || strings.HasSuffix(why, removesOthers) {
		return "--touch-others, where they may be lost, or a target that holds nothing else"
	}
	if r, ok := w.refusedBy(why); ok {
		return r.mends()
	}
	if cell.Operation == nil {
		return toCreateOne
	}
	return "an example in the contract, or --value with the id of a resource that may be changed"
}

// toCreateOne is what would let the run have a resource of its own.
const toCreateOne = "a way for the run to create such a resource: an example in the contract, or --value"

const (
	touchesOthers = "it may change or delete what this run did not create"
	removesOthers = "its name says that it removes something, and nothing shows that it would be this run's"
)

// fireReal sends a real request; it says why it did not.
func (w *world) fireReal(ctx context.Context, run *rowRun, cell *cellRun, aside *[]records.Exchange) string {
	if why, sent := w.fireMaker(ctx, run, cell, aside); sent || why != "" {
		return why
	}
	values, why := w.place(ctx, run.row, len(run.row.Params), true, aside)
	if why != "" {
		return why
	}
	if run.readsOthers(cell) && !w.ledger.owns(run.row.url(values)) {
		values = run.values
	}
	w.bind(ctx, cell, aside)
	b := &birth{url: run.row.url(values), values: values, sample: w.sampling(run.row, cell), resource: run.row.members, reads: run.onlyReads(cell)}
	b.sample.Linked = w.linkedBody(ctx, cell, aside)
	cell.within = givenWithin(values)
	if w.plan.fallsOn(run.row, b.url) {
		return "its path would be that of another operation"
	}
	if why := w.groundless(ctx, run, cell, b); why != "" {
		return why
	}
	if !w.ledger.owns(b.url) {
		w.wire.consents.add(cell.Method, b.url)
	}
	w.leaveAsItIs(ctx, run, cell, b)
	w.nameAnother(run.row, cell, b)
	w.keepNames(cell, b)
	tries, entry := w.try(ctx, cell, b, "cell")
	w.doubtName(cell, b)
	cell.keep(append(*aside, tries...)...)
	cell.noteUnsent(tries)
	w.account(ctx, run, cell, b, entry)
	if run.url == "" {
		run.take(values, true)
	}
	return ""
}

// fireMaker sends a request that creates things, by making one. A name that the user gave is
// still tried where one of the run's own is refused.
func (w *world) fireMaker(ctx context.Context, run *rowRun, cell *cellRun, aside *[]records.Exchange) (why string, sent bool) {
	r, maker := w.plan.creates(run.row, cell.Planned)
	if r == nil {
		return "", false
	}
	there := w.alive(r) != nil
	if there && maker.ByName {
		return "", false // it is sent to what is there
	}
	if !there {
		thing, why := w.instance(ctx, r, aside)
		switch {
		case len(cell.exchanges) > 0:
			return "", true
		case thing == nil && maker.ByName && run.row.Params[len(run.row.Params)-1].Given != nil:
			return "", false
		case thing == nil:
			return why, false
		} // else another request was the first to make one
	}
	if _, why = w.make(ctx, r, maker, aside); len(cell.exchanges) > 0 {
		return "", true
	}
	return why, false
}

// account notes what a request that succeeded may have left behind.
func (w *world) account(ctx context.Context, run *rowRun, cell *cellRun, b *birth, entry *Creation) {
	x := cell.last()
	if x.Status()/100 != 2 {
		return
	}
	if entry == nil || b.echo != nil {
		cell.lasting = b.echo == nil && !w.ledger.owns(b.url) && w.ledger.removed(b.url) == nil
		return
	}
	created := x.Response.Status == http.StatusCreated || x.Response.Value("Location") != ""
	if b.resource != nil && (created || cell.Operation == nil) {
		w.settle(ctx, b.resource, Maker{Row: run.row, Method: cell.Method}, b, entry, x)
		return
	}
	if w.another(ctx, run, cell, b, entry, x) {
		return
	}
	switch {
	case isEmptyBatch(b, x):
		w.ledger.change(entry, func(c *Creation) { c.State = Nothing })
	case created:
		w.ledger.change(entry, func(c *Creation) { c.Why = "the contract declares no DELETE for it" })
	case w.ledger.owns(b.url), b.reads:
		w.ledger.change(entry, func(c *Creation) { c.State = Nothing })
	default:
		w.ledger.change(entry, func(c *Creation) { c.State = Nothing })
		cell.lasting = true
	}
}

// isEmptyBatch reports whether a request asked for a list of nothing to be created, and the answer
// names nothing that was.
func isEmptyBatch(b *birth, x *records.Exchange) bool {
	sent, ok := records.Decoded(b.content).([]any)
	if !ok || len(sent) > 0 || x.Response.Value("Location") != "" {
		return false
	}
	return slices.Contains([]string{"", "null", "[]"}, strings.TrimSpace(string(x.Response.Whole())))
}

// creates returns what a declared request creates; nil when it creates nothing that is known.
func (p *Plan) creates(row *Row, cell *Planned) (*Resource, Maker) {
	made, ok := p.creations[rowMethod{row, cell.Method}]
	if !ok || cell.Operation == nil {
		return nil, Maker{}
	}
	return made.resource, made.maker
}

// sendControls sends the controls that reading the row's answers takes.
func (run *rowRun) sendControls(ctx context.Context) {
	exists := run.pathExists()
	for _, cell := range run.cells {
		if x := cell.last(); x != nil {
			_, _ = run.answerOf(ctx, cell, x, exists)
		}
	}
}
