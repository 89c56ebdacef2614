package probe

import (
	"context"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// leading is a link of an operation's success (OpenAPI 3.1.0, Link Object) that leads to another
// operation, and says what to ask there.
type leading struct {
	row *Row
	op  *spec.Operation
	// status is the key of the response that has the link.
	status string
	link   spec.Link
}

// String names the link as people are shown it: "GET /users, linked as first".
func (l leading) String() string {
	return l.op.Method + " " + l.row.Item.Template + ", linked as " + l.link.Name
}

// findLeading finds the links that lead from one operation to another, by the latter.
func (p *Plan) findLeading() {
	p.leading = map[*spec.Operation][]leading{}
	items := map[string]*spec.PathItem{}
	for _, item := range p.Contract.Paths {
		items[item.Template] = item
	}
	for _, row := range p.Rows {
		if row.Elsewhere != "" {
			continue
		}
		for _, op := range row.Item.Operations {
			for i := range op.Responses {
				if !strings.HasPrefix(op.Responses[i].Status, "2") {
					continue
				}
				for _, link := range op.Responses[i].Links() {
					if target := items[link.Template]; target != nil && target.Operation(link.Method) != op {
						to := target.Operation(link.Method)
						p.leading[to] = append(p.leading[to], leading{row, op, op.Responses[i].Status, link})
					}
				}
			}
		}
	}
}

// leadingTo are the links by which safe methods give a path parameter of an item its value.
func (p *Plan) leadingTo(item *spec.PathItem, param string) []leading {
	var found []leading
	for _, op := range item.Operations {
		for _, l := range p.leading[op] {
			if records.IsSafe(l.op.Method) && l.row.Item != item && l.link.Gives(param, "path") {
				found = append(found, l)
			}
		}
	}
	return found
}

// source is what a link is followed from: an exchange, and the values of its path.
type source struct {
	exchange *records.Exchange
	values   []spec.Value
	// content is what was sent.
	content []byte
	// ours is set when it is about what the run created.
	ours bool
}

// of is the source as expressions see it; false when the answer is not the one that has the link.
func (s source) of(l leading) (spec.LinkSource, bool) {
	if s.exchange == nil || s.exchange.Response == nil {
		return spec.LinkSource{}, false
	}
	r := s.exchange.Response
	if answer, ok := l.op.Response(r.Status); !ok || answer.Status != l.status {
		return spec.LinkSource{}, false
	}
	return linkSource(l.op.Method, s.exchange, s.values, s.content), true
}

// linkSource is an exchange as the runtime expressions of links see it.
func linkSource(method string, x *records.Exchange, values []spec.Value, sent []byte) spec.LinkSource {
	from := spec.LinkSource{Method: method, URL: x.SentURL(), Status: x.Response.Status, Path: map[string]string{},
		RequestFields: header(x.Fields), RequestContent: sent, Fields: x.Response.Kept().Header, Content: x.Response.Whole()}
	for _, v := range values {
		from.Path[v.Name] = v.Text
	}
	return from
}

// read asks the safe operation that a link starts from.
func (c *controls) read(ctx context.Context, l leading, depth int) source {
	cell := l.row.cell(l.op.Method)
	if depth == 0 || cell == nil || cell.Withheld != "" {
		return source{}
	}
	values, ok := l.row.secondValues(func(param Param) *spec.Value { return c.harvestParam(ctx, param, depth-1) })
	address := l.row.url(values)
	if !ok || c.plan.fallsOn(l.row, address) {
		return source{}
	}
	return source{exchange: c.exchange(ctx, cell.request(listPurpose, address)), values: values}
}

// follow finds what a link starts from. For an unsafe request it must be about what the run made.
func (r *runner) follow(ctx context.Context, l leading, aside *[]records.Exchange) source {
	w := r.world
	switch {
	case w == nil && records.IsSafe(l.op.Method):
		return r.controls.read(ctx, l, deepest)
	case w == nil:
		return source{}
	case records.IsSafe(l.op.Method):
		cell := l.row.cell(l.op.Method)
		values, why := w.place(ctx, l.row, len(l.row.Params), false, aside)
		address := l.row.url(values)
		if why != "" || cell == nil || cell.Withheld != "" || w.plan.fallsOn(l.row, address) {
			return source{}
		}
		return source{exchange: w.controls.exchange(ctx, w.bound(cell).request(listPurpose, address)), values: values, ours: w.ledger.owns(address)}
	}
	cell := w.runs[l.row].cellOf(l.op.Method)
	if cell == nil || cell.last() == nil {
		return source{}
	}
	made, ok := w.plan.creations[rowMethod{l.row, l.op.Method}]
	return source{exchange: cell.last(), values: w.runs[l.row].values, content: cell.content, ours: ok && w.alive(made.resource) != nil}
}

// linked is the value that a link gives a parameter of a cell.
func (r *runner) linked(ctx context.Context, cell *cellRun, in input, aside *[]records.Exchange) (spec.Value, bool) {
	for _, l := range r.plan.leading[cell.Operation] {
		if !l.link.Gives(in.Name, in.In) {
			continue
		}
		from, ok := r.follow(ctx, l, aside).of(l)
		if !ok {
			continue
		}
		text, ok := l.link.Value(in.Name, in.In, from)
		v := spec.Value{Name: in.Name, In: in.In, Text: text, Source: spec.Harvested, From: l.String()}
		if r.world != nil {
			if id, made := r.world.idOf(text); made {
				v.Source = spec.Created
				r.world.ledger.nameInput(in.Name, id)
			}
		}
		if ok && (records.IsSafe(cell.Method) || v.Source == spec.Created) {
			return v, true
		}
	}
	return spec.Value{}, false
}

// linkedBody is the body that a link gives an unsafe request; nil for none.
func (r *runner) linkedBody(ctx context.Context, cell *cellRun, aside *[]records.Exchange) any {
	for _, l := range r.plan.leading[cell.Operation] {
		if !l.link.HasBody() {
			continue
		}
		s := r.follow(ctx, l, aside)
		if from, ok := s.of(l); ok && s.ours {
			if content, ok := l.link.Body(from); ok {
				return records.Decoded(content)
			}
		}
	}
	return nil
}

// idOf is the id that a text is of a thing which the run made and which is there.
func (w *world) idOf(text string) (spec.Value, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, thing := range w.living {
		if id := thing.values[len(thing.values)-1]; id.Text == text && w.ledger.state(thing.entry) == Owned {
			return id, true
		}
	}
	return spec.Value{}, false
}

// ledBy are the rows that links to a request's parameters and body start from.
func (p *Plan) ledBy(cell *Planned) []*Row {
	var rows []*Row
	for _, l := range p.leading[cell.Operation] {
		needed := l.link.HasBody() || slices.ContainsFunc(cell.Operation.Parameters, func(param *spec.Parameter) bool {
			return param.In != "path" && l.link.Gives(param.Name, param.In)
		})
		if needed {
			rows = append(rows, l.row)
		}
	}
	return rows
}
