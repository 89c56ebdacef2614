package causes

import (
	"cmp"
	"slices"

	"github.com/verbatim-http/verbatim/probe/prose"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Diagnosis is one row of the table of causes.
type Diagnosis struct {
	// ID is stable and kebab-case.
	ID string
	// Title says what is wrong, for any target.
	Title string
	// Explanation says what goes on, in several sentences.
	Explanation string
	// Seen says by which answers it is known.
	Seen string
	// Mend is what to do where the stack is not known; see [prose.MendsOf] for the others.
	Mend string
	// Links lead to the documentation behind it.
	Links []string

	// find looks for it in a record; nil where one record cannot show it.
	find func(*inquiry) *diagnosed
}

// mendFor is what to change for a cause of a kind in a stack.
func (d *Diagnosis) mendFor(kind, stack string) string {
	return cmp.Or(prose.MendFor(d.ID, kind, stack), d.Mend)
}

// diagnosed is what a row found in a record.
type diagnosed struct {
	// title is the sentence about this run; empty takes the row's.
	title      string
	confidence records.Confidence
	// stack is the software to change; empty where it is not known.
	stack string
	// findings are those that it explains.
	findings []*brokenRule
	// open are cells without findings that it explains too: undecided ones.
	open []*spot
	// kind is which of several kinds of the cause it is, where each has a mend of its own; empty
	// where there is one kind.
	kind string
}

// Diagnose finds the causes of a record: the rows of the table in their order, each among the
// findings that those before it left. The causes are then sorted: what fails the run first, then
// what declared methods suffer from, then most cells first.
func Diagnose(record *records.Run) {
	q := newInquiry(record)
	for i := range diagnoses {
		row := &diagnoses[i]
		if row.find == nil {
			continue
		}
		found := row.find(q)
		if found == nil {
			continue
		}
		found.open = slices.DeleteFunc(found.open, func(s *spot) bool { return q.explained[s] })
		if len(found.findings)+len(found.open) > 0 {
			record.Causes = append(record.Causes, q.accept(row, found))
		}
	}
	gravity := q.gravity()
	slices.SortStableFunc(record.Causes, func(a, b records.Cause) int {
		return cmp.Or(cmp.Compare(gravity[b.ID], gravity[a.ID]), cmp.Compare(len(b.Cells), len(a.Cells)))
	})
}

// gravity is, for each cause, that of the gravest finding that it explains. At a declared method it is
// graver than at another: clients were promised that it works.
func (q *inquiry) gravity() map[string]int {
	worst := map[string]int{}
	for _, s := range q.spots {
		for _, check := range s.cell.Checks {
			if check.Finding != nil && check.Finding.Cause != "" {
				weight := 2 * check.Outcome.Severity()
				if s.cell.Declared {
					weight++
				}
				worst[check.Finding.Cause] = max(worst[check.Finding.Cause], weight)
			}
		}
	}
	return worst
}

// accept makes a cause of what a row found and takes its findings off the list.
func (q *inquiry) accept(row *Diagnosis, found *diagnosed) records.Cause {
	c := records.Cause{ID: row.ID, Title: row.Title, Explanation: row.Explanation, Confidence: found.confidence,
		Stack: found.stack, Links: row.Links, Findings: len(found.findings)}
	if found.title != "" {
		c.Title = found.title
	}
	c.Mend = row.mendFor(found.kind, found.stack)
	explained := map[*spot]bool{}
	for _, s := range found.open {
		explained[s], q.explained[s] = true, true
	}
	for _, b := range found.findings {
		b.check.Finding.Cause = row.ID
		explained[b.spot] = true
	}
	for _, s := range q.spots {
		if explained[s] {
			c.Cells = append(c.Cells, s.name())
		}
	}
	q.broken = slices.DeleteFunc(q.broken, func(b *brokenRule) bool { return b.check.Finding.Cause != "" })
	return c
}
