//go:build systems

package systems_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/examples/systems/expect"
	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// runWithin bounds one run: a small contract on loopback takes a second or two.
const runWithin = 2 * time.Minute

// outcome is what one run of verbatim left behind.
type outcome struct {
	took   time.Duration
	record records.Run
	// junit is the report without its times.
	junit string
}

var junitTimes = regexp.MustCompile(` (time|timestamp)="[^"]*"`)

// runVerbatim runs the program as a user would and reads its two reports.
func runVerbatim(t *testing.T, binary string, s *expect.System, v expect.Variant, target *server, mode probe.Mode, flags ...string) outcome {
	t.Helper()
	reports := t.TempDir()
	jsonFile, junitFile := filepath.Join(reports, "run.json"), filepath.Join(reports, "junit.xml")
	ctx, cancel := context.WithTimeout(t.Context(), runWithin)
	defer cancel()
	args := append([]string{"run", "openapi.yaml", "--base-url", target.baseURL,
		"--mode", string(mode), "--json", jsonFile, "--junit", junitFile}, slices.Concat(v.Flags, flags)...)
	command := exec.CommandContext(ctx, binary, args...)
	command.Dir = s.Dir
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}

	started := time.Now()
	said, err := command.CombinedOutput()
	o := outcome{took: time.Since(started)}
	require.NotNil(t, command.ProcessState, "%s: verbatim did not run: %v", mode, err)
	// 2 is wrong usage or an unreadable contract; anything else but these is a crash.
	require.Contains(t, []int{0, 1, 3, 4}, command.ProcessState.ExitCode(), "%s: verbatim said:\n%s", mode, said)

	text, err := os.ReadFile(jsonFile)
	require.NoError(t, err, "%s: verbatim said:\n%s", mode, said)
	require.NoError(t, json.Unmarshal(text, &o.record), "%s: reading the run record", mode)
	xml, err := os.ReadFile(junitFile)
	require.NoError(t, err, "%s: verbatim said:\n%s", mode, said)
	o.junit = junitTimes.ReplaceAllString(string(xml), "")
	return o
}
