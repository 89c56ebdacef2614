package report

import (
	"strings"
	"unicode/utf8"

	"github.com/verbatim-http/verbatim/probe/records"
)

// fittingColumns leaves out the columns of stand-ins in which every cell passed, where a terminal has
// no room for them beside the paths: whoever reads needs the paths. It returns what was left out.
func (c *console) fittingColumns(rows []matrixRow, methods []string) (kept, left []string) {
	if c.width == 0 || c.labelWidth(rows, methods) == longestLabel(rows) {
		return methods, nil
	}
	for _, method := range methods {
		if isQuietStandIn(rows, method) {
			left = append(left, oneLine(method))
		} else {
			kept = append(kept, method)
		}
	}
	if len(kept) == 0 {
		return methods, nil
	}
	return kept, left
}

func longestLabel(rows []matrixRow) int {
	width := 0
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(row.label))
	}
	return width
}

// isQuietStandIn reports whether a column only calibrates, and nothing in it is to be seen to.
func isQuietStandIn(rows []matrixRow, method string) bool {
	quiet := false
	for _, row := range rows {
		for i := range row.cells {
			if cell := &row.cells[i]; cell.Method == method {
				if cell.Kind != records.StandIn && cell.Kind != records.UnknownPath || cell.Verdict != records.Passed {
					return false
				}
				quiet = quiet || cell.Kind == records.StandIn
			}
		}
	}
	return quiet
}

// columnsLeftOut says which columns a narrow terminal does not show; empty for none.
func columnsLeftOut(methods []string) string {
	switch last := len(methods) - 1; {
	case last < 0:
		return ""
	case last == 0:
		return "left out: the column " + methods[0] + ", where every cell passed"
	default:
		return "left out: the columns " + strings.Join(methods[:last], ", ") + " and " + methods[last] + ", where every cell passed"
	}
}
