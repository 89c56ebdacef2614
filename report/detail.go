package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// detailLimit is how many characters of a failure's text the strictest reader of JUnit keeps.
const detailLimit = 2000

// verdictLine says in one line what is wrong: subject, got, want, rule.
func verdictLine(p place, c *records.Check) string {
	rule := "[" + oneLine(c.Rule) + "]"
	if c.Finding == nil {
		return clip(p.subject()+": the rule is broken", 360-len(rule)) + " " + rule
	}
	// The parts are cut one by one, so that the rule's id is there however long an answer was.
	return fmt.Sprintf("%s: got %s, want %s %s", clip(p.subject(), 160),
		clip(oneLine(c.Finding.Got), 120), clip(oneLine(c.Finding.Want), 120), rule)
}

// detail is all that is known about broken rules of one cell, as text of several lines, at most
// [detailLimit] characters long. The first line is the verdict line of the first check.
func detail(p place, checks []*records.Check) string {
	text := limited{left: detailLimit}
	for i, c := range checks {
		if i > 0 {
			text.add("")
		}
		text.add(verdictLine(p, c))
		for _, line := range findingLines(p, c) {
			text.add(line)
		}
	}
	return text.String()
}

// findingLines are the facts about one broken rule. The curl line stands before what a server
// sent, so that no long answer pushes it out.
func findingLines(p place, c *records.Check) []string {
	found := c.Finding
	if found == nil {
		found = &records.Finding{}
	}
	lines := labelled(
		"want", found.Want,
		"got", found.Got,
		"rule", ruleLine(c),
		"known", knownLine(c),
		"contract", p.contractLine(),
		"sent", p.sent(found),
		"answer", p.answered(found),
		"answered by", p.by(found),
	)
	if curl := curlLine(found.Curl); curl != "" {
		lines = append(lines, "repeat: "+curl)
	}
	for _, field := range found.Fields {
		lines = append(lines, labelled("field", field)...)
	}
	rule, _ := probe.RuleByID(c.Rule)
	lines = append(lines, labelled("because", p.cell.Reason, "why it matters", rule.Why)...)
	cause := causeByID(p.record, found.Cause)
	if cause == nil {
		return append(lines, labelled("mend", rule.Mend())...)
	}
	return append(lines, causeLines(cause)...)
}

// causeLines are what is known of why a rule is broken, and the mend.
func causeLines(cause *records.Cause) []string {
	lines := labelled("cause", fmt.Sprintf("%s [%s], %s", cause.Title, cause.ID, cause.Confidence))
	for i, line := range mendLines(cause) {
		if i == 0 {
			line = "mend: " + line
		} else {
			line = "      " + line
		}
		lines = append(lines, line)
	}
	return lines
}

// labelled makes "label: text" lines of pairs and leaves out those without text.
func labelled(pairs ...string) []string {
	var lines []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if text := oneLine(pairs[i+1]); text != "" {
			lines = append(lines, pairs[i]+": "+clip(text, 300))
		}
	}
	return lines
}

// knownLine says until when a known failure is borne with, and why; empty when it is none.
func knownLine(c *records.Check) string {
	if c.Known == nil {
		return ""
	}
	return "until " + c.Known.Until + ": " + c.Known.Reason
}

// ruleLine is a rule's id, level, source and summary; only the id when the rule is not known,
// as in a record that a newer version made.
func ruleLine(c *records.Check) string {
	rule, ok := probe.RuleByID(c.Rule)
	if !ok {
		return c.Rule
	}
	return fmt.Sprintf("%s (%s, %s): %s", rule.ID, probe.LevelOf(c), rule.Source, rule.Summary)
}

// curlLine is a curl line to be pasted. It is given whole and unchanged or not at all: a line
// that lost the end of its guard on the way could do harm.
func curlLine(curl string) string {
	if curl == oneLine(curl) && utf8.RuneCountInString(curl) <= detailLimit/2 {
		return curl
	}
	return "the curl line is too long or not printable; it is in the run record (JSON)"
}

// limited gathers whole lines up to a number of characters.
type limited struct {
	text strings.Builder
	left int
	cut  bool
}

const cutMark = "(more in the run record)"

func (l *limited) add(line string) {
	need := utf8.RuneCountInString(line) + 1
	if l.cut || need > l.left-len(cutMark) {
		l.cut = true
		return
	}
	l.left -= need
	l.text.WriteString(line + "\n")
}

// String is the text without a newline at its end.
func (l *limited) String() string {
	if l.cut {
		return l.text.String() + cutMark
	}
	return strings.TrimSuffix(l.text.String(), "\n")
}
