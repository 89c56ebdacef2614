package probe

import (
	"slices"

	"github.com/verbatim-http/verbatim/probe/prose"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Rule is one requirement: a row of [Rules].
type Rule struct {
	// ID is stable and kebab-case.
	ID    string
	Level Level
	// Group is the question that the rule helps to answer.
	Group records.Group
	// Summary is a true sentence about a good API: "A good API …".
	Summary string
	// Source is the RFC section, or "contract".
	Source string
	// Why says what goes wrong for clients where the rule is broken.
	Why string

	// applies says whether the rule has something to say at a cell; not applicable is not passed.
	applies func(*site) bool
	// judge is only called where the rule applies.
	judge func(*site) outcome
}

// Mend says what to do where the rule is broken and no cause is known; empty for a rule that is not
// one of the table.
func (r *Rule) Mend() string {
	told, _ := prose.RuleByID(r.ID)
	return told.Mend
}

// site is a cell with everything that a rule may look at: the row's other answers and the
// target's baseline are reached through the run.
type site struct {
	run  *rowRun
	cell *cellRun
}

// outcome is what a rule concludes at a site. The zero value is unjudged.
type outcome struct {
	verdict records.Verdict
	finding records.Finding
	// reason and decides explain an undecided outcome.
	reason, decides string
	// about is the exchange that a finding is about, when that is not the cell's last one.
	about *sideRun
	// level is how binding the rule is here, where that is less than elsewhere; empty for as usual.
	level Level
}

// kept: the rule is kept.
func kept() outcome { return outcome{verdict: records.Passed} }

// open: the evidence does not decide; decides says what would.
func open(reason, decides string) outcome {
	return outcome{verdict: records.Undecided, reason: reason, decides: decides}
}

// broken: the rule is broken. key groups equal findings; got and want are noun phrases; the
// named response fields are shown.
func broken(key, got, want string, fields ...string) outcome {
	return outcome{verdict: records.Failed, finding: records.Finding{Key: key, Got: got, Want: want, Fields: fields}}
}

// beside says that an outcome rests on a side request.
func (o outcome) beside(s sideRun) outcome {
	o.about = &s
	return o
}

// judge holds a cell against every rule that applies and concludes the cell's verdict.
func (run *rowRun) judge(cell *cellRun) records.Cell {
	result := records.Cell{Method: cell.Method, Kind: cell.Kind, Declared: cell.Operation != nil, Place: run.row.Item.Place,
		Answer: cell.answer, Evidence: cell.evidence, Reason: cell.reason, Exchanges: cell.exchanges, Side: cell.sideExchanges()}
	if cell.lasting {
		result.Lasts()
	}
	if op := cell.Operation; op != nil {
		result.OperationID, result.Place = op.ID, op.Place
	}
	if cell.Operation != nil && len(cell.exchanges) > 0 {
		result.Values = run.hidden(cell.Values)
	}
	if cell.Withheld == emptyPathItem {
		result.Verdict, result.Reason = records.Skipped, emptyPathItem
		return result
	}
	result.Checks = run.checks(cell)
	result.Conclude()
	if result.Verdict == records.Undecided && result.Decides == "" {
		result.Decides = cell.decides
	}
	return result
}

// checks are what the rules that apply say of a cell; nil where none does.
func (run *rowRun) checks(cell *cellRun) []records.Check {
	var room [16]records.Check // most cells have fewer, and what is kept is copied once, in its size
	checks, s := room[:0], &site{run, cell}
	for i := range rules {
		if rules[i].applies(s) {
			checks = append(checks, run.check(&rules[i], s))
		}
	}
	return append([]records.Check(nil), checks...)
}

// check turns a rule's outcome into what the record keeps.
func (r *runner) check(rule *Rule, s *site) records.Check {
	level := r.overrides.level(rule)
	if level == Off {
		return records.Check{Rule: rule.ID, Outcome: records.Skipped, Level: Off, Reason: "switched off in the configuration"}
	}
	o := s.lacksCredentials(rule.judge(s))
	if level == rule.Level {
		level = or(o.level, level)
	}
	check := records.Check{Rule: rule.ID, Outcome: o.verdict, Reason: o.reason, Decides: o.decides}
	if level != rule.Level {
		check.Level = level
	}
	if o.verdict == records.Failed && !level.AtLeast(r.options.FailOn) {
		check.Outcome = records.Warned
	}
	r.overrides.excuse(&check, s)
	if o.verdict != records.Failed {
		return check
	}
	check.Finding = &o.finding
	x := s.cell.last()
	if o.about != nil {
		x, check.Finding.Side = o.about.exchange, 1+slices.IndexFunc(s.cell.sides, func(one sideRun) bool { return one.Side == o.about.Side })
	}
	if x != nil {
		check.Finding.Fields = r.wire.ledger.shownLines(shownFields(x.Response, o.finding.Fields))
		check.Finding.Curl = x.Curl(r.wire.origin(), r.wire.variables()...)
	} else {
		check.Finding.Fields = nil
	}
	return check
}

// shownFields are the field lines of the named fields, and those that tell which layer answered.
func shownFields(r *records.Response, names []string) []string {
	if r == nil {
		return nil
	}
	var shown []string
	for _, name := range append(names, "Server", "Via", "X-Cache") {
		values := r.Values(name)
		slices.Sort(values)
		for _, value := range values {
			shown = append(shown, name+": "+value)
		}
	}
	return shown
}
