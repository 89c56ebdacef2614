package expect

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const readme = "../README.md"

// What a person wrote is read here without starting anything, so that a mistake in it is found at once.
func TestEverySystemSaysWhatIsTrue(t *testing.T) {
	for _, s := range systems(t) {
		for _, v := range s.Variants {
			facts, err := s.Facts(v.Name)
			require.NoError(t, err)
			assert.NotEmpty(t, facts.truths)
		}
	}
}

func systems(t *testing.T) []*System {
	t.Helper()
	files, err := filepath.Glob("../*/start")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var found []*System
	for _, file := range files {
		dir, err := filepath.Abs(filepath.Dir(file))
		require.NoError(t, err)
		s, err := Load(dir)
		require.NoError(t, err)
		found = append(found, s)
	}
	return found
}

func TestTheTableHasEveryVariantAndItsSums(t *testing.T) {
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	table, err := ReadTable(string(text))
	require.NoError(t, err)

	known := map[string]int{}
	for _, s := range systems(t) {
		for i, v := range s.Variants {
			known[s.Name+" "+v.Name] = i
			assert.NotEmpty(t, table[s.Name+" "+v.Name], "%s %s has no row: run it with -update, and read the row", s.Name, v.Name)
		}
	}
	for key := range table {
		_, ok := known[key]
		assert.True(t, ok, "the row %q belongs to no variant", key)
	}
	position := func(system, variant string) int { return known[system+" "+variant] }
	assert.Equal(t, table.WriteInto(string(text), position), string(text), "the table's order and sums")
}

func TestTheVocabularyIsExplained(t *testing.T) {
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	for _, word := range wordNames() {
		assert.Regexp(t, "(?m)^\\| `"+word+"[ `0-9]", string(text))
	}
	for _, name := range obstacleNames() {
		assert.Contains(t, string(text), "\n| `"+name+"` |")
	}
}

func TestACopiedFolderIsToldAllThatIsMissing(t *testing.T) {
	dir := t.TempDir()
	_, err := Load(dir)
	require.ErrorContains(t, err, "expected.json: no such file")

	contract, err := os.ReadFile("../nethttp/openapi.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "openapi.yaml"), contract, 0o644))
	write := func(text string) error {
		require.NoError(t, os.WriteFile(filepath.Join(dir, File), []byte(text), 0o644))
		_, err := Load(dir)
		return err
	}
	err = write(`{"variants": [{"name": "right", "cells": {"PUT /nowhere": "refused 405"}, "obstacles": ["fog"], "may": {"be": ["GET *"]}}]}`)
	for _, want := range []string{"\"software\" names", "\"layer\" names", "at least one mistake", "\"what\" says", "is called correct, not \"right\"",
		"no path /nowhere", "no obstacle \"fog\"; there are allow-from-behind", "no rule \"be\"", "no README.md", "no start"} {
		assert.ErrorContains(t, err, want)
	}
	assert.ErrorContains(t, write(`{"varients": []}`), "unknown field \"varients\"")
	assert.ErrorContains(t, write(`{"variants": [{"name": "correct", "declared": "served 200"}]}`), "\"served 200\" cannot be true of GET /tasks")
}

func TestObstaclesAndReasonsSayWhy(t *testing.T) {
	for name, obstacle := range obstacles {
		assert.NotEmpty(t, obstacle.why, name)
	}
	var names []string
	for _, r := range reasons {
		assert.NotEmpty(t, r.why, r.name)
		assert.False(t, slices.Contains(names, r.name), "%s is there twice", r.name)
		names = append(names, r.name)
	}
}
