//go:build systems

package systems_test

import (
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/examples/systems/expect"
	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

var update = flag.Bool("update", false, "rewrite the table in README.md")

// atOnce is how many systems are driven at the same time. Most of the time one waits for the
// other's start.
const atOnce = 3

// driver is what the systems that run at the same time share.
type driver struct {
	binary  string
	ports   *ports
	results *summary
}

func TestSystems(t *testing.T) {
	results := &summary{guards: expect.Guards{}}
	d := &driver{buildVerbatim(t), newPorts(), results}
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
			d.driveSystem(t, s)
		})
	}
}

func (d *driver) driveSystem(t *testing.T, s *expect.System) {
	missing := false
	for _, variant := range s.Variants {
		t.Run(variant.Name, func(t *testing.T) {
			defer func() {
				if t.Skipped() {
					missing = true
					d.results.skip(s.Name, variant.Name)
				}
			}()
			if missing {
				t.Skipf("SKIPPED: what %s needs cannot be had here", s.Name)
			}
			d.driveVariant(t, s, variant)
		})
	}
}

// driveVariant runs verbatim in every mode. In full mode it runs twice: as it is, which must leave
// what is there alone, and then, against a server of its own, with leave to touch everything; that
// run is the one that is judged.
func (d *driver) driveVariant(t *testing.T, s *expect.System, v expect.Variant) {
	facts, err := s.Facts(v.Name)
	require.NoError(t, err)
	target := startServer(t, s, v.Name, d.ports.next(t))
	before := target.tasks(t)
	run := func(mode probe.Mode) (outcome, bool) {
		o := runVerbatim(t, d.binary, s, v, target, mode)
		return o, holdState(t, v, facts, &o.record, target.tasks(t) != before)
	}
	readOnly, changedReadOnly := run(probe.ReadOnly)
	again, _ := run(probe.ReadOnly)
	assert.Equal(t, readOnly.junit, again.junit, "two runs against the same server write the same JUnit but for times")
	guarded, changedGuarded := run(probe.GuardedMode)
	careful, changedFull := run(probe.Full)
	target.stop(t)
	fresh := startServer(t, s, v.Name, d.ports.next(t))
	full := runVerbatim(t, d.binary, s, v, fresh, probe.Full, "--touch-others")
	fresh.stop(t)

	// What the careful run does not send, it knows as little of as guarded mode; but it must not
	// guess. So what is known to be wrong there is known here.
	careful.record.Target.Mode = probe.GuardedMode
	report(t, s, v, "full without --touch-others", facts.Judge(&careful.record).Accusations())
	row := expect.Row{System: s.Name, Variant: v.Name, Runs: []expect.Run{
		{Result: facts.Judge(&readOnly.record), Seconds: readOnly.took.Seconds(), Changed: changedReadOnly},
		{Result: facts.Judge(&guarded.record), Seconds: guarded.took.Seconds(), Changed: changedGuarded},
		{Result: facts.Judge(&full.record), Seconds: full.took.Seconds(), Changed: changedFull}}}
	var known []string
	if why := v.Known[expect.KnownState]; why != "" {
		known = append(known, fmt.Sprintf("%s/%s %s: %s", s.Name, v.Name, expect.KnownState, why))
	}
	for i, mode := range []string{"read-only", "guarded", "full"} {
		known = append(known, report(t, s, v, mode, row.Runs[i].Problems)...)
	}
	guards := expect.Guards{}
	guards.Count(&guarded.record, changedGuarded)
	d.results.add(row, known, guards)
}

// holdState fails the test where a run changed the tasks and need not have, and returns whether it
// did. What the server lets nobody delete stays, but has to be named.
func holdState(t *testing.T, v expect.Variant, facts *expect.Facts, record *records.Run, changed bool) bool {
	t.Helper()
	mode := record.Target.Mode
	switch {
	case mode == probe.Full && v.Known[expect.KnownState] != "":
		assert.True(t, changed, "%q is known to be wrong in expected.json, and is right: remove it there", expect.KnownState)
	case mode == probe.Full && facts.Keeps():
		leftover := func(n records.Notice) bool { return n.Kind == "leftover" }
		assert.True(t, slices.ContainsFunc(record.Notices, leftover), "what the server lets nobody delete is named")
		return false
	default:
		assert.False(t, changed, "a run in %s leaves the tasks as they were", mode)
	}
	return changed
}

// report fails the test for every problem that nobody puts up with, and returns the others, a
// line for each reason.
func report(t *testing.T, s *expect.System, v expect.Variant, run string, problems []expect.Problem) []string {
	t.Helper()
	counts := map[string]int{}
	for _, p := range problems {
		if p.Known == "" {
			t.Errorf("%s: %s: %s", run, p.Where, p.Text)
			continue
		}
		t.Logf("KNOWN TO BE WRONG: %s: %s", p.Where, p.Text)
		counts[p.Known]++
	}
	var known []string
	for why, count := range counts {
		known = append(known, fmt.Sprintf("%s/%s %s, %d cells: %s", s.Name, v.Name, run, count, why))
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
