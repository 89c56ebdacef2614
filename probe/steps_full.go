package probe

import (
	"cmp"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// fullSteps are the requests of full mode in the order in which a single worker would send them:
// forth from what creates to what needs it, back with what is undeclared and the declared
// DELETEs, and last the removal of what is left.
func (p *Plan) fullSteps() iter.Seq[Step] {
	rows := slices.Concat(p.order()...)
	return func(yield func(Step) bool) {
		send := func(row *Row, chosen func(*Planned) bool) bool {
			for _, cell := range row.Cells {
				if !chosen(cell) {
					continue
				}
				step := p.fullStep(row, cell)
				for _, s := range append([]Step{step}, cell.sideSteps(step)...) {
					if !yield(s) {
						return false
					}
				}
			}
			return true
		}
		for _, row := range rows {
			if !send(row, func(c *Planned) bool {
				return records.IsSafe(c.Method) || c.Operation != nil && c.Method != http.MethodDelete
			}) {
				return
			}
		}
		for _, row := range slices.Backward(rows) {
			if !send(row, func(c *Planned) bool { return !records.IsSafe(c.Method) && c.Operation == nil }) ||
				!send(row, func(c *Planned) bool { return c.Operation != nil && c.Method == http.MethodDelete }) {
				return
			}
		}
		for _, row := range slices.Backward(rows) {
			r := row.resource()
			if r == nil || len(r.Makers) == 0 || r.deleteURL(p.placeholders(row), p.shownInputs) == "" {
				continue
			}
			if !yield(Step{Send: "if needed", Method: http.MethodDelete, URL: shownBraces.Replace(r.deleteURL(p.placeholders(row), p.shownInputs)), Purpose: "cleanup", Template: row.Item.Template,
				Declared: true, Mode: Full, Values: plain(p.placeholders(row)), Why: "removes what the run created and is still there"}) {
				return
			}
		}
	}
}

// fullStep is what full mode does about a cell.
func (p *Plan) fullStep(row *Row, cell *Planned) Step {
	values := p.placeholders(row)
	if len(values) < len(row.Params) {
		values, _ = row.firstValues(func(Param) *spec.Value { return nil })
	}
	cell = p.shownInputs(cell)
	step := p.cellStep(row, cell, row.url(values), values)
	switch {
	case cell.Withheld != "":
		step.Send, step.Why = "withheld", cell.Withheld+"; would decide: "+decidingMode(cell, Full)
	case row.acts != "" && !slices.ContainsFunc(values, func(v spec.Value) bool { return v.Source == spec.Created }):
		step.Send, step.Why = "withheld", actsByGet(row.acts)+"; would decide: "+actsOnOthers
	case records.IsSafe(cell.Method):
		if row.acts != "" {
			step.Send, step.Why = "if needed", "only on something that the run created: "+actsByGet(row.acts)
		}
	default:
		p.ground(&step, row, cell, values)
		if step.Send == "withheld" || !secondMayAsk(row, cell, values) {
			step.Again = ""
		}
	}
	step.URL = shownBraces.Replace(step.URL)
	return step
}

// shownBraces shows placeholders as the contract writes them.
var shownBraces = strings.NewReplacer("%7B", "{", "%7D", "}")

// ground says on what ground an unsafe request goes out, or what goes out in its place.
func (p *Plan) ground(step *Step, row *Row, cell *Planned, values []spec.Value) {
	if destructive(row.Item, cell.Operation) && cell.Method != http.MethodDelete && !p.Options.TouchOthers {
		step.Send, step.Why = "if needed", "only on something that the run created: its name says that it removes"
		return
	}
	if made, ok := p.creations[rowMethod{row, cell.Method}]; ok && cell.Operation != nil && made.resource.Makers[0] == made.maker {
		step.Why = "creates a " + made.resource.Template
		return
	}
	ours := slices.ContainsFunc(values, func(v spec.Value) bool { return v.Source == spec.Created })
	nobodys := !slices.ContainsFunc(values, func(v spec.Value) bool { return !mayNameOurs(v.Source) })
	declared := cell.Operation != nil
	switch {
	case ours:
	case nobodys && (p.Options.TouchOthers || p.spares(row, cell)):
	case nobodys && declared && (cell.Method == http.MethodPut || cell.Method == http.MethodPatch) && row.Item.Operation(http.MethodGet) != nil:
		step.Send, step.Why = "if needed", "sends back what a GET returns, so that nothing changes"
	case nobodys && row.members != nil && row.Item.Operation(http.MethodGet) != nil && cell.Fallback.Withheld == "":
		step.Why = "with " + string(cell.Fallback.Guard) + " where the collection lists what the run did not create; --touch-others sends it as it is"
	case nobodys && row.members != nil && row.Item.Operation(http.MethodGet) != nil:
		step.Send, step.Why = "if needed", "only where the collection lists nothing that the run did not create; --touch-others sends it anyway"
	case cell.Fallback.Withheld != "":
		step.Send, step.Why = "withheld", touchesOthers+"; would decide: --touch-others, or a way for the run to create one"
		step.Body, step.BodySource, step.BodyGiven = "", "", nil
	default:
		step.Guard, step.Body, step.BodySource, step.BodyGiven, step.Mode = cell.Fallback.Guard, string(cell.Fallback.Body), "", nil, cell.Fallback.Needs
		if absent, ok := row.absentValues(values); ok && step.Guard.NamesAbsent() {
			step.URL, step.Values = row.url(absent), stepValues(row, absent)
		}
	}
}

// placeholders are values in the place of what the run will create, in braces; nil when nothing
// creates what the row's path names.
func (p *Plan) placeholders(row *Row) []spec.Value {
	last := len(row.Params) - 1
	for last >= 0 && (row.Params[last].Given != nil || !row.resources[last].isMade()) {
		if row.Params[last].Given != nil {
			last = -1
			break
		}
		last--
	}
	var values []spec.Value
	any := false
	for j, param := range row.Params {
		r := row.resources[j]
		if !r.isMade() && len(row.namesakes) > 0 && (j > last || r == nil) {
			r = cmp.Or(row.namesakes[j].made, row.namesakes[j].owner)
		}
		v := spec.Value{Name: param.Name, In: "path", Text: "{" + param.Name + "}", Source: spec.Created}
		switch {
		case param.Given != nil:
			v = *param.Given
		case r.isMade():
			v.From = r.origin().Makers[0].creates(r.origin())
		case j < last:
			v.From = row.resources[last].origin().Makers[0].creates(row.resources[last].origin())
		case param.Contract != nil:
			v = *param.Contract
		default:
			return nil
		}
		any = any || v.Source == spec.Created
		values = append(values, v)
	}
	if !any {
		return nil
	}
	return values
}

func plain(values []spec.Value) []StepValue {
	var steps []StepValue
	for _, v := range values {
		steps = append(steps, StepValue{Value: v})
	}
	return steps
}
