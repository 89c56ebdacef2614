package report

import "github.com/verbatim-http/verbatim/probe"

// sign is how a cell looks in the matrix.
type sign struct {
	symbol, meaning string
	paint           func(palette) func(string) string
	// is says whether a cell gets this sign; the first row of the table that says so wins.
	is func(*probe.Cell) bool
}

// signs is the table of signs, in the order of the legend. The last row takes what is left.
func signs() []sign {
	good := func(p palette) func(string) string { return p.good }
	bad := func(p palette) func(string) string { return p.bad }
	warn := func(p palette) func(string) string { return p.warn }
	open := func(p palette) func(string) string { return p.open }
	faint := func(p palette) func(string) string { return p.faint }
	return []sign{
		{"a", "as it should be, known from Allow only", good, func(c *probe.Cell) bool {
			return c.Verdict == probe.Passed && c.Evidence == probe.Advertisement
		}},
		{"–", "refused, as it should be", good, func(c *probe.Cell) bool {
			return c.Verdict == probe.Passed && !c.Declared && c.Kind != probe.Implied
		}},
		{"✓", "answers as it should", good, func(c *probe.Cell) bool { return c.Verdict == probe.Passed }},
		{"✗", "failed", bad, func(c *probe.Cell) bool { return c.Verdict == probe.Failed }},
		{"!", "warned", warn, func(c *probe.Cell) bool { return c.Verdict == probe.Warned }},
		{"E", "no answer", bad, func(c *probe.Cell) bool { return c.Verdict == probe.Errored }},
		{"·", "withheld: not sent, nothing known", faint, func(c *probe.Cell) bool {
			return c.Verdict == probe.Undecided && c.Answer == probe.Withheld
		}},
		{"~", "left out", faint, func(c *probe.Cell) bool { return c.Verdict == probe.Skipped }},
		{"?", "undecided", open, func(*probe.Cell) bool { return true }},
	}
}

// signOf is the index of a cell's sign in a table of signs.
func signOf(table []sign, c *probe.Cell) int {
	for i := range table {
		if table[i].is(c) {
			return i
		}
	}
	return len(table) - 1
}
