package expect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Named says whether a run named what expected.json wants named.
type Named string

const (
	// Right means named, and nothing else.
	Right Named = "right"
	// Wrong means that something else was named.
	Wrong Named = "wrong"
	// NotNamed means that nothing was.
	NotNamed Named = "not"
	// Nothing means that there was nothing to name.
	Nothing Named = "-"
)

// judgeNames compares the causes and the layers of the core cells with findings about their own
// answers.
func (b *bench) judgeNames() {
	b.result.Cause = b.judgeCause()
	b.result.Layer = Nothing
	for _, path := range b.record.Paths {
		for i := range path.Cells {
			if cell := &path.Cells[i]; cell.Kind == records.Core && slices.ContainsFunc(cell.Checks, func(c records.Check) bool { return c.Finding != nil && c.Finding.Side == 0 }) && wasSent(cell) {
				b.judgeLayer(path.Template, cell)
			}
		}
	}
}

func (b *bench) judgeCause() Named {
	named := NotNamed
	for _, cause := range b.record.Causes {
		if id := cause.ID; id != b.variant.Cause && !slices.Contains(b.variant.Also, id) {
			b.result.Problems = append(b.result.Problems, Problem{Where: string(b.record.Target.Mode) + " CAUSE *",
				Text: fmt.Sprintf("the cause %q is named, but it is %q", id, or(b.variant.Cause, "none"))})
			return Wrong
		}
		if cause.ID == b.variant.Cause {
			named = Right
		}
	}
	if b.variant.Cause == "" {
		return Nothing
	}
	return named
}

// judgeLayer takes the worst of all cells: wrong, then not named.
func (b *bench) judgeLayer(template string, cell *records.Cell) {
	named := ""
	if cell.Layer != nil {
		named = cell.Layer.Name
	}
	want := or(b.variant.Layer, b.system.Layer)
	for name, layer := range b.variant.Layers {
		if covers([]string{name}, cell.Method, template) {
			want = layer
		}
	}
	switch {
	case slices.Contains(strings.Split(want, " or "), named):
		if b.result.Layer == Nothing {
			b.result.Layer = Right
		}
	case named == "":
		if b.result.Layer != Wrong {
			b.result.Layer = NotNamed
		}
	default:
		b.result.Layer = Wrong
		b.result.Problems = append(b.result.Problems, Problem{Where: fmt.Sprintf("%s %s %s", b.record.Target.Mode, cell.Method, template),
			Text: fmt.Sprintf("the layer %q is named, but it is %q", named, want)})
	}
}
