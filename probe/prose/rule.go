package prose

import "slices"

// Rule is what is told of a rule beside its row in the table of rules.
type Rule struct {
	// ID is that of the rule.
	ID string
	// Means says what is asked, in other words and with its limits.
	Means string
	// Decided says by which answers, mode by mode.
	Decided string
	// Changes says what would change the verdict, short of mending the API.
	Changes string
	// Mend says what to do; the mends of Causes say it stack by stack.
	Mend string
	// Causes are the ids of the causes that most often stand behind it.
	Causes []string
}

// RuleByID returns the prose of a rule; false where it has none, which a test rules out.
func RuleByID(id string) (Rule, bool) {
	all := Rules()
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return all[i], true
}

// Rules is the prose of all rules.
func Rules() []Rule { return slices.Concat(declaredRules, refusedRules, allowRules, wireRules) }
