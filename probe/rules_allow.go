package probe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
)

// is405: a 405 to a method that the user asked about. Those to stand-ins calibrate only: real
// routers answer methods that they do not know in other ways than those that they do.
func is405(s *site) bool { return asked(s.cell) && s.cell.last().Status() == 405 }

// asked reports whether a cell is one that the user asked about, or implied by it.
func asked(c *cellRun) bool { return c.Kind == records.Core || c.Kind == records.Implied }

func isServedOptions(s *site) bool {
	return s.cell.Method == "OPTIONS" && s.cell.last().Status()/100 == 2
}

// tellsAllow: an answer whose Allow field is held against the contract.
func tellsAllow(s *site) bool { return tells(s.cell) }

func tells(c *cellRun) bool {
	if c.allow == nil || !asked(c) {
		return false
	}
	status := c.last().Status()
	return status == 405 || (c.Method == "OPTIONS" && status/100 == 2)
}

func tellsAllowOrIsAdvertised(s *site) bool {
	return tellsAllow(s) || (isUndeclared(s) && s.cell.answer == records.Advertised)
}

func refusesWithAllow(s *site) bool { return is405(s) && s.cell.allow != nil }

// allowTruth is what an Allow field of this path is held against.
func (run *rowRun) allowTruth() allow.Truth {
	var t allow.Truth
	for _, c := range run.cells {
		switch {
		case c.Operation != nil:
			t.Declared = append(t.Declared, c.Method)
			if c.answer == records.Refused && !(&site{run, c}).refusalIsDocumented() {
				t.Refused = append(t.Refused, c.Method)
			}
		case c.Overlaps != "":
			t.Tolerated = append(t.Tolerated, c.Method)
		case c.Kind == records.Core && (c.answer == records.Served || c.answer == records.Routed):
			t.Served = append(t.Served, c.Method)
		}
	}
	return t
}

func (s *site) gotAllow() string { return s.cell.allow.String() }

// wantAllow is the accurate field, by the contract.
func (s *site) wantAllow() string { return "Allow: " + strings.Join(s.run.allowTruth().Declared, ", ") }

// refuses405: a 405, or a method that is not advertised and would be refused with 405.
func refuses405(s *site) bool {
	return is405(s) || (isUndeclared(s) && s.cell.answer == records.NotAdvertised && s.refusalOfStandIn().verdict == records.Passed)
}

func judgeAllowPresent(s *site) outcome {
	if !is405(s) {
		return s.allowOfOthers()
	}
	if s.cell.allow != nil {
		return kept()
	}
	return broken("405 without an Allow field", s.got()+" without Allow", s.wantAllow())
}

// allowOfOthers reads off the other 405s of the path whether they carry Allow. None does: routers
// that send it may still leave it out for methods that they do not know. One that leaves out
// declared methods shows that its router does not know the whole path, though OPTIONS may.
func (s *site) allowOfOthers() outcome {
	reason := "no 405 of this path carries Allow, and those were to methods that nobody knows; whether that to " + s.cell.Method + " does, only a request shows"
	truth, incomplete := s.run.allowTruth(), false
	for _, c := range slices.Concat(s.run.cells, s.run.further()) {
		if c.last().Status() != 405 || c.allow == nil || c.Method == "TRACE" {
			continue
		}
		missing, _ := truth.Compare(c.allow)
		if len(missing) == 0 {
			return kept()
		}
		if incomplete {
			continue
		}
		incomplete = true
		reason = fmt.Sprintf("the 405 to %s leaves %s out of Allow; whether that to %s does too, only a request shows", c.Method, strings.Join(missing, ", "), s.cell.Method)
	}
	return open(reason, decidingMode(s.cell.Planned, s.run.plan.Options.Mode))
}

func judgeAllowComplete(s *site) outcome {
	missing, _ := s.run.allowTruth().Compare(s.cell.allow)
	if len(missing) == 0 {
		return kept()
	}
	got := s.gotAllow() + ", without " + strings.Join(missing, ", ")
	if !slices.ContainsFunc(s.run.cells, func(c *cellRun) bool {
		return slices.Contains(missing, c.Method) && (c.answer == records.Served || c.answer == records.Routed)
	}) {
		got += ": it is incomplete, or that has no handler"
	}
	return broken("Allow leaves out declared methods", got, s.wantAllow(), "Allow")
}

const keyUndeclared = "Allow lists methods that the contract does not declare"

