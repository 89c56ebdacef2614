package expect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/layers"
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

func recordOf(mode probe.Mode, cells ...probe.Cell) *probe.Record {
	return &probe.Record{Target: probe.Target{Mode: mode}, Paths: []probe.Path{{Template: "/tasks", Cells: cells}}}
}

func cell(method string, verdict probe.Verdict, evidence probe.Evidence, broken ...string) probe.Cell {
	c := probe.Cell{Method: method, Kind: probe.Core, Declared: method == "GET" || method == "POST", Verdict: verdict, Evidence: evidence, Reason: "a reason"}
	for _, rule := range broken {
		c.Checks = append(c.Checks, probe.Check{Rule: rule, Finding: &probe.Finding{}})
	}
	return c
}

func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		variant Variant
		mode    probe.Mode
		cells   []probe.Cell
		want    Result
		says    string
	}{
		"a pass of what is right": {Variant{}, probe.Full,
			[]probe.Cell{cell("PUT", probe.Passed, probe.Fired)}, Result{Cells: 1, Correct: 1}, ""},
		"a finding where nothing is wrong": {Variant{}, probe.Full,
			[]probe.Cell{cell("PUT", probe.Failed, probe.Fired, "undeclared-405")}, Result{Cells: 1, False: 1}, "false: undeclared-405 found"},
		"a warning where nothing is wrong": {Variant{}, probe.Full,
			[]probe.Cell{cell("PUT", probe.Warned, probe.Fired, "allow-syntax")}, Result{Cells: 1, False: 1}, "false: allow-syntax found"},
		"a fault that is found": {Variant{Undeclared: "refused 404"}, probe.Full,
			[]probe.Cell{cell("PUT", probe.Failed, probe.Fired, "undeclared-405")}, Result{Cells: 1, Correct: 1}, ""},
		"a fault that passes": {Variant{Undeclared: "refused 404"}, probe.Full,
			[]probe.Cell{cell("PUT", probe.Passed, probe.Fired)}, Result{Cells: 1, Missed: 1}, "missed: passed, but the truth is \"refused 404\""},
		"another fault than that which is there": {Variant{Undeclared: "refused 404"}, probe.Full,
			[]probe.Cell{cell("PUT", probe.Failed, probe.Fired, "allow-present")}, Result{Cells: 1, False: 1}, "false: allow-present"},
		"a cell behind a wall that passes": {Variant{Declared: "walled 401"}, probe.Full,
			[]probe.Cell{cell("GET", probe.Passed, probe.Fired)}, Result{Cells: 1, Missed: 1}, "missed"},
		"undecided where the mode cannot know": {Variant{Undeclared: "refused 405, no Allow"}, probe.ReadOnly,
			[]probe.Cell{cell("PUT", probe.Undecided, probe.None)}, Result{Cells: 1, Undecided: 1}, ""},
		"undecided where the mode can know": {Variant{}, probe.ReadOnly,
			[]probe.Cell{cell("PUT", probe.Undecided, probe.None)}, Result{Cells: 1, Unexplained: 1}, "the mode can know"},
		"undecided without a reason": {Variant{Undeclared: "refused 405, no Allow"}, probe.ReadOnly,
			[]probe.Cell{{Method: "PUT", Kind: probe.Core, Verdict: probe.Undecided}}, Result{Cells: 1, Unexplained: 1}, "without a reason"},
		"an error that no truth explains": {Variant{}, probe.Full,
			[]probe.Cell{cell("GET", probe.Errored, probe.Fired)}, Result{Cells: 1, Unexplained: 1}, "errored"},
		"an error where no answer comes": {Variant{Undeclared: "hangs"}, probe.Full,
			[]probe.Cell{cell("PUT", probe.Errored, probe.Fired)}, Result{Cells: 1, Correct: 1}, ""},
		"a wrong Allow that another cell of the path shows": {Variant{Undeclared: "refused 405, Allow: GET"}, probe.ReadOnly,
			[]probe.Cell{cell("PUT", probe.Passed, probe.Advertisement), cell("OPTIONS", probe.Failed, probe.Fired, "allow-complete")},
			Result{Cells: 2, Correct: 1}, ""},
		"an Allow that the application sends and a layer in front does not keep": {
			Variant{Cells: map[string]string{"POST /tasks": "refused 405, no Allow"}, Obstacles: []string{allowFromBehind}}, probe.ReadOnly,
			[]probe.Cell{cell("POST", probe.Passed, probe.Advertisement)}, Result{Cells: 1, Undecided: 1}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "a wrong Allow that another cell of the path shows" {
				c.cells[1].Kind, c.want.Cells = probe.Implied, 1
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
	wrong := f.Judge(recordOf(probe.Full, cell("PUT", probe.Failed, probe.Fired, "undeclared-405")))
	require.Len(t, wrong.Problems, 1)
	assert.Equal(t, "an open issue", wrong.Problems[0].Known)
	assert.Equal(t, 1, wrong.False, "it is counted all the same")

	right := f.Judge(recordOf(probe.Full, cell("PUT", probe.Passed, probe.Fired)))
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
		put := cell("PUT", probe.Failed, probe.Fired, "undeclared-405")
		put.Layer = &layers.Layer{Name: c.layer}
		record := recordOf(probe.Full, put)
		for _, id := range c.causes {
			record.Causes = append(record.Causes, probe.Cause{ID: id})
		}
		got := f.Judge(record)
		assert.Equal(t, c.cause, got.Cause, name)
		assert.Equal(t, c.want, got.Layer, name)
		assert.Equal(t, name == "wrong", len(got.Problems) > 0, name)
	}
	record := recordOf(probe.Full, cell("PUT", probe.Passed, probe.Fired))
	record.Causes = []probe.Cause{{ID: "redirect"}}
	assert.Equal(t, Wrong, knowing(t, Variant{}).Judge(record).Cause, "a cause where nothing is wrong")
}

func TestAFaultThatAnotherOneExplainsIsFound(t *testing.T) {
	query := probe.Cell{Method: "QUERY", Kind: probe.StandIn, Verdict: probe.Skipped, Checks: []probe.Check{
		{Rule: "unknown-method", Outcome: probe.Skipped, Reason: "explained by undeclared-405 at POST: every method is answered alike"}}}
	f := knowing(t, Variant{Faults: map[string][]string{"unknown-method": {"QUERY *"}}})
	assert.Zero(t, f.Judge(recordOf(probe.Full, query)).Missed)
	query.Checks[0].Reason = "switched off"
	assert.Equal(t, 1, f.Judge(recordOf(probe.Full, query)).Missed)
}
