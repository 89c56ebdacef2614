//go:build !bench

package main

import (
	"bytes"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/spec"
)

// varies matches what differs between two runs of the demo.
var varies = regexp.MustCompile(`127\.0\.0\.1:\d+|\S*/openapi\.yaml`)

func TestReadmeShowsRealOutput(t *testing.T) {
	block := blockOf(t, frontReadme, "```text\n")
	var out, errors bytes.Buffer
	require.Equal(t, exitBroken, execute([]string{"demo", "--output", t.TempDir()}, streams{strings.NewReader(""), &out, &errors}), errors.String())
	printed := varies.ReplaceAllString(out.String(), "#")
	for line := range strings.SplitSeq(strings.TrimSuffix(block, "\n"), "\n") {
		if line == "…" {
			continue
		}
		line = varies.ReplaceAllString(line, "#")
		_, rest, found := strings.Cut("\n"+printed, "\n"+line+"\n")
		if assert.True(t, found, "the demo does not print, in this place: %s", line) {
			printed = rest
		}
	}
}

func TestReadmeTablesNameWhatThereIs(t *testing.T) {
	readme, err := os.ReadFile(frontReadme)
	require.NoError(t, err)
	reference, err := os.ReadFile(referenceReadme)
	require.NoError(t, err)
	for _, rule := range probe.Rules() {
		assert.Contains(t, string(readme), rule.ID)
	}
	for _, cause := range causes.Diagnoses() {
		assert.Contains(t, string(readme), cause.ID)
	}
	var out bytes.Buffer
	require.Equal(t, exitKept, execute([]string{"run", "--help"}, streams{strings.NewReader(""), &out, &out}))
	for _, flag := range regexp.MustCompile(`--[a-z][a-z-]+`).FindAllString(string(readme)+string(reference), -1) {
		if flag != "--mode" && flag != "--format" && flag != "--output" {
			assert.True(t, strings.Contains(out.String(), flag), flag)
		}
	}
}

func TestReadmeNamesEveryMemberOfThePlan(t *testing.T) {
	text, err := os.ReadFile(referenceReadme)
	require.NoError(t, err)
	_, section, _ := strings.Cut(string(text), "\n## The plan as JSON lines\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, object := range []any{probe.Step{}, probe.StepValue{}, spec.Value{}, probe.PlanSummary{}} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(object)) {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if name != "" && name != "-" {
				assert.Contains(t, section, "`"+name+"`", "%T", object)
			}
		}
	}
}

const (
	frontReadme     = "../../README.md"
	referenceReadme = "README.md"
)

// blockOf is the first block of a file that begins with a fence.
func blockOf(t *testing.T, file, fence string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	_, block, found := strings.Cut(string(text), fence)
	require.True(t, found, "%s has a block after %s", file, fence)
	block, _, _ = strings.Cut(block, "```")
	return block
}
