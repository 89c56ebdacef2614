package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// minDecided is how much of the matrix must be decided: a number of cells or a share of them.
type minDecided struct {
	n       float64
	percent bool
}

func parseMinDecided(text string) (minDecided, error) {
	number, percent := strings.CutSuffix(text, "%")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n < 0 || (percent && n > 100) {
		return minDecided{}, failing("give a number of cells such as 20, or a share such as 80%", "reading --min-decided %q", text)
	}
	return minDecided{n, percent}, nil
}

func (m minDecided) met(s records.Summary) bool {
	decided := s.Passed + s.Warned + s.Failed
	if decided == 0 {
		return false // nothing decided is never green
	}
	if m.percent {
		return float64(decided)*100 >= m.n*float64(s.Cells)
	}
	return float64(decided) >= m.n
}

// exitStatus is what a finished run means to the shell.
func exitStatus(r *records.Run, min minDecided) int {
	switch {
	case r.State == records.Interrupted:
		return exitInterrupted
	case r.State == records.Untestable:
		return exitUntestable
	case brokenAt(r):
		return exitBroken
	case !min.met(r.Summary), r.Summary.Errored > 0:
		return exitUndecided
	}
	return exitKept
}

func brokenAt(r *records.Run) bool {
	for level, n := range r.Summary.Findings {
		if n > 0 && level.AtLeast(r.FailOn) {
			return true
		}
	}
	for _, notice := range r.Notices {
		if notice.Kind == "incident" {
			return true
		}
	}
	return false
}

// undecidedMessage explains exit status 4.
func undecidedMessage(r *records.Run, text string) string {
	s := r.Summary
	if s.Errored > 0 {
		return fmt.Sprintf("%d of %d cells got no answer, which is no pass", s.Errored, s.Cells)
	}
	return fmt.Sprintf("too little decided: %d of %d cells, --min-decided %s", s.Passed+s.Warned+s.Failed, s.Cells, text)
}
