package probe

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// findSiblings finds where one path item has the DELETE of a thing and another one its GET: their
// templates differ in the parameter's name only, as /tokens/{name} and /tokens/{token}.
func (p *Plan) findSiblings() {
	for _, row := range p.Rows {
		r := row.resource()
		if r != nil && r.Row != nil && r.Row != row && r.removal == nil && row.Elsewhere == "" &&
			row.Item.Operation(http.MethodDelete) != nil && r.Row.Item.Operation(http.MethodDelete) == nil {
			r.removal, r.Template = row, r.Row.Item.Template
		}
	}
	p.joinElsewhere()
}

// joinElsewhere finds where the DELETE of a thing is below the path that creates it, and its GET
// elsewhere: POST /admin/users and DELETE /admin/users/{name} are about what /users/{name} shows.
func (p *Plan) joinElsewhere() {
	for _, row := range p.Rows {
		r := row.resource()
		if r == nil || r.Row != row || len(r.Makers) == 0 || r.Makers[0].ByName || row.Item.Operation(http.MethodGet) == nil {
			continue
		}
		twin := p.creations[rowMethod{r.Makers[0].Row, r.Makers[0].Method}].resource
		switch {
		case twin == r || twin == nil || !slices.Equal(paramsOf(twin.Template), paramsOf(r.Template)):
		case twin.Row == nil: // only what is below it has paths: /org/{org}/repos
			p.replace(twin, r)
		case !r.isRemovable() && twin.Row.Elsewhere == "" && twin.Row.Item.Operation(http.MethodGet) == nil && twin.Row.Item.Operation(http.MethodDelete) != nil:
			r.removal = twin.Row
			p.replace(twin, r)
		}
	}
}

// replace has everything that is about one kind of thing be about another one.
func (p *Plan) replace(old, by *Resource) {
	for _, row := range p.Rows {
		for i, r := range row.resources {
			if r == old {
				row.resources[i] = by
			}
		}
		if row.members == old {
			row.members = by
		}
	}
	for key, c := range p.creations {
		if c.resource == old {
			p.creations[key] = creation{by, c.maker}
		}
	}
	for shape, r := range p.resources {
		if r == old {
			p.resources[shape] = by
		}
	}
}

// removalRow is the path item that declares the DELETE of a thing, if any does.
func (r *Resource) removalRow() *Row {
	if r.removal != nil {
		return r.removal
	}
	return r.Row
}

// isRemovable reports whether the contract declares a DELETE of such a thing.
func (r *Resource) isRemovable() bool {
	row := r.removalRow()
	return row != nil && row.Item.Operation(http.MethodDelete) != nil
}

// removalParam is what the path of the DELETE calls the thing by.
func (r *Resource) removalParam() string { return r.removal.Params[r.params-1].Name }

// removalName is what the DELETE at a path of its own calls a thing: a property that the answers
// about it show. "" where they do not, or others may have the same.
func (w *world) removalName(r *Resource, last string, answers ...*records.Exchange) string {
	if r.removal == nil {
		return ""
	}
	param := r.removalParam()
	if param == paramsOf(r.Template)[r.params-1] {
		return last
	}
	if r.isOwnID(param) && r.isOwnID(paramsOf(r.Template)[r.params-1]) {
		return last // {id} and {taskId}
	}
	for _, x := range answers {
		if x.Status()/100 != 2 {
			continue
		}
		for _, object := range things(records.Decoded(x.Response.Whole()), r) {
			if text := or(valueOf(object, param, false), r.ownProperty(object, param)); text != "" && (r.isIdentifying(param) || w.bearsMarker(text)) {
				return text
			}
		}
	}
	return ""
}

// namedBy are the properties by which the content of a creation may choose what the thing is called:
// by that of its path, and of the path of its DELETE where that is a name.
func (r *Resource) namedBy(param Param) []string {
	fields := itemFields(param.Name)
	if r.removal != nil && !r.isIdentifying(r.removalParam()) {
		fields = append(fields, r.removalParam())
	}
	return fields
}

// isOwnID reports whether a parameter is called after the id of such a thing: {id} or {taskId} in
// /tasks, and not {userId}, which is that of another.
func (r *Resource) isOwnID(param string) bool {
	segments := segmentsOf(r.Template)
	kind := naming.Plain(naming.Singular(segments[max(len(segments)-2, 0)]))
	stem, ok := strings.CutSuffix(naming.Plain(param), "id")
	return ok && (stem == "" || stem == "uu" || stem == "gu" || strings.HasSuffix(kind, stem))
}

// isIdentifying reports whether a parameter is called after a property that no two things share.
func (r *Resource) isIdentifying(param string) bool {
	plain := naming.Plain(param)
	return r.isOwnID(param) || strings.HasSuffix(plain, "token") || strings.HasSuffix(plain, "secret")
}

// removalValues are the values of the path of the thing's DELETE; nil, and why, where that is a path
// of its own and nothing says what it calls the thing.
func (r *Resource) removalValues(thing *instance) ([]spec.Value, string) {
	values := slices.Clone(thing.values)
	if r.removal == nil {
		return values, ""
	}
	if thing.removalName == "" {
		return nil, fmt.Sprintf("nothing shows which %s its DELETE is to name", r.removalParam())
	}
	values[r.params-1].Text = thing.removalName
	return values, ""
}

// ownAt makes the path of a DELETE that is another one known as the thing's own.
func (w *world) ownAt(r *Resource, thing *instance, values []spec.Value) {
	if r.removal == nil || values == nil {
		return
	}
	path := r.removal.url((&instance{values: values}).valuesFor(r.removal))
	w.ledger.alias(path, thing.entry)
	w.ledger.name(path, r.removal.Base+r.removal.Item.Template, paramsOf(r.removal.Item.Template))
}
