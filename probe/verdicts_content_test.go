package probe

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

const contentContract = `
openapi: 3.1.0
info: {title: Notes, version: "1"}
paths:
  /notes:
    get:
      responses:
        "200":
          description: ok
          headers: {X-Total: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: array
                items: {type: object, required: [id], properties: {id: {type: integer}, tag: {enum: [red, green]}}}
            application/xml: {schema: {type: array}}
        4XX:
          description: wrong
          content: {application/problem+json: {schema: {type: object, required: [title]}}}
`

func TestContentIsHeldAgainstTheContract(t *testing.T) {
	long := `[` + strings.Repeat(`{"id": 1, "tag": "red"}, `, 200) + `{"id": "x"}]`
	for name, c := range map[string]struct {
		status                    int
		mediaType, total, content string
		outcome                   records.Verdict
		key, got                  string
	}{
		"as it says":               {200, "application/json; charset=utf-8", "1", `[{"id": 1}]`, records.Passed, "", ""},
		"another media type":       {200, "text/html", "1", `<ul>`, records.Warned, "an answer is not of a documented media type", "text/html"},
		"a field is missing":       {200, "application/json", "", `[{"id": 1}]`, records.Warned, "an answer's fields are not as documented", "X-Total"},
		"a field is no number":     {200, "application/json", "many", `[]`, records.Warned, "an answer's fields are not as documented", "X-Total"},
		"another type":             {200, "application/json", "1", `[{"id": "1"}]`, records.Warned, "an answer does not match its schema", "/0/id"},
		"broken JSON":              {200, "application/json", "1", `[{"id": 1`, records.Warned, "an answer does not match its schema", "not JSON"},
		"behind what is recorded":  {200, "application/json", "1", long, records.Warned, "an answer does not match its schema", "/200/id"},
		"another charset":          {200, "application/json; charset=utf-16", "1", `[]`, records.Undecided, "", ""},
		"XML, by its media type":   {200, "application/xml", "1", `<notes/>`, records.Passed, "", ""},
		"an error as it says":      {400, "application/problem+json", "", `{"title": "no"}`, records.Passed, "", ""},
		"an error in another form": {400, "application/problem+json", "", `{"error": "no"}`, records.Warned, "an answer does not match its schema", "title"},
	} {
		t.Run(name, func(t *testing.T) {
			server := func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/notes" || r.Method != "GET" && r.Method != "HEAD" {
					w.Header().Set("Allow", "GET")
					w.WriteHeader(map[bool]int{true: 405, false: 404}[r.URL.Path == "/notes"])
					return
				}
				w.Header().Set("Content-Type", c.mediaType)
				if c.total != "" {
					w.Header().Set("X-Total", c.total)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.content)
			}
			record := probeServer(t, http.HandlerFunc(server), probeOptions{contract: contentContract})
			check := checkOf(t, cellOf(t, record, "GET", "/notes"), "declared-content")
			assert.Equal(t, c.outcome, check.Outcome, check.Reason)
			if c.key != "" {
				require.NotNil(t, check.Finding)
				assert.Equal(t, c.key, check.Finding.Key)
				assert.Contains(t, check.Finding.Got, c.got)
			}
		})
	}
}

func TestContentThatIsCutOffIsUndecided(t *testing.T) {
	a := newAPI()
	contract := strings.Replace(apiContract, `"200": {description: ok, content: {application/json: {}}}`,
		`"200": {description: ok, content: {application/json: {schema: {type: object, required: [items]}}}}`, 1)
	record := probeServer(t, a, probeOptions{contract: contract, wire: WireOptions{MaxBody: 16}})
	check := checkOf(t, cellOf(t, record, "GET", "/tasks"), "declared-content")
	assert.Equal(t, records.Undecided, check.Outcome)
	assert.NotEmpty(t, check.Decides)
}

func TestUndocumentedStatusHasNoContentToJudge(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(206) }
	assert.Equal(t, []string{"GET /tasks declared-status"}, findings(probeServer(t, a, probeOptions{})))
}

// What the target says may hold a secret, also where no record of it is kept.
func TestMismatchShowsNoSecret(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 200, map[string]string{"tag": "s3cret-token"})
	}
	contract := strings.Replace(apiContract, `"200": {description: ok, content: {application/json: {}}}`,
		`"200": {description: ok, content: {application/json: {schema: {type: object, properties: {tag: {pattern: "^[a-z]+$", enum: [red]}}}}}}`, 1)
	record := probeServer(t, a, probeOptions{contract: contract, wire: WireOptions{Secrets: []secret.Secret{{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: "s3cret-token"}}}})
	check := checkOf(t, cellOf(t, record, "GET", "/tasks"), "declared-content")
	require.NotNil(t, check.Finding)
	assert.NotContains(t, check.Finding.Got, "s3cret")
}

func TestGotAndWantAreTwoTextsWhereAMismatchHasBoth(t *testing.T) {
	tests := map[string]struct{ mismatch, got, want string }{
		"media type":  {"got text/html, want application/json", "text/html", "application/json, as the contract documents for 404"},
		"no content":  {"there is no content, want application/json", "no content", "application/json, as the contract documents for 404"},
		"at a place":  {"/id: got string, want integer", "/id: got string, want integer", "what the contract documents for 404"},
		"one without": {`lacks "title"`, `lacks "title"`, "what the contract documents for 404"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, want := gotAndWant(test.mismatch, "404")
			assert.Equal(t, test.got, got)
			assert.Equal(t, test.want, want)
		})
	}
}
