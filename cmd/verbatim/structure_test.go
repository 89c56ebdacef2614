//go:build !bench

package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The packages know each other in one direction only: spec ◄─ probe ◄─ report ◄─ cmd.
func TestImportsGoOneWay(t *testing.T) {
	const module = "github.com/verbatim-http/verbatim/"
	allowed := map[string][]string{
		"spec":            nil,
		"probe":           {"spec", "probe/allow", "probe/causes", "probe/layers", "probe/naming", "probe/oauth", "probe/prose", "probe/records", "probe/refusal", "probe/secret"},
		"probe/allow":     {"probe/records"},
		"probe/causes":    {"probe/allow", "probe/layers", "probe/prose", "probe/records"},
		"probe/catalogue": {"probe", "probe/causes", "probe/layers", "probe/prose", "probe/records"},
		"probe/layers":    nil,
		"probe/naming":    nil,
		"probe/oauth":     {"spec", "probe/secret"},
		"probe/refusal":   {"spec", "probe/naming", "probe/records"},
		"probe/prose":     nil,
		"probe/records":   {"spec", "probe/layers"},
		"probe/secret":    nil,
		"report":          {"spec", "probe", "probe/causes", "probe/records"},
		"examples/demo":   nil,
		"cmd/verbatim":    {"spec", "probe", "probe/catalogue", "probe/oauth", "probe/records", "probe/secret", "report", "examples/demo"},
	}
	for name, may := range allowed {
		out, err := exec.Command("go", "list", "-f", "{{join .Imports \"\\n\"}}", module+name).Output()
		require.NoError(t, err, name)
		for line := range strings.Lines(string(out)) {
			if ours, ok := strings.CutPrefix(strings.TrimSpace(line), module); ok {
				assert.Contains(t, may, ours, "%s imports it", name)
			}
		}
	}
}

// Reports are made from a record alone, wherever and whenever that is done.
func TestReportsNeitherSendNorRead(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{join .Imports \"\\n\"}}", "../../report").Output()
	require.NoError(t, err)
	for _, forbidden := range []string{"net", "net/http", "os/exec"} {
		assert.NotContains(t, strings.Fields(string(out)), forbidden)
	}
}
