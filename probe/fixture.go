package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// fixture is the value of a parameter that names a part of the deployment: the contract has
// nothing that creates or deletes such things, and the list has exactly one, as a name server
// lists itself. Others made none of them, so the run may create its own things within. Nil where
// it is not so.
func (w *world) fixture(ctx context.Context, row *Row, i int) *spec.Value {
	r, list := row.resources[i], row.Params[i].List
	if r == nil || r.isMade() || list == nil || len(list.Params) > 0 {
		return nil
	}
	if r.isRemovable() {
		return nil
	}
	v := w.controls.harvest(ctx, list, row.Params[i].Name)
	if v == nil {
		return nil
	}
	x := w.controls.exchange(ctx, list.cell(http.MethodGet).request(listPurpose, list.url(nil)))
	if x.Status()/100 != 2 || len(items(records.Decoded(x.Response.Kept().Content), 0)) != 1 {
		return nil
	}
	return v
}

// mayCreateIn reports whether the run may create something at a row's URL: it is below what the
// run owns, or every value in it is the user's, a choice of the contract, or that of a
// [world.fixture].
func (w *world) mayCreateIn(ctx context.Context, row *Row, url string, values []spec.Value) bool {
	if w.ledger.owns(url) {
		return true
	}
	for i, v := range values {
		if mayNameOurs(v.Source) {
			continue
		}
		if only := w.fixture(ctx, row, i); only == nil || only.Text != v.Text {
			return false
		}
	}
	return !slices.ContainsFunc(values, func(v spec.Value) bool { return v.Text == "" })
}
