package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// suiteProperties are the facts about the run that may differ between two runs of the same
// contract; no name of a case holds one. How many requests were sent is none of them: net/http repeats
// some of itself where a server closes connections, and two equal runs would differ.
func suiteProperties(r *records.Run) [][2]string {
	s := &r.Summary
	return [][2]string{
		{"base_url", r.Target.BaseURL},
		{"mode", string(r.Target.Mode)},
		{"insecure", strconv.FormatBool(r.Target.Insecure)},
		{"tool", r.Tool.Name + " " + r.Tool.Version},
		{"contract", r.Contract.Source},
		{"contract_format", r.Contract.Format},
		{"contract_version", r.Contract.Version},
		{"state", string(r.State)},
		{"fail_on", string(r.FailOn)},
		{"cells", strconv.Itoa(s.Cells)},
		{"decided", strconv.Itoa(decided(s))},
		{"undecided", strconv.Itoa(s.Undecided)},
		{"fired", strconv.Itoa(s.Fired)},
		{"guarded", strconv.Itoa(s.Guarded)},
		{"advertised", strconv.Itoa(s.Advertised)},
		{"withheld", strconv.Itoa(s.Withheld)},
	}
}

// decided is the number of core cells with a verdict about the API.
func decided(s *records.Summary) int { return s.Passed + s.Warned + s.Failed }

// addRunCases adds what the cells alone would not show: an incident, and a run that tested
// nothing or not all, which must not be green.
func (b *junitBuilder) addRunCases() {
	b.noteNotices()
	b.noteCauses()
	r := b.record
	if some := notices(r, "incident"); len(some) > 0 || r.Target.Mode == probe.GuardedMode {
		b.addRunCase("no guarded request is acted on", func(c *junitCase) {
			if len(some) > 0 {
				c.Failure = runResult("incident", some, "")
			}
		})
	}
	switch {
	case r.State == records.Untestable:
		b.addRunError("the target can be tested", "untestable", notices(r, untestableKinds()...), "the target could not be tested")
	case r.State == records.Interrupted:
		b.addRunError("the run reaches every cell", "interrupted", notices(r, "interrupted"), "the run was interrupted: what it did not reach is undecided")
	case decided(&r.Summary) == 0:
		b.addRunError("the run decides at least one cell", "undecided", nil, "the run decided none of "+count(r.Summary.Cells, "core cell"))
	}
}

func (b *junitBuilder) addRunError(name, kind string, some []records.Notice, fallback string) {
	b.addRunCase(name, func(c *junitCase) { c.Error = runResult(kind, some, fallback) })
}

func (b *junitBuilder) addRunCase(name string, set func(*junitCase)) {
	c := junitCase{Testcase: junit.Testcase{Name: name, Classname: b.className, Time: seconds(0)}}
	set(&c)
	b.add(c)
}

// noteNotices puts the notices into the output of the suite.
func (b *junitBuilder) noteNotices() {
	for _, n := range b.record.Notices {
		b.output.WriteString(oneLine(n.Kind+": "+n.Text) + "\n")
		if hint := oneLine(n.Hint); hint != "" {
			b.output.WriteString("hint: " + hint + "\n")
		}
	}
}

// noteCauses puts the causes into the output of the suite.
func (b *junitBuilder) noteCauses() {
	for i := range b.record.Causes {
		cause := &b.record.Causes[i]
		b.output.WriteString(oneLine("cause: "+cause.Title+" ["+cause.ID+"], "+string(cause.Confidence)) + "\n")
		b.output.WriteString("cells: " + causeCells(cause) + "\n")
		b.output.WriteString("mend: " + strings.Join(mendLines(cause), "\n      ") + "\n")
	}
}

// untestableKinds are the kinds of notices that say why a target could not be tested.
func untestableKinds() []string { return []string{"wall", "credentials", "unreachable", "throttled"} }

// notices are the notices of some kinds, in order.
func notices(r *records.Run, kinds ...string) []records.Notice {
	var some []records.Notice
	for _, n := range r.Notices {
		if slices.Contains(kinds, n.Kind) {
			some = append(some, n)
		}
	}
	return some
}

// runResult shows the first notice as the message and all of them, with their hints, as the
// content. The fallback is for a record without such a notice.
func runResult(kind string, some []records.Notice, fallback string) *junit.Result {
	if len(some) == 0 {
		some = []records.Notice{{Text: fallback}}
	}
	content := limited{left: detailLimit}
	for _, n := range some {
		content.add(clip(oneLine(n.Text), 1000))
		for _, hint := range labelled("hint", n.Hint) {
			content.add(hint)
		}
	}
	return &junit.Result{Message: clip(oneLine(some[0].Text), 1000), Type: kind, Data: content.String()}
}
