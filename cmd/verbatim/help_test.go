//go:build !bench

package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryFlagStandsInOneGroupOfTheHelp(t *testing.T) {
	grouped := map[string]int{}
	for _, group := range flagGroups() {
		for _, name := range group.names {
			grouped[name]++
		}
	}
	status := 0
	known := map[string]bool{}
	for _, c := range rootCommand(streams{}, &status).Commands() {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			known[f.Name] = true
			if !f.Hidden && f.Name != "help" {
				assert.Equal(t, 1, grouped[f.Name], "%s --%s", c.Name(), f.Name)
			}
		})
	}
	for name := range grouped {
		assert.True(t, known[name], "--%s is no flag", name)
	}
}

func TestHelpNamesEveryFlagOnceAndEndsWithALine(t *testing.T) {
	for _, command := range []string{"run", "plan", "report", "explain", "cleanup", "demo"} {
		var out bytes.Buffer
		require.Equal(t, exitKept, execute([]string{command, "--help"}, streams{strings.NewReader(""), &out, &out}))
		text := out.String()
		assert.True(t, strings.HasSuffix(text, "\n"), command)
		assert.Contains(t, text, "Usage:\n  verbatim "+command)
		for line := range strings.SplitSeq(text, "\n") {
			assert.LessOrEqual(t, len(line), helpColumns+6, "%s: %s", command, line)
		}
	}
}

func TestAFlagOfAnotherCommandIsSaidToBeOne(t *testing.T) {
	for line, want := range map[string]string{
		"plan x --junit y":        "leave it out",
		"cleanup x --mode full":   "--mode is a flag of `verbatim plan` and `verbatim run`",
		"report x --base-url y":   "--base-url is a flag of",
		"run x --formt text":      "lists the flags",
		"run x --base-ur http://": `did you mean "--base-url"`,
	} {
		var out bytes.Buffer
		require.Equal(t, exitUsage, execute(strings.Fields(line), streams{strings.NewReader(""), &out, &out}))
		assert.Contains(t, out.String(), want, line)
	}
}

func TestVerdictsAreExplained(t *testing.T) {
	var out bytes.Buffer
	require.Equal(t, exitKept, execute([]string{"explain", "undecided"}, streams{strings.NewReader(""), &out, &out}))
	assert.Contains(t, out.String(), "The evidence does not decide.")
}
