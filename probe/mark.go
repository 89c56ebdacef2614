package probe

import (
	"bytes"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
)

// marks reports whether the content of a request is to bear the run's marker, also where the contract
// has an example: that of what creates a thing, or gives one its names. What such a request leaves
// can be found by it, whatever became of the answer.
func (p *Plan) marks(row *Row, cell *Planned) bool {
	if cell.Operation == nil || cell.Operation.Body == nil || p.Options.Mode != Full {
		return false
	}
	switch cell.Method {
	case http.MethodPut, http.MethodPatch:
		return strings.HasSuffix(row.Item.Template, "}")
	case http.MethodPost:
		made, _ := p.creates(row, cell)
		return (made != nil || row.members != nil || documents(cell.Operation, http.StatusCreated)) && !isReading(row.Item, cell.Operation)
	}
	return false
}

// mend changes what a refusal was about so that another try does better, and reports whether anything
// changed. A marker in an example is given up where the refusal is about it, and last.
func (w *world) mend(b *birth, cell *cellRun, remedy func() bool, x *records.Exchange) bool {
	return b.unmark(cell, x, true) || remedy() || b.unmark(cell, x, false)
}

// unmark has the content go out as the contract has it, without the run's marker. Where the refusal is
// to be about it, it must name what has the marker, or its text, and not say that it is taken.
func (b *birth) unmark(cell *cellRun, x *records.Exchange, about bool) bool {
	refused := slices.Contains([]int{400, 404, 409, 422}, x.Status())
	if !refused || !b.sample.Mark || b.echo != nil || cell.Operation == nil || cell.Operation.Body == nil {
		return false
	}
	plain := b.sample
	plain.Mark = false
	content, err := cell.Operation.Body.SampleWith(plain)
	if err != nil || bytes.Equal(b.respelt(content.Data), b.content) {
		return false
	}
	if named := refusal.Names(x.Response); about && (x.Status() == http.StatusConflict || refusal.Taken(named) || !b.isAboutMark(content.Object, x.Response, named)) {
		return false
	}
	b.sample, b.unmarked = plain, true
	return true
}

// isAboutMark reports whether a refusal names a property that differs from that of the plain content.
func (b *birth) isAboutMark(plain map[string]any, r *records.Response, named map[string]bool) bool {
	for name, v := range b.sent() {
		if !reflect.DeepEqual(v, plain[name]) && (named[naming.Plain(name)] || refusal.Quotes(r, v)) {
			return true
		}
	}
	return false
}

// tries is how often a request is sent at most: the one without the marker comes on top.
func (b *birth) tries() int {
	if b.unmarked {
		return mostTries + 1
	}
	return mostTries
}
