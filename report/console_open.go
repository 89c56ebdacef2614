package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

const (
	// shownReasons is how many reasons are listed.
	shownReasons = 10
	// shownExamples is how many cells of one reason are named.
	shownExamples = 3
)

// question is why some cells have no verdict about the API, and what would decide them.
type question struct {
	reason, decides string
	places          []place
}

// openQuestions lists what nothing was concluded of, by reason: an honest report counts it.
func (c *console) openQuestions() {
	c.questions("undecided", records.Undecided, c.paint.open)
	c.questions("without an answer", records.Errored, c.paint.bad)
}

func (c *console) questions(title string, v records.Verdict, paint func(string) string) {
	all := gatherQuestions(c.record, v)
	if len(all) == 0 {
		return
	}
	total := 0
	for _, q := range all {
		total += len(q.places)
	}
	c.line(paint(title+": "+count(total, "cell")), ", because")
	shown := shownReasons
	if len(c.record.Causes) > 0 {
		shown = shownCausedReasons
	}
	for i, q := range all {
		if i == shown {
			rest := 0
			for _, q := range all[i:] {
				rest += len(q.places)
			}
			c.line("  ", c.paint.faint("and "+count(len(all)-i, "more reason")+" at "+count(rest, "cell")))
			break
		}
		c.question(q)
	}
	c.line()
}

func (c *console) question(q *question) {
	var names []string
	for _, p := range q.places[:min(len(q.places), shownExamples)] {
		names = append(names, clip(p.subject(), 100))
	}
	if len(q.places) > shownExamples {
		names = append(names, "…")
	}
	c.line("  ", clip(q.reason, 300), ": ", count(len(q.places), "cell"), c.paint.faint(" ("+strings.Join(names, ", ")+")"))
	if q.decides != "" {
		c.line("    decided by: ", clip(q.decides, 300))
	}
}

// gatherQuestions groups the cells of a verdict by reason, the most frequent first.
func gatherQuestions(r *records.Run, v records.Verdict) []*question {
	type identity struct{ reason, decides string }
	var all []*question
	known := map[identity]*question{}
	for p := range places(r) {
		if p.cell.Verdict != v {
			continue
		}
		id := identity{oneLine(p.cell.Reason), oneLine(p.cell.Decides)}
		if id.reason == "" {
			id.reason = p.answered(nil)
		}
		q := known[id]
		if q == nil {
			q = &question{reason: id.reason, decides: id.decides}
			known[id] = q
			all = append(all, q)
		}
		q.places = append(q.places, p)
	}
	slices.SortStableFunc(all, func(a, b *question) int { return cmp.Compare(len(b.places), len(a.places)) })
	return all
}
