package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/records"
)

// causedRecord has one systematic fault at many paths, one finding that it does not explain, and
// one that follows from another. The text stands wherever a server or a contract can put it.
func causedRecord(paths int, text string) *records.Run {
	r := newRecord()
	blocked := records.Cause{ID: "edge-blocks-method", Title: "nginx blocks PUT and DELETE at " + count(paths, "path") + "; the application routes them" + text,
		Explanation: "A web server, proxy or firewall lets some methods through and answers the others itself. The application never sees them, so no change there helps.",
		Confidence:  records.Certain, Stack: "nginx", Mend: "location /tasks {\n    limit_except GET POST PUT DELETE { deny all; }\n\tproxy_pass http://app;\n}"}
	for i := range paths {
		path := records.Path{Template: fmt.Sprintf("/items%02d/{id}", i) + text, Place: line(60 + i), URL: fmt.Sprintf("/v1/items%02d/7", i)}
		path.Cells = append(path.Cells, passed(declared(fired(core("GET", 60+i), records.Served, 200, "")), "declared-routed"))
		for _, method := range []string{"PUT", "DELETE"} {
			c := withFinding(declared(fired(core(method, 60+i), records.Refused, 403, "")), "declared-routed", "declared, and refused with 403", "403 Forbidden", "a handler's answer")
			c.Checks[0].Finding.Cause, c.Checks[0].Finding.Fields = blocked.ID, []string{"Server: nginx/1.28.0"}
			path.Cells = append(path.Cells, c)
			blocked.Cells = append(blocked.Cells, records.CellName{Method: method, Template: path.Template})
			blocked.Findings++
		}
		path.Cells = append(path.Cells, undecided(core("PATCH", 60+i), "it names no resource", "--mode full"))
		r.Paths = append(r.Paths, path)
	}
	r.Causes = []records.Cause{blocked}
	r.Summary = summarize(r)
	return r
}

// withStray adds a finding that no cause explains, and one that follows from another.
func withStray(r *records.Run) *records.Run {
	c := withFinding(declared(fired(core("GET", 5), records.Served, 200, "")), "declared-status", "success is answered with an undocumented 206", "206", "200")
	c.Checks = append(c.Checks, records.Check{Rule: "declared-served", Outcome: records.Passed})
	options := implied("OPTIONS")
	options.Verdict, options.Reason = records.Skipped, "explained by declared-routed at PUT: the Allow fields differ in the refused method only"
	options.Checks = []records.Check{{Rule: "allow-consistent", Outcome: records.Skipped, Reason: options.Reason}}
	r.Paths = append(r.Paths, records.Path{Template: "/stray", Place: line(5), URL: "/v1/stray", Cells: []records.Cell{c, options}})
	r.Summary = summarize(r)
	return r
}

func TestConsoleBeginsWithTheCauseAndEndsWithTheVerdictOnOneScreen(t *testing.T) {
	text := renderAs(t, "console", causedRecord(31, ""), Options{})
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	assert.Equal(t, "nginx blocks PUT and DELETE at 31 paths; the application routes them [edge-blocks-method] certain", lines[0])
	assert.Equal(t, "verbatim: broken: 1 must finding at 62 of 124 cells; 31 undecided", lines[len(lines)-1])
	assert.LessOrEqual(t, len(lines), 40, "one screen")
	assert.Contains(t, text, "left out: 25 paths where the causes above are all there is to blame\n")
	assert.Contains(t, text, "limit_except GET POST PUT DELETE")
	assert.Equal(t, 1, strings.Count(text, "[declared-routed]"), "what the cause explains is not told twice")
}

func TestConsoleListsWhatNoCauseExplains(t *testing.T) {
	text := renderAs(t, "console", withStray(causedRecord(2, "")), Options{})
	_, rest, found := strings.Cut(text, "explained by no cause:\n")
	assert.True(t, found)
	assert.Contains(t, rest, "[declared-status] should")
	assert.NotContains(t, rest, "[declared-routed]")
	assert.NotContains(t, renderAs(t, "console", causedRecord(2, ""), Options{}), "explained by no cause")
}

