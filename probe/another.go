package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// another enters what an action on a thing of the run answered with, where that is another thing
// of the same kind: a copy, a fork. It reports whether the answer is accounted for.
func (w *world) another(ctx context.Context, run *rowRun, cell *cellRun, b *birth, entry *Creation, x *records.Exchange) bool {
	r := w.plan.answersWith(run.row, cell.Operation)
	if r == nil || r == b.resource || x.Response.Status == http.StatusNoContent {
		return false
	}
	ctx, cancel := outlasting(ctx, answerTime)
	defer cancel()
	m := Maker{Row: run.row, Method: cell.Method}
	why := ""
	for _, c := range append(identify(r, x, nil, nil), identify(r, x, r.shared(run.row, b.values), nil)...) {
		values := r.created(c.texts, m)
		url := r.url(r.Row, values)
		if other := w.ledger.owner(url); other != nil && other.URL == url {
			w.ledger.change(entry, func(c *Creation) { c.State = Nothing })
			return true // it shows the thing that it was about
		}
		isNew, said := w.isAnother(ctx, r, values, b, x)
		if isNew {
			w.own(r, m, &instance{entry: entry, url: url, values: values, seen: true}, true)
			return true
		}
		why = or(why, said)
	}
	if why == "" && !saysCreated(x.Response) {
		return false
	}
	w.ledger.change(entry, func(c *Creation) { c.Why, c.Beside = or(why, "nothing in the answer says where it is"), true })
	return true
}

// isAnother reports whether a thing that an answer names is the run's, and says why that is in
// doubt: it must go by a name that the run made up, or have a text that the run sent for it. What
// an action answers with may as well be somebody else's: a friend, an assignee.
func (w *world) isAnother(ctx context.Context, r *Resource, values []spec.Value, b *birth, x *records.Exchange) (bool, string) {
	named := w.bearsMarker(values[len(values)-1].Text)
	if !saysCreated(x.Response) && !named {
		return false, ""
	}
	url, seen := r.url(r.Row, values), w.look(ctx, r, values)
	switch {
	case seen.Status()/100 != 2:
		return false, fmt.Sprintf("the answer names %s, and a GET of that answers %d", url, seen.Status())
	case !named && !echoes(b.content, seen, w.plan.Options.marker()):
		return false, fmt.Sprintf("the answer names %s, and nothing shows that it is new", url)
	}
	return true, ""
}

// echoes reports whether a thing has a text with the marker where the creating request had it.
func echoes(sent []byte, seen *records.Exchange, marker string) bool {
	wanted, _ := records.Decoded(sent).(map[string]any)
	for _, object := range things(records.Decoded(seen.Response.Whole()), &Resource{}) {
		for name, v := range wanted {
			if text, ok := v.(string); ok && bears(text, marker) && object[name] == v {
				return true
			}
		}
	}
	return false
}

// nameAnother has the content of an action that answers with another thing call that by a name
// that shows whose it is.
func (w *world) nameAnother(row *Row, cell *cellRun, b *birth) {
	r := w.plan.answersWith(row, cell.Operation)
	if r == nil || b.sample.Identity != nil {
		return
	}
	param := r.lastParam(r.Row)
	name := w.freshName(param, r)
	if !w.bearsMarker(name) {
		return
	}
	b.sample.Identity = map[string]string{}
	for _, field := range itemFields(param.Name) {
		b.sample.Identity[field] = name
	}
	w.set(func() { w.made[r]++ })
}

// answersWith is the kind of thing that a POST answers with, other than what its own path is the
// collection of: POST /repos/{owner}/{repo}/forks and POST /orgs/{org}/repos answer with a
// repository. Where several kinds look so, it is the one that the path is about. Nil for none.
func (p *Plan) answersWith(row *Row, op *spec.Operation) *Resource {
	if op == nil || op.Method != http.MethodPost || schemaOf(op) == "" {
		return nil
	}
	for _, about := range slices.Backward(row.resources) {
		if about.isShownAs(op) {
			return about
		}
	}
	var found []*Resource
	for _, other := range p.Rows {
		if r := other.resource(); r.isShownAs(op) && r.Row == other && len(r.Makers) > 0 && !r.Makers[0].ByName {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b *Resource) int { return a.params - b.params }) // the shortest path is the thing's own
	if len(found) == 0 || len(found) > 1 && found[0].params == found[1].params {
		return nil
	}
	return found[0]
}

// isShownAs reports whether a GET of such a thing, which a DELETE removes, answers with what an
// operation does.
func (r *Resource) isShownAs(op *spec.Operation) bool {
	return r != nil && r.Row != nil && r.isRemovable() && r.schema() == schemaOf(op)
}
