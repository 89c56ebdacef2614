package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/verbatim-http/verbatim/probe/records"
)

// The types of the junit package, with what it lacks. A field here hides the embedded one of the
// same XML name; those that must stand after the test cases are repeated for their order.
type (
	junitDocument struct {
		junit.Testsuites
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		junit.Testsuite
		Testcases []junitCase   `xml:"testcase"`
		SystemOut *junit.Output `xml:"system-out"`
		SystemErr *junit.Output `xml:"system-err"`
	}
	junitCase struct {
		junit.Testcase
		// File and Line put the annotations of CI systems on the contract.
		File string `xml:"file,attr,omitempty"`
		Line int    `xml:"line,attr,omitempty"`
	}
)

// writeJUnit writes one flat suite, because some readers ignore nested ones, with one case for
// each cell and group of rules.
func writeJUnit(w io.Writer, r *records.Run, o Options) error {
	suite := newJUnitSuite(r)
	suite.reserve(r)
	suite.addRunCases()
	for p := range places(r) {
		suite.addCell(p)
	}
	doc := junitDocument{Suites: []junitSuite{suite.finish()}}
	if o.Strict {
		makeStrict(&doc)
	} else {
		doc.Testsuites = totals(&doc.Suites[0])
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing JUnit: %w", err)
	}
	encoder := xml.NewEncoder(bufio.NewWriterSize(w, 1<<16)) // it is the one that the encoder flushes
	encoder.Indent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return fmt.Errorf("writing JUnit: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("writing JUnit: %w", err)
	}
	return nil
}

func totals(s *junitSuite) junit.Testsuites {
	return junit.Testsuites{
		Name: "verbatim", Time: s.Time,
		Tests: s.Tests, Errors: s.Errors, Failures: s.Failures, Skipped: s.Skipped,
	}
}

// junitBuilder gathers the cases of a suite and keeps their names unique.
type junitBuilder struct {
	junitSuite
	record *records.Run
	// className is the contract's name without dots, which Jenkins would take for packages.
	className string
	seen      map[string]int
	output    strings.Builder
}

func newJUnitSuite(r *records.Run) *junitBuilder {
	name := contractName(&r.Contract)
	b := &junitBuilder{record: r, className: strings.ReplaceAll(name, ".", "_"), seen: map[string]int{}}
	b.Name, b.Package = name, name
	if r.Target.Name != "" {
		b.Name = name + " @ " + oneLine(r.Target.Name)
	}
	b.Time = seconds(r.Milliseconds * 1000)
	// Without a zone: Azure takes it for UTC, and the Ant schema permits none.
	b.Timestamp = r.Started.UTC().Format("2006-01-02T15:04:05")
	for _, property := range suiteProperties(r) {
		b.AddProperty(property[0], oneLine(property[1]))
	}
	return b
}

// reserve makes room for the cases of a record, nearly two for each cell: growing would copy all
// of them a dozen times.
func (b *junitBuilder) reserve(r *records.Run) {
	cells := len(r.Unknown)
	for i := range r.Paths {
		cells += len(r.Paths[i].Cells)
	}
	b.Testcases, b.seen = make([]junitCase, 0, 2*cells), make(map[string]int, 2*cells)
}

func (b *junitBuilder) finish() junitSuite {
	if b.output.Len() > 0 {
		b.SystemOut = junitOutput(b.output.String())
	}
	return b.junitSuite
}

// add appends a case. GitLab keeps only the first of equal names and Azure knows a case by its
// name alone, so a name that is there already gets a number: two path keys of a contract may
// differ in their query strings only.
func (b *junitBuilder) add(c junitCase) {
	b.seen[c.Name]++
	if n := b.seen[c.Name]; n > 1 {
		c.Name = fmt.Sprintf("%s (%d)", c.Name, n)
	}
	b.Tests++
	switch {
	case c.Failure != nil:
		b.Failures++
	case c.Error != nil:
		b.Errors++
	case c.Skipped != nil:
		b.Skipped++
	}
	b.Testcases = append(b.Testcases, c)
}

// junitOutput is text for a system-out element. GitLab and Jenkins read there which files to
// publish; text of a server must not name any.
func junitOutput(text string) *junit.Output {
	return &junit.Output{Data: strings.ReplaceAll(text, "[[ATTACHMENT", "[ATTACHMENT")}
}

// contractName is the contract's title, or else its file name.
func contractName(c *records.Contract) string {
	if title := oneLine(c.Title); title != "" {
		return title
	}
	source, _, _ := strings.Cut(c.Source, "?")
	source = strings.TrimRight(source, `/\`)
	if name := oneLine(source[strings.LastIndexAny(source, `/\`)+1:]); name != "" && name != "-" {
		return name
	}
	return "contract"
}
