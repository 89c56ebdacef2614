package probe

import (
	"context"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Side is a request beside the one that a cell's answer is read off: it asks something else
// about the cell, for a rule of its own.
type Side struct {
	// Purpose says what is asked: "preflight", "stand-in", "accept", "content", "override", "after", "again".
	Purpose string
	// Asks is what it asks about: the method of a preflight, a media type.
	Asks   string
	Method string
	// Query goes behind that of the cell.
	Query  string
	Fields []Field
	Body   []byte
	// Needs is the least mode that sends it.
	Needs Mode
	// When says in which case it is sent.
	When string
}

// sideRun is a side request and what came back.
type sideRun struct {
	*Side
	exchange *records.Exchange
	// elsewhere is the same request at a path that does not exist; nil when none was sent.
	elsewhere *records.Exchange
}

// sideKind is one sort of side requests.
type sideKind struct {
	purpose string
	// plan says what is asked beside a cell, nothing for most cells.
	plan func(*Row, *Planned) []Side
	// wanted says, when the row's safe requests were answered, whether asking makes sense.
	wanted func(context.Context, *rowRun, *cellRun) bool
	// unsafe says that asking may change something: it is then asked in full mode only.
	unsafe bool
	// needless says of one request that what was asked before has answered it; nil for never.
	needless func(*rowRun, *Side) bool
	// elsewhere asks the same at a path that does not exist; nil for no control of that kind.
	elsewhere func(context.Context, *controls, *Side) *records.Exchange
}

// sideKinds are the sorts of side requests, in the order in which they are sent.
func sideKinds() []sideKind {
	return []sideKind{
		{purpose: preflightPurpose, plan: planPreflights, wanted: wantsPreflights, needless: isNeedlessPreflight, elsewhere: randomPreflight},
		{purpose: standInPurpose, plan: planStandIn, wanted: wantsStandIn},
		{purpose: acceptPurpose, plan: planForeignAccept, wanted: wantsForeignAccept},
		{purpose: contentPurpose, plan: planForeignContent, wanted: wantsForeignContent, unsafe: true},
		{purpose: overridePurpose, plan: planOverrides, wanted: wantsOverrides, unsafe: true},
		{purpose: afterPurpose, plan: planAfter, wanted: wantsAfter, unsafe: true},
	}
}

// planSides adds the side requests of a cell that is planned.
func (p *Plan) planSides(row *Row, cell *Planned) {
	if cell.Withheld != "" {
		return
	}
	for _, kind := range sideKinds() {
		if kind.unsafe && p.Options.Mode != Full {
			continue
		}
		for _, side := range kind.plan(row, cell) {
			side.Purpose = kind.purpose
			cell.Sides = append(cell.Sides, side)
		}
	}
}

// sendSides sends the row's side requests that change nothing, where the answers so far call for
// them. Those that may change something only full mode sends: see [world.sendSides].
func (run *rowRun) sendSides(ctx context.Context) {
	run.askBeside(ctx, run.cells, func(cell *cellRun, side *Side) records.Exchange {
		return run.wire.send(ctx, cell.sideRequest(side, run.url))
	}, preflightPurpose, standInPurpose, acceptPurpose)
}

// askBeside sends the side requests of some kinds at cells of the row.
func (run *rowRun) askBeside(ctx context.Context, cells []*cellRun, send func(*cellRun, *Side) records.Exchange, purposes ...string) {
	if run.url == "" {
		return
	}
	for _, cell := range cells {
		if len(cell.Sides) == 0 {
			continue
		}
		for _, kind := range sideKinds() {
			if slices.Contains(purposes, kind.purpose) && kind.wanted(ctx, run, cell) {
				run.askKind(ctx, cell, kind, send)
			}
		}
	}
}

// askKind sends the side requests of one kind at a cell.
func (run *rowRun) askKind(ctx context.Context, cell *cellRun, kind sideKind, send func(*cellRun, *Side) records.Exchange) {
	for i := range cell.Sides {
		side := &cell.Sides[i]
		if side.Purpose != kind.purpose || kind.needless != nil && kind.needless(run, side) {
			continue
		}
		x := send(cell, side)
		if x.Error != nil && (x.Error.Kind == kindWithheld || x.Error.Kind == kindStopped || x.Error.Kind == kindCanceled) {
			continue // nothing was sent, so there is nothing to judge
		}
		asked := sideRun{Side: side, exchange: &x}
		if kind.elsewhere != nil {
			asked.elsewhere = kind.elsewhere(ctx, run.controls, side)
		}
		cell.sides = append(cell.sides, asked)
	}
}

// sideRequest is a side request at a concrete path.
func (cell *Planned) sideRequest(side *Side, path string) Request {
	return Request{Purpose: side.Purpose, Method: side.Method, URL: withQuery(withQuery(path, cell.Query), side.Query), Fields: cell.renewed(side.Fields), Body: side.Body,
		Schemes: cell.Schemes, Anonymous: side.isAnonymous()}
}

// isAnonymous reports whether no credentials go with it: browsers send none with a preflight.
func (s *Side) isAnonymous() bool { return s.Purpose == preflightPurpose }

// beside are the side requests of one sort that were sent at a cell, in their order.
func (c *cellRun) beside(purpose string) []sideRun {
	var found []sideRun
	for _, side := range c.sides {
		if side.Purpose == purpose {
			found = append(found, side)
		}
	}
	return found
}

// sideExchanges are what the record keeps of a cell's side requests.
func (c *cellRun) sideExchanges() []records.Exchange {
	var all []records.Exchange
	for _, side := range c.sides {
		all = append(all, *side.exchange)
	}
	return all
}

// sideSteps are the side requests of a cell in a plan. Where its own request needs a guard, there
// is nothing that those of full mode could act on.
func (cell *Planned) sideSteps(own Step) []Step {
	var steps []Step
	for _, side := range cell.Sides {
		if side.Needs == Full && own.Guard != records.NoGuard {
			continue
		}
		step := own
		step.Send, step.Method, step.Purpose, step.Mode, step.Why = "if needed", side.Method, side.Purpose, side.Needs, side.When
		step.URL = withQuery(step.URL, side.Query)
		step.Body, step.BodySource, step.BodyGiven, step.Again, step.IfNamed = string(side.Body), "", nil, "", nil
		if side.isAnonymous() {
			step.Credentials, step.Lacks = nil, ""
		}
		steps = append(steps, step)
	}
	return steps
}
