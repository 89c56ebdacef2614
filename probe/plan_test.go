package probe

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

func planOf(t *testing.T, contract, base string, mode Mode, values map[string]string) *Plan {
	t.Helper()
	u, err := url.Parse(base)
	require.NoError(t, err)
	return planWith(t, contract, PlanOptions{BaseURL: u, Mode: mode, Values: values})
}

// planWith is the plan for a contract, for any target where the options name none.
func planWith(t *testing.T, contract string, o PlanOptions) *Plan {
	t.Helper()
	c, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(contract)})
	require.NoError(t, err)
	if o.BaseURL == nil {
		o.BaseURL = &url.URL{Scheme: "http", Host: "a.example"}
	}
	plan, err := NewPlan(c, o)
	require.NoError(t, err)
	return plan
}

// guards are the forms in which the unsafe methods of a path go out: "POST malformed content",
// "DELETE real", or "PUT withheld".
func guards(plan *Plan, template string) []string {
	var forms []string
	for _, cell := range rowOf(plan, template).Cells {
		switch {
		case records.IsSafe(cell.Method):
		case cell.Withheld != "":
			forms = append(forms, cell.Method+" withheld")
		case cell.Guard == records.NoGuard:
			forms = append(forms, cell.Method+" real")
		default:
			forms = append(forms, cell.Method+" "+string(cell.Guard))
		}
	}
	return forms
}

const guardContract = `
openapi: 3.0.3
info: {title: Guards, version: "1"}
paths:
  /tasks:
    get: {responses: {"200": {description: ok}}}
    post: {requestBody: {content: {application/json: {schema: {type: object}}}}, responses: {"201": {description: ok}}}
  /restart:
    post: {responses: {"202": {description: ok}}}
  /upload:
    put: {requestBody: {content: {text/csv: {schema: {type: string}}}}, responses: {"204": {description: ok}}}
  /tasks/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}}}
    put: {requestBody: {content: {application/json: {schema: {type: object}}}}, responses: {"200": {description: ok}}}
    delete: {responses: {"204": {description: ok}}}
  /colors/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string, enum: [red]}}]
    get: {responses: {"200": {description: ok}}}
    delete: {responses: {"204": {description: ok}}}
  /jobs/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    delete: {responses: {"204": {description: ok}}}
`

func TestModesDecideInWhichFormUnsafeMethodsGoOut(t *testing.T) {
	for _, c := range []struct {
		mode     Mode
		template string
		values   map[string]string
		want     []string
	}{
		{ReadOnly, "/tasks", nil, []string{"POST withheld", "PUT withheld", "PATCH withheld", "DELETE withheld"}},
		{GuardedMode, "/tasks", nil, []string{"POST malformed content", "PUT withheld", "PATCH withheld", "DELETE withheld"}},
		{GuardedMode, "/restart", nil, []string{"POST withheld", "PUT withheld", "PATCH withheld", "DELETE withheld"}},
		{GuardedMode, "/upload", nil, []string{"POST malformed content", "PUT withheld", "PATCH withheld", "DELETE withheld"}},
		{GuardedMode, "/tasks/{id}", nil, []string{"POST malformed content, absent id", "PUT malformed content, absent id", "PATCH malformed content, absent id", "DELETE absent id"}},
		{GuardedMode, "/colors/{name}", nil, []string{"POST withheld", "PUT withheld", "PATCH withheld", "DELETE withheld"}},
		{GuardedMode, "/jobs/{id}", nil, []string{"POST withheld", "PUT withheld", "PATCH withheld", "DELETE withheld"}},
		{Full, "/tasks", nil, []string{"POST real", "PUT real", "PATCH real", "DELETE real"}},
		{Full, "/tasks/{id}", nil, []string{"POST real", "PUT real", "PATCH real", "DELETE real"}},
		{Full, "/jobs/{id}", nil, []string{"POST real", "PUT real", "PATCH real", "DELETE real"}},
	} {
		plan := planOf(t, guardContract, "http://127.0.0.1/", c.mode, c.values)
		assert.Equal(t, c.want, guards(plan, c.template), "%s %s %v", c.mode, c.template, c.values)
	}
}

