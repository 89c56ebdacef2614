package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// counts says how much was decided and how: numbers without which a pass means nothing.
func (c *console) counts() {
	s := &c.record.Summary
	label := count(s.Cells, "core cell")
	if s.Cells > 0 {
		label += ": "
	}
	c.line(label, listed(amount{s.Fired, "fired"}, amount{s.Guarded, "guarded"},
		amount{s.Advertised, "by advertisement"}, amount{s.Withheld, "withheld"}))
	verdicts := listed(amount{s.Passed, "passed"}, amount{s.Failed, "failed"}, amount{s.Warned, "warned"},
		amount{s.Undecided, "undecided"}, amount{s.Skipped, "left out"}, amount{s.Errored, "without an answer"})
	if verdicts != "" {
		c.line(pad("", len(label)), verdicts)
	}
	if others := tally(c.record).cells - s.Cells; others > 0 {
		c.line("and ", count(others, "cell"), " of HEAD, OPTIONS, stand-ins and the unknown path")
	}
	c.line(count(s.Requests, "request"), " in ", seconds(c.record.Milliseconds*1000), " s")
	c.line()
}

// amount is a number and what it counts.
type amount struct {
	n    int
	what string
}

// listed joins amounts and leaves out the zeros among them.
func listed(amounts ...amount) string {
	var parts []string
	for _, a := range amounts {
		if a.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", a.n, a.what))
		}
	}
	return strings.Join(parts, ", ")
}

const shownHints = 3

// hint is something that would decide more cells.
type hint struct {
	decides string
	cells   int
}

// hints say what would decide the most cells.
func (c *console) hints() {
	if len(c.record.Causes) > 0 {
		return // the causes are what to do next
	}
	all := gatherHints(c.record)
	for _, h := range all[:min(len(all), shownHints)] {
		decides := clip(h.decides, 200)
		if strings.Contains(decides, ", ") {
			decides += "," // it holds a clause, which ends here
		}
		c.line(c.paint.open("hint"), ": ", decides, " may decide ", count(h.cells, "more cell"))
	}
	if len(all) > 0 {
		c.line()
	}
}

// gatherHints adds up the cells of all reasons that have the same remedy, the most cells first.
func gatherHints(r *records.Run) []*hint {
	var all []*hint
	known := map[string]*hint{}
	for _, q := range append(gatherQuestions(r, records.Undecided), gatherQuestions(r, records.Errored)...) {
		if !strings.HasPrefix(q.decides, "--") && !strings.HasPrefix(q.decides, "credentials") {
			continue
		}
		if known[q.decides] == nil {
			known[q.decides] = &hint{decides: q.decides}
			all = append(all, known[q.decides])
		}
		known[q.decides].cells += len(q.places)
	}
	slices.SortStableFunc(all, func(a, b *hint) int { return cmp.Compare(b.cells, a.cells) })
	return all
}

// tallied counts all cells of a record, whatever their kind.
type tallied struct{ cells, passed, warned, failed, undecided, errored int }

func tally(r *records.Run) tallied {
	var t tallied
	for p := range places(r) {
		t.cells++
		switch p.cell.Verdict {
		case records.Passed:
			t.passed++
		case records.Warned:
			t.warned++
		case records.Failed:
			t.failed++
		case records.Undecided:
			t.undecided++
		case records.Errored:
			t.errored++
		}
	}
	return t
}

// lastLine is the one that a reader sees first. Its order is that of the exit statuses, but for
// an incident, which outranks everything.
func (c *console) lastLine(entries []*entry) {
	r, t := c.record, tally(c.record)
	rest := openCount(t)
	failures := fmt.Sprintf("%s at %d of %s", failureCount(entries), t.failed, count(t.cells, "cell")) + rest
	if t.failed == 0 {
		failures = "no rule is seen broken" + rest
	}
	incident := notices(r, "incident")
	if lost := notices(r, "base-path"); len(lost) > 0 {
		failures = clip(oneLine(lost[0].Text), 300) + "; " + failures
	}
	switch {
	case len(incident) > 0:
		c.conclude(c.paint.alarm, "INCIDENT", clip(strings.TrimSuffix(oneLine(incident[0].Text), "."), 300)+"; "+failures)
	case r.State == records.Untestable:
		reasons := append(notices(r, untestableKinds()...), records.Notice{Text: "the target could not be tested"})
		c.conclude(c.paint.bad, "not tested", clip(oneLine(reasons[0].Text), 300))
	case t.failed > 0 && r.State == records.Interrupted:
		c.conclude(c.paint.bad, "interrupted, and broken", failures)
	case t.failed > 0:
		c.conclude(c.paint.bad, "broken", failures)
	case r.State == records.Interrupted:
		c.conclude(c.paint.warn, "interrupted", "nothing broken so far in "+count(t.passed+t.warned, "decided cell")+rest)
	case decided(&r.Summary) == 0:
		c.conclude(c.paint.warn, "nothing decided", "none of "+count(r.Summary.Cells, "core cell")+" was decided; this is not a pass")
	case r.Summary.Errored > 0:
		c.conclude(c.paint.warn, "not all answered", keptCount(t)+rest)
	default:
		c.conclude(c.paint.good, "kept", keptCount(t)+rest)
	}
}

func (c *console) conclude(paint func(string) string, word, rest string) {
	c.line("verbatim: ", paint(word), ": ", rest)
}

func keptCount(t tallied) string {
	kept := fmt.Sprintf("%d of %s passed", t.passed, count(t.cells, "cell"))
	if t.warned > 0 {
		kept += fmt.Sprintf(", %d warned", t.warned)
	}
	return kept
}

// openCount goes behind every conclusion: what is open is never passed over.
func openCount(t tallied) string {
	if text := listed(amount{t.undecided, "undecided"}, amount{t.errored, "without an answer"}); text != "" {
		return "; " + text
	}
	return ""
}

// failureCount is "2 must and 1 should findings", of the findings that fail the run.
func failureCount(entries []*entry) string {
	byLevel := map[probe.Level]int{}
	total := 0
	for _, e := range entries {
		if e.outcome == records.Failed {
			byLevel[e.level]++
			total++
		}
	}
	var parts []string
	for _, level := range []probe.Level{probe.Must, probe.Should, probe.Advice, ""} {
		if n := byLevel[level]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, levelName(level)))
		}
	}
	if total == 0 {
		return "no findings"
	}
	noun := " findings"
	if total == 1 {
		noun = " finding"
	}
	return strings.Join(parts, " and ") + noun
}
