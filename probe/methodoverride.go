package probe

import (
	"context"
	"net/http"
	"net/url"
)

// overridePurpose marks the requests that ask a server to take a POST for another method.
const overridePurpose = "override"

const (
	overrideBefore = "before"
	overrideFields = "fields"
	overrideForm   = "form"
	overrideAfter  = "after"
)

// planOverrides asks, beside the first undeclared method of an item, whether a POST that says it
// is that method is taken for it. A GET before and one after show whether it acted.
func planOverrides(row *Row, cell *Planned) []Side {
	get := row.cell(http.MethodGet)
	if len(row.Params) == 0 || get.Operation == nil || get.Withheld != "" || row.Item.Operation(http.MethodPost) != nil || cell.Method != overridden(row) {
		return nil // what a declared POST makes of such content would show nothing
	}
	const when = "where the resource is the run's own: a POST that says it is "
	look := Side{Method: http.MethodGet, Needs: Full, Fields: get.Fields, Query: get.Query,
		When: "beside the POST that says it is " + cell.Method + ": whether the resource is there"}
	before, after := look, look
	before.Asks, after.Asks = overrideBefore, overrideAfter
	return []Side{
		before,
		{Asks: overrideFields, Method: http.MethodPost, Needs: Full, Body: []byte("{}"), When: when + cell.Method + " in its fields",
			Fields: []Field{{"Accept", usualAccept}, {"Content-Type", "application/json"}, {"X-Http-Method-Override", cell.Method},
				{"X-Http-Method", cell.Method}, {"X-Method-Override", cell.Method}}},
		{Asks: overrideForm, Method: http.MethodPost, Needs: Full, Body: []byte("_method=" + url.QueryEscape(cell.Method)), When: when + cell.Method + " in its query and content",
			Query: "_method=" + url.QueryEscape(cell.Method), Fields: []Field{{"Accept", usualAccept}, {"Content-Type", "application/x-www-form-urlencoded"}}},
		after,
	}
}

// overridden is the method of a row that a POST claims to be: the first one that is not declared,
// nor served by another path item that matches the same URL. "" for none.
func overridden(row *Row) string {
	for _, method := range []string{"DELETE", "PUT", "PATCH"} {
		if cell := row.cell(method); cell != nil && cell.Operation == nil && cell.Overlaps == "" {
			return method
		}
	}
	return ""
}

// wantsOverrides: the row's resource is the run's own, and the method itself did nothing there.
func wantsOverrides(_ context.Context, run *rowRun, cell *cellRun) bool {
	return run.wire.ledger.owns(run.url) && statusOf(cell.last())/100 != 2 && statusOf(run.get().last())/100 == 2
}
