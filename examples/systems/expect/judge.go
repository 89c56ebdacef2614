package expect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Result is how one run compares with what is known.
type Result struct {
	// Cells are the core cells. Correct, Undecided and Unexplained split those without a wrong
	// verdict; Undecided ones have a reason that a person accepts, Unexplained ones have none.
	Cells, Correct, Undecided, Unexplained int
	// False counts cells with a finding that the truth does not have, Missed those whose fault was
	// not found. Both count every cell, HEAD, OPTIONS, stand-ins and the unknown path included.
	False, Missed int
	// Cause and Layer say whether those were named.
	Cause, Layer Named
	// Problems are everything that makes the run wrong.
	Problems []Problem
}

// Problem is one wrong verdict.
type Problem struct {
	// Where is "MODE METHOD PATH".
	Where string
	Text  string
	// Known is why expected.json puts up with it; empty if it does not.
	Known string
	// accuses is set when a finding is false.
	accuses bool
}

// Accusations are the problems of cells with a finding that the truth does not have.
func (r Result) Accusations() []Problem {
	return slices.DeleteFunc(slices.Clone(r.Problems), func(p Problem) bool { return !p.accuses })
}

// bench is one run before the judge.
type bench struct {
	*Facts
	record *records.Run
	result Result
}

// Judge compares a run record with the truths.
func (f *Facts) Judge(record *records.Run) Result {
	b := &bench{Facts: f, record: record}
	for i := range record.Unknown {
		b.judgeOther(Unknown, &record.Unknown[i], nil)
	}
	for _, path := range record.Paths {
		for i := range path.Cells {
			cell := &path.Cells[i]
			if cell.Kind == records.Core {
				b.judgeCore(path.Template, cell, path.Cells)
			} else {
				b.judgeOther(path.Template, cell, path.Cells)
			}
		}
	}
	b.judgeNames()
	b.excuseKnown()
	return b.result
}

func (b *bench) judgeCore(template string, cell *records.Cell, row []records.Cell) {
	b.result.Cells++
	truth, ok := b.truths[cell.Method+" "+template]
	if !ok {
		b.problem(template, cell, &b.result.Unexplained, "nothing is known of it")
		return
	}
	asked := b.core(cell.Method, template)
	if b.foundFalse(template, cell, asked) {
		return
	}
	found := foundAny(*cell, asked.must)
	if asked.elsewhere && !wasSent(cell) {
		found = found || slices.ContainsFunc(row, func(c records.Cell) bool { return foundAny(c, asked.must) })
	}
	if truth.Word == Served && !wasSent(cell) {
		// That Allow lists it is all that can be found without a request.
		found = found || foundAny(*cell, []string{"allow-undeclared"})
	}
	switch cell.Verdict {
	case records.Passed, records.Warned, records.Failed:
		faulty := truth.Word == Walled || truth.Word == Hangs || len(asked.must) > 0 && !found
		switch {
		case !faulty:
			b.result.Correct++
		case cell.Verdict == records.Passed && b.situation(template, cell, truth).believes(cell.Evidence):
			b.result.Undecided++
		default:
			b.problem(template, cell, &b.result.Missed, fmt.Sprintf("missed: %s, but the truth is %q%s", cell.Verdict, truth, wanting(asked.must)))
		}
	case records.Errored:
		if truth.Word == Hangs {
			b.result.Correct++
			return
		}
		b.problem(template, cell, &b.result.Unexplained, "errored: "+cell.Reason)
	case records.Skipped:
		if found {
			b.result.Correct++
			break
		}
		b.judgeUndecided(template, cell, truth)
	default:
		b.judgeUndecided(template, cell, truth)
	}
	b.judgeFaults(template, cell)
}

func (b *bench) judgeUndecided(template string, cell *records.Cell, truth Truth) {
	s := b.situation(template, cell, truth)
	switch {
	case cell.Reason == "":
		b.problem(template, cell, &b.result.Unexplained, "undecided without a reason")
	case s.accepted() == "":
		b.problem(template, cell, &b.result.Unexplained, fmt.Sprintf("undecided, but the truth is %q and the mode can know: %s", truth, cell.Reason))
	default:
		b.result.Undecided++
	}
}

