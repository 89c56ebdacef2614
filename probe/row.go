package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// rowRun is one path template while it is being probed: first everything is sent, then every
// cell is classified, then every rule is judged, because one method's answer calibrates the
// others'.
type rowRun struct {
	*runner
	row    *Row
	values []spec.Value
	// url is the concrete path; "" when no values could be had.
	url string
	// absentURL names what a GET proved absent; "" when nothing did. why says why not.
	absentURL, why string
	absentProof    *records.Exchange
	// asked is a GET after everything else, where that was needed.
	asked *records.Exchange
	cells []*cellRun
}

// cellRun is one cell while it is being probed.
type cellRun struct {
	*Planned
	exchanges []records.Exchange
	sides     []sideRun
	allow     *allow.Field
	answer    records.Answer
	evidence  records.Evidence
	// listedBy are the methods whose answers list this one, where it was not sent.
	listedBy []string
	reason   string
	decides  string
	// again is what the second identity was told.
	again string
	// unprovided says why no real request was sent in full mode; "" when one was.
	unprovided string
	// earnest is what was planned, where something else was sent or tried in its place; else nil.
	earnest *Planned
	// within names the value that the user gave for something in what the run made: whether that
	// has one, nothing shows. "" for none.
	within string
	// content is what was sent last.
	content []byte
	// anew is set where it is to be sent once more as a test, with another name in its path.
	anew bool
	// lasting is set when the request succeeded and what it did is not undone.
	lasting bool
}

// last is the exchange that the answer is about; nil when nothing was sent.
func (c *cellRun) last() *records.Exchange {
	if len(c.exchanges) == 0 {
		return nil
	}
	return &c.exchanges[len(c.exchanges)-1]
}

// response is what came back to the last exchange; nil when nothing did.
func (c *cellRun) response() *records.Response {
	if x := c.last(); x != nil {
		return x.Response
	}
	return nil
}

func newRowRun(r *runner, row *Row) *rowRun {
	run := &rowRun{runner: r, row: row, cells: make([]*cellRun, len(row.Cells))}
	for i, planned := range row.Cells {
		run.cells[i] = &cellRun{Planned: planned}
	}
	return run
}

// send sends the cells that are chosen, as the plan has them.
func (run *rowRun) send(ctx context.Context, chosen func(*cellRun) bool) {
	for _, cell := range run.cells {
		if chosen(cell) {
			run.fire(ctx, cell)
		}
	}
}

// finish classifies and judges what came back.
func (run *rowRun) finish(ctx context.Context) records.Path {
	run.classify(ctx)
	run.noteInputless()
	return run.record()
}

// settleValues finds the values of the path parameters and sends the GET on the way: when what
// the contract offers names nothing that exists, what a list returns is tried.
func (run *rowRun) settleValues(ctx context.Context) {
	get := run.get()
	harvest := func(param Param) *spec.Value { return run.controls.harvestParam(ctx, param, deepest) }
	declared := get.Operation != nil && get.Withheld == ""
	first := run.row.secondValues
	if declared {
		first = run.row.firstValues
	}
	run.take(first(harvest))
	run.fire(ctx, get)
	if !declared || (run.url != "" && !namesNothing(get.response())) {
		return
	}
	values, ok := run.row.secondValues(harvest)
	if url := run.row.url(values); ok && url != run.url && !run.plan.fallsOn(run.row, url) {
		run.take(values, ok)
		run.fire(ctx, get)
	}
}

func namesNothing(r *records.Response) bool {
	return r != nil && (r.Status == 404 || r.Status == 410 || r.Status == 400 || r.Status == 422)
}

// take makes the values the row's, unless there is one missing or they name another row.
func (run *rowRun) take(values []spec.Value, ok bool) {
	url := run.row.url(values)
	if !ok || run.plan.fallsOn(run.row, url) {
		return
	}
	run.values, run.url = values, url
}

// get is the row's GET cell.
func (run *rowRun) get() *cellRun { return run.cellOf(http.MethodGet) }

// cellOf is the row's cell of a method; nil when it has none.
func (run *rowRun) cellOf(method string) *cellRun {
	for _, c := range run.cells {
		if c.Method == method {
			return c
		}
	}
	return nil
}