func TestPlanIsThePureFunctionOfItsInput(t *testing.T) {
	var texts [2]string
	for i := range texts {
		for _, mode := range []Mode{GuardedMode, Full} {
			for step := range planOf(t, guardContract, "http://127.0.0.1/", mode, nil).Steps() {
				texts[i] += step.String() + "\n"
			}
		}
	}
	assert.Equal(t, texts[0], texts[1])
	assert.Contains(t, texts[0], "PUT      /tasks/{id}  full  id (created by POST /tasks)")
	assert.Contains(t, texts[0], "id=1 (generated) or harvested from GET /tasks")
}

func TestWithheldStepsSayWhyAndWhatWouldDecide(t *testing.T) {
	for step := range planOf(t, guardContract, "http://127.0.0.1/", GuardedMode, nil).Steps() {
		if step.Send == "withheld" {
			assert.Contains(t, step.Why, "would decide: ", step.String())
			assert.NotEqual(t, ReadOnly, step.Mode, step.String())
		}
	}
}

func TestServersOfAPathKeepTheirPrefixAndForeignHostsAreNotProbed(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Servers, version: "1"}
servers: [{url: "https://api.example.com/v1"}]
paths:
  /a:
    get: {responses: {"200": {description: ok}}}
  /b:
    servers: [{url: "https://api.example.com/v1/beta"}]
    get: {responses: {"200": {description: ok}}}
  /c:
    servers: [{url: "https://files.example.com/v1"}]
    get: {responses: {"200": {description: ok}}}
  /d:
    get: {servers: [{url: "https://other.example.com"}], responses: {"200": {description: ok}}}
  /health:
    get: {servers: [{url: "/"}], responses: {"200": {description: ok}}}
  /twice:
    get: {responses: {"200": {description: ok}}}
    post: {servers: [{url: "https://api.example.com/v2"}], responses: {"200": {description: ok}}}
`
	plan := planOf(t, contract, "http://127.0.0.1/stage/", Full, nil)
	assert.Equal(t, "/stage", rowOf(plan, "/a").Base)
	assert.Equal(t, "/stage/beta", rowOf(plan, "/b").Base)
	for _, cell := range rowOf(plan, "/c").Cells {
		assert.Contains(t, cell.Withheld, "files.example.com", cell.Method)
	}
	assert.Contains(t, rowOf(plan, "/d").cell("GET").Withheld, "other.example.com")
	assert.Empty(t, rowOf(plan, "/d").cell("OPTIONS").Withheld)
	assert.Empty(t, rowOf(plan, "/health").Base, "the server of all operations of a path is the path's")
	assert.Empty(t, rowOf(plan, "/health").cell("GET").Withheld)
	assert.Equal(t, "/stage", rowOf(plan, "/twice").Base)
	assert.Contains(t, rowOf(plan, "/twice").cell("POST").Withheld, "https://api.example.com/v2", "it would go to another path")
}

func TestValuesThatMatchNothingAreNamed(t *testing.T) {
	plan := planOf(t, guardContract, "http://127.0.0.1/", ReadOnly, map[string]string{"id": "1", "ID": "2", "/jobs/{id}:id": "3", "/nothing:id": "4"})
	assert.Equal(t, []string{"/nothing:id", "ID"}, plan.UnusedValues())
	text, _ := plan.given("/jobs/{id}", "id")
	assert.Equal(t, "3", text, "a value for one path goes before one for all")
}

func TestPlanWithoutAHostIsAnError(t *testing.T) {
	for _, base := range []string{"", "localhost:8080", "/api", "ftp://example.com"} {
		u, err := url.Parse(base)
		require.NoError(t, err)
		_, err = NewPlan(&spec.Contract{}, PlanOptions{BaseURL: u})
		assert.ErrorIs(t, err, ErrNoBaseURL, base)
	}
}
