package probe

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

const securedContract = `openapi: 3.1.0
info: {title: Secured, version: "1"}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
    token: {type: oauth2}
    cert: {type: mutualTLS}
security: [{key: []}]
paths:
  /mixed:
    get: {responses: {"200": {description: ok}}}
    put: {security: [], responses: {"200": {description: ok}}}
    patch: {security: [{}], responses: {"200": {description: ok}}}
    post: {security: [{token: []}, {login: []}], responses: {"200": {description: ok}}}
  /optional:
    get: {security: [{}, {key: []}], responses: {"200": {description: ok}}}
  /together:
    get: {security: [{key: [], token: []}, {cert: []}], responses: {"200": {description: ok}}}
  /many:
    get: {security: [{login: []}], responses: {"200": {description: ok}}}
    put: {security: [{key: []}], responses: {"200": {description: ok}}}
    post: {security: [{login: []}], responses: {"200": {description: ok}}}
`

func securedPlan(t *testing.T, schemes ...string) *Plan {
	t.Helper()
	return planWith(t, securedContract, PlanOptions{Schemes: schemes})
}

func TestOperationsGetTheFirstAlternativeThatIsComplete(t *testing.T) {
	plan := securedPlan(t, "key", "login")
	tests := map[string]struct {
		method, template string
		schemes          []string
		lacks            string
	}{
		"the contract's":          {"GET", "/mixed", []string{"key"}, ""},
		"none":                    {"PUT", "/mixed", []string{}, ""},
		"an empty alternative":    {"PATCH", "/mixed", []string{}, ""},
		"the second":              {"POST", "/mixed", []string{"login"}, ""},
		"not the empty one":       {"GET", "/optional", []string{"key"}, ""},
		"a part":                  {"GET", "/together", []string{"key"}, "the security scheme key (apiKey) with token (oauth2), or cert (mutualTLS)"},
		"undeclared as the most":  {"DELETE", "/many", []string{"login"}, ""},
		"undeclared, not without": {"DELETE", "/mixed", []string{"key"}, ""},
		"HEAD as GET":             {"HEAD", "/many", []string{"login"}, ""},
		"TRACE without":           {"TRACE", "/many", []string{}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cell := rowOf(plan, test.template).cell(test.method)
			assert.Equal(t, test.schemes, cell.Schemes)
			assert.Equal(t, test.lacks, cell.lacks)
		})
	}
	assert.Equal(t, []string{"key"}, plan.authorizer.usual.schemes)
	assert.Equal(t, "--credential token=…", rowOf(plan, "/together").cell("GET").lackDecides)
}

func TestOptionalCredentialsAreNotLacking(t *testing.T) {
	plan := securedPlan(t)
	assert.Empty(t, rowOf(plan, "/optional").cell("GET").lacks)
	assert.Equal(t, "the security scheme key (apiKey)", rowOf(plan, "/mixed").cell("GET").lacks)
	assert.Equal(t, rowOf(plan, "/mixed").cell("GET").lacks, rowOf(plan, "/mixed").cell("DELETE").lacks)
}

func TestRefusalForWantOfACredentialIsUndecided(t *testing.T) {
	for status, want := range map[int]records.Verdict{401: records.Undecided, 403: records.Undecided, 400: records.Undecided, 404: records.Undecided, 302: records.Undecided, 405: records.Failed, 500: records.Failed, 200: records.Passed} {
		record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/open":
				writeJSON(w, 200, map[string]string{})
			case r.URL.Path != "/closed":
				writeJSON(w, 404, map[string]string{"no": "such path"})
			case r.Method != "GET":
				w.Header().Set("Allow", "GET")
				writeJSON(w, 405, map[string]string{"no": "such method"})
			default:
				w.Header().Set("Location", "/login")
				writeJSON(w, status, map[string]string{"give": "credentials"})
			}
		}), probeOptions{contract: `openapi: 3.1.0
info: {title: Closed, version: "1"}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /open: {get: {responses: {"200": {description: ok}}}}
  /closed: {get: {security: [{key: []}], responses: {"200": {description: ok}}}}
`})
		cell := cellOf(t, record, "GET", "/closed")
		assert.Equal(t, want, cell.Verdict, "%d: %+v", status, cell.Checks)
		if want == records.Undecided {
			assert.Contains(t, cell.Reason, "needs the security scheme key (apiKey), and no credential was given for it", status)
			assert.Equal(t, "--credential key=…", cell.Decides, status)
		}
	}
}

// Where other operations are served without the credential that they ask for, nobody asks for it.
func TestRefusalOfAnOpenDeploymentIsNotForWantOfACredential(t *testing.T) {
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method + " " + r.URL.Path {
		case "GET /open":
			writeJSON(w, 200, map[string]string{})
		case "GET /broken":
			writeJSON(w, 400, map[string]string{"error": "name is missing"})
		default:
			writeJSON(w, 404, map[string]string{"no": "such path"})
		}
	}), probeOptions{contract: `openapi: 3.1.0
info: {title: Open, version: "1"}
security: [{key: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /open: {get: {responses: {"200": {description: ok}}}}
  /broken: {get: {responses: {"200": {description: ok}}}}
`})
	cell := cellOf(t, record, "GET", "/broken")
	assert.Equal(t, records.Failed, cell.Verdict)
	assert.NotContains(t, cell.Reason, "credential")
}
