package expect

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
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

// Names are the causes and layers that a run record names.
type Names struct {
	// Causes are the ids, in order.
	Causes []string
	// Layers are the names, by "METHOD PATH".
	Layers map[string]string
}

// ReadNames reads them from the text of a run record.
func ReadNames(text []byte) (Names, error) {
	var record struct {
		Causes []struct {
			ID string `json:"id"`
		} `json:"causes"`
		Paths []struct {
			Template string `json:"template"`
			Cells    []struct {
				Method string `json:"method"`
				Layer  *struct {
					Name string `json:"name"`
				} `json:"layer"`
			} `json:"cells"`
		} `json:"paths"`
	}
	names := Names{Layers: map[string]string{}}
	if err := json.Unmarshal(text, &record); err != nil {
		return names, fmt.Errorf("reading the causes and layers of a run record: %w", err)
	}
	for _, cause := range record.Causes {
		names.Causes = append(names.Causes, cause.ID)
	}
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			if cell.Layer != nil && cell.Layer.Name != "" {
				names.Layers[cell.Method+" "+path.Template] = cell.Layer.Name
			}
		}
	}
	return names, nil
}

// judgeNames compares the causes and the layers of the core cells with findings.
func (b *bench) judgeNames(names Names) {
	b.result.Cause = b.judgeCause(names.Causes)
	b.result.Layer = Nothing
	for _, path := range b.record.Paths {
		for i := range path.Cells {
			if cell := &path.Cells[i]; cell.Kind == probe.Core && slices.ContainsFunc(cell.Checks, func(c probe.Check) bool { return c.Finding != nil }) && wasSent(cell) {
				b.judgeLayer(path.Template, cell, names.Layers[cell.Method+" "+path.Template])
			}
		}
	}
}

func (b *bench) judgeCause(causes []string) Named {
	for _, id := range causes {
		if id != b.variant.Cause && !slices.Contains(b.variant.Also, id) {
			b.result.Problems = append(b.result.Problems, Problem{Where: string(b.record.Target.Mode) + " cause",
				Text: fmt.Sprintf("the cause %q is named, but it is %q", id, or(b.variant.Cause, "none"))})
			return Wrong
		}
	}
	switch {
	case b.variant.Cause == "":
		return Nothing
	case slices.Contains(causes, b.variant.Cause):
		return Right
	}
	return NotNamed
}

// judgeLayer takes the worst of all cells: wrong, then not named.
func (b *bench) judgeLayer(template string, cell *probe.Cell, named string) {
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
