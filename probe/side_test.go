package probe

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// sideLines are the side requests that a plan prints, as "purpose METHOD url".
func sideLines(plan *Plan) []string {
	var lines []string
	for step := range plan.Steps() {
		if step.Purpose != "cell" && step.Purpose != "control" && step.Purpose != "list" && step.Purpose != "absent-id" {
			lines = append(lines, step.Purpose+" "+step.Method+" "+step.URL)
		}
	}
	return lines
}

func TestThePlanPrintsWhatIsAskedBesideTheCells(t *testing.T) {
	const random = "preflight OPTIONS " + noSuchPath
	const list, item = "preflight OPTIONS /tasks", "preflight OPTIONS /tasks/7"
	preflights := []string{random, random, random, random, random, "accept GET /tasks", list, list, list,
		"accept GET /tasks/7", item, item, item, item, "stand-in REPORT /tasks", "stand-in REPORT /tasks/7"}
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		plan := planOf(t, apiContract, "http://127.0.0.1/", mode, map[string]string{"id": "7"})
		assert.ElementsMatch(t, preflights, sideLines(plan), mode)
	}
	plan := planOf(t, apiContract, "http://127.0.0.1/", Full, nil)
	lines := strings.Join(sideLines(plan), "\n")
	for _, line := range []string{"content POST /tasks", "content PUT /tasks/{id}",
		"override GET /tasks/{id}\noverride POST /tasks/{id}\noverride POST /tasks/{id}?_method=PATCH\noverride GET /tasks/{id}",
		"override GET /tasks/{id}\noverride POST /tasks/{id}\noverride POST /tasks/{id}?_method=DELETE\noverride GET /tasks/{id}"} {
		assert.Contains(t, lines, line)
	}
	assert.Equal(t, 8, strings.Count(lines, "override"))
	given := planOf(t, apiContract, "http://127.0.0.1/", Full, map[string]string{"id": "7"})
	assert.NotContains(t, strings.Join(sideLines(given), "\n"), "override", "what the user named is not the run's own")
	for step := range plan.Steps() {
		if step.Purpose == overridePurpose || step.Purpose == contentPurpose {
			assert.Equal(t, []any{"if needed", Full}, []any{step.Send, step.Mode}, step.String())
		}
	}
}

func TestOperationsThatBrowsersAskAbout(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Forms, version: "1"}
paths:
  /form:
    get: {responses: {"200": {description: ok}}}
    post: {requestBody: {content: {application/json: {}, multipart/form-data: {}}}, responses: {"201": {description: ok}}}
    put: {requestBody: {content: {text/plain: {}}}, responses: {"200": {description: ok}}}
  /empty:
    post: {responses: {"201": {description: ok}}}
  /json:
    post: {requestBody: {content: {application/json: {}}}, responses: {"201": {description: ok}}}
    trace: {responses: {"200": {description: ok}}}
`
	asked := map[string][]string{}
	for _, row := range planOf(t, contract, "http://127.0.0.1/", ReadOnly, nil).Rows {
		for _, side := range row.cell("OPTIONS").Sides {
			asked[row.Item.Template] = append(asked[row.Item.Template], side.Asks)
		}
	}
	assert.Equal(t, map[string][]string{"/form": {"PUT", "DELETE", "GET"}, "/empty": {"DELETE"}, "/json": {"POST", "DELETE"}}, asked)
}

func TestSideExchangesAreRecordedApartFromTheCellsOwn(t *testing.T) {
	record := probeServer(t, newAPI(), probeOptions{})
	cell := cellOf(t, record, "GET", "/tasks")
	require.Len(t, cell.Side, 1)
	assert.Equal(t, "accept", cell.Side[0].Purpose)
	for _, x := range cell.Exchanges {
		assert.NotEqual(t, "accept", x.Purpose)
	}
	assert.Same(t, &cell.Side[0], cell.About(&records.Finding{Side: 1}))
	assert.Same(t, &cell.Exchanges[0], cell.About(nil))
	assert.Same(t, &cell.Exchanges[0], cell.About(&records.Finding{Side: 7}), "a record of others may point anywhere")
	assert.Nil(t, (&records.Cell{}).About(nil))
}

// Whatever the plan asks beside the cells, no mode lets out more than it permits.
func TestSideRequestsBelowFullModeAreSafe(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		a := newAPI()
		var unsafe []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !records.IsSafe(r.Method) && r.Header.Get("Content-Type") == foreignType || strings.Contains(r.URL.RawQuery, "_method") {
				unsafe = append(unsafe, r.Method+" "+r.URL.String())
			}
			corsEverywhere("PUT")(w, r)
			a.ServeHTTP(w, r)
		}))
		probeServer(t, server.Config.Handler, probeOptions{mode: mode, values: map[string]string{"id": "1"}})
		server.Close()
		assert.Empty(t, unsafe, mode)
	}
}
