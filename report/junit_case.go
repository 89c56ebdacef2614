package report

import (
	"slices"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// addCell adds one case for each group of rules of a cell. Only the first carries the time, so
// that the sum over the suite is true.
func (b *junitBuilder) addCell(p place) {
	time := p.microseconds()
	class, file := oneLine(b.className+"."+className(p)), oneLine(p.cell.File)
	for i, group := range checksByGroup(p) {
		c := junitCase{File: file, Line: p.cell.Line}
		c.Name, c.Classname, c.Time = oneLine(group.Sentence(p.cell.Method, p.path())), class, seconds(time)
		setOutcome(&c, p, group.checks, i == 0)
		b.add(c)
		time = 0
	}
}

func className(p place) string {
	if p.unknown {
		return "unknown path"
	}
	return p.template
}

// groupChecks are the checks of one cell that answer one question.
type groupChecks struct {
	records.Group
	checks []*records.Check
}

// checksByGroup are the groups that are always asked at the cell, then those that a further rule
// belongs to. A rule that this version does not know goes to the first: it must not be lost.
func checksByGroup(p place) []groupChecks {
	groups := p.cell.Groups()
	all := make([]groupChecks, 0, len(groups)+1)
	for _, g := range groups {
		all = append(all, groupChecks{Group: g})
	}
	for i := range p.cell.Checks {
		c := &p.cell.Checks[i]
		at := 0
		if rule, ok := probe.RuleByID(c.Rule); ok {
			at = slices.IndexFunc(all, func(g groupChecks) bool { return g.Group == rule.Group })
			if at < 0 {
				at = len(all)
				all = append(all, groupChecks{Group: rule.Group})
			}
		}
		all[at].checks = append(all[at].checks, c)
	}
	return all
}

// setOutcome sets at most one of failure, error and skipped; the schemas permit no more.
func setOutcome(c *junitCase, p place, checks []*records.Check, first bool) {
	failed := withOutcome(checks, records.Failed)
	errored := withOutcome(checks, records.Errored)
	undecided := withOutcome(checks, records.Undecided)
	switch verdict := unexplained(p); {
	case len(failed) > 0:
		c.Failure = &junit.Result{
			Message: verdictLine(p, failed[0]), Type: oneLine(failed[0].Rule), Data: detail(p, failed)}
	case verdict == records.Failed && first:
		c.Failure = cellResult(p, "failed")
	case len(errored) > 0:
		c.Error = cellResult(p, errorType(p), errored[0].Reason, errored[0].Decides)
	case verdict == records.Errored:
		c.Error = cellResult(p, errorType(p))
	case len(undecided) > 0:
		c.Skipped = skipped("undecided", undecided[0].Reason, undecided[0].Decides)
	case verdict == records.Undecided || verdict == records.Skipped:
		c.Skipped = skipped(verdict.String(), p.cell.Reason, p.cell.Decides)
	case len(checks) == 0:
		c.Skipped = withoutChecks(p)
	case len(withOutcome(checks, records.Skipped)) == len(checks):
		c.Skipped = skipped("skipped", checks[0].Reason, "")
	}
	if warned := withOutcome(checks, records.Warned); len(warned) > 0 {
		c.SystemOut = junitOutput("warning: " + detail(p, warned))
	}
}

func withOutcome(checks []*records.Check, v records.Verdict) []*records.Check {
	var some []*records.Check
	for _, c := range checks {
		if c.Outcome == v {
			some = append(some, c)
		}
	}
	return some
}

// unexplained is the cell's verdict where no check has it: it then holds for every group. It is
// the zero verdict otherwise.
func unexplained(p place) records.Verdict {
	v := p.cell.Verdict
	if v == records.Passed || v == records.Warned {
		return records.Verdict(0)
	}
	for i := range p.cell.Checks {
		if p.cell.Checks[i].Outcome == v {
			return records.Verdict(0)
		}
	}
	return v
}

// errorType names the transport error. "transport-" keeps GitLab's parser from taking the
// attribute for the name of a data type.
func errorType(p place) string {
	if x := p.last(); x != nil && x.Error != nil {
		return "transport-" + oneLine(x.Error.Kind)
	}
	return "transport-none"
}

// cellResult says what happened at a cell where no finding does: the first of the reasons that
// there is, then what would decide it.
func cellResult(p place, kind string, reasonAndDecides ...string) *junit.Result {
	reason, decides := p.cell.Reason, p.cell.Decides
	if len(reasonAndDecides) == 2 && reasonAndDecides[0] != "" {
		reason, decides = reasonAndDecides[0], reasonAndDecides[1]
	}
	if oneLine(reason) == "" {
		reason = p.answered(nil)
	}
	message := clip(p.subject(), 160) + ": " + clip(oneLine(reason), 300)
	text := limited{left: detailLimit}
	text.add(message)
	for _, line := range labelled("decided by", decides, "contract", p.contractLine(), "sent", p.sent(nil), "answer", p.answered(nil)) {
		text.add(line)
	}
	return &junit.Result{Message: message, Type: kind, Data: text.String()}
}

// withoutChecks is the case of a group none of whose rules applies: not applicable is not passed.
func withoutChecks(p place) *junit.Result {
	if p.cell.Verdict == records.Undecided || p.cell.Verdict == records.Skipped {
		return skipped(p.cell.Verdict.String(), p.cell.Reason, p.cell.Decides)
	}
	return skipped("not applicable: the answer is "+oneLine(string(p.cell.Answer)), p.cell.Reason, "")
}

func skipped(what, reason, decides string) *junit.Result {
	message := what
	if reason = oneLine(reason); reason != "" {
		message += ": " + reason
	}
	if decides = oneLine(decides); decides != "" {
		message += "; decided by: " + decides
	}
	return &junit.Result{Message: clip(message, 1000)}
}