func TestConsoleShowsAnIncidentBeforeTheCauses(t *testing.T) {
	r := causedRecord(1, "")
	r.Notices = []records.Notice{{Kind: "incident", Text: "a handler acted"}}
	text := renderAs(t, "console", r, Options{})
	assert.Less(t, strings.Index(text, "a handler acted"), strings.Index(text, "nginx blocks"))
}

func TestConsoleShowsTheRowsThatCausesDoNotExplain(t *testing.T) {
	r := withStray(causedRecord(40, ""))
	text := renderAs(t, "console", r, Options{})
	assert.Regexp(t, `(?m)^/stray +✗`, text)
	assert.Contains(t, text, "left out: 35 paths where the causes above are all there is to blame\n")
}

func TestJUnitTellsTheCauseAfterTheFacts(t *testing.T) {
	text := renderAs(t, "junit", causedRecord(1, ""), Options{})
	_, failure, found := strings.Cut(text, "<failure ")
	assert.True(t, found)
	failure, _, _ = strings.Cut(failure, "</failure>")
	facts, cause := strings.Index(failure, "field: Server: nginx"), strings.Index(failure, "\ncause: nginx blocks PUT and DELETE at 1 path; the application routes them [edge-blocks-method], certain\nmend: nginx, by the example of /tasks:\n")
	assert.Positive(t, facts)
	assert.Greater(t, cause, facts)
}

func TestJUnitPassesNoCheckThatWasLeftOut(t *testing.T) {
	text := renderAs(t, "junit", withStray(causedRecord(1, "")), Options{})
	_, rest, found := strings.Cut(text, `name="OPTIONS /stray sends an accurate Allow"`)
	assert.True(t, found)
	rest, _, _ = strings.Cut(rest, "</testcase>")
	assert.Contains(t, rest, "<skipped message=")
	assert.Contains(t, rest, "explained by declared-routed at PUT")
}

func TestACauseThatTheRecordDoesNotHoldHidesNoFinding(t *testing.T) {
	r := causedRecord(1, "")
	r.Causes = nil
	text := renderAs(t, "console", r, Options{})
	assert.Contains(t, text, "[declared-routed] must, 2 places")
}

func TestConsoleSaysWhatAPlaceOfACauseThatWasNotSentRestsOn(t *testing.T) {
	r := causedRecord(1, "")
	cell := &r.Paths[len(r.Paths)-1].Cells[1]
	cell.Exchanges, cell.Evidence, cell.Checks[0].Finding.Got = nil, records.Advertisement, "403, going by what others get"
	text := renderAs(t, "console", r, Options{})
	assert.Contains(t, text, "seen   PUT /items00/{id}: not sent; 403, going by what others get")
}

func TestAMendForAnyStackIsNotSaidToBeForOne(t *testing.T) {
	r := causedRecord(1, "")
	d, _ := causes.ByID("undeclared-handler")
	r.Causes[0].ID, r.Causes[0].Mend, r.Causes[0].Stack = d.ID, d.Mend, "Flask"
	text := renderAs(t, "console", r, Options{})
	assert.Contains(t, text, "mend   Decide which one is right.")
	assert.NotContains(t, text, "Flask:")
}

func TestConsoleSaysOfEveryCauseHowToMendIt(t *testing.T) {
	r := causedRecord(3, "")
	for i := range shownCauses + 2 {
		other := r.Causes[0]
		other.ID, other.Title, other.Mend = fmt.Sprintf("cause-%d", i), fmt.Sprintf("trouble %d", i), fmt.Sprintf("what mends %d", i)
		r.Causes = append(r.Causes, other)
	}
	text := renderAs(t, "console", r, Options{})
	for i := range shownCauses + 2 {
		assert.Contains(t, text, fmt.Sprintf("trouble %d", i))
		assert.Contains(t, text, fmt.Sprintf("what mends %d", i))
	}
	assert.Equal(t, shownCauses, strings.Count(text, "  why    A web server"), "only the first are told in full")
}
