//go:build systems

package systems_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
)

// summary gathers one line for each run; systems that run at the same time share it.
type summary struct {
	mu      sync.Mutex
	lines   []string
	skipped []string
}

func (s *summary) add(system, variant string, o outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := o.record.Summary
	s.lines = append(s.lines, fmt.Sprintf("%s\t%s\t%s\t%d\t%d\t%d\t%.1f", system, variant, o.mode,
		counts.Cells, counts.Failed, counts.Undecided, o.took.Seconds()))
}

func (s *summary) skip(system, variant string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skipped = append(s.skipped, system+"/"+variant)
}

// driven is how many runs there were.
func (s *summary) driven() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.lines)
}

// String is the table: the systems by name, the runs of each in their order.
func (s *summary) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "system\tvariant\tmode\tcells\tfailed\tundecided\tseconds")
	lines := slices.Clone(s.lines)
	slices.SortStableFunc(lines, func(a, b string) int {
		return strings.Compare(strings.SplitN(a, "\t", 2)[0], strings.SplitN(b, "\t", 2)[0])
	})
	for _, line := range lines {
		fmt.Fprintln(table, line)
	}
	table.Flush()
	fmt.Fprintf(&b, "%d runs, %d variants skipped", len(lines), len(s.skipped))
	if len(s.skipped) > 0 {
		fmt.Fprintf(&b, ": %s", strings.Join(s.skipped, ", "))
	}
	return b.String()
}
