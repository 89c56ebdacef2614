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

// planOverrides asks at an item whether a POST that says it is another method is taken for that
// one: for the first undeclared method, beside that, and for a declared DELETE, beside POST. A GET
// before and one after show whether it acted.
func planOverrides(row *Row, cell *Planned) []Side {
	get, claimed := row.cell(http.MethodGet), claimedAt(cell)
	if len(row.Params) == 0 || get.Operation == nil || get.Withheld != "" || row.Item.Operation(http.MethodPost) != nil {
		return nil // what a declared POST makes of such content would show nothing
	}
	if remove := row.cell(claimed); cell.Method != overridden(row) && (cell.Method != http.MethodPost || remove == nil || remove.Operation == nil) {
		return nil
	}
	const when = "where the resource is the run's own: a POST that says it is "
	look := Side{Method: http.MethodGet, Needs: Full, Fields: get.Fields, Query: get.Query,
		When: "beside the POST that says it is " + claimed + ": whether the resource is there"}
	before, after := look, look
	before.Asks, after.Asks = overrideBefore, overrideAfter
	return []Side{
		before,
		{Asks: overrideFields, Method: http.MethodPost, Needs: Full, Body: []byte("{}"), When: when + claimed + " in its fields",
			Fields: []Field{{"Accept", usualAccept}, {"Content-Type", "application/json"}, {"X-Http-Method-Override", claimed},
				{"X-Http-Method", claimed}, {"X-Method-Override", claimed}}},
		{Asks: overrideForm, Method: http.MethodPost, Needs: Full, Body: []byte("_method=" + url.QueryEscape(claimed)), When: when + claimed + " in its query and content",
			Query: "_method=" + url.QueryEscape(claimed), Fields: []Field{{"Accept", usualAccept}, {"Content-Type", "application/x-www-form-urlencoded"}}},
		after,
	}
}

// claimedAt is the method that the POSTs beside a cell say they are.
func claimedAt(cell *Planned) string {
	if cell.Method == http.MethodPost {
		return http.MethodDelete
	}
	return cell.Method
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
	return run.wire.ledger.owns(run.url) && cell.last().Status()/100 != 2 && run.get().last().Status()/100 == 2
}
