package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// shownPlaces is how many places of one finding are listed.
const shownPlaces = 5

// entry is one finding with all its places: the same mistake on forty paths is one thing to mend.
type entry struct {
	rule    string
	level   probe.Level
	outcome records.Verdict
	key     string
	// cause is the id of the cause that explains it; empty where none does.
	cause string
	spots []spot
}

// spot is one broken rule at one cell.
type spot struct {
	place
	check *records.Check
}

func kindRank(c *records.Cell) int {
	if c.Kind == records.Core || c.Declared {
		return 0
	}
	return 1
}

// gatherFindings groups the broken rules by rule, key and cause: the most binding level first, then
// what fails the run before what does not, then in the order of the matrix.
func gatherFindings(r *records.Run) []*entry {
	type identity struct {
		rule, key, cause string
		outcome          records.Verdict
		known            records.Excuse
	}
	var entries []*entry
	known := map[identity]*entry{}
	for p := range places(r) {
		for i := range p.cell.Checks {
			check := &p.cell.Checks[i]
			if check.Outcome != records.Failed && check.Outcome != records.Warned {
				continue
			}
			id := identity{rule: check.Rule, outcome: check.Outcome, cause: causeOf(r, check)}
			if check.Finding != nil {
				id.key = check.Finding.Key
			}
			if check.Known != nil {
				id.known = *check.Known
			}
			e := known[id]
			if e == nil {
				e = &entry{rule: id.rule, level: probe.LevelOf(check), outcome: id.outcome, key: id.key, cause: id.cause}
				known[id] = e
				entries = append(entries, e)
			}
			e.spots = append(e.spots, spot{p, check})
		}
	}
	for _, e := range entries {
		// What the user asked about goes before what only calibrates.
		slices.SortStableFunc(e.spots, func(a, b spot) int { return kindRank(a.place.cell) - kindRank(b.place.cell) })
	}
	slices.SortStableFunc(entries, compareEntries)
	return entries
}

func compareEntries(a, b *entry) int {
	switch {
	case a.level != b.level && a.level.AtLeast(b.level):
		return -1
	case a.level != b.level:
		return 1
	case a.outcome != b.outcome && a.outcome == records.Failed:
		return -1
	case a.outcome != b.outcome:
		return 1
	}
	return 0
}

// findings are those that no cause explains.
func (c *console) findings(entries []*entry) {
	said := len(c.record.Causes) == 0
	for _, e := range entries {
		if e.cause != "" {
			continue
		}
		if !said {
			c.line("explained by no cause:")
			c.line()
			said = true
		}
		c.entry(e)
		c.line()
	}
}

// variables says what to put in the place of variables, where a line to try has any.
func (c *console) variables(entries []*entry) {
	for _, e := range entries {
		if found := e.spots[0].check.Finding; found != nil && strings.Contains(found.Curl, "${") {
			c.line(c.paint.faint("Before you try a line with ${…}: set that variable, to the credential, or to the id of a thing of yours; what the run created is gone."))
			c.line()
			return
		}
	}
}

// entry writes one finding, with the facts of its first place.
func (c *console) entry(e *entry) {
	first := e.spots[0]
	symbol, paint := "✗", c.paint.bad
	if e.outcome == records.Warned {
		symbol, paint = "!", c.paint.warn
	}
	key := oneLine(e.key)
	if key == "" {
		key = "the rule is broken"
	}
	c.line(paint(symbol+" "+clip(key, 300)), " [", oneLine(e.rule), "] ", c.paint.faint(levelName(e.level)), ", ", count(len(e.spots), "place"))
	c.places(e)
	found := first.check.Finding
	if found == nil {
		found = &records.Finding{}
	}
	rule, _ := probe.RuleByID(e.rule)
	c.labelled("got", found.Got)
	c.labelled("want", found.Want)
	if rule.ID != "" {
		c.labelled("rule", rule.Summary+" ("+rule.Source+")")
	}
	c.labelled("why", rule.Why)
	c.labelled("known", knownLine(first.check))
	c.labelled("sent", first.sent(found))
	c.labelled("seen", first.answered(found))
	for _, field := range found.Fields {
		c.labelled("", field)
	}
	c.labelled("from", first.by(found))
	if curl := curlLine(found.Curl); curl != "" {
		c.line("  ", c.paint.faint(pad("try", 6)), " ", c.paint.strong(curl))
	}
	c.labelled("mend", rule.Mend())
}

// places lists the first places with their lines in the contract, and what differs from the
// first one.
func (c *console) places(e *entry) {
	width := 0
	shown := e.spots[:min(len(e.spots), shownPlaces)]
	for _, s := range shown {
		width = max(width, len([]rune(clip(s.subject(), 100))))
	}
	label := "at"
	for _, s := range shown {
		line := pad(clip(s.subject(), 100), width) + "  " + s.contractLine()
		if got, first := s.got(), e.spots[0].got(); got != first {
			line += "  got " + got
		}
		c.line("  ", c.paint.faint(pad(label, 6)), " ", line)
		label = ""
	}
	if more := len(e.spots) - len(shown); more > 0 {
		c.line("         ", c.paint.faint(fmt.Sprintf("and %d more", more)))
	}
}

func (s spot) got() string {
	if s.check.Finding == nil {
		return ""
	}
	return clip(oneLine(s.check.Finding.Got), 120)
}

// labelled writes a line behind its label. On a terminal it goes on below itself; elsewhere it stays
// one line, which is what other programs search.
func (c *console) labelled(label, text string) {
	if text = clip(oneLine(text), 300); text == "" {
		return
	}
	lines := []string{text}
	if room := max(c.width-labelColumns, 30); c.width > 0 && utf8.RuneCountInString(text) > room {
		lines = wrapped(text, room)
	}
	for i, line := range lines {
		c.line("  ", c.paint.faint(pad(labelOnce(label, i), 6)), " ", line)
	}
}

// levelName is a level's name. The level of a rule that this version does not know is not known
// either: a record of a newer version may hold one.
func levelName(l probe.Level) string {
	if l == "" {
		return "other"
	}
	return string(l)
}
