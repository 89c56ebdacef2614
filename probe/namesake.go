package probe

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// namesake is what a path parameter names that no path before it tells: {username} in
// /teams/{id}/members/{username} is what POST /users creates, and {environment} in
// /features/{id}/environments/{environment} is what GET /environments lists.
type namesake struct {
	// made is the kind of thing that the run can create; nil where it can not.
	made *Resource
	// owner is the kind of thing whose at-th parameter this is, where it takes several to name one and
	// this is not the last: {owner} in /starred/{owner}/{repo} is that of a /repos/{owner}/{repo}. Nil
	// for none.
	owner *Resource
	at    int
	// list returns such things, under the name; nil for none.
	list *Row
	name string
	// fixed is set where the contract has nothing that creates or deletes what is listed: it is a
	// part of the deployment, and no one's in particular.
	fixed bool
}

// findNamesakes finds what parameters name that nothing creates or lists at their own place.
func (p *Plan) findNamesakes() {
	for _, row := range p.Rows {
		row.namesakes = make([]namesake, len(row.Params))
		for i, param := range row.Params {
			r := row.resources[i]
			if param.Given != nil || r != nil && (r.same != nil || slices.ContainsFunc(r.Makers, func(m Maker) bool { return !m.ByName })) {
				continue
			}
			listed := p.listed[referenceName(param.Name)]
			within := param.List == nil && listed.List != nil && listed.List.isWithin(row, i)
			if made := p.namedBy(row, param.Name); made != nil && made != r && made.isMade() && !(within && made.origin().Makers[0].ByName) {
				row.namesakes[i].made = made
				if param.List == nil && listed.List != nil && len(listed.List.Params) == 0 { // where none can be made
					row.namesakes[i].list, row.namesakes[i].name, row.namesakes[i].fixed = listed.List, listed.Name, p.isFixed(listed)
				}
				continue
			}
			if within {
				row.namesakes[i] = namesake{list: listed.List, name: listed.Name}
				continue
			}
			if owner, at := p.partOf(row, i); owner != nil {
				row.namesakes[i].owner, row.namesakes[i].at = owner, at
				continue
			}
			if param.List == nil && listed.List != nil && len(listed.List.Params) == 0 {
				row.namesakes[i] = namesake{list: listed.List, name: listed.Name, fixed: p.isFixed(listed)}
				if row.namesakes[i].fixed && r != nil && len(r.Makers) > 0 {
					p.unmake(r) // PUT /features/{id}/environments/{environment} takes one that is there
				}
			}
		}
	}
}

// isWithin reports whether a list is in the very thing that another row's parameters before its i-th
// name: /repos/{repo}/commits lists what {sha} in /repos/{repo}/trees/{sha} may be.
func (r *Row) isWithin(other *Row, i int) bool {
	own, segments := segmentsOf(r.Item.Template), segmentsOf(other.Item.Template)
	last := len(own) - 1
	for last >= 0 && !isParam(own[last]) {
		last--
	}
	return len(r.Params) > 0 && len(r.Params) <= i && last < len(segments) && slices.Equal(own[:last+1], segments[:last+1])
}

// partOf is the kind of thing that a row's i-th parameter is a part of the name of, with its place in
// that; nil where there is none, or several.
func (p *Plan) partOf(row *Row, i int) (*Resource, int) {
	name, at := row.Params[i].Name, 0
	var owner *Resource
	if referenceName(name) == "" || row.Params[i].List != nil {
		return nil, 0
	}
	for _, other := range p.Rows {
		r := other.resource()
		if r == nil || r.Row != other || len(r.Makers) == 0 || r.Makers[0].ByName || r.params < 2 || owner != nil && r.params > owner.params {
			continue
		}
		k := slices.Index(paramsOf(r.Template), name)
		if segments := segmentsOf(r.Template); k < 0 || k+1 >= r.params || !isParam(segments[slices.Index(segments, "{"+name+"}")+1]) {
			continue
		}
		if owner != nil && r.params == owner.params {
			return nil, 0
		}
		owner, at = r, k
	}
	return owner, at
}

// namedBy is the kind of thing that a parameter means by its name, or, where that may be several, by
// the word before it too: {username} in /quotas/users/{username} is a user, and no admin.
func (p *Plan) namedBy(row *Row, param string) *Resource {
	if made := p.referenced(param); made != nil {
		return made
	}
	segments := segmentsOf(row.Item.Template)
	at := slices.Index(segments, "{"+param+"}")
	if at < 1 || isParam(segments[at-1]) {
		return nil
	}
	if made := p.referenced(naming.Singular(segments[at-1])); made != nil && made.lastParam(nil).Name == param {
		return made
	}
	return nil
}

// isListedElsewhere reports whether the value of a parameter is from a list of another path.
func (r *Row) isListedElsewhere(i int, v spec.Value) bool {
	return v.Source == spec.Harvested && i < len(r.namesakes) && r.namesakes[i].list != nil && v.From == "GET "+r.namesakes[i].list.Item.Template
}

