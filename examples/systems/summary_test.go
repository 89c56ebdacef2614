//go:build systems

package systems_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/verbatim-http/verbatim/examples/systems/expect"
)

// summary gathers a row for each variant; systems that run at the same time share it.
type summary struct {
	mu      sync.Mutex
	rows    []expect.Row
	known   []string
	skipped []string
	guards  expect.Guards
}

func (s *summary) add(row expect.Row, known []string, guards expect.Guards) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guards.Add(guards)
	s.rows = append(s.rows, row)
	s.known = append(s.known, known...)
}

func (s *summary) skip(system, variant string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skipped = append(s.skipped, system+"/"+variant)
}

// driven are the rows so far, systems by name and variants in their order.
func (s *summary) driven() []expect.Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := slices.Clone(s.rows)
	slices.SortStableFunc(rows, func(a, b expect.Row) int { return strings.Compare(a.System, b.System) })
	return rows
}

// String is the table, then what is known to be wrong and what was skipped: neither may be overlooked.
func (s *summary) String() string {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, expect.Head())
	rows := s.driven()
	for _, row := range rows {
		fmt.Fprintln(table, row.Line())
	}
	table.Flush()
	slices.Sort(s.known)
	for _, known := range s.known {
		fmt.Fprintf(&b, "KNOWN TO BE WRONG: %s\n", known)
	}
	fmt.Fprintf(&b, "%d variants driven, %d SKIPPED", len(rows), len(s.skipped))
	if len(s.skipped) > 0 {
		fmt.Fprintf(&b, ": %s", strings.Join(s.skipped, ", "))
	}
	return b.String()
}
