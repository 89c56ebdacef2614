package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func lastLineOf(t *testing.T, r *records.Run) string {
	t.Helper()
	lines := strings.Split(strings.TrimRight(renderAs(t, "console", r, Options{}), "\n"), "\n")
	return lines[len(lines)-1]
}

func TestConsoleEndsWithTheMostImportantLine(t *testing.T) {
	fail := func(r *records.Run) {
		r.Paths[0].Cells[1] = withFinding(r.Paths[0].Cells[1], "undeclared-405", "k", "404", "405")
	}
	for name, test := range map[string]struct {
		change func(*records.Run)
		want   string
	}{
		"kept":        {func(*records.Run) {}, "verbatim: kept: 2 of 3 cells passed; 1 undecided"},
		"broken":      {fail, "verbatim: broken: 1 must finding at 1 of 3 cells; 1 undecided"},
		"warned":      {func(r *records.Run) { r.Paths[0].Cells[1].Verdict = records.Warned }, "verbatim: kept: 1 of 3 cells passed, 1 warned; 1 undecided"},
		"errored":     {func(r *records.Run) { r.Paths[0].Cells[2].Verdict = records.Errored }, "verbatim: not all answered: 2 of 3 cells passed; 1 without an answer"},
		"interrupted": {func(r *records.Run) { r.State = records.Interrupted }, "verbatim: interrupted: nothing broken so far in 2 decided cells; 1 undecided"},
		"interrupted and broken": {func(r *records.Run) { fail(r); r.State = records.Interrupted },
			"verbatim: interrupted, and broken: 1 must finding at 1 of 3 cells; 1 undecided"},
		"untestable": {func(r *records.Run) {
			r.State = records.Untestable
			r.Notices = []records.Notice{{Kind: "unreachable", Text: "nobody answers"}}
		}, "verbatim: not tested: nobody answers"},
		"untestable without a notice": {func(r *records.Run) { r.State = records.Untestable }, "verbatim: not tested: the target could not be tested"},
		"incident": {func(r *records.Run) {
			r.Notices = []records.Notice{{Kind: "wall", Text: "w"}, {Kind: "incident", Text: "something was created"}}
		}, "verbatim: INCIDENT: something was created; no rule is seen broken; 1 undecided"},
		"nothing decided": {func(r *records.Run) { r.Paths[0].Cells = r.Paths[0].Cells[2:] },
			"verbatim: nothing decided: none of 1 core cell was decided; this is not a pass"},
		"two levels": {func(r *records.Run) {
			fail(r)
			c := &r.Paths[0].Cells[1]
			c.Checks = append(c.Checks, finding("allow-syntax", records.Failed, "k", "get", "GET"))
		}, "verbatim: broken: 1 must and 1 should findings at 1 of 3 cells; 1 undecided"},
	} {
		t.Run(name, func(t *testing.T) {
			r := keptRecord()
			test.change(r)
			r.Summary = summarize(r)
			assert.Equal(t, test.want, lastLineOf(t, r))
		})
	}
}

func TestConsoleShowsAFindingOnceWithItsPlaces(t *testing.T) {
	text := renderAs(t, "console", brokenRecord(""), Options{})
	assert.Equal(t, 1, strings.Count(text, "[undeclared-405]"))
	assert.Contains(t, text, "✗ refused with 404 instead of 405 [undeclared-405] must, 9 places\n")
	assert.Contains(t, text, "PUT /bulk/2   api/openapi.yaml:62\n")
	assert.NotContains(t, text, "PUT /bulk/3 ")
	assert.Contains(t, text, "and 4 more\n")
	must, should := strings.Index(text, "[declared-crash] must"), strings.Index(text, "[head-parity] should")
	assert.Less(t, must, should, "what must be mended comes first")
	assert.Positive(t, must)
}

func TestConsoleLegendHasOnlyTheSignsUsed(t *testing.T) {
	text := renderAs(t, "console", keptRecord(), Options{})
	for _, s := range signs() {
		used := strings.Contains("a✓·", s.symbol)
		assert.Equal(t, used, strings.Contains(text, "  "+s.symbol+"  "+s.meaning+"\n"), s.symbol)
	}
}

func TestSignsAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range signs() {
		assert.False(t, seen[s.symbol], s.symbol)
		seen[s.symbol] = true
		assert.Equal(t, 1, utf8.RuneCountInString(s.symbol))
	}
}

func TestConsoleLeavesOutTheQuietRowsOfALargeMatrix(t *testing.T) {
	r := keptRecord()
	row := r.Paths[0]
	r.Paths = nil
	for i := range 300 {
		p := row
		p.Template = fmt.Sprintf("/p%03d", i)
		p.Cells = row.Cells[:2]
		if i >= 200 {
			p.Cells = row.Cells
		}
		r.Paths = append(r.Paths, p)
	}
	r.Paths[7].Cells = []records.Cell{withFinding(core("GET", 1), "declared-served", "k", "404", "200")}
	text := renderAs(t, "console", r, Options{})
	assert.Regexp(t, `(?m)^/p007 ✗$`, text)
	assert.NotContains(t, text, "/p008 ")
	assert.Regexp(t, `(?m)^/p238 ✓`, text, "39 rows with open questions have room beside the broken one")
	assert.NotRegexp(t, `(?m)^/p239 ✓`, text)
	assert.Contains(t, text, "left out: 61 paths where some cells are undecided and nothing is broken\n")
	assert.Contains(t, text, "left out: 199 paths where every cell passed\n")
}

