package probe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// emptyPathItem is why nothing is asked at a path without operations: they may be hidden from
// this reader of the contract (OpenAPI 3.1.0, Security Filtering).
const emptyPathItem = "the contract has no operations here, and may be hiding them: nothing is concluded from that"

// planCells decides for every method of a row what is sent, or why nothing is.
func (p *Plan) planCells(row *Row) {
	overlaps := p.overlaps(row)
	for _, column := range p.Columns {
		op := row.Item.Operation(column.Method)
		if column.Method == "HEAD" && op == nil && row.Item.Operation("GET") == nil {
			continue // HEAD goes with GET: where no GET is declared, nothing is said of HEAD
		}
		cell := &Planned{Column: column, Operation: op, Needs: ReadOnly}
		if op == nil && column.Kind == records.Core {
			cell.Overlaps = overlaps[column.Method]
		}
		row.Cells = append(row.Cells, cell)
		if len(row.Item.Operations) == 0 {
			cell.Withheld = emptyPathItem
			continue
		}
		if p.keepFromActing(row, cell) {
			continue
		}
		base, elsewhere := row.Base, row.Elsewhere
		if op != nil && len(op.Servers) > 0 {
			base, elsewhere = p.server(op.Servers)
		}
		switch {
		case elsewhere != "":
			cell.Withheld = fmt.Sprintf("the contract serves it at %s, which is not the target", elsewhere)
		case base != row.Base:
			cell.Withheld = fmt.Sprintf("the contract serves it at %s, apart from the other methods of the path", op.Servers[0].URL)
		case column.Method == "HEAD" && op == nil:
			get := row.cell("GET") // HEAD is compared with the GET, so it asks for the same
			cell.Query, cell.Fields, cell.Values, cell.inputs, cell.Withheld = get.Query, get.Fields, get.Values, get.inputs, get.Withheld
		case records.IsSafe(column.Method):
			p.planReal(row, cell)
		default:
			p.planUnsafe(row, cell)
		}
	}
	for _, cell := range row.Cells {
		p.planSides(row, cell)
	}
}

// overlaps are the methods that other templates matching the row's URL declare.
func (p *Plan) overlaps(row *Row) map[string]string {
	values, _ := row.firstValues(func(Param) *spec.Value { return nil })
	found := map[string]string{}
	for _, item := range p.matcher.Match(strings.TrimPrefix(row.url(values), row.Base)) {
		if item == row.Item {
			continue
		}
		for _, op := range item.Operations {
			if found[op.Method] == "" {
				found[op.Method] = item.Template
			}
		}
	}
	return found
}

// planUnsafe decides in which form, if any, the mode sends an unsafe method.
func (p *Plan) planUnsafe(row *Row, cell *Planned) {
	guard, why := guardFor(row, cell)
	cell.Needs = GuardedMode
	if guard == records.NoGuard {
		cell.Needs = Full
	}
	switch {
	case p.Options.Mode == ReadOnly:
		cell.Withheld = "read-only mode does not send it"
	case p.Options.Mode == Full && cell.Overlaps == "":
		fallback := *cell
		if guard == records.NoGuard && cell.Operation == nil && len(row.Params) == 0 && (cell.Method == "PUT" || cell.Method == "PATCH") {
			guard = records.Malformed // things may be changed, so this much is dared at a collection of others
		}
		if guard != records.NoGuard {
			planGuarded(&fallback, guard)
		} else {
			fallback.Withheld = why
		}
		p.planReal(row, cell)
		cell.Fallback = &fallback
	case guard != records.NoGuard:
		planGuarded(cell, guard)
	default:
		cell.Withheld = why
	}
}

// guardFor returns the guard under which an unsafe method may go out below full mode, and why
// there is none. What each guard protects was measured on 18 router stacks: malformed JSON
// harmed nothing by POST and PUT, an id proven absent nothing by DELETE and PATCH. A handler that
// makes up content where it cannot read any does act, and so the first success stops the rest.
func guardFor(row *Row, cell *Planned) (records.Guard, string) {
	if cell.Overlaps != "" {
		return records.NoGuard, fmt.Sprintf("%s %s is declared and matches the same URL: it would act there", cell.Method, cell.Overlaps)
	}
	absent := provable(row)
	switch cell.Method {
	case "POST", "PUT":
		if cell.Operation != nil && jsonBody(cell) == "" {
			return records.NoGuard, "it declares no JSON content that could be malformed, so nothing would keep a handler from acting"
		}
		// A declared POST creates below what it is sent to; everything else is kept from what is
		// there: file stores take any content, and handlers of actions never look at it.
		alone := len(row.Params) == 0
		switch {
		case cell.Method == "POST" && (cell.Operation != nil || alone), cell.Method == "PUT" && cell.Operation != nil && alone:
			return records.Malformed, ""
		case absent:
			return records.MalformedAbsent, ""
		}
	case "PATCH":
		if absent {
			return records.MalformedAbsent, ""
		}
	case "DELETE":
		if absent {
			return records.AbsentID, ""
		}
	default:
		return records.NoGuard, "nothing is known that keeps a handler of " + cell.Method + " from acting"
	}
	if len(row.Params) > 0 && row.Item.Operation("GET") == nil {
		return records.NoGuard, "no GET is declared here that could prove an id absent"
	}
	if len(row.Params) > 0 {
		return records.NoGuard, "the contract leaves no id that could be absent"
	}
	return records.NoGuard, "it names no resource, so nothing would keep a handler from acting"
}

