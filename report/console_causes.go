package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Where causes are shown, the rest is kept short enough for one screen.
const (
	// shownCauses are given in full; of the others only where they are and how to mend them.
	shownCauses = 3
	// shownCausedRows is how many rows of a matrix there may be.
	shownCausedRows = 6
	// shownCausedReasons is how many reasons for open questions are listed.
	shownCausedReasons = 3
	// shownCauseCells is how many cells of a cause are named.
	shownCauseCells = 3
	// textColumns is how wide running text gets.
	textColumns = 100
	// labelColumns is what stands before it.
	labelColumns = 9
)

// causes come first: what to mend, before what follows from it.
func (c *console) causes(entries []*entry) {
	for i := range c.record.Causes {
		cause := &c.record.Causes[i]
		explained := slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool { return e.cause != cause.ID })
		c.line(c.causePaint(explained)(clip(oneLine(cause.Title), 300)), " [", oneLine(cause.ID), "] ", c.paint.faint(string(cause.Confidence)))
		c.cause(cause, explained, i < shownCauses)
		c.line()
	}
}

// causePaint is that of the gravest finding that a cause explains.
func (c *console) causePaint(explained []*entry) func(string) string {
	switch {
	case len(explained) == 0:
		return c.paint.open
	case slices.ContainsFunc(explained, func(e *entry) bool { return e.outcome == records.Failed }):
		return c.paint.bad
	}
	return c.paint.warn
}

// cause writes what a cause explains and how to mend it; in full also why, by which rules and what
// was seen.
func (c *console) cause(cause *records.Cause, explained []*entry, full bool) {
	c.labelled("cells", causeCells(cause))
	if full {
		for i, line := range wrapped(oneLine(cause.Explanation), c.textWidth()) {
			c.line("  ", c.paint.faint(pad(labelOnce("why", i), 6)), " ", line)
		}
	}
	for _, e := range explained {
		if full {
			c.broken(e)
		}
		c.labelled("known", knownLine(e.spots[0].check))
	}
	if full && len(explained) > 0 {
		c.evidence(&explained[0].spots[0])
	}
	for i, line := range mendLines(cause) {
		c.line("  ", c.paint.faint(pad(labelOnce("mend", i), 6)), " ", c.paint.strong(line))
	}
}

// broken is one rule that a cause breaks, and at how many places.
func (c *console) broken(e *entry) {
	label := "broken"
	if e.outcome == records.Warned {
		label = "warned"
	}
	c.line("  ", c.paint.faint(pad(label, 6)), " ", clip(oneLine(e.key), 200), " [", oneLine(e.rule), "] ", c.paint.faint(levelName(e.level)), ", ", count(len(e.spots), "place"))
}

// textWidth is how wide running text gets behind a label.
func (c *console) textWidth() int {
	if c.width > 0 {
		return max(min(textColumns, c.width)-labelColumns, 30)
	}
	return textColumns - labelColumns
}

// known is what is known of the cell: its answer, or what others of the path say of it.
func (s *spot) known() string {
	if found := s.check.Finding; found != nil && found.Got != "" && s.cell.About(found) == nil {
		return "not sent; " + clip(oneLine(found.Got), 300)
	}
	return s.answered(s.check.Finding)
}

// evidence is one place of a cause: what was sent there and what came back.
func (c *console) evidence(s *spot) {
	seen := s.subject() + ": " + s.known()
	if at := s.contractLine(); at != "" {
		seen += "  (" + at + ")"
	}
	c.labelled("seen", seen)
	if s.check.Finding == nil {
		return
	}
	for _, field := range s.check.Finding.Fields {
		c.labelled("", field)
	}
	c.labelled("from", s.by(s.check.Finding))
	if curl := curlLine(s.check.Finding.Curl); curl != "" {
		c.line("  ", c.paint.faint(pad("try", 6)), " ", c.paint.strong(curl))
	}
}

// causeCells says how much a cause explains, and names some of it.
func causeCells(cause *records.Cause) string {
	var names []string
	for _, name := range cause.Cells[:min(len(cause.Cells), shownCauseCells)] {
		names = append(names, clip(cellName(name), 100))
	}
	text := strings.Join(names, ", ")
	if more := len(cause.Cells) - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	if cause.Findings == 0 {
		return text + ", undecided because of it"
	}
	return text + "; " + count(cause.Findings, "finding")
}

func cellName(n records.CellName) string {
	template := n.Template
	if template == "" {
		template = ofUnknownPath
	}
	return oneLine(n.Method + " " + template)
}

// mendLines are the lines of a mend, the stack that it is for first.
func mendLines(cause *records.Cause) []string {
	var lines []string
	if stack := oneLine(cause.Stack); stack != "" && !isGeneral(cause) {
		if strings.Contains(cause.Mend, "/tasks") {
			stack += ", by the example of /tasks"
		}
		lines = append(lines, stack+":")
	}
	for line := range strings.SplitSeq(cause.Mend, "\n") {
		rest := strings.TrimLeft(line, " \t")
		indent := strings.ReplaceAll(line[:len(line)-len(rest)], "\t", "    ")
		lines = append(lines, clip(indent+oneLine(rest), 200))
	}
	return lines
}

func labelOnce(label string, i int) string {
	if i > 0 {
		return ""
	}
	return label
}

// wrapped breaks text into lines of at most a width, between words.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// causeByID is the cause of an id; nil where the record has none.
func causeByID(r *records.Run, id string) *records.Cause {
	if i := slices.IndexFunc(r.Causes, func(c records.Cause) bool { return id != "" && c.ID == id }); i >= 0 {
		return &r.Causes[i]
	}
	return nil
}

// causeOf is the id of the cause that a check's finding has; "" where it has none.
func causeOf(r *records.Run, check *records.Check) string {
	if check.Finding == nil || causeByID(r, check.Finding.Cause) == nil {
		return ""
	}
	return check.Finding.Cause
}

// isGeneral reports whether a mend is that of its cause for any stack, because there is none for the
// stack that was recognised.
func isGeneral(cause *records.Cause) bool {
	d, known := causes.ByID(cause.ID)
	return known && d.Mend == cause.Mend
}