func judgeAllowUndeclared(s *site) outcome {
	if s.cell.last() == nil || s.cell.allow == nil {
		if s.cell.Overlaps != "" {
			return s.overlapping()
		}
		for _, c := range s.othersTelling() {
			if c.allow.Lists(s.cell.Method) {
				return open("the Allow of "+c.Method+" lists it, which is a finding there; whether it is served, only a request shows",
					decidingMode(s.cell.Planned, s.run.plan.Options.Mode))
			}
		}
		return broken(keyUndeclared, "the Allow of "+strings.Join(s.cell.listedBy, ", ")+" lists "+s.cell.Method, s.wantAllow())
	}
	_, extra := s.run.allowTruth().Compare(s.cell.allow)
	// That it lists the very method it refuses is allow-contradiction's finding.
	extra = slices.DeleteFunc(extra, func(m string) bool { return m == s.cell.Method && is405(s) })
	if len(extra) == 0 {
		return kept()
	}
	methods := strings.Join(extra, ", ")
	return broken(keyUndeclared, s.gotAllow()+", with "+methods, s.wantAllow(), "Allow")
}

func judgeAllowContradiction(s *site) outcome {
	if !s.cell.allow.Lists(s.cell.Method) {
		return kept()
	}
	return broken("Allow lists the method that is being refused", s.got()+" with "+s.gotAllow(), "Allow without "+s.cell.Method, "Allow")
}

// isRefusedThoughMaybeListed: a declared or implied method is refused, and other answers of the
// path carry Allow. An undeclared one that they list is allow-undeclared's finding.
func isRefusedThoughMaybeListed(s *site) bool {
	if s.cell.Method == "HEAD" && s.run.get().answer != records.Served {
		return false // HEAD goes with GET
	}
	return asked(s.cell) && !isUndeclared(s) && s.cell.answer == records.Refused && s.cell.last().Status() == 405 && len(s.othersTelling()) > 0
}

func (s *site) othersTelling() []*cellRun {
	var others []*cellRun
	for _, c := range s.run.cells {
		if c != s.cell && tells(c) {
			others = append(others, c)
		}
	}
	return others
}

func judgeAllowTruthful(s *site) outcome {
	if s.cell.allow.Lists(s.cell.Method) {
		return kept() // that is allow-contradiction's finding
	}
	if s.refusalIsDocumented() {
		return open("whether it is refused, or the input is, is not known", "valid input: --mode full, or --value")
	}
	var liars []string
	for _, c := range s.othersTelling() {
		if c.allow.Lists(s.cell.Method) {
			liars = append(liars, c.Method)
		}
	}
	if len(liars) == 0 {
		return kept()
	}
	return broken("Allow lists a method that is refused when it is asked for",
		fmt.Sprintf("%s, though the Allow of %s lists %s", s.got(), strings.Join(liars, ", "), s.cell.Method), "an Allow that lists what is served", "Allow")
}

// comparesAllow: there is an earlier answer of the path to compare with.
func comparesAllow(s *site) bool {
	return tellsAllow(s) && s.firstTelling() != s.cell
}

func (s *site) firstTelling() *cellRun {
	for _, c := range s.run.cells {
		if tells(c) {
			return c
		}
	}
	return nil
}

// judgeAllowConsistent speaks once a path, at the first answer that differs.
func judgeAllowConsistent(s *site) outcome {
	first := s.firstTelling()
	for _, c := range s.run.cells {
		if !tells(c) || slices.Equal(c.allow.Demanded(), first.allow.Demanded()) {
			continue
		}
		if c != s.cell {
			break
		}
		return broken("Allow differs within a path", fmt.Sprintf("%s to %s, but %s to %s",
			first.allow, first.Method, s.gotAllow(), s.cell.Method), "one Allow for the path", "Allow")
	}
	return kept()
}

func judgeAllowSyntax(s *site) outcome {
	if len(s.cell.allow.Faults) == 0 {
		return kept()
	}
	return broken("Allow is not a list of method tokens", s.gotAllow()+": "+strings.Join(s.cell.allow.Faults, "; "), s.wantAllow(), "Allow")
}

func judgeOptionsAllow(s *site) outcome {
	if s.cell.allow != nil {
		return kept()
	}
	return broken("a successful OPTIONS without Allow", s.got()+" without Allow", s.wantAllow(), "Access-Control-Allow-Methods")
}
