package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Format is one way to render a run record.
type Format struct {
	// Name is what the user asks for: "junit".
	Name string
	// Summary is one line for the help text.
	Summary string
	// Extension is that of a file of this format, with its dot.
	Extension string
	// Write renders r to w. It fails with [records.ErrUnjudged] before anything is written when r
	// holds a cell or a check without a verdict, and with the error of w otherwise.
	Write func(w io.Writer, r *records.Run, o Options) error
}

// Options are the few choices that a reader of a report has. The zero value is right for a file.
type Options struct {
	// Color lets the console format use terminal colours.
	Color bool
	// Strict makes JUnit valid against the schemas of Jenkins xUnit and of Apache Ant, which
	// know no file, line, or output of a test case.
	Strict bool
	// Width is the terminal's, in columns; 0 means that there is no terminal.
	Width int
}

// Formats are the known formats. Adding one is one file and one row.
func Formats() []Format {
	return []Format{
		{"console", "the matrix, the findings and what to do next, for people", ".txt", judged(writeConsole)},
		{"json", "the run record itself, for programs; every other format can be made from it", ".json", judged(writeJSON)},
		{"junit", "JUnit XML, for CI systems", ".xml", judged(writeJUnit)},
	}
}

// Lookup finds a format by name. An unknown name is an error that lists the known ones.
func Lookup(name string) (Format, error) {
	var known []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		known = append(known, f.Name)
	}
	return Format{}, fmt.Errorf("choosing report format %q: not one of %s", name, strings.Join(known, ", "))
}

// judged refuses a record with an unjudged cell before write can leave half a report behind.
func judged(write func(io.Writer, *records.Run, Options) error) func(io.Writer, *records.Run, Options) error {
	return func(w io.Writer, r *records.Run, o Options) error {
		if err := checkJudged(r); err != nil {
			return err
		}
		return write(w, r, o)
	}
}

func checkJudged(r *records.Run) error {
	for p := range places(r) {
		if !isVerdict(p.cell.Verdict) {
			return fmt.Errorf("%s: %w", p.subject(), records.ErrUnjudged)
		}
		for i := range p.cell.Checks {
			if c := &p.cell.Checks[i]; !isVerdict(c.Outcome) {
				return fmt.Errorf("%s, rule %s: %w", p.subject(), c.Rule, records.ErrUnjudged)
			}
		}
	}
	return nil
}

func isVerdict(v records.Verdict) bool { return v >= records.Passed && v <= records.Errored }
