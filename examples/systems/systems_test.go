//go:build systems

package systems_test

import (
	"bufio"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// atOnce is how many systems are driven at the same time.
const atOnce = 2

// modes are in the order in which they are run: full comes last, because it changes the tasks.
var modes = []probe.Mode{probe.ReadOnly, probe.GuardedMode, probe.Full}

// system is one folder with a file named variants.
type system struct {
	name     string
	dir      string
	variants []string
}

func TestSystems(t *testing.T) {
	binary := buildVerbatim(t)
	results := &summary{}
	slots := make(chan struct{}, atOnce)
	t.Cleanup(func() {
		t.Logf("\n%s", results)
		// A name that selects nothing, or a machine that can have nothing, must not look green.
		assert.NotZero(t, results.driven(), "no system was driven: none is selected, or none can be had here")
	})
	for _, s := range findSystems(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			driveSystem(t, s, binary, results)
		})
	}
}

func driveSystem(t *testing.T, s system, binary string, results *summary) {
	assertNoStrayGoldens(t, s)
	missing := false
	for _, variant := range s.variants {
		t.Run(variant, func(t *testing.T) {
			defer func() {
				if t.Skipped() {
					missing = true
					results.skip(s.name, variant)
				}
			}()
			if missing {
				t.Skipf("SKIPPED: what %s needs cannot be had here", s.name)
			}
			driveVariant(t, s, variant, binary, results)
		})
	}
}

func driveVariant(t *testing.T, s system, variant, binary string, results *summary) {
	target := startServer(t, s, variant)
	before := target.tasks(t)
	outcomes := []outcome{runVerbatim(t, binary, s, target, probe.ReadOnly)}
	again := runVerbatim(t, binary, s, target, probe.ReadOnly)
	assert.Equal(t, outcomes[0].junit, again.junit, "two runs against the same server write the same JUnit but for times")
	assert.Equal(t, before, target.tasks(t), "a read-only run changes nothing")

	outcomes = append(outcomes, runVerbatim(t, binary, s, target, probe.GuardedMode))
	assert.Equal(t, before, target.tasks(t), "a guarded run changes nothing")
	target.stop(t)

	fresh := startServer(t, s, variant)
	outcomes = append(outcomes, runVerbatim(t, binary, s, fresh, probe.Full))
	fresh.stop(t)

	for _, o := range outcomes {
		results.add(s.name, variant, o)
		if variant == "correct" {
			assertNothingFails(t, o)
		}
		assertGolden(t, s, variant, o)
	}
}

// assertNothingFails holds whatever the golden says: a correct server must never be blamed.
func assertNothingFails(t *testing.T, o outcome) {
	t.Helper()
	assert.Equal(t, probe.Completed, o.record.State, "%s: the run of a correct server completes", o.mode)
	assert.NotZero(t, o.record.Summary.Passed, "%s: something passes at a correct server", o.mode)
	for _, row := range rows(o.record) {
		for _, cell := range row.cells {
			assert.NotEqual(t, probe.Failed, cell.Verdict, "%s: %s %s fails at a correct server: %s",
				o.mode, cell.Method, row.template, strings.Join(brokenRules(cell), ", "))
		}
	}
}

func findSystems(t *testing.T) []system {
	t.Helper()
	files, err := filepath.Glob("*/variants")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var found []system
	for _, file := range files {
		dir, err := filepath.Abs(filepath.Dir(file))
		require.NoError(t, err)
		s := system{name: filepath.Base(dir), dir: dir, variants: readVariants(t, file)}
		require.Greater(t, len(s.variants), 2, "%s has the correct variant and at least two mistakes", s.name)
		require.Equal(t, "correct", s.variants[0], "the first variant of %s", s.name)
		found = append(found, s)
	}
	return found
}

// readVariants returns the first word of each line; the rest of the line describes it.
func readVariants(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	var names []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, description, _ := strings.Cut(lines.Text(), " ")
		require.NotEmpty(t, strings.TrimSpace(description), "%s: variant %q has a description", file, name)
		names = append(names, name)
	}
	return names
}

func buildVerbatim(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "verbatim")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "../../cmd/verbatim").CombinedOutput()
	require.NoError(t, err, "building verbatim: %s", out)
	return binary
}
