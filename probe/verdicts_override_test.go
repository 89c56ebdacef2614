package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

const itemContract = `
openapi: 3.0.3
info: {title: Tasks, version: "1"}
paths:
  /tasks:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string}}}}}}
      responses: {"201": {description: made}}
  /tasks/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}}}
`

// overriding is a router that takes a POST for the method that override finds in it, as
// method-override of Express, Rails, Laravel and Symfony do.
func overriding(a *api, override func(*http.Request) string) {
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "POST" {
			return false
		}
		if method := override(r); method != "" {
			r.Method = method
		}
		return false
	}
}

func TestMethodOverride(t *testing.T) {
	byField := func(r *http.Request) string { return r.Header.Get("X-HTTP-Method-Override") }
	byForm := func(r *http.Request) string { return r.PostFormValue("_method") }
	byQuery := func(r *http.Request) string { return r.URL.Query().Get("_method") }
	// hidden is a DELETE that an edge stops, and that the application would serve.
	hidden := func(a *api) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.Header.Get("X-Sent-As"), "DELETE") {
				a.refuse(w, r, []string{"GET"})
				return
			}
			a.remove(w, r)
		}
	}
	for name, c := range map[string]struct {
		override func(*http.Request) string
		hides    bool
		outcome  records.Verdict
		asks     string
	}{
		"nobody looks at it": {nil, true, records.Passed, ""},
		"by a field":         {byField, true, records.Failed, "X-Http-Method-Override: DELETE"},
		"by a form":          {byForm, true, records.Failed, "_method=DELETE"},
		"by the query":       {byQuery, true, records.Failed, "_method=DELETE"},
		"it is obeyed, and there is no such method": {byField, false, records.Passed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.handlers["/tasks/{id}"] = map[string]http.HandlerFunc{"GET": a.show}
			if c.hides {
				a.handlers["/tasks/{id}"]["DELETE"] = hidden(a)
			}
			inner := func(*http.Request) string { return "" }
			if c.override != nil {
				inner = c.override
			}
			overriding(a, inner)
			before := a.before
			a.before = func(w http.ResponseWriter, r *http.Request) bool {
				r.Header.Set("X-Sent-As", r.Method)
				return before(w, r)
			}
			record := probeServer(t, a, probeOptions{mode: Full, contract: itemContract})
			check := checkOf(t, cellOf(t, record, "DELETE", "/tasks/{id}"), "method-override")
			assert.Equal(t, c.outcome, check.Outcome)
			if c.asks != "" {
				assert.Contains(t, check.Finding.Curl, c.asks)
				assert.Contains(t, check.Finding.Got, "404 Not Found to a GET after it")
			}
		})
	}
}

// Where the method that a POST is taken for is declared, the contract is kept; a proxy that stops the
// method and lets POST pass is deceived all the same.
func TestMethodOverrideThatReachesADeclaredDelete(t *testing.T) {
	const contract = itemContract + "    delete: {responses: {\"204\": {description: gone}}}\n"
	for name, c := range map[string]struct {
		obeys bool
		want  records.Verdict
	}{"obeyed": {true, records.Warned}, "not obeyed": {false, records.Passed}} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.handlers["/tasks/{id}"] = map[string]http.HandlerFunc{"GET": a.show, "DELETE": a.remove}
			overriding(a, func(r *http.Request) string {
				if c.obeys {
					return r.Header.Get("X-HTTP-Method-Override")
				}
				return ""
			})
			record := probeServer(t, a, probeOptions{mode: Full, contract: contract})
			check := checkOf(t, cellOf(t, record, "POST", "/tasks/{id}"), "method-override")
			assert.Equal(t, c.want, check.Outcome)
			if c.obeys {
				assert.Equal(t, Advice, check.Level)
				assert.Contains(t, check.Finding.Got, "204 No Content to a POST that says it is DELETE, and 404 Not Found to a GET after it")
			}
			assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict, "DELETE is sent to a fresh one")
			assert.Empty(t, record.Leftovers)
		})
	}
}

func TestOverridesAreSentOnlyInFullModeToWhatMayBeActedOn(t *testing.T) {
	for _, o := range []probeOptions{{mode: ReadOnly, values: map[string]string{"id": "1"}}, {mode: GuardedMode, values: map[string]string{"id": "1"}}, {mode: Full, values: map[string]string{"id": "1"}}} {
		a := newAPI()
		delete(a.handlers["/tasks"], "POST") // so that the run has nothing of its own
		a.handlers["/tasks/{id}"] = map[string]http.HandlerFunc{"GET": a.show}
		sent := 0
		overriding(a, func(r *http.Request) string {
			if r.Header.Get("X-HTTP-Method-Override") != "" || r.URL.Query().Has("_method") {
				sent++
			}
			return ""
		})
		o.contract = itemContract
		record := probeServer(t, a, o)
		assert.Zero(t, sent, o.mode)
		for _, check := range cellOf(t, record, "DELETE", "/tasks/{id}").Checks {
			assert.NotEqual(t, "method-override", check.Rule, "not applicable is not passed")
		}
	}
}

func TestForeignContent(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		fields  string
		outcome records.Verdict
	}{
		"is refused":                        {415, "", records.Passed},
		"is refused, and told what is not":  {415, "Accept-Post: application/json, application/*", records.Passed},
		"is refused, and told another type": {415, "Accept-Post: application/json, text/csv", records.Warned},
		"is a bad request":                  {400, "", records.Passed},
		"is unprocessable":                  {422, "", records.Passed},
		"is taken":                          {201, "", records.Warned},
		"crashes the parser":                {500, "", records.Warned},
		"collides with what is there":       {409, "", records.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			create := a.handlers["/tasks"]["POST"]
			a.handlers["/tasks"]["POST"] = func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Content-Type") != foreignType {
					create(w, r)
					return
				}
				if name, value, found := strings.Cut(c.fields, ": "); found {
					w.Header().Set(name, value)
				}
				w.WriteHeader(c.status)
			}
			record := probeServer(t, a, probeOptions{mode: Full})
			assert.Equal(t, c.outcome, checkOf(t, cellOf(t, record, "POST", "/tasks"), "media-415").Outcome)
		})
	}
}

func TestForeignContentIsSentInFullModeOnly(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		record := probeServer(t, newAPI(), probeOptions{mode: mode})
		assert.Empty(t, cellOf(t, record, "POST", "/tasks").Side, mode)
	}
}

// What a server creates out of content of any media type is entered in the ledger, too.
func TestForeignContentThatIsTakenIsRemovedAgain(t *testing.T) {
	s := newShop()
	s.lenient = true
	before := s.state()
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	assert.Contains(t, findings(record), "POST /users/{userId}/notes media-415")
	assert.Contains(t, findings(record), "PUT /users/{id} media-415")
	assert.Equal(t, before, s.state())
	assert.Empty(t, record.Leftovers)
	assert.Empty(t, record.Notices)
}

// Some gateways take a POST that has an override for a GET, whatever it says.
func TestOverrideThatIsTakenForAGetReachesNothing(t *testing.T) {
	a := newAPI()
	overriding(a, func(r *http.Request) string {
		if r.Header.Get("X-HTTP-Method-Override") != "" {
			return "GET"
		}
		return ""
	})
	record := probeServer(t, a, probeOptions{mode: Full, contract: itemContract, touchOthers: true})
	for _, found := range findings(record) {
		assert.NotContains(t, found, "method-override")
	}
}