func (b *bench) situation(template string, cell *records.Cell, truth Truth) situation {
	return situation{facts: b.Facts, mode: b.record.Target.Mode, method: cell.Method, template: template, truth: truth,
		declared: cell.Declared, fired: cell.Evidence == records.Fired, stopped: b.noticed("incident")}
}

func (b *bench) judgeOther(template string, cell *records.Cell, row []records.Cell) {
	asked := b.other(cell, template)
	if b.foundFalse(template, cell, asked) {
		return
	}
	found := foundAny(*cell, asked.must) || slices.ContainsFunc(row, func(c records.Cell) bool {
		// Where a path has many answers with one fault, one of them may speak for all.
		return strings.HasPrefix(first(asked.must), "allow-") && foundAny(c, asked.must)
	})
	if len(asked.must) > 0 && !found {
		b.problem(template, cell, &b.result.Missed, fmt.Sprintf("missed: %s, but the truth is %q%s", cell.Verdict, b.truths[cell.Method+" "+template], wanting(asked.must)))
	}
	b.judgeFaults(template, cell)
}

// foundFalse counts a cell with a finding that the truth does not have.
func (b *bench) foundFalse(template string, cell *records.Cell, asked demands) bool {
	for _, check := range cell.Checks {
		if check.Finding != nil && !asked.allow(check.Rule) {
			b.problem(template, cell, &b.result.False, fmt.Sprintf("false: %s found (got %s), but the truth is %q", check.Rule, check.Finding.Got, b.truths[cell.Method+" "+template]))
			return true
		}
	}
	return false
}

// judgeFaults looks for the rules that expected.json names. Below full an unsafe method is not
// asked in earnest, so a fault of its own may stay hidden.
func (b *bench) judgeFaults(template string, cell *records.Cell) {
	if unsafe(cell.Method) && b.record.Target.Mode != probe.Full {
		return
	}
	for _, rule := range b.faults(cell.Method, template) {
		if !foundAny(*cell, []string{rule}) {
			b.problem(template, cell, &b.result.Missed, "missed: "+rule+" is broken here")
		}
	}
}

func (b *bench) problem(template string, cell *records.Cell, count *int, text string) {
	*count++
	b.result.Problems = append(b.result.Problems, Problem{
		Where: fmt.Sprintf("%s %s %s", b.record.Target.Mode, cell.Method, template), Text: text,
		accuses: count == &b.result.False})
}

// KnownState is the key under which expected.json puts up with tasks that a run in full leaves
// behind without a word.
const KnownState = "full STATE *"

// excuseKnown marks what expected.json puts up with, and finds what it need not put up with any more.
func (b *bench) excuseKnown() {
	for _, where := range slices.Sorted(maps.Keys(b.variant.Known)) {
		mode, cells, _ := strings.Cut(where, " ")
		if mode != string(b.record.Target.Mode) || where == KnownState {
			continue
		}
		used := false
		for i := range b.result.Problems {
			p := &b.result.Problems[i]
			_, name, _ := strings.Cut(p.Where, " ")
			method, template, _ := strings.Cut(name, " ")
			if method == "CAUSE" && cells != name {
				continue // a pattern for cells does not mean the cause
			}
			if covers([]string{cells}, method, template) {
				p.Known, used = b.variant.Known[where], true
			}
		}
		if !used {
			b.result.Problems = append(b.result.Problems, Problem{Where: where, Text: "is known to be wrong in expected.json, and is right: remove it there"})
		}
	}
}

func (b *bench) noticed(kind string) bool {
	return slices.ContainsFunc(b.record.Notices, func(n records.Notice) bool { return n.Kind == kind })
}

// foundAny reports whether one of the rules was found broken at a cell, or is said to be broken
// there because of a finding elsewhere on the path.
func foundAny(cell records.Cell, rules []string) bool {
	return slices.ContainsFunc(cell.Checks, func(c records.Check) bool {
		explained := c.Outcome == records.Skipped && strings.HasPrefix(c.Reason, "explained by ")
		return (c.Finding != nil || explained) && slices.Contains(rules, c.Rule)
	})
}

func wasSent(cell *records.Cell) bool {
	return cell.Evidence == records.Fired || cell.Evidence == records.Guarded
}

func wanting(rules []string) string {
	if len(rules) == 0 {
		return ""
	}
	return ": " + strings.Join(rules, " or ") + " should be found"
}

func first(rules []string) string {
	if len(rules) == 0 {
		return ""
	}
	return rules[0]
}
