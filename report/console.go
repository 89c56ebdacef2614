package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// writeConsole writes for people: the causes first, then what they must know of the run, the matrix,
// the findings that no cause explains, what stayed open, the counts, a hint, and the verdict last,
// where a terminal shows it. Only an incident goes before the causes.
func writeConsole(w io.Writer, r *records.Run, o Options) error {
	c := &console{w: bufio.NewWriter(w), record: r, width: o.Width, paint: newPalette(o.Color)}
	entries := gatherFindings(r)
	c.incidents()
	c.causes(entries)
	c.header()
	c.notices()
	if !knowsNothing(r) {
		c.matrix()
		c.findings(entries)
		c.variables(entries)
		c.openQuestions()
	}
	c.counts()
	c.hints()
	c.lastLine(entries)
	if err := c.w.Flush(); err != nil {
		return fmt.Errorf("writing console report: %w", err)
	}
	return nil
}

// knowsNothing reports whether a record has nothing to show but why: a matrix of empty signs would
// push the reason off the screen.
func knowsNothing(r *records.Run) bool {
	return r.State == records.Untestable && r.Summary.Fired+r.Summary.Guarded+r.Summary.Advertised == 0
}

// console is one console report being written. Its writer keeps the first error for Flush.
type console struct {
	w      *bufio.Writer
	record *records.Run
	width  int
	paint  palette
}

func (c *console) line(parts ...string) {
	_, _ = c.w.WriteString(strings.TrimRight(strings.Join(parts, ""), " ") + "\n")
}

// header says what was held to what.
func (c *console) header() {
	r := c.record
	contract := contractName(&r.Contract)
	if r.Contract.Version != "" {
		contract += " " + oneLine(r.Contract.Version)
	}
	target := oneLine(r.Target.BaseURL)
	if r.Target.Name != "" {
		target += " (" + oneLine(r.Target.Name) + ")"
	}
	c.line(c.paint.strong(contract), " at ", c.paint.strong(target))
	c.line(c.paint.faint(oneLine(fmt.Sprintf("%s, %s with %s; mode %s; verbatim %s", r.Contract.Source, r.Contract.Format,
		count(r.Contract.Operations, "operation"), r.Target.Mode, r.Tool.Version))))
	c.contractWarnings()
	c.line()
}

const shownWarnings = 3

func (c *console) contractWarnings() {
	warnings := c.record.Contract.Warnings
	for i, w := range warnings {
		if i == shownWarnings {
			c.line(c.paint.faint(fmt.Sprintf("and %s in the contract, listed in the run record", count(len(warnings)-i, "more warning"))))
			return
		}
		where := contractLine(w.Place)
		if where == "" {
			where = "contract"
		}
		c.line(c.paint.faint(clip(where+": "+oneLine(w.Text), 300)))
	}
}

// incidents come before everything, and are not to be overlooked.
func (c *console) incidents() {
	for _, n := range c.record.Notices {
		if n.Kind == "incident" {
			bar := strings.Repeat("!", 72)
			c.line(c.paint.alarm(bar))
			c.notice(n, "INCIDENT", c.paint.alarm)
			c.line(c.paint.alarm(bar))
			c.line()
		}
	}
}

func (c *console) notices() {
	wrote := false
	for _, n := range c.record.Notices {
		if n.Kind != "incident" {
			c.notice(n, n.Kind, c.paint.warn)
			wrote = true
		}
	}
	if wrote {
		c.line()
	}
}

func (c *console) notice(n records.Notice, label string, paint func(string) string) {
	c.line(paint(oneLine(label)), ": ", oneLine(n.Text))
	if hint := oneLine(n.Hint); hint != "" {
		c.line("  hint: ", hint)
	}
}