// fire sends a cell's request, as the plan has it.
func (run *rowRun) fire(ctx context.Context, cell *cellRun) {
	if cell.Withheld != "" {
		return
	}
	if run.url == "" {
		cell.withhold(fmt.Sprintf("no value is known for %s", missingNames(run.row)), "--value "+missingNames(run.row)+"=…")
		return
	}
	if why, decides := run.forbids(cell); why != "" {
		cell.withhold(why, decides)
		return
	}
	url := run.url
	if cell.Guard.NamesAbsent() {
		if !run.proveAbsent(ctx) {
			cell.withhold(run.why, decidingMode(cell.Planned, run.plan.Options.Mode))
			return
		}
		url = run.absentURL
	}
	run.bind(ctx, cell)
	request := cell.request("cell", url)
	request.MaySucceed = cell.Guard == records.AbsentID && cell.Operation != nil
	x := run.wire.send(ctx, request)
	sent := len(cell.exchanges)
	if cell.keep(x); len(cell.exchanges) == sent {
		return
	}
	if more := cell.missed(x.Response); records.IsSafe(cell.Method) && len(more) > 0 {
		cell.Planned = cell.with(append(slices.Clone(cell.inputs), more...))
		run.bind(ctx, cell)
		request.URL, request.Fields = withQuery(url, cell.Query), cell.Fields
		x = run.wire.send(ctx, request)
		cell.keep(x)
	}
	if again := run.askAgain(ctx, cell, request, x); again.Response != nil {
		cell.allow = allow.Parse(again.Response)
	}
}

// forbids says why nothing is sent for a cell, whatever its URL, and what would decide it.
func (run *rowRun) forbids(cell *cellRun) (why, decides string) {
	mode := decidingMode(cell.Planned, run.plan.Options.Mode)
	switch {
	case run.row.acts != "" && !run.wire.ledger.owns(run.url):
		return actsByGet(run.row.acts), actsOnOthers
	case cell.Guard == records.NoGuard:
		return "", ""
	case run.servesAnything():
		return "whatever is asked is answered with success here, so a guarded " + cell.Method + " would look like one that acted", mode
	case cell.Operation == nil:
		if listed, _, _ := run.advertised(cell.Method); len(listed) > 0 {
			return "it is not declared, and Allow says that it would act", mode
		}
	}
	return "", ""
}

// keep makes exchanges the cell's own; what was not sent is no exchange.
func (c *cellRun) keep(tries ...records.Exchange) {
	for _, x := range tries {
		if x.Error != nil {
			switch x.Error.Kind {
			case kindWithheld, kindStopped:
				c.withhold(strings.TrimPrefix(x.Error.Text, "withheld: "), "another run, once that is mended")
				continue
			case kindCanceled:
				c.withhold("the run was interrupted before it was answered", "another run")
				continue
			}
		}
		c.exchanges = append(c.exchanges, x)
		if x.Response != nil {
			c.allow = allow.Parse(x.Response)
		}
	}
}

// servesAnything reports whether methods that nobody knows are answered with success, or paths
// that do not exist are, unless it is shown that they are for GET alone, or that this path's own
// router refuses what it has no handler for.
func (run *rowRun) servesAnything() bool {
	if slices.ContainsFunc(run.standIns(), func(x *records.Exchange) bool { return x.Response.Status/100 == 2 }) {
		return true
	}
	return run.base.get.Status()/100 == 2 && !run.base.pagesByGetAlone() && !run.routerKnowsPath()
}

func (c *cellRun) withhold(reason, decides string) {
	c.answer, c.evidence, c.reason, c.decides = records.Withheld, records.None, reason, decides
}

func missingNames(row *Row) string {
	for _, param := range row.Params {
		if param.Given == nil {
			return param.Name
		}
	}
	return "id"
}

// record is what the run record keeps of the row.
func (run *rowRun) record() records.Path {
	path := records.Path{Template: run.row.Item.Template, Place: run.row.Item.Place, URL: run.wire.hide.Text(run.url),
		Values: run.hidden(run.values), Cells: make([]records.Cell, 0, len(run.cells))}
	if path.URL == "" {
		path.URL = run.row.url(nil)
	}
	for _, cell := range run.cells {
		path.Cells = append(path.Cells, run.judge(cell))
	}
	return path
}

// hidden are values without secrets: a list of tokens has them as ids.
func (run *rowRun) hidden(values []spec.Value) []spec.Value {
	shown := slices.Clone(values)
	for i := range shown {
		shown[i].Text = run.wire.hide.Text(shown[i].Text)
	}
	return shown
}
