package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// findAliases finds the paths that name by another property what a path with a maker names:
// /flows/name/{name} is about what POST /flows creates and /flows/{id} names. Both GETs answer
// with the same schema, and both paths begin with the collection.
func (p *Plan) findAliases() {
	bySchema := map[string][]*Resource{}
	for _, row := range p.Rows {
		if r := row.resource(); r != nil && r.Row == row && len(r.Makers) > 0 && r.schema() != "" && !slices.Contains(bySchema[r.schema()], r) {
			bySchema[r.schema()] = append(bySchema[r.schema()], r)
		}
	}
	for _, row := range p.Rows {
		r := row.resource()
		if r == nil || r.Row != row || len(r.Makers) > 0 || r.schema() == "" {
			continue
		}
		for _, other := range bySchema[r.schema()] {
			collection := other.Template[:strings.LastIndexByte(other.Template, '/')+1]
			if r.same == nil && len(collection) > 1 && strings.HasPrefix(r.Template, collection) {
				r.same = other
			}
		}
	}
}

// isOtherProperty reports whether a parameter is called after another property than the one that
// names the thing: below /artifacts/{id}, the {key} of /artifacts/{key}/latest is not the id.
func (r *Resource) isOtherProperty(param string) bool {
	names := paramsOf(r.Template)
	if r.Row != nil {
		names = paramsOf(r.Row.Item.Template)
	}
	own, name := naming.Plain(names[r.params-1]), naming.Plain(param)
	switch name {
	case "name", "key", "slug", "code", "tag", "type", "value":
		return own != name
	}
	return false
}

// called are a thing's values for a row whose i-th parameter names it; nil, and why, where that
// parameter is another property that it has not, or that others may have as well.
func (w *world) called(ctx context.Context, row *Row, i int, r *Resource, thing *instance, act bool) ([]spec.Value, string) {
	values, param := thing.valuesFor(row), row.Params[i].Name
	if row == r.removal && i == r.params-1 {
		named, why := r.removalValues(thing)
		if named == nil {
			return nil, why
		}
		return (&instance{values: named}).valuesFor(row), ""
	}
	if !r.isOtherProperty(param) {
		if thing.inner != nil && row != r.Row {
			values = (&instance{values: thing.inner}).valuesFor(row)
		}
		return values, ""
	}
	if act {
		return nil, fmt.Sprintf("nothing shows that what %s created is the only one with its %s", r.origin().Makers[0], param)
	}
	if values[i].Text = w.property(ctx, r, thing, param); values[i].Text == "" {
		return nil, fmt.Sprintf("what %s created has no %s", r.origin().Makers[0], param)
	}
	return values, ""
}

// property is what a thing of the run has for a parameter, as its GET shows it; "" for nothing.
func (w *world) property(ctx context.Context, r *Resource, thing *instance, param string) string {
	seen := w.look(ctx, r, thing.values)
	if seen.Status()/100 != 2 {
		return ""
	}
	for _, object := range things(records.Decoded(seen.Response.Whole()), r) {
		if text := valueOf(object, param, false); text != "" {
			return text
		}
	}
	return ""
}

// schema names what a GET of the thing answers with; "" for none.
func (r *Resource) schema() string {
	if r.Row == nil || r.Row.Item.Operation(http.MethodGet) == nil {
		return ""
	}
	return schemaOf(r.Row.Item.Operation(http.MethodGet))
}

// origin is the resource whose makers make this one.
func (r *Resource) origin() *Resource {
	if r.same != nil {
		return r.same
	}
	return r
}

// isMadeAs reports whether the same request creates both kinds: then they are one.
func (r *Resource) isMadeAs(other *Resource) bool {
	a, b := r.origin().Makers, other.origin().Makers
	return len(a) > 0 && len(b) > 0 && !a[0].ByName && a[0] == b[0]
}

// isMade reports whether something creates such a thing.
func (r *Resource) isMade() bool { return r != nil && len(r.origin().Makers) > 0 }

// alias is a thing of the run under the path of another resource: by a text that has the run's
// marker, and a GET of that path must answer with the very thing, by its id.
func (w *world) alias(ctx context.Context, r *Resource, aside *[]records.Exchange) (*instance, string) {
	thing, why := w.instance(ctx, r.same, aside)
	if thing == nil {
		return nil, why
	}
	seen := w.look(ctx, r.same, thing.values)
	if seen.Status()/100 != 2 {
		return nil, fmt.Sprintf("a GET of %s answered %d", r.same.Template, seen.Status())
	}
	id := paramsOf(r.same.Template)[r.same.params-1]
	for _, object := range things(records.Decoded(seen.Response.Whole()), r.same) {
		texts := valuesIn(object, paramsOf(r.Template), nil)
		if slices.Contains(texts, "") || !w.bearsMarker(texts[len(texts)-1]) {
			continue // others may have the same: /users/team/{team}
		}
		values := r.created(texts, r.same.Makers[0])
		other := w.look(ctx, r, values)
		if other.Status()/100 != 2 {
			continue
		}
		for _, named := range things(records.Decoded(other.Response.Whole()), r) {
			if valueOf(named, id, true) != thing.values[len(thing.values)-1].Text {
				continue
			}
			url := r.url(r.Row, values)
			w.ledger.alias(url, thing.entry)
			w.ledger.name(url, r.Row.Base+r.Template, paramsOf(r.Template))
			return &instance{entry: thing.entry, url: url, values: values}, ""
		}
	}
	return nil, fmt.Sprintf("nothing shows what %s calls the thing that %s created", r.Template, r.same.Makers[0])
}
