package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestEveryFormatMatchesItsGoldenFiles(t *testing.T) {
	for name, record := range samples() {
		for _, format := range Formats() {
			t.Run(name+"/"+format.Name, func(t *testing.T) {
				file := name + "." + format.Name
				if format.Extension != "."+format.Name {
					file += format.Extension
				}
				golden(t, file, format, record, Options{})
			})
		}
	}
	junit, err := Lookup("junit")
	require.NoError(t, err)
	golden(t, "broken.junit-strict.xml", junit, brokenRecord(hostile), Options{Strict: true})
	console, err := Lookup("console")
	require.NoError(t, err)
	golden(t, "broken.console-color.txt", console, brokenRecord(hostile), Options{Color: true, Width: 80})
}

func golden(t *testing.T, file string, f Format, r *records.Run, o Options) {
	t.Helper()
	var got bytes.Buffer
	require.NoError(t, f.Write(&got, r, o))
	path := filepath.Join("testdata", file)
	if *update {
		require.NoError(t, os.WriteFile(path, got.Bytes(), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String(), "run go test ./report -update and look at the difference")
}

func TestEveryFormatCanShowAFailure(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format.Name, func(t *testing.T) {
			r := keptRecord()
			assert.NotContains(t, render(t, format, r, Options{}), "refused with 418")
			r.Paths[0].Cells[1] = withFinding(r.Paths[0].Cells[1], "undeclared-405", "refused with 418", "refused with 418", "405")
			text := render(t, format, r, Options{})
			assert.Contains(t, text, "undeclared-405")
			assert.Contains(t, text, "refused with 418")
			assert.Contains(t, text, "fail")
		})
	}
}

func TestEveryFormatRefusesWhatWasNeverJudged(t *testing.T) {
	spoil := map[string]func(*records.Run){
		"cell":         func(r *records.Run) { r.Paths[0].Cells[0].Verdict = 0 },
		"check":        func(r *records.Run) { r.Paths[0].Cells[0].Checks[0].Outcome = 0 },
		"unknown path": func(r *records.Run) { r.Unknown = []records.Cell{core("GET", 1)} },
		"no verdict":   func(r *records.Run) { r.Paths[0].Cells[0].Verdict = 99 },
	}
	for what, change := range spoil {
		for _, format := range Formats() {
			t.Run(what+"/"+format.Name, func(t *testing.T) {
				r := keptRecord()
				change(r)
				var out bytes.Buffer
				require.ErrorIs(t, format.Write(&out, r, Options{}), records.ErrUnjudged)
				assert.Empty(t, out.String(), "half a report was written")
			})
		}
	}
}

func TestEveryFormatPassesOnTheWritersError(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format.Name, func(t *testing.T) {
			full := errors.New("disk full")
			require.ErrorIs(t, format.Write(failingWriter{full}, brokenRecord(""), Options{}), full)
		})
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestEveryFormatWritesTheSameBytesForTheSameRecord(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format.Name, func(t *testing.T) {
			first := render(t, format, brokenRecord(hostile), Options{})
			assert.Equal(t, first, render(t, format, brokenRecord(hostile), Options{}))
		})
	}
}

func TestLookup(t *testing.T) {
	for _, format := range Formats() {
		found, err := Lookup(format.Name)
		require.NoError(t, err)
		assert.Equal(t, format.Name, found.Name)
		assert.NotEmpty(t, found.Summary)
		assert.Regexp(t, `^\.[a-z]+$`, found.Extension)
	}
	_, err := Lookup("jnuit")
	require.EqualError(t, err, `choosing report format "jnuit": not one of console, json, junit`)
}

func render(t *testing.T, f Format, r *records.Run, o Options) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, f.Write(&out, r, o))
	return out.String()
}

func renderAs(t *testing.T, name string, r *records.Run, o Options) string {
	t.Helper()
	f, err := Lookup(name)
	require.NoError(t, err)
	return render(t, f, r, o)
}