// provable reports whether a GET can prove that the row's path names nothing.
func provable(row *Row) bool {
	n := len(row.Params)
	return n > 0 && row.Params[n-1].Absent != nil && row.Item.Operation("GET") != nil
}

func jsonBody(cell *Planned) string {
	if cell.Operation == nil {
		return "application/json"
	}
	if cell.Operation.Body == nil {
		return ""
	}
	return cell.Operation.Body.JSONMediaType()
}

// planGuarded plans a request that a handler cannot act on.
func planGuarded(cell *Planned, guard records.Guard) {
	cell.Guard = guard
	if cell.Operation != nil {
		cell.addParameters(nil)
	}
	cell.Fields = append(cell.Fields, Field{"Accept", accept(cell.Operation)})
	if guard != records.AbsentID {
		cell.Fields = append(cell.Fields, Field{"Content-Type", jsonBody(cell)})
		cell.Body = []byte(MalformedContent)
	}
}

// planReal plans a plain request: with valid input for a declared method, and with an empty
// JSON object for an undeclared one that would carry content, because parsers that come before
// the router answer 400 to anything else.
func (p *Plan) planReal(row *Row, cell *Planned) {
	cell.Fields = append(cell.Fields, Field{"Accept", accept(cell.Operation)})
	op := cell.Operation
	switch {
	case op == nil && !records.IsSafe(cell.Method) && cell.Method != "DELETE":
		cell.Fields = append(cell.Fields, Field{"Content-Type", "application/json"})
		cell.Body = []byte("{}")
	case op == nil:
	default:
		cell.idle = p.Options.Mode == Full && actsByItself(row.Item.Template)
		if p.Options.Mode == Full && !records.IsSafe(cell.Method) {
			cell.marker = p.Options.marker()
		}
		cell.addParameters(p.givenTo(row, op))
		p.noteReferences(cell)
		cell.addBody(p.sampling(row, cell))
	}
	if cell.Withheld == "" && !records.IsSafe(cell.Method) {
		cell.Needs = Full
	}
}

// sampling is how bodies are made: in full mode marked as the run's, and so that they name what
// the run made. Here nothing is made yet; the names under which it will be asked for are noted.
func (p *Plan) sampling(row *Row, cell *Planned) spec.Sampling {
	if p.Options.Mode != Full {
		return p.wishes(cell.Operation, spec.Sampling{})
	}
	return p.wishes(cell.Operation, spec.Sampling{Marker: p.Options.marker(), Mark: p.marks(row, cell), Idle: cell.idle, Known: func(name string) (any, bool) {
		if p.referenced(name) != nil && !slices.Contains(cell.references, name) {
			cell.references = append(cell.references, name)
		}
		return nil, false
	}})
}

// addBody adds the request body that the contract asks for.
func (cell *Planned) addBody(sampling spec.Sampling) {
	body := cell.Operation.Body
	if body == nil {
		return
	}
	content, err := body.SampleWith(sampling)
	if err != nil {
		if body.Required {
			cell.Withheld = fmt.Sprintf("no valid body can be had: %v; add an example to the contract, or a body to the configuration", err)
		}
		return
	}
	cell.Fields = append(cell.Fields, Field{"Content-Type", content.MediaType})
	cell.Body, cell.BodySource = content.Data, content.Source
}

// usualAccept is what is asked for wherever it fits: answers are compared with each other, and
// a server that negotiates gives the same request another answer for another Accept.
const usualAccept = "application/json, application/problem+json, */*;q=0.1"

// accept asks for what the contract declares as success, and takes anything rather than
// nothing: a 406 would hide the answer.
func accept(op *spec.Operation) string {
	if op == nil {
		return usualAccept
	}
	var types []string
	for _, r := range op.Responses {
		if !strings.HasPrefix(r.Status, "2") {
			continue
		}
		for _, t := range r.MediaTypes {
			if strings.HasPrefix(t, "application/json") {
				return usualAccept
			}
			if !slices.Contains(types, t) {
				types = append(types, t)
			}
		}
	}
	if len(types) == 0 {
		return usualAccept
	}
	return strings.Join(append(types, "application/problem+json", "*/*;q=0.1"), ", ")
}
