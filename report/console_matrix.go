package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verbatim-http/verbatim/probe/records"
)

const (
	// shownRows is how many rows a matrix may have before those without anything to see to are
	// left out.
	shownRows = 40
	// templateColumns is the widest that a path template gets where there is no terminal.
	templateColumns = 80
)

// matrixRow is a path template, or the unknown path, as it is shown.
type matrixRow struct {
	label string
	cells []records.Cell
}

// matrix writes path × method with one sign a cell, and a legend of the signs that it used.
func (c *console) matrix() {
	rows, leftOut := chosenRows(c.record)
	methods := methodColumns(rows)
	if len(methods) == 0 {
		return
	}
	methods, narrowed := c.fittingColumns(rows, methods)
	if text := columnsLeftOut(narrowed); text != "" {
		leftOut = append(leftOut, text)
	}
	width := c.labelWidth(rows, methods)
	heads := make([]string, len(methods))
	for i, m := range methods {
		heads[i] = oneLine(m)
	}
	c.line(c.paint.faint(pad("", width)), " ", c.paint.strong(strings.Join(heads, " ")))
	table := signs()
	used := make([]bool, len(table))
	for _, row := range rows {
		c.row(row, methods, width, table, used)
	}
	for _, line := range leftOut {
		c.line(c.paint.faint(line))
	}
	if len(c.record.Causes) == 0 {
		c.line()
	}
	c.legend(table, used)
	c.line()
}

// legend explains the signs that were used: one a line, or two where room is short.
func (c *console) legend(table []sign, used []bool) {
	left := ""
	for i, s := range table {
		if !used[i] {
			continue
		}
		text := "  " + s.paint(c.paint)(s.symbol) + "  " + s.meaning
		if len(c.record.Causes) > 0 && left == "" {
			left = text + strings.Repeat(" ", max(0, 40-utf8.RuneCountInString(s.meaning)))
			continue
		}
		c.line(left, text)
		left = ""
	}
	if left != "" {
		c.line(left)
	}
}

func (c *console) row(row matrixRow, methods []string, width int, table []sign, used []bool) {
	line := pad(clipMiddle(row.label, width), width)
	for _, method := range methods {
		at := slices.IndexFunc(row.cells, func(cell records.Cell) bool { return cell.Method == method })
		text := " "
		if at >= 0 {
			i := signOf(table, &row.cells[at])
			used[i] = true
			text = table[i].paint(c.paint)(table[i].symbol)
		}
		line += " " + text + strings.Repeat(" ", max(0, utf8.RuneCountInString(oneLine(method))-1))
	}
	c.line(line)
}

// chosenRows are all rows of a small matrix. Of a large one, those where something is broken that
// no cause explains, and as far as there is room some of those that causes explain and some where
// something is open; the lines say what was left out.
func chosenRows(r *records.Run) (rows []matrixRow, leftOut []string) {
	all := matrixRows(r)
	limit := shownRows
	if len(r.Causes) > 0 {
		limit = shownCausedRows
	}
	if len(all) <= limit {
		return all, nil
	}
	var levels [4]int
	for _, row := range all {
		levels[attention(r, row)]++
	}
	room := [4]int{rowBroken: levels[rowBroken]}
	room[rowExplained] = min(levels[rowExplained], max(limit-levels[rowBroken], 1))
	room[rowOpen] = min(levels[rowOpen], max(limit-levels[rowBroken]-room[rowExplained], 0))
	for _, row := range all {
		if level := attention(r, row); room[level] > 0 {
			room[level]--
			levels[level]--
			rows = append(rows, row)
		}
	}
	for _, kind := range []struct {
		level int
		where string
	}{
		{rowExplained, "where the causes above are all there is to blame"},
		{rowOpen, "where some cells are undecided and nothing is broken"},
		{rowQuiet, "where every cell passed"},
	} {
		if n := levels[kind.level]; n > 0 {
			leftOut = append(leftOut, fmt.Sprintf("left out: %s %s", count(n, "path"), kind.where))
		}
	}
	return rows, leftOut
}

// What a row has for a reader.
const (
	rowQuiet = iota
	rowOpen
	rowExplained
	rowBroken
)

func attention(r *records.Run, row matrixRow) int {
	level := rowQuiet
	for i := range row.cells {
		switch cell := &row.cells[i]; cell.Verdict {
		case records.Passed, records.Skipped:
		case records.Undecided:
			level = max(level, rowOpen)
		default:
			level = max(level, blame(r, cell))
		}
	}
	return level
}

// blame tells a cell whose findings all have a cause from one that has another.
func blame(r *records.Run, cell *records.Cell) int {
	explained := false
	for i := range cell.Checks {
		if cell.Checks[i].Finding == nil {
			continue
		}
		if causeOf(r, &cell.Checks[i]) == "" {
			return rowBroken
		}
		explained = true
	}
	if !explained {
		return rowBroken
	}
	return rowExplained
}

func matrixRows(r *records.Run) []matrixRow {
	rows := make([]matrixRow, 0, len(r.Paths)+1)
	for i := range r.Paths {
		rows = append(rows, matrixRow{oneLine(r.Paths[i].Template), r.Paths[i].Cells})
	}
	if len(r.Unknown) > 0 {
		rows = append(rows, matrixRow{"(unknown path)", r.Unknown})
	}
	return rows
}

// methodColumns are the methods of all rows, in the order of the fullest row: HEAD, for one, is
// not in every row.
func methodColumns(rows []matrixRow) []string {
	var methods []string
	seen := map[string]bool{}
	fullest := slices.Clone(rows)
	slices.SortStableFunc(fullest, func(a, b matrixRow) int { return len(b.cells) - len(a.cells) })
	for _, row := range fullest {
		for i := range row.cells {
			if m := row.cells[i].Method; !seen[m] {
				seen[m] = true
				methods = append(methods, m)
			}
		}
	}
	return methods
}

func (c *console) labelWidth(rows []matrixRow, methods []string) int {
	limit := templateColumns
	if c.width > 0 {
		limit = c.width
		for _, m := range methods {
			limit -= 1 + utf8.RuneCountInString(oneLine(m))
		}
		limit = max(limit, 20)
	}
	return min(longestLabel(rows), limit)
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}
