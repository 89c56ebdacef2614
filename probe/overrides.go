package probe

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Known is a failure that the user knows of. Until its day is over it fails nothing.
type Known struct {
	// Rule is the id of a row of [Rules].
	Rule string
	// Path is a template of the contract and Method a method token; empty means any.
	Path, Method string
	// Reason says why it is borne with.
	Reason string
	// Until is the last day, in UTC.
	Until time.Time
}

// overrides are the levels that the user changed and the failures that the user knows of.
type overrides struct {
	levels map[string]Level
	known  []Known
	// asked are the known failures whose rule was judged where they say, met those that were seen
	// there, mended those whose rule was kept there, by their place in known.
	asked, met, mended []atomic.Bool
	today              string
}

func newOverrides(o RunOptions, now time.Time) *overrides {
	n := len(o.Known)
	return &overrides{levels: o.Levels, known: o.Known, today: day(now),
		asked: make([]atomic.Bool, n), met: make([]atomic.Bool, n), mended: make([]atomic.Bool, n)}
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// level is a rule's level in this run.
func (o *overrides) level(rule *Rule) Level { return or(o.levels[rule.ID], rule.Level) }

// excuse warns of a known failure where it would fail, until its day is over, and notes which
// known failures are none any more.
func (o *overrides) excuse(check *records.Check, s *site) {
	for i, k := range o.known {
		template := s.run.row.Item.Template
		if k.Rule != check.Rule || k.Path != "" && k.Path != template || k.Method != "" && k.Method != s.cell.Method {
			continue
		}
		o.asked[i].Store(true)
		if check.Outcome != records.Failed && check.Outcome != records.Warned {
			o.mended[i].CompareAndSwap(false, check.Outcome == records.Passed)
			continue
		}
		o.met[i].Store(true)
		if check.Known == nil && !o.expired(k) {
			check.Outcome = records.Warned
			check.Known = &records.Excuse{Reason: k.Reason, Until: day(k.Until)}
		}
	}
}

func (o *overrides) expired(k Known) bool { return day(k.Until) < o.today }

// notices tell a reader of the record what was changed, and which known failures are no more.
func (o *overrides) notices(whole bool) []records.Notice {
	var all []records.Notice
	var changed []string
	for _, id := range slices.Sorted(maps.Keys(o.levels)) {
		if rule, ok := RuleByID(id); ok && rule.Level != o.levels[id] {
			changed = append(changed, fmt.Sprintf("%s is %s instead of %s", id, o.levels[id], rule.Level))
		}
	}
	if len(changed) > 0 {
		all = append(all, records.Notice{Kind: "levels", Text: "the configuration changes the levels of rules: " + strings.Join(changed, ", ")})
	}
	for i, k := range o.known {
		switch met := o.met[i].Load(); {
		case met && o.expired(k):
			all = append(all, records.Notice{Kind: "known", Text: fmt.Sprintf("the known failure %s was borne with until %s, and counts again: %s", k, day(k.Until), k.Reason)})
		case !met && whole && o.mended[i].Load():
			all = append(all, records.Notice{Kind: "known", Text: fmt.Sprintf("the known failure %s is none any more", k), Hint: "take it out of the configuration"})
		case whole && !o.asked[i].Load():
			all = append(all, records.Notice{Kind: "known", Text: fmt.Sprintf("the known failure %s matches nothing in this run", k),
				Hint: "look for a mistake in its rule, path or method; a mode that sends more may reach it"})
		}
	}
	return all
}

// String is what the failure is about: "undeclared-405 at DELETE /tasks/{id}".
func (k Known) String() string {
	if place := strings.TrimSpace(k.Method + " " + k.Path); place != "" {
		return k.Rule + " at " + place
	}
	return k.Rule
}

// LevelOf is the level that the check's rule had in the run; "" for a rule that this version
// does not know.
func LevelOf(c *records.Check) Level {
	rule, _ := RuleByID(c.Rule)
	return or(c.Level, rule.Level)
}
