package expect

import (
	"fmt"
	"slices"
	"strings"
)

// Modes are the columns' modes, in order.
var modes = []string{"read-only", "guarded", "full"}

// Row is one variant in the table: its three runs beside each other.
type Row struct {
	System, Variant string
	// Runs are in the order read-only, guarded, full.
	Runs []Run
}

// Run is what the table holds of one run.
type Run struct {
	Result
	// Changed is set when the state after the run is not the one before.
	Changed bool
	// Seconds are not part of the golden.
	Seconds float64
}

var heads = []string{"system", "variant", "cells", "correct", "false", "missed", "undecided", "unexplained", "changed", "cause", "layer"}

// counted are the columns that are summed, with their place in heads.
var counted = map[string]func(Run) int{
	"cells":       func(r Run) int { return r.Cells },
	"correct":     func(r Run) int { return r.Correct },
	"false":       func(r Run) int { return r.False },
	"missed":      func(r Run) int { return r.Missed },
	"undecided":   func(r Run) int { return r.Undecided },
	"unexplained": func(r Run) int { return r.Unexplained },
	"changed":     func(r Run) int { return map[bool]int{true: 1}[r.Changed] },
}

// fields are the row's columns, without its names.
func (r Row) fields() []string {
	fields := []string{r.System, r.Variant}
	for _, head := range heads[2:] {
		var parts []string
		for _, run := range r.Runs {
			switch head {
			case "cause":
				parts = append(parts, string(run.Cause))
			case "layer":
				parts = append(parts, string(run.Layer))
			default:
				parts = append(parts, fmt.Sprint(counted[head](run)))
			}
		}
		if head == "cells" {
			parts = slices.Compact(parts)
		}
		fields = append(fields, strings.Join(parts, " "))
	}
	return fields
}

// Table is the golden of counts: lines of Markdown, by "system variant".
type Table map[string]string

const (
	tableBegin = "<!-- The table is written by the test with -update. -->"
	tableEnd   = "<!-- The table ends. -->"
)

// ReadTable finds the table in the text of README.md.
func ReadTable(readme string) (Table, error) {
	_, rest, begun := strings.Cut(readme, tableBegin)
	text, _, ended := strings.Cut(rest, tableEnd)
	if !begun || !ended {
		return nil, fmt.Errorf("reading the table: README.md has no line %q, or no line %q after it", tableBegin, tableEnd)
	}
	table := Table{}
	for line := range strings.Lines(text) {
		cells := strings.Split(line, "|")
		if len(cells) != len(heads)+2 || strings.HasPrefix(line, "|-") || strings.TrimSpace(cells[1]) == heads[0] || strings.Contains(line, "**") {
			continue
		}
		table.put(cells[1 : len(cells)-1])
	}
	return table, nil
}

// Put sets the row of a variant, and returns whether that changed it.
func (t Table) Put(row Row) bool {
	key := row.System + " " + row.Variant
	before := t[key]
	t.put(row.fields())
	return t[key] != before
}

func (t Table) put(fields []string) {
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	t[fields[0]+" "+fields[1]] = "| " + strings.Join(fields, " | ") + " |"
}

// Keep drops the rows of variants that are not there any more, and returns whether there were any.
func (t Table) Keep(known func(system, variant string) bool) bool {
	before := len(t)
	for key := range t {
		if system, variant, _ := strings.Cut(key, " "); !known(system, variant) {
			delete(t, key)
		}
	}
	return len(t) != before
}

// WriteInto puts the table into the text of README.md, systems by name and the variants in the
// order that position gives, and the sums of each mode under them.
func (t Table) WriteInto(readme string, position func(system, variant string) int) string {
	keys := make([]string, 0, len(t))
	for key := range t {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		systemA, variantA, _ := strings.Cut(a, " ")
		systemB, variantB, _ := strings.Cut(b, " ")
		if systemA != systemB {
			return strings.Compare(systemA, systemB)
		}
		return position(systemA, variantA) - position(systemB, variantB)
	})
	lines := []string{"", "| " + strings.Join(heads, " | ") + " |", strings.Repeat("|---", len(heads)) + "|"}
	for _, key := range keys {
		lines = append(lines, t[key])
	}
	lines = append(append(lines, t.sums(keys)...), "", "")
	before, rest, _ := strings.Cut(readme, tableBegin)
	_, after, _ := strings.Cut(rest, tableEnd)
	return before + tableBegin + "\n" + strings.Join(lines, "\n") + tableEnd + after
}

// sums are one line for each mode: the numbers added up, and how often the cause and the layer
// were named right, of how often there was one.
func (t Table) sums(keys []string) []string {
	var lines []string
	for mode := range modes {
		fields := []string{"**" + modes[mode] + "**", fmt.Sprintf("**%d**", len(keys))}
		for column := 2; column < len(heads); column++ {
			fields = append(fields, "**"+t.sum(keys, column, mode)+"**")
		}
		lines = append(lines, "| "+strings.Join(fields, " | ")+" |")
	}
	return lines
}

func (t Table) sum(keys []string, column, mode int) string {
	total, right, named := 0, 0, 0
	for _, key := range keys {
		cells := strings.Fields(strings.Split(t[key], "|")[column+1])
		value := cells[min(mode, len(cells)-1)]
		if _, isCount := counted[heads[column]]; isCount {
			var n int
			_, _ = fmt.Sscan(value, &n) // a broken cell counts as 0, and its row differs from the run's
			total += n
			continue
		}
		if value != string(Nothing) {
			named++
		}
		if value == string(Right) {
			right++
		}
	}
	if _, isCount := counted[heads[column]]; isCount {
		return fmt.Sprint(total)
	}
	return fmt.Sprintf("%d of %d", right, named)
}

// Line is the row as the test prints it, with the seconds of its runs.
func (r Row) Line() string {
	var seconds float64
	for _, run := range r.Runs {
		seconds += run.Seconds
	}
	return strings.Join(r.fields(), "\t") + fmt.Sprintf("\t%.1f", seconds)
}

// Head is the first line of the printed table.
func Head() string { return strings.Join(heads, "\t") + "\tseconds" }
