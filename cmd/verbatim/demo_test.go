//go:build !bench

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/examples/demo"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/report"
)

// Every planted fault is found, and nothing else.
func TestDemoReportsItsPlantedFaultsAndNothingElse(t *testing.T) {
	folder := t.TempDir()
	var out bytes.Buffer
	require.Equal(t, exitBroken, execute([]string{"demo", "--output", folder}, streams{strings.NewReader(""), &out, &out}))
	file, err := os.Open(filepath.Join(folder, "run.json"))
	require.NoError(t, err)
	defer file.Close()
	record, err := report.Read(file)
	require.NoError(t, err)

	var planted, found []string
	for _, fault := range demo.Faults() {
		planted = append(planted, fault.Method+" "+fault.Template+" "+fault.Rule)
	}
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			for _, check := range cell.Checks {
				// What follows from another fault of the path is told with that one.
				if check.Finding != nil || check.Outcome == records.Skipped {
					found = append(found, cell.Method+" "+path.Template+" "+check.Rule)
				}
			}
		}
	}
	assert.ElementsMatch(t, planted, found)
	for _, cell := range record.Unknown {
		for _, check := range cell.Checks {
			assert.Nil(t, check.Finding, "%s of an unknown path", cell.Method)
		}
	}
}
