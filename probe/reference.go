package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// refersTo is the resource that a parameter refers to by its name, as the properties of bodies
// do: "?project_id=", "?project=" and X-Project-Id mean what /projects/{id} names. Nil for none.
func (p *Plan) refersTo(param *spec.Parameter) *Resource {
	if name := referringName(param); name != "" {
		return p.referenced(name)
	}
	return nil
}

// noteReferences notes what a request's parameters refer to, so that it comes first.
func (p *Plan) noteReferences(cell *Planned) {
	for _, in := range cell.inputs {
		if in.value.Source != spec.Given && p.refersTo(in.Parameter) != nil {
			cell.references = append(cell.references, referringName(in.Parameter))
		}
	}
}

// shownInputs is a planned request with placeholders for the ids of what the run will create.
func (p *Plan) shownInputs(cell *Planned) *Planned {
	return cell.replaced(func(in input) (spec.Value, bool) {
		r := p.refersTo(in.Parameter)
		if r == nil || !in.Takes("1") && !in.Takes("x") {
			return spec.Value{}, false
		}
		return in.named("{"+in.Name+"}", r.origin().Makers[0].creates(r.origin())), true
	})
}

// replaced is the request with other values for those parameters that neither the user nor a
// link gave one for; the request itself if there are none.
func (cell *Planned) replaced(by func(input) (spec.Value, bool)) *Planned {
	inputs, changed := slices.Clone(cell.inputs), false
	for i, in := range inputs {
		if in.value.Source == spec.Given || in.linked {
			continue
		}
		if v, ok := by(in); ok {
			inputs[i].value, inputs[i].byName, changed = v, true, true
		}
	}
	if !changed {
		return cell
	}
	return cell.with(inputs)
}

// named is the value of a parameter that names what a request created.
func (in input) named(text, from string) spec.Value {
	return spec.Value{Name: in.Name, In: in.In, Text: text, Source: spec.Created, From: from}
}

// bound is a request whose parameters name the things that the run has now.
func (w *world) bound(cell *Planned) *Planned {
	return cell.replaced(func(in input) (spec.Value, bool) {
		r := w.plan.refersTo(in.Parameter)
		if r == nil {
			return spec.Value{}, false
		}
		thing := w.alive(r)
		if thing == nil {
			return spec.Value{}, false
		}
		id := thing.values[len(thing.values)-1]
		if !in.Takes(id.Text) {
			return spec.Value{}, false
		}
		w.ledger.nameInput(in.Name, id)
		return in.named(id.Text, id.From), true
	})
}

// bind makes what the parameters of a cell refer to, and lets them name it. What cannot be made
// leaves the value that the contract offers.
func (w *world) bind(ctx context.Context, cell *cellRun, aside *[]records.Exchange) {
	w.bindLinks(ctx, cell, aside)
	for _, in := range cell.inputs {
		if r := w.plan.refersTo(in.Parameter); r != nil && in.value.Source != spec.Given && !in.linked {
			_, _ = w.instance(ctx, r, aside)
		}
	}
	cell.Planned = w.bound(cell.Planned)
}

// bind lets the parameters of a cell name things: what the run made, else what a list of the
// target returns. A HEAD asks for what the GET did.
func (run *rowRun) bind(ctx context.Context, cell *cellRun) {
	if cell.Method == http.MethodHead && cell.Operation == nil {
		if inputs := run.get().inputs; len(inputs) > 0 {
			cell.Planned = cell.with(inputs)
		}
		return
	}
	var aside []records.Exchange
	switch {
	case cell.Guard != records.NoGuard:
	case run.world != nil:
		run.world.bind(ctx, cell, &aside)
	default:
		run.bindLinks(ctx, cell, &aside)
	}
	cell.exchanges = append(cell.exchanges, aside...)
	if records.IsSafe(cell.Method) {
		cell.Planned = cell.replaced(func(in input) (spec.Value, bool) { return run.harvestFor(ctx, in) })
	}
}

