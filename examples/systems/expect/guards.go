package expect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Guards count what each way of guarding an unsafe method decided and harmed, by technique:
// "DELETE, absent id".
type Guards map[string]*GuardCount

// GuardCount is one technique in the guarded runs.
type GuardCount struct {
	// Sent are the requests, Decided those after which the cell is decided, and Acted those that
	// were answered with success.
	Sent, Decided, Acted int
	// Harmed are the variants whose state was another one after a run that used the technique.
	Harmed int
}

// Count adds a guarded run. changed says that the state was another one after it.
func (g Guards) Count(record *records.Run, changed bool) {
	used := map[string]bool{}
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			n := len(cell.Exchanges)
			if n == 0 || cell.Exchanges[n-1].Guard == records.NoGuard {
				continue
			}
			x := cell.Exchanges[n-1]
			technique := fmt.Sprintf("%s, %s", cell.Method, x.Guard)
			count := g[technique]
			if count == nil {
				count = &GuardCount{}
				g[technique] = count
			}
			used[technique] = true
			count.Sent++
			if cell.Verdict != records.Undecided && cell.Verdict != records.Errored && cell.Evidence == records.Guarded {
				count.Decided++
			}
			if x.Response != nil && x.Response.Status/100 == 2 {
				count.Acted++
			}
		}
	}
	for technique := range used {
		if changed {
			g[technique].Harmed++
		}
	}
}

// Add adds the counts of another.
func (g Guards) Add(other Guards) {
	for technique, n := range other {
		if g[technique] == nil {
			g[technique] = &GuardCount{}
		}
		sum := g[technique]
		sum.Sent, sum.Decided, sum.Acted, sum.Harmed = sum.Sent+n.Sent, sum.Decided+n.Decided, sum.Acted+n.Acted, sum.Harmed+n.Harmed
	}
}

const (
	guardsBegin = "<!-- The table of guards is written by the test with -update. -->"
	guardsEnd   = "<!-- The table of guards ends. -->"
)

// WriteInto puts the table into the text of README.md.
func (g Guards) WriteInto(readme string) (string, error) {
	before, rest, begun := strings.Cut(readme, guardsBegin)
	_, after, ended := strings.Cut(rest, guardsEnd)
	if !begun || !ended {
		return "", fmt.Errorf("writing the table of guards: README.md has no line %q, or no line %q after it", guardsBegin, guardsEnd)
	}
	techniques := make([]string, 0, len(g))
	for technique := range g {
		techniques = append(techniques, technique)
	}
	slices.Sort(techniques)
	lines := []string{"", "| guard | sent | decided | answered with success | variants harmed |", "|---|---|---|---|---|"}
	for _, technique := range techniques {
		n := g[technique]
		lines = append(lines, fmt.Sprintf("| %s | %d | %d | %d | %d |", technique, n.Sent, n.Decided, n.Acted, n.Harmed))
	}
	return before + guardsBegin + "\n" + strings.Join(append(lines, "", ""), "\n") + guardsEnd + after, nil
}