// unmake forgets what creates a kind of thing.
func (p *Plan) unmake(r *Resource) {
	r.Makers = nil
	maps.DeleteFunc(p.creations, func(_ rowMethod, c creation) bool { return c.resource == r })
}

// isByName reports whether the value of a parameter is that of another path's thing, which need
// have nothing to do with what is before it.
func (r *Row) isByName(i int) bool {
	return i < len(r.namesakes) && r.namesakes[i].made != nil && !r.resources[i].isMade()
}

// isFixed reports whether nothing in the contract creates or deletes what a list returns.
func (p *Plan) isFixed(listed Param) bool {
	if listed.List.Item.Operation(http.MethodPost) != nil {
		return false
	}
	for _, row := range p.Rows {
		for i, param := range row.Params {
			r := row.resources[i]
			if param.List == listed.List && r != nil && (r.isMade() || r.isRemovable()) {
				return false
			}
		}
	}
	return true
}

// namesake is a value for a row's i-th parameter by its name, below values for those before it;
// nil for none. What is asked to act may name only what nobody else has anything to do with.
func (w *world) namesake(ctx context.Context, row *Row, i int, before []spec.Value, act bool, aside *[]records.Exchange) *spec.Value {
	n := row.namesakes[i]
	if n.made != nil {
		if thing, _ := w.instance(ctx, n.made, aside); thing != nil || n.list == nil {
			return w.namedAfter(row, i, before, act, thing)
		}
	}
	switch {
	case n.owner != nil:
		thing, _ := w.instance(ctx, n.owner, aside)
		next := i + 1
		whole := next < len(row.namesakes) && row.namesakes[next].made == n.owner && n.at+2 == n.owner.params
		if thing == nil || act && (!whole || !w.bearsMarker(thing.values[n.at+1].Text)) {
			return nil
		}
		v := thing.values[n.at]
		v.Name = row.Params[i].Name
		return &v
	case n.list != nil && len(n.list.Params) > 0:
		return w.listedWithin(ctx, row, i, before, act)
	case n.list != nil && (n.fixed || !act):
		v := w.controls.harvest(ctx, n.list, n.name)
		if v == nil {
			return nil
		}
		v.Name, v.From = row.Params[i].Name, "GET "+n.list.Item.Template
		return v
	}
	return nil
}

// namedAfter is what a thing of the run goes by, for a row's i-th parameter below values for those
// before it; nil without a thing, or where it may not be acted on by that.
func (w *world) namedAfter(row *Row, i int, before []spec.Value, act bool, thing *instance) *spec.Value {
	if thing == nil {
		return nil
	}
	v := thing.values[len(thing.values)-1]
	v.Name = row.Params[i].Name
	if act && !w.bearsMarker(v.Text) {
		return nil
	}
	w.nameBelow(row, i, append(slices.Clone(before), v), thing)
	return &v
}

// listedWithin is what the list of a namesake shows first, in the thing that the values before name.
// What is asked to act may name only what is in a thing of the run.
func (w *world) listedWithin(ctx context.Context, row *Row, i int, before []spec.Value, act bool) *spec.Value {
	n := row.namesakes[i]
	url := n.list.url(before[:len(n.list.Params)])
	if act && !w.ledger.owns(url) {
		return nil
	}
	x := w.read(ctx, n.list, url)
	if x.Status()/100 != 2 {
		return nil
	}
	text := or(firstItem(x.Response.Whole(), n.name), firstText(x.Response.Whole()))
	if text == "" {
		return nil
	}
	return &spec.Value{Name: row.Params[i].Name, In: "path", Text: text, Source: spec.Harvested, From: "GET " + n.list.Item.Template}
}

// bearsMarker reports whether a name has the run's marker, with or without hyphens: no one else
// chooses such names, so what goes by it anywhere has to do with the run's thing only.
func (w *world) bearsMarker(name string) bool {
	return bears(name, w.plan.Options.marker())
}

// nameBelow makes a path known as the run's, and its name to the reports, up to a parameter that
// names a thing of the run.
func (w *world) nameBelow(row *Row, i int, values []spec.Value, thing *instance) {
	template, path, params := row.Base, row.Base, []string{}
	for _, segment := range segmentsOf(row.Item.Template) {
		if !isParam(segment) {
			template, path = template+"/"+segment, path+"/"+segment
			continue
		}
		v := values[len(params)]
		params = append(params, v.Name)
		path += "/" + url.PathEscape(v.Text)
		if v.Source == spec.Created {
			template += "/{" + v.Name + "}"
		} else {
			template += "/" + url.PathEscape(v.Text)
		}
		if len(params) == i+1 {
			break
		}
	}
	if w.bearsMarker(values[i].Text) && w.ledger.owner(path) == nil {
		w.ledger.alias(path, thing.entry)
	}
	w.ledger.name(path, template, params)
}
