package expect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// knowing are the facts of a variant of the nethttp system with other truths.
func knowing(t *testing.T, v Variant) *Facts {
	t.Helper()
	s, err := Load("../nethttp")
	require.NoError(t, err)
	v.Name = "test"
	s.Variants = []Variant{v}
	f, err := s.Facts("test")
	require.NoError(t, err)
	return f
}

func recordOf(mode probe.Mode, cells ...records.Cell) *records.Run {
	return &records.Run{Target: records.Target{Mode: mode}, Paths: []records.Path{{Template: "/tasks", Cells: cells}}}
}

func cell(method string, verdict records.Verdict, evidence records.Evidence, broken ...string) records.Cell {
	c := records.Cell{Method: method, Kind: records.Core, Declared: method == "GET" || method == "POST", Verdict: verdict, Evidence: evidence, Reason: "a reason"}
	for _, rule := range broken {
		c.Checks = append(c.Checks, records.Check{Rule: rule, Finding: &records.Finding{}})
	}
	return c
}

func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		variant Variant
		mode    probe.Mode
		cells   []records.Cell
		want    Result
		says    string
	}{
		"a pass of what is right": {Variant{}, probe.Full,
			[]records.Cell{cell("PUT", records.Passed, records.Fired)}, Result{Cells: 1, Correct: 1}, ""},
		"a finding where nothing is wrong": {Variant{}, probe.Full,
			[]records.Cell{cell("PUT", records.Failed, records.Fired, "undeclared-405")}, Result{Cells: 1, False: 1}, "false: undeclared-405 found"},
		"a warning where nothing is wrong": {Variant{}, probe.Full,
			[]records.Cell{cell("PUT", records.Warned, records.Fired, "allow-syntax")}, Result{Cells: 1, False: 1}, "false: allow-syntax found"},
		"a fault that is found": {Variant{Undeclared: "refused 404"}, probe.Full,
			[]records.Cell{cell("PUT", records.Failed, records.Fired, "undeclared-405")}, Result{Cells: 1, Correct: 1}, ""},
		"a fault that passes": {Variant{Undeclared: "refused 404"}, probe.Full,
			[]records.Cell{cell("PUT", records.Passed, records.Fired)}, Result{Cells: 1, Missed: 1}, "missed: passed, but the truth is \"refused 404\""},
		"another fault than that which is there": {Variant{Undeclared: "refused 404"}, probe.Full,
			[]records.Cell{cell("PUT", records.Failed, records.Fired, "allow-present")}, Result{Cells: 1, False: 1}, "false: allow-present"},
		"a cell behind a wall that passes": {Variant{Declared: "walled 401"}, probe.Full,
			[]records.Cell{cell("GET", records.Passed, records.Fired)}, Result{Cells: 1, Missed: 1}, "missed"},
		"undecided where the mode cannot know": {Variant{Undeclared: "refused 405, no Allow"}, probe.ReadOnly,
			[]records.Cell{cell("PUT", records.Undecided, records.None)}, Result{Cells: 1, Undecided: 1}, ""},
		"undecided where the mode can know": {Variant{}, probe.ReadOnly,
			[]records.Cell{cell("PUT", records.Undecided, records.None)}, Result{Cells: 1, Unexplained: 1}, "the mode can know"},
		"undecided without a reason": {Variant{Undeclared: "refused 405, no Allow"}, probe.ReadOnly,
			[]records.Cell{{Method: "PUT", Kind: records.Core, Verdict: records.Undecided}}, Result{Cells: 1, Unexplained: 1}, "without a reason"},
		"an error that no truth explains": {Variant{}, probe.Full,
			[]records.Cell{cell("GET", records.Errored, records.Fired)}, Result{Cells: 1, Unexplained: 1}, "errored"},
		"an error where no answer comes": {Variant{Undeclared: "hangs"}, probe.Full,
			[]records.Cell{cell("PUT", records.Errored, records.Fired)}, Result{Cells: 1, Correct: 1}, ""},
		"a wrong Allow that another cell of the path shows": {Variant{Undeclared: "refused 405, Allow: GET"}, probe.ReadOnly,
			[]records.Cell{cell("PUT", records.Passed, records.Advertisement), cell("OPTIONS", records.Failed, records.Fired, "allow-complete")},
			Result{Cells: 2, Correct: 1}, ""},
		"an Allow that the application sends and a layer in front does not keep": {
			Variant{Cells: map[string]string{"POST /tasks": "refused 405, no Allow"}, Obstacles: []string{allowFromBehind}}, probe.ReadOnly,
			[]records.Cell{cell("POST", records.Passed, records.Advertisement)}, Result{Cells: 1, Undecided: 1}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "a wrong Allow that another cell of the path shows" {
				c.cells[1].Kind, c.want.Cells = records.Implied, 1
			}
			got := knowing(t, c.variant).Judge(recordOf(c.mode, c.cells...))
			problems := got.Problems
			got.Problems, got.Cause, got.Layer = nil, "", ""
			assert.Equal(t, c.want, got)
			if c.says == "" {
				assert.Empty(t, problems)
				return
			}
			require.NotEmpty(t, problems)
			assert.Contains(t, problems[0].Text, c.says)
		})
	}
}

