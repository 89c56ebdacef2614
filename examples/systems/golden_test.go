//go:build systems

package systems_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe"
)

// row is one path of the record, or the path that does not exist.
type row struct {
	template string
	cells    []probe.Cell
}

func rows(record probe.Record) []row {
	all := []row{{"(unknown path)", record.Unknown}}
	for _, path := range record.Paths {
		all = append(all, row{path.Template, path.Cells})
	}
	return all
}

// render writes what must stay the same from run to run: how it ended, the notices, and a line
// for each cell.
func render(o outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "exit %d, %s\n", o.exit, o.record.State)
	for _, notice := range o.record.Notices {
		fmt.Fprintf(&b, "notice: %s\n", notice.Kind)
	}
	for _, row := range rows(o.record) {
		b.WriteByte('\n')
		for _, cell := range row.cells {
			line := fmt.Sprintf("%-9s %-14s  %-28s  %-9s  %s", cell.Method, row.template,
				fmt.Sprintf("%s/%s", cell.Answer, cell.Evidence), cell.Verdict, strings.Join(brokenRules(cell), ", "))
			if cell.Verdict == probe.Undecided {
				// The port differs from run to run.
				line += "  | " + strings.ReplaceAll(cell.Reason, o.target, "TARGET")
			}
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	return b.String()
}

// brokenRules are the ids of the rules with a finding, in the order of the record.
func brokenRules(cell probe.Cell) []string {
	var ids []string
	for _, check := range cell.Checks {
		if check.Finding != nil {
			ids = append(ids, check.Rule)
		}
	}
	return ids
}

func goldenName(variant string, mode probe.Mode) string {
	return fmt.Sprintf("%s.%s.golden", variant, mode)
}

func assertGolden(t *testing.T, s system, variant string, o outcome) {
	t.Helper()
	file := filepath.Join(s.dir, "testdata", goldenName(variant, o.mode))
	got := render(o)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	if assert.NoError(t, err, "run the test with -update, then read what it wrote") {
		assert.Equal(t, string(want), got, "%s differs; -update rewrites it", filepath.Base(file))
	}
}

// assertNoStrayGoldens finds golden files that no variant is compared with any more.
func assertNoStrayGoldens(t *testing.T, s system) {
	t.Helper()
	known := map[string]bool{}
	for _, variant := range s.variants {
		for _, mode := range modes {
			known[goldenName(variant, mode)] = true
		}
	}
	files, err := filepath.Glob(filepath.Join(s.dir, "testdata", "*"))
	require.NoError(t, err)
	for _, file := range files {
		assert.True(t, known[filepath.Base(file)], "%s belongs to no variant: remove it", file)
	}
}
