package report

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// junitGrammar is what both junit-10.xsd of Jenkins xUnit and JUnit.xsd of Apache Ant permit: for
// each element its attributes, which of them must be there, the form of their values, and its
// children in order.
type junitGrammar map[string]elementGrammar

type elementGrammar struct {
	// attributes and the form of their values; those that end in "!" are required.
	attributes map[string]*regexp.Regexp
	// children is a pattern of the children's names, each followed by a space.
	children *regexp.Regexp
	// text is set where character data may stand.
	text bool
}

func strictGrammar() junitGrammar {
	is := func(pattern string) *regexp.Regexp { return regexp.MustCompile(`\A(?s:` + pattern + `)\z`) }
	anything, token, number := is(`.*`), is(`.*\S.*`), is(`[0-9]+`)
	// Jenkins wants no exponent, Ant a decimal; three decimals suit its older schemas.
	decimal := is(`[0-9]+\.[0-9]{1,3}`)
	none := is(``)
	result := elementGrammar{map[string]*regexp.Regexp{"message": anything, "type!": token}, none, true}
	return junitGrammar{
		"testsuites": {nil, is(`(testsuite )*`), false},
		"testsuite": {map[string]*regexp.Regexp{
			"name!": token, "timestamp!": is(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`), "hostname!": token, "tests!": number,
			"failures!": number, "errors!": number, "skipped": number, "time!": decimal, "package!": token, "id!": number,
		}, is(`properties (testcase )*system-out system-err `), false},
		"properties": {nil, is(`(property )*`), false},
		"property":   {map[string]*regexp.Regexp{"name!": token, "value!": anything}, none, false},
		"testcase": {map[string]*regexp.Regexp{"name!": token, "classname!": token, "time!": decimal},
			is(`((skipped|error|failure) )?`), false},
		"skipped":    {map[string]*regexp.Regexp{"message": anything}, none, true},
		"error":      result,
		"failure":    result,
		"system-out": {nil, none, true},
		"system-err": {nil, none, true},
	}
}

type xmlElement struct {
	XMLName    xml.Name
	Attributes []xml.Attr   `xml:",any,attr"`
	Text       string       `xml:",chardata"`
	Children   []xmlElement `xml:",any"`
}

// problems are the places where an element breaks the grammar.
func (g junitGrammar) problems(e xmlElement) (found []string) {
	name := e.XMLName.Local
	grammar, known := g[name]
	if !known {
		return []string{"unknown element " + name}
	}
	var has []string
	for _, a := range e.Attributes {
		form := grammar.attributes[a.Name.Local]
		if form == nil {
			form = grammar.attributes[a.Name.Local+"!"]
		}
		if form == nil || !form.MatchString(a.Value) {
			found = append(found, fmt.Sprintf("%s@%s=%q", name, a.Name.Local, a.Value))
		}
		has = append(has, a.Name.Local)
	}
	for attribute := range grammar.attributes {
		if required, must := strings.CutSuffix(attribute, "!"); must && !slices.Contains(has, required) {
			found = append(found, fmt.Sprintf("%s lacks @%s", name, required))
		}
	}
	children := ""
	for _, child := range e.Children {
		children += child.XMLName.Local + " "
		found = append(found, g.problems(child)...)
	}
	if !grammar.children.MatchString(children) {
		found = append(found, fmt.Sprintf("children of %s: %.200s", name, children))
	}
	if !grammar.text && strings.TrimSpace(e.Text) != "" {
		found = append(found, fmt.Sprintf("text in %s: %q", name, e.Text))
	}
	return found
}

func strictProblems(t *testing.T, text string) []string {
	t.Helper()
	var root xmlElement
	require.NoError(t, xml.Unmarshal([]byte(text), &root))
	require.Equal(t, "testsuites", root.XMLName.Local)
	return strictGrammar().problems(root)
}

func TestStrictJUnitIsValidAgainstBothSchemas(t *testing.T) {
	for name, record := range samples() {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, strictProblems(t, renderAs(t, "junit", record, Options{Strict: true})))
		})
	}
	bare := newRecord()
	bare.Contract.Title, bare.Contract.Source, bare.Contract.Version, bare.Target.Name = "", "", "", ""
	assert.Empty(t, strictProblems(t, renderAs(t, "junit", bare, Options{Strict: true})))
}

func TestTheGrammarRefusesTheRichDialect(t *testing.T) {
	problems := strings.Join(strictProblems(t, renderAs(t, "junit", brokenRecord(""), Options{})), "\n")
	for _, want := range []string{"testsuites@skipped", "testcase@file", "testcase@line", "testsuite lacks @hostname", "children of testcase: system-out"} {
		assert.Contains(t, problems, want)
	}
}

func TestStrictJUnitKeepsTheWarningsInTheOutputOfTheSuite(t *testing.T) {
	output := junitOf(t, brokenRecord(""), Options{Strict: true}).Suites[0].Output
	assert.Contains(t, output, "warning: HEAD /tasks: got text/html, want application/json [head-parity]")
	assert.Contains(t, output, "insecure: the server's certificate was not verified")
}

func TestStrictAndRichJUnitSayTheSame(t *testing.T) {
	rich, strict := junitOf(t, brokenRecord(hostile), Options{}).Suites[0], junitOf(t, brokenRecord(hostile), Options{Strict: true}).Suites[0]
	require.Len(t, strict.Cases, len(rich.Cases))
	for i := range rich.Cases {
		want := rich.Cases[i]
		want.File, want.Line, want.Output = "", 0, ""
		assert.Equal(t, want, strict.Cases[i])
	}
}
