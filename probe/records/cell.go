package records

import (
	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/spec"
)

// Path is one row of the matrix.
type Path struct {
	Template string `json:"template"`
	spec.Place
	// URL is the concrete URL that was probed, as path and query, credentials redacted.
	URL string `json:"url"`
	// Values are the path parameters' values and where they came from.
	Values []spec.Value `json:"values,omitempty"`
	// Cells are in the order of the columns: core, implied, stand-ins.
	Cells []Cell `json:"cells"`
}

// Kind says why a method is a column of the matrix.
type Kind string

const (
	// Core methods are what the user asked about, declared or not.
	Core Kind = "core"
	// Implied methods are HEAD and OPTIONS where the contract does not declare them.
	Implied Kind = "implied"
	// StandIn methods calibrate: QUERY or REPORT, TRACE and a made-up one.
	StandIn Kind = "stand-in"
	// UnknownPath cells are methods at a path that does not exist.
	UnknownPath Kind = "unknown-path"
)

// Cell is one (path template, method) of the matrix, or one method at the unknown path.
type Cell struct {
	Method string `json:"method"`
	Kind   Kind   `json:"kind"`
	// Declared is set when the contract declares the method at this path.
	Declared bool `json:"declared,omitempty"`
	// OperationID is that of the declared operation; may be empty.
	OperationID string `json:"operation_id,omitempty"`
	// Place is the operation's in the contract, or the path item's for an undeclared method.
	spec.Place
	// Values are those of the query, header and cookie parameters, and where they came from.
	Values []spec.Value `json:"values,omitempty"`
	Answer Answer       `json:"answer"`
	// Evidence says how the answer is known.
	Evidence Evidence `json:"evidence"`
	Verdict  Verdict  `json:"verdict"`
	// Reason says, in one sentence, why the answer is what it is, or why nothing could be decided.
	Reason string `json:"reason,omitempty"`
	// Decides says what would decide an undecided cell: "--value id=… with an existing id".
	Decides string `json:"decides,omitempty"`
	// Checks are the rules that apply to this cell, in the order of the rule table.
	Checks []Check `json:"checks,omitempty"`
	// Exchanges are what was sent for this cell and what came back, in order. The last one is
	// the one that the answer is about. Empty when nothing was sent.
	Exchanges []Exchange `json:"exchanges,omitempty"`
	// Side are requests beside those, which ask something else about the cell, and what came
	// back: preflights, a GET with an Accept that cannot be met.
	Side []Exchange `json:"side,omitempty"`
	// Layer is who gave the answer. It is nil when nothing came back, and where the application
	// served what it declares.
	Layer *layers.Layer `json:"layer,omitempty"`

	// lasting is set when the request succeeded and what it did is not undone; it is never recorded.
	lasting bool
}

// Evidence says how the answer of a cell is known.
type Evidence string

const (
	// Fired means by the answer to a real request.
	Fired Evidence = "fired"
	// Guarded means by the answer to a request that a handler cannot act on.
	Guarded Evidence = "guarded"
	// Advertisement means from the Allow fields of other answers of the path; nothing was sent.
	Advertisement Evidence = "advertisement"
	// None means nothing was sent and nothing is known.
	None Evidence = "none"
)

// Check is one rule judged at one cell. A rule that does not apply has no check.
type Check struct {
	// Rule is the id of a rule.
	Rule string `json:"rule"`
	// Outcome is passed, warned, failed, undecided or errored; skipped where the rule is switched off,
	// and where the finding follows from another one of the path, which Reason names.
	Outcome Verdict `json:"outcome"`
	// Finding is set when the rule is broken: Outcome is warned or failed.
	Finding *Finding `json:"finding,omitempty"`
	// Level is how binding the rule is here, where that is not the usual level of the rule: the configuration changed
	// it, or the finding is the lesser one of two.
	Level Level `json:"level,omitempty"`
	// Known is set when the user knows of the failure: it is then warned of.
	Known *Excuse `json:"known,omitempty"`
	// Reason and Decides explain an undecided, errored or skipped outcome.
	Reason  string `json:"reason,omitempty"`
	Decides string `json:"decides,omitempty"`
}

// Excuse is what a check keeps of the failure that the user knows of.
type Excuse struct {
	Reason string `json:"reason"`
	// Until is the last day on which it fails nothing: "2027-01-31".
	Until string `json:"until"`
}

// Finding is a broken rule, with its evidence.
type Finding struct {
	// Key groups equal findings of many cells: the sentence without the path and the method.
	Key string `json:"key"`
	// Got and Want are short noun phrases: "405 with no Allow field", "405 with Allow".
	Got  string `json:"got"`
	Want string `json:"want"`
	// Fields are the response fields that matter here, as "Name: value".
	Fields []string `json:"fields,omitempty"`
	// Curl repeats the request, secrets as shell variables; empty when nothing was sent.
	Curl string `json:"curl,omitempty"`
	// Side says which of the cell's Side exchanges the finding is about, counted from 1; 0 means
	// the last one of Exchanges.
	Side int `json:"side,omitempty"`
	// Cause is the id of the cause in [Run.Causes] that explains it; empty where none does.
	Cause string `json:"cause,omitempty"`
}

// Lasts notes that the request succeeded and what it did is not undone, which no record keeps.
func (c *Cell) Lasts() { c.lasting = true }

// Lasting reports what [Cell.Lasts] noted.
func (c *Cell) Lasting() bool { return c.lasting }

// About is the exchange that a finding of the cell is about; nil when nothing was sent.
func (c *Cell) About(f *Finding) *Exchange {
	switch n := len(c.Exchanges); {
	case f != nil && f.Side > 0 && f.Side <= len(c.Side):
		return &c.Side[f.Side-1]
	case n > 0:
		return &c.Exchanges[n-1]
	}
	return nil
}

// Conclude makes the cell's verdict from its checks: the worst one counts, and an open question
// is never passed over. A cell without checks is undecided where the user asked about it, and
// skipped where it only calibrates.
func (c *Cell) Conclude() {
	worst := unjudged
	for _, check := range c.Checks {
		if check.Outcome.Severity() > worst.Severity() {
			worst = check.Outcome
		}
	}
	switch {
	case worst != unjudged:
		c.Verdict = worst
	case c.Answer == Unreachable:
		c.Verdict = Errored
	case c.Kind == Core || c.Declared || c.Answer == Withheld:
		c.Verdict = Undecided
	default:
		c.Verdict = Skipped
		c.Reason = "no rule has anything to say of this answer"
	}
	for _, check := range c.Checks {
		if check.Outcome == c.Verdict && check.Reason != "" && (c.Verdict == Undecided || c.Verdict == Errored || c.Verdict == Skipped) {
			c.Reason, c.Decides = check.Reason, check.Decides
			return
		}
	}
}
