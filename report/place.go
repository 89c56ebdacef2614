package report

import (
	"fmt"
	"iter"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// ofUnknownPath stands in a sentence where a path template would.
const ofUnknownPath = "of an unknown path"

// place is a cell and where in the matrix it is.
type place struct {
	// template is the path template; empty for the unknown path.
	template string
	unknown  bool
	cell     *records.Cell
	record   *records.Run
}

// places are all cells of a record: path by path, the unknown path last.
func places(r *records.Run) iter.Seq[place] {
	return func(yield func(place) bool) {
		for i := range r.Paths {
			path := &r.Paths[i]
			for j := range path.Cells {
				if !yield(place{path.Template, false, &path.Cells[j], r}) {
					return
				}
			}
		}
		for i := range r.Unknown {
			if !yield(place{"", true, &r.Unknown[i], r}) {
				return
			}
		}
	}
}

// subject names the cell the same way in every run: never by its URL.
func (p place) subject() string { return oneLine(p.cell.Method + " " + p.path()) }

func (p place) path() string {
	if p.unknown {
		return ofUnknownPath
	}
	return p.template
}

// contractLine is the cell's place in the contract; empty when it has none.
func (p place) contractLine() string { return contractLine(p.cell.Place) }

// contractLine is a place as "file:line", as far as it is known.
func contractLine(at spec.Place) string {
	switch {
	case at.File == "":
		return ""
	case at.Line == 0:
		return oneLine(at.File)
	default:
		return oneLine(fmt.Sprintf("%s:%d", at.File, at.Line))
	}
}

// last is the exchange that the cell's answer is about; nil when nothing was sent.
func (p place) last() *records.Exchange { return p.cell.About(nil) }

// sent says what was sent, for the cell or for a finding of it: method, URL and guard; empty when
// nothing was.
func (p place) sent(found *records.Finding) string {
	x := p.cell.About(found)
	if x == nil {
		return ""
	}
	line := x.Method + " " + x.URL
	if x.Guard != records.NoGuard {
		line += " (guard: " + string(x.Guard) + ")"
	}
	if found != nil && found.Side > 0 {
		line += " (" + strings.Join(x.Fields, ", ") + ")"
	}
	return oneLine(line)
}

// answered says how the answer of the cell, or that of a finding, is known.
func (p place) answered(found *records.Finding) string {
	x := p.cell.About(found)
	switch {
	case x == nil && p.cell.Evidence == records.Advertisement:
		return "nothing was sent for this cell; known from other answers of the path"
	case x == nil:
		return "nothing was sent"
	case x.Response != nil:
		return oneLine(fmt.Sprintf("%d %s", x.Response.Status, x.Response.Reason))
	case x.Error != nil:
		return oneLine("no answer: " + x.Error.Kind + ": " + x.Error.Text)
	default:
		return "no answer"
	}
}

// microseconds is the time that the cell's exchanges took.
func (p place) microseconds() int64 {
	var sum int64
	for _, exchanges := range [][]records.Exchange{p.cell.Exchanges, p.cell.Side} {
		for i := range exchanges {
			sum += exchanges[i].Microseconds
		}
	}
	return sum
}

// by says which layer answered, how sure that is and why; empty when nothing came back, and
// where the application served what it declares. It is known of the cell's own answer only.
func (p place) by(found *records.Finding) string {
	if p.cell.Layer == nil || (found != nil && found.Side > 0) {
		return ""
	}
	return oneLine(p.cell.Layer.String())
}
