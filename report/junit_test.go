package report

import (
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// parsedSuites is JUnit as a reader sees it.
type parsedSuites struct {
	Suites []struct {
		Name       string       `xml:"name,attr"`
		Tests      int          `xml:"tests,attr"`
		Failures   int          `xml:"failures,attr"`
		Errors     int          `xml:"errors,attr"`
		Skipped    int          `xml:"skipped,attr"`
		Properties []parsedPair `xml:"properties>property"`
		Cases      []parsedCase `xml:"testcase"`
		Output     string       `xml:"system-out"`
	} `xml:"testsuite"`
}

type parsedPair struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type parsedCase struct {
	Name      string        `xml:"name,attr"`
	Classname string        `xml:"classname,attr"`
	Time      string        `xml:"time,attr"`
	File      string        `xml:"file,attr"`
	Line      int           `xml:"line,attr"`
	Failure   *parsedResult `xml:"failure"`
	Error     *parsedResult `xml:"error"`
	Skipped   *parsedResult `xml:"skipped"`
	Output    string        `xml:"system-out"`
}

type parsedResult struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func junitOf(t *testing.T, r *records.Run, o Options) parsedSuites {
	t.Helper()
	var parsed parsedSuites
	require.NoError(t, xml.Unmarshal([]byte(renderAs(t, "junit", r, o)), &parsed))
	require.Len(t, parsed.Suites, 1)
	return parsed
}

// caseOf is the case of a name; there must be exactly one.
func caseOf(t *testing.T, s parsedSuites, name string) parsedCase {
	t.Helper()
	var found []parsedCase
	for _, c := range s.Suites[0].Cases {
		if c.Name == name {
			found = append(found, c)
		}
	}
	require.Len(t, found, 1, name)
	return found[0]
}

func TestJUnitNamesAreUniqueAndTheSameInEveryRun(t *testing.T) {
	first := brokenRecord(hostile)
	// Two path keys may differ in their query strings only; one has the same template then.
	first.Paths = append(first.Paths, first.Paths[0])
	other := brokenRecord("other")
	other.Paths[2].Template = first.Paths[2].Template
	other.Paths = append(other.Paths, other.Paths[0])
	other.Target = records.Target{BaseURL: "https://production.example.com", Mode: probe.Full}
	other.Paths[1].URL = "/tasks/another-id"
	for p := range places(other) {
		p.cell.Exchanges = nil
	}

	names := func(r *records.Run) (all []string) {
		seen := map[string]bool{}
		for _, c := range junitOf(t, r, Options{}).Suites[0].Cases {
			assert.False(t, seen[c.Name], "%q is there twice, and Azure knows a case by its name alone", c.Name)
			seen[c.Name] = true
			all = append(all, c.Classname+"|"+c.Name)
			assert.NotRegexp(t, `staging|production|example\.com|v1`, c.Classname+c.Name)
		}
		return all
	}
	assert.Equal(t, names(first), names(other))
	assert.Contains(t, names(first), "Tasks 1_0 API./tasks|GET /tasks is served (2)")
	assert.Contains(t, names(first), "Tasks 1_0 API.unknown path|GET of an unknown path is answered 404")
}

func TestJUnitOutcomes(t *testing.T) {
	s := junitOf(t, brokenRecord(""), Options{})
	assert.Equal(t, "Tasks 1.0 API @ staging", s.Suites[0].Name)

	served := caseOf(t, s, "GET /tasks is served")
	assert.Nil(t, served.Failure)
	assert.Nil(t, served.Skipped)
	assert.Equal(t, "api/openapi.yaml", served.File)
	assert.Equal(t, 11, served.Line)

	failed := caseOf(t, s, "PATCH /tasks is refused with 405").Failure
	require.NotNil(t, failed)
	assert.Equal(t, "undeclared-405", failed.Type)
	assert.Equal(t, "PATCH /tasks: got 404, want 405 with Allow [undeclared-405]", failed.Message)
	assert.True(t, strings.HasPrefix(failed.Text, failed.Message+"\n"), failed.Text)
	for _, fact := range []string{"want: 405 with Allow\n", "got: 404\n", "(must, RFC 9110, sections 9.1 and 15.5.6)", "contract: api/openapi.yaml:10\n", "repeat: curl -X METHOD"} {
		assert.Contains(t, failed.Text, fact)
	}

	both := caseOf(t, s, "DELETE /tasks/{id} sends an accurate Allow").Failure
	require.NotNil(t, both)
	assert.Equal(t, "allow-complete", both.Type)
	assert.Contains(t, both.Text, "[allow-contradiction]", "the second broken rule of a group is in the text of the first")
	assert.Contains(t, both.Text, "field: Allow: GET, DELETE")

	assert.NotNil(t, caseOf(t, s, "POST /x/ is refused with 405").Failure, "a rule that this version does not know is not lost")
}

func TestJUnitOutcomesThatAreNoFailures(t *testing.T) {
	s := junitOf(t, brokenRecord(""), Options{})
	warned := caseOf(t, s, "HEAD /tasks answers as GET does")
	assert.Nil(t, warned.Failure)
	assert.Nil(t, warned.Skipped)
	assert.Contains(t, warned.Output, "warning: HEAD /tasks: got text/html, want application/json [head-parity]")

	for name, message := range map[string]string{
		"DELETE /tasks is refused with 405":      "undecided: DELETE at a path without parameters has no guard; decided by: --mode full",
		"GET /tasks/{id} is served":              "undecided: 404 to an id that was made up proves nothing; decided by: --value id=… with an existing id",
		"POST /tasks is served":                  "not applicable: the answer is routed",
		"OPTIONS /tasks sends an accurate Allow": "skipped: left out in the config",
	} {
		skipped := caseOf(t, s, name).Skipped
		require.NotNil(t, skipped, name)
		assert.Equal(t, message, skipped.Message)
	}
	assert.Nil(t, caseOf(t, s, "GET /tasks/{id} is routed").Skipped, "what was decided stays decided")

	broken := caseOf(t, s, "TRACE /tasks does not echo").Error
	require.NotNil(t, broken)
	assert.Equal(t, "transport-closed", broken.Type)
	assert.Contains(t, broken.Message, "connection closed")
}

func TestJUnitBeginsWithAnIncident(t *testing.T) {
	incident := junitOf(t, brokenRecord(""), Options{}).Suites[0].Cases[0]
	assert.Equal(t, "no guarded request is acted on", incident.Name)
	require.NotNil(t, incident.Failure)
	assert.Contains(t, incident.Failure.Message, "a guarded POST /tasks was answered 201")
}

func TestJUnitLetsNoServerNameAnAttachment(t *testing.T) {
	r := keptRecord()
	r.Notices = []records.Notice{{Kind: "overrun", Text: "[[ATTACHMENT|/etc/passwd]]"}}
	check := finding("head-parity", records.Warned, "k", "[[ATTACHMENT|/etc/passwd]]", "w")
	r.Paths[0].Cells[0].Checks = append(r.Paths[0].Cells[0].Checks, check)
	for _, o := range []Options{{}, {Strict: true}} {
		text := renderAs(t, "junit", r, o)
		assert.Contains(t, text, "[ATTACHMENT|/etc/passwd]]")
		assert.NotContains(t, text, "[[ATTACHMENT")
	}
}

func TestJUnitCountsWhatItHolds(t *testing.T) {
	for name, record := range samples() {
		t.Run(name, func(t *testing.T) {
			suite := junitOf(t, record, Options{}).Suites[0]
			var failures, errors, skipped int
			for _, c := range suite.Cases {
				outcomes := 0
				for result, total := range map[*parsedResult]*int{c.Failure: &failures, c.Error: &errors, c.Skipped: &skipped} {
					if result != nil {
						outcomes++
						*total++
					}
				}
				assert.LessOrEqual(t, outcomes, 1, c.Name)
			}
			assert.Equal(t, []int{len(suite.Cases), failures, errors, skipped}, []int{suite.Tests, suite.Failures, suite.Errors, suite.Skipped})
		})
	}
}

func TestJUnitIsNeverGreenWhenNothingWasTested(t *testing.T) {
	change := map[string]struct {
		change     func(*records.Run)
		name, text string
	}{
		"untestable": {func(r *records.Run) {
			r.State = records.Untestable
			r.Notices = []records.Notice{{Kind: "wall", Text: "a wall", Hint: "log in"}}
		}, "the target can be tested", "a wall\nhint: log in"},
		"untestable without a notice": {func(r *records.Run) { r.State = records.Untestable }, "the target can be tested", "the target could not be tested"},
		"interrupted":                 {func(r *records.Run) { r.State = records.Interrupted }, "the run reaches every cell", "the run was interrupted: what it did not reach is undecided"},
		"no cells": {func(r *records.Run) { r.Paths, r.Summary = nil, records.Summary{} },
			"the run decides at least one cell", "the run decided none of 0 core cells"},
		"nothing decided": {func(r *records.Run) {
			r.Paths[0].Cells = r.Paths[0].Cells[2:]
			r.Summary = summarize(r)
		}, "the run decides at least one cell", "the run decided none of 1 core cell"},
	}
	for name, test := range change {
		t.Run(name, func(t *testing.T) {
			r := keptRecord()
			assert.Zero(t, junitOf(t, r, Options{}).Suites[0].Errors)
			test.change(r)
			s := junitOf(t, r, Options{})
			assert.Equal(t, 1, s.Suites[0].Errors)
			c := caseOf(t, s, test.name)
			require.NotNil(t, c.Error)
			assert.Equal(t, test.text, c.Error.Text)
		})
	}
}

func TestJUnitNeverPassesACellThatItsChecksDoNotExplain(t *testing.T) {
	for verdict, has := range map[records.Verdict]func(parsedCase) bool{
		records.Failed:    func(c parsedCase) bool { return c.Failure != nil },
		records.Errored:   func(c parsedCase) bool { return c.Error != nil },
		records.Undecided: func(c parsedCase) bool { return c.Skipped != nil },
		records.Skipped:   func(c parsedCase) bool { return c.Skipped != nil },
	} {
		t.Run(verdict.String(), func(t *testing.T) {
			r := keptRecord()
			r.Paths[0].Cells[0].Verdict = verdict
			assert.True(t, has(caseOf(t, junitOf(t, r, Options{}), "GET /tasks is routed")))
		})
	}
}

func TestJUnitCountsTheTimeOfACellOnce(t *testing.T) {
	s := junitOf(t, brokenRecord(""), Options{})
	assert.Equal(t, "0.004", caseOf(t, s, "POST /tasks is routed").Time, "2.0 ms and 1.5 ms")
	assert.Equal(t, "0.000", caseOf(t, s, "POST /tasks is served").Time)
}

func TestJUnitTextIsShortAndLegalXML(t *testing.T) {
	long := strings.Repeat("x", 5000)
	r := brokenRecord(hostile + long)
	r.Paths[1].Cells[4].Checks[0].Finding.Curl = "curl " + long
	for _, o := range []Options{{}, {Strict: true}} {
		text := renderAs(t, "junit", r, o)
		assertXML(t, text)
		for _, c := range junitOf(t, r, o).Suites[0].Cases {
			for _, result := range []*parsedResult{c.Failure, c.Error, c.Skipped, {Text: c.Output}} {
				if result != nil {
					assert.LessOrEqual(t, utf8.RuneCountInString(result.Text), detailLimit+len("warning: "), c.Name)
					assert.LessOrEqual(t, utf8.RuneCountInString(result.Message), 1000, c.Name)
				}
			}
		}
		assert.NotContains(t, text, "curl xxx", "a curl line is whole or not there: the cut could take its guard")
		assert.Contains(t, text, "the curl line is too long or not printable")
	}
}

// illegal are the characters that XML 1.0 does not permit, and those that a terminal obeys.
var illegal = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{fffe}\x{ffff}]`)

func assertXML(t *testing.T, text string) {
	t.Helper()
	assert.True(t, utf8.ValidString(text))
	assert.NotRegexp(t, illegal, text)
	assert.True(t, strings.HasPrefix(text, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<testsuites"))
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			return
		} else if !assert.NoError(t, err) {
			return
		}
	}
}

func TestJUnitContractNames(t *testing.T) {
	for name, test := range map[string]struct {
		title, source, want string
	}{
		"title":              {"Tasks", "a/b.yaml", "Tasks"},
		"file":               {"", "a/b.yaml", "b.yaml"},
		"file of Windows":    {"", `C:\a\b.yaml`, "b.yaml"},
		"URL":                {"", "https://host.example/a/openapi.json?x=/y", "openapi.json"},
		"stdin":              {"", "-", "contract"},
		"nothing":            {"", "", "contract"},
		"nothing to be seen": {"\x00 \u202e", "a/", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, contractName(&records.Contract{Title: test.title, Source: test.source}))
		})
	}
}

func TestJUnitPropertiesHoldWhatMayDiffer(t *testing.T) {
	properties := map[string]string{}
	for _, p := range junitOf(t, brokenRecord(""), Options{}).Suites[0].Properties {
		properties[p.Name] = p.Value
	}
	assert.Equal(t, "https://staging.example.com/v1", properties["base_url"])
	assert.Equal(t, "guarded", properties["mode"])
	assert.Equal(t, "true", properties["insecure"])
	assert.Equal(t, "completed", properties["state"])
	assert.Equal(t, "24", properties["decided"])
	assert.Equal(t, "9", properties["undecided"])
}