// bindLinks gives the parameters of a cell the values that the contract's links have for them.
func (r *runner) bindLinks(ctx context.Context, cell *cellRun, aside *[]records.Exchange) {
	if len(r.plan.leading[cell.Operation]) == 0 {
		return
	}
	inputs := slices.Clone(cell.inputs)
	for i, in := range inputs {
		if in.value.Source == spec.Given {
			continue
		}
		if v, ok := r.linked(ctx, cell, in, aside); ok {
			inputs[i] = input{Parameter: in.Parameter, value: v, linked: true}
		}
	}
	cell.Planned = cell.with(inputs)
}

// harvestFor is what a list returns for the thing that a parameter seems to refer to.
func (run *rowRun) harvestFor(ctx context.Context, in input) (spec.Value, bool) {
	list, name := run.plan.listFor(in)
	if list == nil {
		return spec.Value{}, false
	}
	found := run.controls.harvest(ctx, list, name)
	if found == nil || !in.Takes(found.Text) {
		return spec.Value{}, false
	}
	return spec.Value{Name: in.Name, In: in.In, Text: found.Text, Source: spec.Harvested, From: "GET " + list.Item.Template}, true
}

// listFor is the list of the things that a parameter seems to refer to, and what they are called
// there; nil where there is none, or the value that the parameter has is better.
func (p *Plan) listFor(in input) (*Row, string) {
	name := referenceName(referringName(in.Parameter))
	switch in.value.Source {
	case spec.Default, spec.Generated:
		if listed := p.listed[name]; name != "" {
			return listed.List, listed.Name
		}
	}
	return nil, ""
}

// findListed finds under which names lists return things; a name of two lists is that of neither.
func (p *Plan) findListed() {
	p.listed = map[string]Param{}
	for _, row := range p.Rows {
		for _, param := range row.Params {
			if param.List == nil {
				continue
			}
			for _, name := range namesOf(row.Item.Prefix(param.Name), param.Name) {
				if known, ok := p.listed[name]; ok && known.List != param.List {
					p.listed[name] = Param{}
				} else if !ok {
					p.listed[name] = param
				}
			}
		}
	}
}

// foreign is a parameter of an unsafe request that names a thing which this run may not act on.
func (w *world) foreign(cell *Planned) (spec.Value, bool) {
	for _, in := range cell.inputs {
		if w.plan.refersTo(in.Parameter) != nil && !mayNameOurs(in.value.Source) {
			return in.value, true
		}
	}
	return spec.Value{}, false
}

// remedyInputs adds the optional parameters that a refusal names and that refer to what the run
// can make. Others might change what an unsafe request does.
func (w *world) remedyInputs(ctx context.Context, cell *cellRun, r *records.Response) bool {
	inputs := slices.Clone(cell.inputs)
	for _, in := range cell.missed(r) {
		if w.plan.refersTo(in.Parameter) != nil {
			inputs = append(inputs, in)
		}
	}
	if len(inputs) == len(cell.inputs) {
		return false
	}
	other := &cellRun{Planned: cell.with(inputs)}
	var aside []records.Exchange
	w.bind(ctx, other, &aside)
	if _, ok := w.foreign(other.Planned); ok {
		return false
	}
	cell.Planned = other.Planned
	cell.exchanges = append(cell.exchanges, aside...)
	return true
}

// elseFor says what may take the place of a parameter's value at run time; "" for nothing.
func (p *Plan) elseFor(cell *Planned, in input) string {
	for _, l := range p.leading[cell.Operation] {
		if l.link.Gives(in.Name, in.In) && in.value.Source != spec.Given && (records.IsSafe(l.op.Method) || p.Options.Mode == Full) {
			return "given by " + l.String()
		}
	}
	if list, _ := p.listFor(in); list != nil && records.IsSafe(cell.Method) {
		return "harvested from GET " + list.Item.Template
	}
	return ""
}