func TestKnownMistakesAreExcusedUntilTheyAreMended(t *testing.T) {
	f := knowing(t, Variant{Known: map[string]string{"full PUT /tasks": "an open issue", "guarded PUT /tasks": "another mode"}})
	wrong := f.Judge(recordOf(probe.Full, cell("PUT", records.Failed, records.Fired, "undeclared-405")))
	require.Len(t, wrong.Problems, 1)
	assert.Equal(t, "an open issue", wrong.Problems[0].Known)
	assert.Equal(t, 1, wrong.False, "it is counted all the same")

	right := f.Judge(recordOf(probe.Full, cell("PUT", records.Passed, records.Fired)))
	require.Len(t, right.Problems, 1)
	assert.Contains(t, right.Problems[0].Text, "remove it there")
}

func TestCausesAndLayersAreNamedRightWrongOrNot(t *testing.T) {
	f := knowing(t, Variant{Undeclared: "refused 404", Cause: "router-404", Also: []string{"catch-all"}, Layer: "Express or Node.js"})
	for name, c := range map[string]struct {
		causes      []string
		layer       string
		cause, want Named
	}{
		"right":     {[]string{"router-404", "catch-all"}, "Express", Right, Right},
		"wrong":     {[]string{"router-404", "redirect"}, "nginx", Wrong, Wrong},
		"not named": {nil, "", NotNamed, NotNamed},
	} {
		put := cell("PUT", records.Failed, records.Fired, "undeclared-405")
		put.Layer = &layers.Layer{Name: c.layer}
		record := recordOf(probe.Full, put)
		for _, id := range c.causes {
			record.Causes = append(record.Causes, records.Cause{ID: id})
		}
		got := f.Judge(record)
		assert.Equal(t, c.cause, got.Cause, name)
		assert.Equal(t, c.want, got.Layer, name)
		assert.Equal(t, name == "wrong", len(got.Problems) > 0, name)
	}
	record := recordOf(probe.Full, cell("PUT", records.Passed, records.Fired))
	record.Causes = []records.Cause{{ID: "redirect"}}
	assert.Equal(t, Wrong, knowing(t, Variant{}).Judge(record).Cause, "a cause where nothing is wrong")
}

func TestAFaultThatAnotherOneExplainsIsFound(t *testing.T) {
	query := records.Cell{Method: "QUERY", Kind: records.StandIn, Verdict: records.Skipped, Checks: []records.Check{
		{Rule: "unknown-method", Outcome: records.Skipped, Reason: "explained by undeclared-405 at POST: every method is answered alike"}}}
	f := knowing(t, Variant{Faults: map[string][]string{"unknown-method": {"QUERY *"}}})
	assert.Zero(t, f.Judge(recordOf(probe.Full, query)).Missed)
	query.Checks[0].Reason = "switched off"
	assert.Equal(t, 1, f.Judge(recordOf(probe.Full, query)).Missed)
}
