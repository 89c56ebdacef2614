package causes

import (
	"fmt"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Consequence says that a finding follows from another one of the same path: mending the root mends
// both, so the root is reported and the symptom is not.
type Consequence struct {
	// Root and Symptom are ids of rules.
	Root, Symptom string
	// because completes "is explained by ROOT at METHOD: …".
	because string
	// follows says whether this symptom follows from this root.
	follows func(path *pathView, root, symptom *brokenRule) bool
}

// roots is the table of what follows from what. The rules themselves already take a declared
// method that is not routed, and an undeclared one that is served, for what they are when they
// hold Allow against the contract: see [allow.Truth].
var roots = []Consequence{
	{"declared-routed", "allow-present", "the refusal without Allow is the declared method's own", sameCell},
	{"declared-routed", "allow-truthful", "Allow lists the declared method that is refused", sameCell},
	{"declared-routed", "allow-contradiction", "Allow lists the declared method that is refused", sameCell},
	{"declared-routed", "allow-consistent", "the Allow fields differ in the refused method only", differInBlamed},
	{"declared-routed", "options-allow", "the path is not there", pathIsNotThere},
	{"declared-routed", "allow-complete", "the path is not there", pathIsNotThere},
	{"declared-routed", "allow-undeclared", "the path is not there", pathIsNotThere},
	{"allow-complete", "allow-consistent", "the Allow fields differ in what one leaves out only", differInBlamed},
	{"allow-undeclared", "allow-consistent", "the Allow fields differ in the undeclared methods only", differInBlamed},
	{"allow-contradiction", "allow-consistent", "each Allow lists the method that it refuses", differInBlamed},
	{"undeclared-405", "unknown-method", "every method is answered alike", sameStatus},
	{"declared-crash", "unknown-method", "whatever is asked fails alike", sameStatus},
}

// Consequences returns a copy of the table of what follows from what.
func Consequences() []Consequence { return append([]Consequence(nil), roots...) }

// pathView is one path while roots are told from symptoms.
type pathView struct {
	spots  []*spot
	broken []*brokenRule
}

// Settle takes the findings that follow from others off the record: their checks are left
// out and say why, and the verdict of their cell is what the other checks make it.
func Settle(record *records.Run) {
	for i := range record.Paths {
		if view := newPathView(&record.Paths[i]); view != nil {
			view.settle()
		}
	}
}

// newPathView is nil where a path has too few findings for one to follow from another.
func newPathView(path *records.Path) *pathView {
	findings := 0
	for i := range path.Cells {
		for j := range path.Cells[i].Checks {
			if path.Cells[i].Checks[j].Finding != nil {
				findings++
			}
		}
	}
	if findings < 2 {
		return nil
	}
	view := &pathView{}
	for i := range path.Cells {
		s := newSpot(path, &path.Cells[i])
		view.spots = append(view.spots, s)
		view.broken = append(view.broken, s.findings()...)
	}
	return view
}

func (p *pathView) settle() {
	for _, row := range roots {
		for _, symptom := range p.broken {
			if symptom.check.Rule != row.Symptom || symptom.check.Finding == nil {
				continue
			}
			if root := p.rootOf(row, symptom); root != nil {
				symptom.explain(root, row.because)
			}
		}
	}
}

// rootOf finds a root that is at least as grave as the symptom: what fails the run must not be
// hidden behind what only warns.
func (p *pathView) rootOf(row Consequence, symptom *brokenRule) *brokenRule {
	for _, root := range p.broken {
		if root.check.Rule == row.Root && root.check.Finding != nil && root.check.Outcome != records.Skipped &&
			root.check.Outcome.Severity() >= symptom.check.Outcome.Severity() && row.follows(p, root, symptom) {
			return root
		}
	}
	return nil
}

// explain leaves the symptom's check out and judges its cell again.
func (b *brokenRule) explain(root *brokenRule, because string) {
	*b.check = records.Check{Rule: b.check.Rule, Level: b.check.Level, Outcome: records.Skipped,
		Reason: fmt.Sprintf("explained by %s at %s: %s", root.check.Rule, root.cell.Method, because)}
	b.cell.Conclude()
	if b.cell.Verdict == records.Skipped {
		b.cell.Reason = b.check.Reason
	}
}

func sameCell(_ *pathView, root, symptom *brokenRule) bool { return root.cell == symptom.cell }

func pathIsNotThere(_ *pathView, root, _ *brokenRule) bool {
	return root.cell.Answer == records.AbsentPath
}

// sameStatus: the root's method and the symptom's were answered alike.
func sameStatus(_ *pathView, root, symptom *brokenRule) bool {
	if root.status() == 0 {
		return root.cell.Evidence == records.None || root.cell.Evidence == records.Advertisement
	}
	return root.status() == symptom.status()
}

// differInBlamed: the Allow fields of the path are equal but for methods that a finding of the
// root's rule is about.
func differInBlamed(p *pathView, root, _ *brokenRule) bool {
	blamed := p.blamed(root.check.Rule)
	var first []string
	seen := false
	for _, s := range p.spots {
		if !s.tellsAllow() {
			continue
		}
		rest := slices.DeleteFunc(s.allow.Demanded(), func(m string) bool { return slices.Contains(blamed, m) })
		if seen && !slices.Equal(first, rest) {
			return false
		}
		first, seen = rest, true
	}
	return true
}

// tellsAllow: an answer whose Allow speaks for the path, as package probe says while it is probed.
func (s *spot) tellsAllow() bool {
	return s.allow != nil && s.asked() && (s.status() == 405 || (s.cell.Method == "OPTIONS" && s.status()/100 == 2))
}

func (p *pathView) declares(method string) bool {
	return slices.ContainsFunc(p.spots, func(s *spot) bool { return s.cell.Declared && s.cell.Method == method })
}

// blamed are the methods that the findings of a rule are about.
func (p *pathView) blamed(rule string) []string {
	var methods []string
	for _, b := range p.broken {
		if b.check.Rule != rule {
			continue
		}
		switch rule {
		case "allow-complete":
			for _, s := range p.spots {
				if s.cell.Declared && !b.allow.Lists(s.cell.Method) {
					methods = append(methods, s.cell.Method)
				}
			}
		case "allow-undeclared":
			if b.allow != nil {
				methods = append(methods, b.allow.Demanded()...)
			}
			methods = slices.DeleteFunc(methods, p.declares)
		default:
			methods = append(methods, b.cell.Method)
		}
	}
	return methods
}
