package report

import (
	"github.com/verbatim-http/verbatim/probe/records"
)

// sign is how a cell looks in the matrix.
type sign struct {
	symbol, meaning string
	paint           func(palette) func(string) string
	// is says whether a cell gets this sign; the first row of the table that says so wins.
	is func(*records.Cell) bool
}

// signs is the table of signs, in the order of the legend. The last row takes what is left.
func signs() []sign {
	good := func(p palette) func(string) string { return p.good }
	bad := func(p palette) func(string) string { return p.bad }
	warn := func(p palette) func(string) string { return p.warn }
	open := func(p palette) func(string) string { return p.open }
	faint := func(p palette) func(string) string { return p.faint }
	return []sign{
		{"a", "as it should be, known from Allow only", good, func(c *records.Cell) bool {
			return c.Verdict == records.Passed && c.Evidence == records.Advertisement
		}},
		{"–", "refused, as it should be", good, func(c *records.Cell) bool {
			return c.Verdict == records.Passed && !c.Declared && c.Kind != records.Implied
		}},
		{"✓", "answers as it should", good, func(c *records.Cell) bool { return c.Verdict == records.Passed }},
		{"✗", "failed", bad, func(c *records.Cell) bool { return c.Verdict == records.Failed }},
		{"!", "warned", warn, func(c *records.Cell) bool { return c.Verdict == records.Warned }},
		{"E", "no answer", bad, func(c *records.Cell) bool { return c.Verdict == records.Errored }},
		{"·", "withheld: not sent, nothing known", faint, func(c *records.Cell) bool {
			return c.Verdict == records.Undecided && c.Answer == records.Withheld
		}},
		{"~", "left out", faint, func(c *records.Cell) bool { return c.Verdict == records.Skipped }},
		{"?", "undecided", open, func(*records.Cell) bool { return true }},
	}
}

// signOf is the index of a cell's sign in a table of signs.
func signOf(table []sign, c *records.Cell) int {
	for i := range table {
		if table[i].is(c) {
			return i
		}
	}
	return len(table) - 1
}
