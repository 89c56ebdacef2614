package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// RunOptions are what a run needs beside the plan.
type RunOptions struct {
	// Wire says how requests are sent; its BaseURL and Mode are taken from the plan.
	Wire WireOptions
	// TargetName is the user's name for the target; may be empty.
	TargetName string
	// FailOn is the level from which a finding fails a cell; empty means [Must].
	FailOn Level
	// Wait is how long to wait for a target that is not up yet; zero means not at all.
	Wait time.Duration
	// Version of the program, for the record.
	Version string
	// Levels change the levels of rules, by id; [Off] switches a rule off.
	Levels map[string]Level
	// Known are failures that fail nothing until their day is over.
	Known []Known
	// As is a second identity; nil for none. It asks again what the first one is answered 401 or 403;
	// by an unsafe method only at a 403, in earnest only for what the run created, and else guarded.
	As *Identity
	// Progress is called when a path is done, [Plan.Passes] times for each and from several
	// goroutines; nil for none.
	Progress func()
	// Ledger is where full mode enters what it creates; nil means one in memory.
	Ledger *Ledger
}

// Run sends what the plan says and judges every cell. It stops sending when the context ends
// and then returns what is known, as State [records.Interrupted]. An error means that nothing could be
// sent for a reason on our side; what the target does wrong is in the record.
func Run(ctx context.Context, plan *Plan, o RunOptions) (*records.Run, error) {
	o.Wire.BaseURL, o.Wire.Mode, o.Wire.UsualSchemes = plan.Options.BaseURL, plan.Options.Mode, plan.authorizer.usual.schemes
	if o.FailOn == "" {
		o.FailOn = Must
	}
	w, err := newWire(o.Wire)
	if err != nil {
		return nil, fmt.Errorf("preparing to send: %w", err)
	}
	if plan.Options.Mode == Full {
		o.Ledger = or(o.Ledger, NewLedger(nil))
		if err := w.enterIn(o.Ledger, plan); err != nil {
			return nil, fmt.Errorf("preparing to create: %w", err)
		}
	}
	if slices.ContainsFunc(plan.Rows, func(row *Row) bool { return row.acts != "" }) {
		w.acts = plan.actsAt
	}
	started := time.Now()
	r := &runner{plan: plan, wire: w, options: o, controls: newControls(plan, w.send), overrides: newOverrides(o, started)}
	if r.second, err = w.introduce(plan.Contract, o.As); err != nil {
		return nil, fmt.Errorf("preparing to send: %w", err)
	}
	record := newRecord(plan, o, started)
	r.calibrate(ctx, record)
	if record.State != records.Untestable {
		r.probeAll(ctx, record)
	}
	r.removeAll(ctx, record)
	if w.ledger != nil {
		w.ledger.end()
	}
	r.conclude(ctx, record)
	record.Milliseconds = time.Since(started).Milliseconds()
	return record, nil
}

// enterIn begins the ledger of full mode. What the run makes up is hidden in the record by its marker.
func (w *wire) enterIn(l *Ledger, plan *Plan) error {
	marker := plan.Options.marker()
	header := LedgerHeader{BaseURL: plan.Options.BaseURL.Redacted(), Marker: marker, Contract: plan.Contract.Source,
		Lists: plan.listings(), Archives: plan.archives()}
	w.ledger = l
	for _, spelling := range spellings(marker) {
		w.hide.Add(secret.Secret{Value: spelling, Variable: markerVariable})
	}
	return l.head(header)
}

type runner struct {
	plan      *Plan
	wire      *wire
	options   RunOptions
	controls  *controls
	overrides *overrides
	second    *second
	base      baseline
	// allowPerRoute and allowPasted are known when all that is safe has been sent: see listsPerRoute
	// and isPasted.
	allowPerRoute, allowPasted bool
	// looked counts what was sent once more: see lookAgain.
	looked int
	// refuser is known then, too: see refuserOfKnown.
	refuser string
	// world is what full mode made; nil in the other modes.
	world     *world
	inputless inputless
	// open are the lacking credentials that the target does without: see openWithout.
	open map[string]bool
}

