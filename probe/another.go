package probe

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/verbatim-http/verbatim/spec"
)

// another enters what an action on a thing of the run answered with, where that is another thing
// of the same kind: a copy, a fork. It reports whether the answer is accounted for.
func (w *world) another(ctx context.Context, run *rowRun, cell *cellRun, b *birth, entry *Creation, x *Exchange) bool {
	r := run.row.actsOn(cell.Operation)
	if r == nil || x.Response.Status == http.StatusNoContent {
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

// isAnother reports whether a thing that an answer names is new, and says why that is in doubt:
// one that is neither called created nor named by the run is an old one, without doubt.
func (w *world) isAnother(ctx context.Context, r *Resource, values []spec.Value, b *birth, x *Exchange) (bool, string) {
	url, marker := r.url(r.Row, values), w.plan.Options.marker()
	if !saysCreated(x.Response) && !strings.Contains(values[len(values)-1].Text, marker) {
		return false, ""
	}
	seen := w.look(ctx, r, values)
	switch {
	case statusOf(seen)/100 != 2:
		return false, fmt.Sprintf("the answer names %s, and a GET of that answers %d", url, statusOf(seen))
	case contradicts(b.content, seen, marker):
		return false, fmt.Sprintf("the answer names %s, and nothing shows that it is new", url)
	}
	return true, ""
}

// actsOn is the kind of thing that an operation is about when it answers with one of them: POST
// /repos/{owner}/{repo}/forks answers with a repository. Nil otherwise.
func (r *Row) actsOn(op *spec.Operation) *Resource {
	if op == nil || op.Method != http.MethodPost || len(r.resources) == 0 {
		return nil
	}
	about := r.resources[len(r.resources)-1]
	if about == nil || about.Row == nil || about.Row == r || about.schema() == "" || about.schema() != schemaOf(op) {
		return nil
	}
	return about
}
