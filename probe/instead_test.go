package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

const eitherContract = `openapi: 3.1.0
info: {title: Either, version: "1"}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
security: [{key: []}, {login: []}]
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {description: ok}}}
  /things:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {description: made}}
  /keys:
    get: {security: [{key: []}], responses: {"200": {description: ok}}}
`

// either is an API behind a wall that takes some credentials.
func either(seen *[]string, takes func(key, login bool) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _, login := r.BasicAuth()
		key := r.Header.Get("X-Key") != ""
		*seen = append(*seen, strings.TrimSpace(r.Method+" "+r.URL.Path+map[bool]string{true: " key"}[key]+map[bool]string{true: " login"}[login]))
		switch {
		case !takes(key, login):
			writeJSON(w, 401, map[string]string{"error": "who are you"})
		case r.URL.Path != "/things" && r.URL.Path != "/keys":
			writeJSON(w, 404, map[string]string{"error": "no such path"})
		case r.Method == "POST" && r.URL.Path == "/things":
			writeJSON(w, 400, map[string]string{"error": "not JSON"})
		case r.Method != "GET" && r.Method != "HEAD":
			w.Header().Set("Allow", "GET, HEAD, POST")
			w.WriteHeader(405)
		default:
			writeJSON(w, 200, map[string]string{})
		}
	})
}

func eitherOptions() probeOptions {
	return probeOptions{contract: eitherContract, mode: GuardedMode, schemes: []string{"key", "login"}, wire: WireOptions{Concurrency: 1, Credentials: []Credential{
		{Scheme: "key", Secret: secret.Secret{In: "header", Name: "X-Key", Value: "k3y-of-mine", Variable: "KEY"}},
		{Scheme: "login", Secret: secret.Secret{In: "header", Name: "Authorization", Prefix: "Basic ", Value: "me:s3cret", Variable: "LOGIN"}},
	}}}
}

func TestTheNextCredentialsGoWhereTheFirstAreRefused(t *testing.T) {
	var seen []string
	record := probeServer(t, either(&seen, func(_, login bool) bool { return login }), eitherOptions())
	assert.Equal(t, []string{"GET /things key", "GET /things login"}, seen[:2], "before anything else")
	assert.Equal(t, records.Completed, record.State)
	post := cellOf(t, record, "POST", "/things")
	assert.Equal(t, records.Routed, post.Answer)
	assert.Contains(t, post.Exchanges[0].Fields, "Authorization: Basic ${LOGIN}")
	for _, request := range seen[1:] {
		path := strings.Fields(request)[1]
		assert.False(t, strings.HasPrefix(path, "/things") && strings.HasSuffix(request, " key"), request)
	}
	keys := cellOf(t, record, "GET", "/keys")
	assert.Equal(t, records.Walled, keys.Answer, "the contract takes the key alone there")
	assert.Contains(t, keys.Reason, "the credentials for key")
	assert.Equal(t, "alternative", record.Notices[0].Kind)
	assert.Equal(t, "GET /things answered 401 to the credentials for key; those for login were answered 200, and go along wherever the contract takes either", record.Notices[0].Text)
}

func TestTheFirstCredentialsStayWhereTheyAreTaken(t *testing.T) {
	for _, taken := range []bool{true, false} {
		var seen []string
		record := probeServer(t, either(&seen, func(key, _ bool) bool { return key && taken }), eitherOptions())
		logins := 0
		for _, request := range seen {
			if strings.HasSuffix(request, " login") {
				logins++
			}
		}
		assert.Equal(t, map[bool]int{true: 0, false: 1}[taken], logins)
		assert.Equal(t, map[bool]records.State{true: records.Completed, false: records.Untestable}[taken], record.State)
	}
}

func TestThePlanHasWhatTriesCredentials(t *testing.T) {
	o := eitherOptions()
	plan := planWith(t, eitherContract, PlanOptions{Schemes: o.schemes})
	var tried []string
	for _, step := range plan.choiceSteps() {
		tried = append(tried, step.Send+" "+step.Method+" "+step.URL+" "+strings.Join(step.Credentials, ","))
	}
	assert.Equal(t, []string{"always GET /things key", "if needed GET /things login"}, tried)
	assert.Equal(t, []string{"login"}, plan.SpareSchemes())
	one := planWith(t, eitherContract, PlanOptions{Schemes: []string{"login"}})
	assert.Empty(t, one.choiceSteps())
	assert.Empty(t, one.SpareSchemes())
}

// What only an unsafe method shows is not tried again: the reason says what else was given.
func TestARefusalOfAnUnsafeMethodNamesTheOtherCredentials(t *testing.T) {
	var seen []string
	o := eitherOptions()
	o.contract = strings.Replace(eitherContract, "    get: {responses: {\"200\": {description: ok}}}\n    post:", "    get: {security: [], responses: {\"200\": {description: ok}}}\n    post:", 1)
	o.contract = strings.Replace(o.contract, "    get: {responses: {\"200\": {description: ok}}}\n  /things:", "    delete: {responses: {\"204\": {description: gone}}}\n  /things:", 1)
	handler := either(&seen, func(_, login bool) bool { return login })
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" || r.Method == "HEAD" {
			writeJSON(w, map[bool]int{true: 200, false: 404}[r.URL.Path == "/things" || r.URL.Path == "/keys"], map[string]string{})
			return
		}
		handler.ServeHTTP(w, r)
	}), o)
	post := cellOf(t, record, "POST", "/things")
	assert.Equal(t, records.Walled, post.Answer)
	assert.Equal(t, "credentials for key that have the right to do it; or a run without them, which would use those for login", post.Checks[0].Decides)
	assert.NotContains(t, seen, "POST /things login")
}
