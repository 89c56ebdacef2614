package probe

import (
	"net/http"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// linkTo is the OpenAPI link by which a success of the maker leads to the thing that it made, or
// to something below it; false when the contract has none.
func (m Maker) linkTo(r *Resource) (spec.Link, bool) {
	op := m.Row.Item.Operation(m.Method)
	if op == nil {
		return spec.Link{}, false // it created something though the contract does not declare it
	}
	for i := range op.Responses {
		if !strings.HasPrefix(op.Responses[i].Status, "2") {
			continue
		}
		for _, link := range op.Responses[i].Links() {
			if link.Template != "" && strings.HasPrefix(shapeOf(segmentsOf(link.Template))+"/", shapeOf(segmentsOf(r.Template))+"/") {
				return link, true
			}
		}
	}
	return spec.Link{}, false
}

// creates says by which request, and by which link of its answer, a thing became known.
func (m Maker) creates(r *Resource) string {
	if link, ok := m.linkTo(r); ok && !m.ByName {
		return m.String() + ", linked as " + link.Name
	}
	return m.String()
}

// linked are the values of the resource's parameters that the maker's link takes from its
// answer; nil when there is no link, or it gives not all of them. What the link leaves out is as
// in the maker's own path.
func (m Maker) linked(r *Resource, b *birth, x *records.Exchange) []string {
	link, ok := m.linkTo(r)
	if !ok {
		return nil
	}
	from := linkSource(m.Method, x, b.values, b.content)
	given := link.Values(from)
	var values []string
	for _, name := range paramsOf(link.Template)[:r.params] {
		text := given[name]
		if text == "" {
			text = given["path."+name]
		}
		if text == "" {
			text = from.Path[name]
		}
		if text == "" {
			return nil
		}
		values = append(values, text)
	}
	return values
}

// header are fields that are kept as "Name: value".
func header(fields []string) http.Header {
	h := http.Header{}
	for _, field := range fields {
		name, value, _ := strings.Cut(field, ":")
		if !strings.Contains(value, "${") { // a variable stands for what was sent
			h.Add(name, strings.TrimSpace(value))
		}
	}
	return h
}

// findLinks notes which requests answer "created" with a link to what they created.
func (p *Plan) findLinks() {
	p.linking = map[string][]*Row{}
	for _, row := range p.Rows {
		op := row.Item.Operation(http.MethodPost)
		if op == nil || row.Elsewhere != "" {
			continue
		}
		for i := range op.Responses {
			if op.Responses[i].Status != "201" {
				continue
			}
			for _, link := range op.Responses[i].Links() {
				shape := shapeOf(segmentsOf(link.Template))
				p.linking[shape] = append(p.linking[shape], row)
			}
		}
	}
}
