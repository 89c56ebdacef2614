package probe

import "slices"

// Prose is what is told of a rule beside its row: see [Topic].
type Prose struct {
	// Rule is the id of a row of [Rules].
	Rule string
	// Means says what is asked, in other words and with its limits.
	Means string
	// Decided says by which answers, mode by mode.
	Decided string
	// Changes says what would change the verdict, short of mending the API.
	Changes string
	// Mend says what to do; the mends of Causes say it stack by stack.
	Mend string
	// Causes are the ids of the rows of [Diagnoses] that most often stand behind it.
	Causes []string
}

// ProseOf returns the prose of a rule; false where it has none, which a test rules out.
func ProseOf(rule string) (Prose, bool) {
	all := allProse()
	i := slices.IndexFunc(all, func(p Prose) bool { return p.Rule == rule })
	if i < 0 {
		return Prose{}, false
	}
	return all[i], true
}

func allProse() []Prose { return slices.Concat(declaredProse, refusedProse, allowProse, wireProse) }
