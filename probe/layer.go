package probe

import (
	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// attributeLayers says of every answer which layer gave it. It needs the whole record: what the
// application's own answers look like is known when all of them are there.
func (r *runner) attributeLayers(record *records.Run) {
	reference := learnLayers(record)
	attributeCells(reference, record.Unknown)
	r.each(len(record.Paths), func(i int) { attributeCells(reference, record.Paths[i].Cells) })
}

// learnedShapes is how many answers of one kind are learned from: more show nothing new, and a
// large contract has a hundred thousand.
const learnedShapes = 200

// learnLayers learns from what declared methods were served, and from all other answers.
func learnLayers(record *records.Run) *layers.Reference {
	var served, others []layers.Answer
	learn := func(cells []records.Cell) {
		for i := range cells {
			answer, ok := layerAnswer(&cells[i])
			switch {
			case !ok:
			case cells[i].Declared && ownSuccess(&cells[i], answer) && answer.Method != "HEAD" && answer.Method != "OPTIONS":
				if len(served) < learnedShapes {
					served = append(served, answer)
				}
			case len(others) < learnedShapes:
				others = append(others, answer)
			}
		}
	}
	learn(record.Unknown)
	for i := 0; i < len(record.Paths) && (len(served) < learnedShapes || len(others) < learnedShapes); i++ {
		learn(record.Paths[i].Cells)
	}
	return layers.Learn(served, others)
}

// ownSuccess reports whether a method was served, and not by what serves everything.
func ownSuccess(cell *records.Cell, answer layers.Answer) bool {
	return cell.Answer == records.Served && answer.Status/100 == 2
}

func attributeCells(reference *layers.Reference, cells []records.Cell) {
	for i := range cells {
		cell := &cells[i]
		answer, ok := layerAnswer(cell)
		if !ok {
			continue
		}
		layer := reference.Attribute(answer)
		if layer.Kind == layers.Unknown && answer.Method == "HEAD" {
			layer = reference.AttributeHead(answer, otherAnswers(cells, i))
		}
		// That the application serves what it declares needs no saying; that something else does,
		// in its place, does.
		if cell.Declared && ownSuccess(cell, answer) && !layer.Outer() {
			continue
		}
		cell.Layer = &layer
	}
}

// otherAnswers are the answers to the other methods of a path.
func otherAnswers(cells []records.Cell, but int) []layers.Answer {
	var others []layers.Answer
	for i := range cells {
		if answer, ok := layerAnswer(&cells[i]); ok && i != but {
			others = append(others, answer)
		}
	}
	return others
}

// layerAnswer is what came back to the request that the cell's answer is about.
func layerAnswer(cell *records.Cell) (layers.Answer, bool) {
	x := cell.About(nil)
	if x == nil || x.Response == nil {
		return layers.Answer{}, false
	}
	return asLayers(x), true
}

// asLayers is an answer as package layers reads it.
func asLayers(x *records.Exchange) layers.Answer {
	return layers.Answer{Method: x.Method, Status: x.Response.Status, Reason: x.Response.Reason, Proto: x.Response.Proto,
		Fields: x.Response.Fields, Body: x.Response.Body}
}

// wallLayer names what answers in the place of everything; empty when it is not known.
func wallLayer(x *records.Exchange) string {
	layer := layers.Learn(nil, nil).Attribute(asLayers(x))
	if layer.Kind == layers.Unknown {
		return ""
	}
	return ", answered by " + layer.String()
}
