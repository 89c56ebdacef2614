package probe

import (
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
)

// collect notes which rows may be the collection of what: /silences is that of
// /silence/{silenceID} as well, and /flows/ that of /flows/{id}.
func (p *Plan) collect() {
	p.collections = map[string][]*Row{}
	for _, row := range p.Rows {
		if row.Elsewhere == "" {
			key := collectionKey(segmentsOf(row.Item.Template))
			p.collections[key] = append(p.collections[key], row)
		}
	}
}

// collection is the row with a method of the collection that a path prefix names: the one of
// exactly that path, else the one whose last word is its singular or plural. Nil for none.
func (p *Plan) collection(segments []string, method string) *Row {
	if len(segments) == 0 {
		segments = []string{""} // the root
	}
	shape := shapeOf(segments)
	var found *Row
	for _, row := range slices.Backward(p.collections[collectionKey(segments)]) {
		if row.Item.Operation(method) == nil {
			continue
		}
		if exact := shapeOf(segmentsOf(row.Item.Template)) == shape; exact || found == nil || shapeOf(segmentsOf(found.Item.Template)) != shape {
			found = row
		}
	}
	return found
}

// collectionKey is a path prefix without the names of its parameters and the number of its last
// word.
func collectionKey(segments []string) string {
	last := len(segments) - 1
	return shapeOf(append(slices.Clone(segments[:last]), naming.Singular(strings.ToLower(segments[last]))))
}
