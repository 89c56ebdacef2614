package report

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestReadSaysWhatIsWrongWithTheInput(t *testing.T) {
	whole := renderAs(t, "json", keptRecord(), Options{})
	tests := map[string]struct{ input, want string }{
		"empty":             {" \n", "the input is empty"},
		"cut off":           {whole[:len(whole)/2], "it ends in the middle, after"},
		"cut off at a line": {whole[:strings.LastIndex(whole, ",\n")], "it ends in the middle, after"},
		"newer":             {strings.Replace(whole, `"schema_version":1`, `"schema_version":2`, 1), "its schema_version is 2, and this program reads up to 1"},
		"newer, unreadable": {`{"schema_version":2,"paths":{}}`, "its schema_version is 2"},
		"another document":  {`{"openapi":"3.1.0","paths":{}}`, "not a run record: it has no schema_version"},
		"a list":            {`[1]`, "not a run record"},
		"XML":               {"<testsuites>\n", "not a run record: not JSON at line 1"},
		"YAML":              {"openapi: 3.1.0\n", "not a run record: not JSON at line 1"},
		"wrong type":        {`{"schema_version":1,"state":"completed","paths":"none"}`, "not a run record"},
		"half a record":     {`{"schema_version":1}`, "not a run record: it does not say how the run ended"},
		"unknown verdict":   {strings.Replace(whole, `"verdict":"passed"`, `"verdict":"fine"`, 1), `reading verdict "fine"`},
		"two records":       {whole + whole, "not a run record"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.input))
			require.ErrorContains(t, err, test.want)
			assert.True(t, strings.HasPrefix(err.Error(), "reading run record: "), err)
		})
	}
}

func TestReadRefusesACellWithoutAVerdict(t *testing.T) {
	whole := renderAs(t, "json", keptRecord(), Options{})
	_, err := Read(strings.NewReader(strings.Replace(whole, `"verdict":"passed",`, "", 1)))
	require.ErrorIs(t, err, records.ErrUnjudged)
	require.ErrorContains(t, err, "GET /tasks")
}

func TestReadTakesFieldsThatItDoesNotKnow(t *testing.T) {
	whole := renderAs(t, "json", keptRecord(), Options{})
	r, err := Read(strings.NewReader(strings.Replace(whole, "{", `{"new":{"a":[1]},`, 1)))
	require.NoError(t, err)
	assert.Equal(t, "Tasks 1.0 API", r.Contract.Title)
}

func TestReadPassesOnTheReadersError(t *testing.T) {
	broken := errors.New("broken pipe")
	_, err := Read(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

func FuzzRead(f *testing.F) {
	f.Add(`{"schema_version":1,"state":"completed","paths":[{"template":"/","url":"/","cells":[{"method":"GET","kind":"core","answer":"served","evidence":"fired","verdict":"passed"}]}]}`)
	f.Add(`{"schema_version":1,"state":"untestable","unknown_path":[{"verdict":"failed","checks":[{"rule":"x","outcome":"failed"}]}]}`)
	f.Fuzz(func(t *testing.T, input string) {
		r, err := Read(strings.NewReader(input))
		if err != nil {
			return
		}
		for _, format := range Formats() {
			render(t, format, r, Options{Width: 10, Strict: true, Color: true})
		}
	})
}
