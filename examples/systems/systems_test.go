//go:build systems

package systems_test

import (
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/examples/systems/expect"
	"github.com/verbatim-http/verbatim/probe"
)

var update = flag.Bool("update", false, "rewrite the table in README.md")

// atOnce is how many systems are driven at the same time. Most of the time one waits for the
// other's start.
const atOnce = 3

func TestSystems(t *testing.T) {
	binary := buildVerbatim(t)
	results := &summary{guards: expect.Guards{}}
	systems := findSystems(t)
	slots := make(chan struct{}, atOnce)
	t.Cleanup(func() {
		t.Logf("\n%s", results)
		// A name that selects nothing, or a machine that can have nothing, must not look green.
		assert.NotEmpty(t, results.driven(), "no system was driven: none is selected, or none can be had here")
		compareTable(t, systems, results)
	})
	for _, s := range systems {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			driveSystem(t, s, binary, results)
		})
	}
}

func driveSystem(t *testing.T, s *expect.System, binary string, results *summary) {
	missing := false
	for _, variant := range s.Variants {
		t.Run(variant.Name, func(t *testing.T) {
			defer func() {
				if t.Skipped() {
					missing = true
					results.skip(s.Name, variant.Name)
				}
			}()
			if missing {
				t.Skipf("SKIPPED: what %s needs cannot be had here", s.Name)
			}
			driveVariant(t, s, variant, binary, results)
		})
	}
}

// driveVariant runs verbatim in every mode, full last and against a server of its own, because
// it changes the tasks while it runs.
func driveVariant(t *testing.T, s *expect.System, v expect.Variant, binary string, results *summary) {
	facts, err := s.Facts(v.Name)
	require.NoError(t, err)
	target := startServer(t, s, v.Name)
	before := target.tasks(t)
	run := func(target *server, mode probe.Mode) (outcome, bool) {
		o := runVerbatim(t, binary, s, v, target, mode)
		return o, target.tasks(t) != before
	}

	readOnly, changedReadOnly := run(target, probe.ReadOnly)
	again, changedAgain := run(target, probe.ReadOnly)
	assert.Equal(t, readOnly.junit, again.junit, "two runs against the same server write the same JUnit but for times")
	guarded, changedGuarded := run(target, probe.GuardedMode)
	assert.False(t, changedReadOnly || changedAgain, "a read-only run changes nothing")
	assert.False(t, changedGuarded, "a guarded run changes nothing")
	target.stop(t)

	fresh := startServer(t, s, v.Name)
	full, changedFull := run(fresh, probe.Full)
	fresh.stop(t)

	row := expect.Row{System: s.Name, Variant: v.Name}
	var known []string
	for i, o := range []outcome{readOnly, guarded, full} {
		result := facts.Judge(&o.record)
		known = append(known, report(t, s, v, []probe.Mode{probe.ReadOnly, probe.GuardedMode, probe.Full}[i], result)...)
		row.Runs = append(row.Runs, expect.Run{Result: result, Seconds: o.took.Seconds(),
			Changed: []bool{changedReadOnly || changedAgain, changedGuarded, changedFull}[i]})
	}
	guards := expect.Guards{}
	guards.Count(&guarded.record, changedGuarded)
	results.add(row, known, guards)
}

// report fails the test for every problem that nobody puts up with, and returns the others, a
// line for each reason.
func report(t *testing.T, s *expect.System, v expect.Variant, mode probe.Mode, result expect.Result) []string {
	t.Helper()
	counts := map[string]int{}
	for _, p := range result.Problems {
		if p.Known == "" {
			t.Errorf("%s: %s", p.Where, p.Text)
			continue
		}
		t.Logf("KNOWN TO BE WRONG: %s: %s", p.Where, p.Text)
		counts[p.Known]++
	}
	var known []string
	for why, count := range counts {
		known = append(known, fmt.Sprintf("%s/%s %s, %d cells: %s", s.Name, v.Name, mode, count, why))
	}
	return known
}

// findSystems reads every system, also those that are not selected: one mistake is found early.
func findSystems(t *testing.T) []*expect.System {
	t.Helper()
	files, err := filepath.Glob("*/" + expect.File)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var found []*expect.System
	for _, file := range files {
		dir, err := filepath.Abs(filepath.Dir(file))
		require.NoError(t, err)
		s, err := expect.Load(dir)
		require.NoError(t, err)
		found = append(found, s)
	}
	return found
}

func buildVerbatim(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "verbatim")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "../../cmd/verbatim").CombinedOutput()
	require.NoError(t, err, "building verbatim: %s", out)
	return binary
}