func TestConsoleShowsEveryBrokenRow(t *testing.T) {
	r := keptRecord()
	r.Paths = nil
	for i := range 100 {
		r.Paths = append(r.Paths, records.Path{Template: fmt.Sprintf("/p%03d", i),
			Cells: []records.Cell{withFinding(core("GET", 1), "declared-served", "k", "404", "200")}})
	}
	assert.Len(t, regexp.MustCompile(`(?m)^/p\d+ ✗$`).FindAllString(renderAs(t, "console", r, Options{}), -1), 100)
}

func TestConsoleFitsTheMatrixIntoTheTerminal(t *testing.T) {
	r := keptRecord()
	r.Paths[0].Template = "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/reactions"
	matrix := func(width int) string {
		text := renderAs(t, "console", r, Options{Width: width})
		return text[strings.Index(text, "GET PUT"):strings.Index(text, "  a  as")]
	}
	for line := range strings.SplitSeq(matrix(60), "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 60)
	}
	assert.Contains(t, matrix(60), "…")
	assert.Contains(t, matrix(0), r.Paths[0].Template)
}

func TestANarrowTerminalShowsThePathsBeforeTheColumnsThatOnlyCalibrate(t *testing.T) {
	r := newRecord()
	r.Paths = []records.Path{{Template: "/repos/{owner}/{repo}/reactions", Cells: []records.Cell{
		passed(declared(fired(core("GET", 1), records.Served, 200, "")), "declared-routed"), passed(fired(standIn("QUERY"), records.Refused, 405, ""), "unknown-method"),
		passed(fired(standIn("TRACE"), records.Refused, 405, ""), "trace-off")}}}
	wide, narrow := renderAs(t, "console", r, Options{Width: 80}), renderAs(t, "console", r, Options{Width: 36})
	assert.Contains(t, wide, " GET QUERY TRACE\n")
	assert.Contains(t, narrow, "left out: the columns QUERY and TRACE, where every cell passed")
	assert.Contains(t, narrow, "/repos/{owner}/{repo}/reactions ✓\n")
	r.Paths[0].Cells[2].Verdict = records.Warned
	assert.Contains(t, renderAs(t, "console", r, Options{Width: 36}), "left out: the column QUERY, where every cell passed")
}

func TestConsoleHintsAtWhatDecidesTheMost(t *testing.T) {
	r := keptRecord()
	cells := &r.Paths[0].Cells
	for i := range 12 {
		*cells = append(*cells, undecided(core(fmt.Sprintf("M%d", i), 1), fmt.Sprintf("reason %d", i), "--value id=… with an existing id"))
	}
	text := renderAs(t, "console", r, Options{})
	assert.Contains(t, text, "hint: --value id=… with an existing id may decide 12 more cells\nhint: --mode guarded may decide 1 more cell\n")
	assert.Contains(t, text, "and 3 more reasons at 3 cells\n")
}

func TestConsoleColorsOnlyWhenAsked(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	plain := renderAs(t, "console", brokenRecord(hostile), Options{})
	assert.NotContains(t, plain, "\x1b", "text of a server reached the terminal")
	colored := renderAs(t, "console", brokenRecord(hostile), Options{Color: true})
	require.Contains(t, colored, "\x1b[31;1m")
	sgr := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	assert.Equal(t, plain, sgr.ReplaceAllString(colored, ""), "colour changes nothing but colour")
	assert.NotContains(t, colored, "\x1b[31mred", "the sequence of a server")
}

func TestConsoleBreaksTextAtTheWidthOfATerminalAndNowhereElse(t *testing.T) {
	for line := range strings.SplitSeq(renderAs(t, "console", brokenRecord(""), Options{Width: 60}), "\n") {
		if labelledLine.MatchString(line) {
			assert.LessOrEqual(t, utf8.RuneCountInString(line), 60, line)
		}
	}
	assert.Contains(t, renderAs(t, "console", brokenRecord(""), Options{}), "\n  rule   A good API refuses an undeclared method with 405. (RFC 9110, sections 9.1 and 15.5.6)\n")
}

// A line to try is to be copied in one piece.
var labelledLine = regexp.MustCompile(`^  (got|want|rule|why|mend|from|sent|seen) `)

func TestConsoleSaysWhatToPutInThePlaceOfVariables(t *testing.T) {
	r := brokenRecord("")
	assert.NotContains(t, renderAs(t, "console", r, Options{}), "Before you try")
	r.Paths[0].Cells[1].Checks = []records.Check{finding("undeclared-405", records.Failed, "k", "404", "405")}
	r.Paths[0].Cells[1].Checks[0].Finding.Curl = `curl "http://a.example/tasks/${id}"`
	assert.Equal(t, 1, strings.Count(renderAs(t, "console", r, Options{}), "Before you try a line with ${…}"))
}

func TestConsoleShowsNoEmptyMatrixOfATargetThatCouldNotBeTested(t *testing.T) {
	r := newRecord()
	r.State, r.Notices = records.Untestable, []records.Notice{{Kind: "unreachable", Text: "nobody answers", Hint: "look"}}
	r.Paths = []records.Path{{Template: "/tasks", Cells: []records.Cell{undecided(core("GET", 1), "the target could not be tested", "look")}}}
	text := renderAs(t, "console", r, Options{})
	assert.NotContains(t, text, "/tasks")
	assert.Contains(t, text, "unreachable: nobody answers")
	r.Summary.Fired = 1
	assert.Contains(t, renderAs(t, "console", r, Options{}), "/tasks", "what was seen is shown")
}
