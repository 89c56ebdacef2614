//go:build systems

package systems_test

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/examples/systems/expect"
)

const readme = "README.md"

// compareTable holds the rows of this run against those of README.md. Those of systems that were
// not driven stay as they are; the table of guards is about all of them.
func compareTable(t *testing.T, systems []*expect.System, results *summary) {
	t.Helper()
	rows := results.driven()
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	table, err := expect.ReadTable(string(text))
	require.NoError(t, err)

	position := func(system, variant string) int {
		for _, s := range systems {
			if s.Name == system {
				return slices.IndexFunc(s.Variants, func(v expect.Variant) bool { return v.Name == variant })
			}
		}
		return -1
	}
	stray := table.Keep(func(system, variant string) bool { return position(system, variant) >= 0 })
	assert.True(t, !stray || *update, "%s has rows of variants that are not there: rewrite it with -update", readme)
	for _, row := range rows {
		changed := table.Put(row)
		assert.True(t, !changed || *update, "%s %s: the counts differ from %s; -update rewrites it:\n%s", row.System, row.Variant, readme, row.Line())
	}
	written := string(text)
	if variants := 0; len(results.skipped) == 0 {
		for _, s := range systems {
			variants += len(s.Variants)
		}
		if variants == len(rows) {
			written, err = results.guards.WriteInto(written)
			require.NoError(t, err)
			assert.True(t, written == string(text) || *update, "the table of guards differs from %s; -update rewrites it", readme)
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(table.WriteInto(written, position)), 0o644))
	}
}