// probeAll works through the rows and keeps their order. In guarded mode all that is unsafe is
// sent at the end, one request at a time in the order of the plan: where the first success stops
// the rest, it is the same rest in every run.
func (r *runner) probeAll(ctx context.Context, record *records.Run) {
	runs := make([]*rowRun, len(r.plan.Rows))
	for i, row := range r.plan.Rows {
		runs[i] = newRowRun(r, row)
	}
	if r.plan.Options.Mode == Full {
		r.probeFull(ctx, record, runs)
		return
	}
	r.each(len(runs), func(i int) {
		runs[i].settleValues(ctx)
		runs[i].send(ctx, func(cell *cellRun) bool { return records.IsSafe(cell.Method) && cell.Method != http.MethodGet })
		runs[i].sendSides(ctx)
		r.progress()
	})
	for _, run := range runs {
		r.lookAgain(ctx, run)
	}
	r.survey(runs)
	if r.plan.Options.Mode == ReadOnly {
		r.each(len(runs), func(i int) { record.Paths[i], runs[i] = runs[i].finish(ctx), nil })
		return
	}
	for i, run := range runs {
		run.send(ctx, func(cell *cellRun) bool { return !records.IsSafe(cell.Method) })
		r.lookAgain(ctx, run)
		record.Paths[i], runs[i] = run.finish(ctx), nil
		r.progress()
	}
}

// survey draws what the answers of all paths show together, when all that is safe has been sent.
func (r *runner) survey(runs []*rowRun) {
	r.allowPerRoute, r.allowPasted = listsPerRoute(runs), isPasted(runs)
	r.refuser = refuserOfKnown(runs)
	r.open = openWithout(runs)
}

// each calls do for 0 to n-1, several at once.
func (r *runner) each(n int, do func(i int)) {
	sideBySide(min(r.wire.concurrency, n), n, do)
}

// sideBySide calls do for 0 to n-1, by so many workers at once.
func sideBySide(workers, n int, do func(i int)) {
	next := make(chan int)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}

// Passes is how often a run goes over the paths: once for what is safe, and once more for what
// is not.
func (p *Plan) Passes() int {
	if p.Options.Mode == ReadOnly {
		return 1
	}
	return 2
}

func (r *runner) progress() {
	if r.options.Progress != nil {
		r.options.Progress()
	}
}

// conclude adds what is only known at the end.
func (r *runner) conclude(ctx context.Context, record *records.Run) {
	if since, down := r.wire.unreachableSince(); down && record.State != records.Untestable {
		record.State = records.Untestable
		record.Notices = append(record.Notices, records.Notice{Kind: "unreachable",
			Text: "the target stopped answering during the run, at " + since.UTC().Format(time.RFC3339) + "; what was not reached by then is not judged",
			Hint: "see whether the deployment went down, and run again"})
	}
	if r.wire.gaveUp() {
		record.Notices = append(record.Notices, records.Notice{Kind: "throttled",
			Text: "the target answered 429 to request after request; what was left then was not sent", Hint: "--rate with fewer requests per second"})
	}
	if notice := r.wire.patience.notice(func(path string) string { return r.wire.hide.Text(r.wire.ledger.shown(path)) }); notice != nil {
		record.Notices = append(record.Notices, *notice)
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		record.State = records.Interrupted
		record.Notices = append(record.Notices, records.Notice{Kind: "interrupted", Text: "interrupted; what was not reached by then is not judged"})
	}
	if x := r.wire.incident(); x != nil {
		record.Notices = append([]records.Notice{r.incidentNotice(x)}, record.Notices...)
	}
	r.concludeCredentials(record)
	concludeWalled(record)
	r.fillUnjudged(ctx, record)
	r.attributeLayers(record)
	r.concludeInconsistent(record)
	noteVersions(record)
	noteChanges(record)
	record.Notices = append(record.Notices, r.overrides.notices(record.State == records.Completed)...)
	r.hintBasePath(record)
	record.Controls = r.base.exchanges()
	causes.Settle(record)
	causes.Diagnose(record)
	summarize(record, r.wire.requests())
}

// incidentNotice is about a guarded request that was answered with success.
func (r *runner) incidentNotice(x *records.Exchange) records.Notice {
	where := ""
	if location := r.wire.hide.Text(x.Response.Value("Location")); location != "" {
		where = " (the answer names " + location + ")"
	}
	return records.Notice{Kind: "incident", Text: fmt.Sprintf("a guarded %s %s (%s) was answered %d: a handler may have acted, though nothing should. No further unsafe request was sent.",
		x.Method, x.URL, x.Guard, x.Response.Status), Hint: "look at what it did at the target" + where + ", and mend the handler before the next run in guarded mode"}
}
