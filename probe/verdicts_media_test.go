package probe

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestForeignAccept(t *testing.T) {
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		outcome records.Verdict
	}{
		"is ignored":                       {func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, nil) }, records.Passed},
		"is ignored, with nothing to send": {status(204), records.Passed},
		"is refused with 406":              {status(406), records.Passed},
		"makes the resource disappear":     {status(404), records.Warned},
		"crashes the encoder":              {status(500), records.Warned},
		"is taken for a bad request":       {status(400), records.Warned},
		"meets a gate":                     {status(403), records.Undecided},
		"meets a limit":                    {status(429), records.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.before = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != "/tasks" || r.Header.Get("Accept") != foreignType {
					return false
				}
				c.answer(w, r)
				return true
			}
			record := probeServer(t, a, probeOptions{wire: WireOptions{Retries: -1}})
			assert.Equal(t, c.outcome, checkOf(t, cellOf(t, record, "GET", "/tasks"), "accept-406").Outcome)
		})
	}
}

func TestForeignAcceptIsAskedOnlyWhereThePlainGETIsServed(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["GET"] = status(500)
	record := probeServer(t, a, probeOptions{})
	for _, side := range cellOf(t, record, "GET", "/tasks").Side {
		assert.Equal(t, againPurpose, side.Purpose)
	}

	record = probeServer(t, newAPI(), probeOptions{wire: WireOptions{Fields: []Field{{"Accept", "text/plain"}}}})
	for _, check := range cellOf(t, record, "GET", "/tasks").Checks {
		assert.NotEqual(t, "accept-406", check.Rule, "a user's Accept takes the place of ours: nothing was asked")
	}
}

const patchContract = `
openapi: 3.0.3
info: {title: Notes, version: "1"}
paths:
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, example: 1}}]
    get: {responses: {"200": {description: ok}}}
    patch:
      requestBody: {content: {application/merge-patch+json: {schema: {type: object}}, "text/*": {}}}
      responses: {"200": {description: ok}}
`

func TestAcceptPatchIsHeldAgainstThePatchOfTheContract(t *testing.T) {
	for acceptPatch, want := range map[string][]string{
		"application/merge-patch+json":                          nil,
		"Application/Merge-Patch+JSON; charset=utf-8, text/x-y": nil,
		"":                            nil,
		", ":                          nil,
		"application/json-patch+json": {"OPTIONS /notes/{id} accept-patch"},
		"application/merge-patch+json, application/json": {"OPTIONS /notes/{id} accept-patch"},
	} {
		t.Run(acceptPatch, func(t *testing.T) {
			server := func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path != "/notes/1":
					writeJSON(w, 404, map[string]string{"error": "no route for " + r.URL.Path})
				case r.Method == "OPTIONS":
					w.Header().Set("Allow", "GET, PATCH")
					w.Header().Set("Accept-Patch", acceptPatch)
					w.WriteHeader(204)
				case r.Method == "GET" || r.Method == "HEAD":
					writeJSON(w, 200, map[string]int{"id": 1})
				default:
					w.Header().Set("Allow", "GET, PATCH")
					w.Header().Set("Accept-Patch", "application/merge-patch+json")
					w.WriteHeader(405)
				}
			}
			record := probeServer(t, http.HandlerFunc(server), probeOptions{contract: patchContract})
			assert.Equal(t, want, findings(record), "once a path, at the answer that is wrong")
		})
	}
}

func TestPatchWithoutContentInTheContractSaysNothingOfMediaTypes(t *testing.T) {
	a := newAPI()
	contract := apiContract + "    patch: {responses: {\"200\": {description: ok}}}\n"
	a.handlers["/tasks/{id}"]["PATCH"] = a.replace
	a.handlers["/tasks/{id}"]["OPTIONS"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", "GET, PUT, DELETE, PATCH")
		w.Header().Set("Accept-Patch", "application/json")
		w.WriteHeader(204)
	}
	assert.Empty(t, findings(probeServer(t, a, probeOptions{contract: contract})))
}

func TestChallenges(t *testing.T) {
	for field, want := range map[string][]string{
		"Bearer":                     nil,
		`x-session realm="tasks"`:    nil,
		"Basic realm=\"a\", Digest ": nil,
		"":                           {"GET /tasks challenge"},
		" ":                          {"GET /tasks challenge"},
	} {
		t.Run(field, func(t *testing.T) {
			a := newAPI()
			gate := func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("WWW-Authenticate", field)
				w.WriteHeader(401)
			}
			a.handlers["/tasks"] = map[string]http.HandlerFunc{"GET": gate, "POST": gate}
			a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { gate(w, r) }
			record := probeServer(t, a, probeOptions{mode: GuardedMode})
			if want != nil {
				want = append(want, "POST /tasks/{id} challenge")
			}
			assert.Equal(t, want, findings(record), "once a path, however many methods are gated")
		})
	}
}

func TestProblemDocuments(t *testing.T) {
	padding := strings.Repeat("x", 2*excerptBytes)
	for name, c := range map[string]struct {
		mediaType, document string
		judged, broken      bool
	}{
		"the true status":             {"application/problem+json", `{"title": "no", "status": 405}`, true, false},
		"as a fraction that is whole": {"application/problem+json; charset=utf-8", `{"status": 405.0}`, true, false},
		"another status":              {"application/problem+json", `{"errors": [{"status": 405}], "status": 500}`, true, true},
		"behind a long member":        {"application/problem+json", `{"detail": "` + padding + `", "status": 400}`, true, true},
		"no status":                   {"application/problem+json", `{"title": "no"}`, false, false},
		"a status of another type":    {"application/problem+json", `{"status": "500"}`, false, false},
		"a number too many":           {"application/problem+json", `{"status": 4.5e300}`, false, false},
		"cut off":                     {"application/problem+json", `{"detail": "`, false, false},
		"no document":                 {"application/problem+json", ``, false, false},
		"a list":                      {"application/problem+json", `[{"status": 500}]`, false, false},
		"plain JSON":                  {"application/json", `{"status": 500}`, false, false},
		"XML":                         {"application/problem+xml", `<?xml version="1.0"?><problem xmlns="urn:ietf:rfc:7807"><detail><status>500</status></detail><status>405</status></problem>`, true, false},
		"XML with another status":     {"application/problem+xml", `<problem xmlns="urn:ietf:rfc:7807"><status>500</status></problem>`, true, true},
		"XML, cut off":                {"application/problem+xml", `<problem><detail>`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.refuse = func(w http.ResponseWriter, _ *http.Request, allow []string) {
				w.Header().Set("Allow", strings.Join(allow, ", "))
				w.Header().Set("Content-Type", c.mediaType)
				w.WriteHeader(405)
				_, _ = io.WriteString(w, c.document)
			}
			record := probeServer(t, a, probeOptions{mode: GuardedMode})
			cell := cellOf(t, record, "PATCH", "/tasks/{id}")
			judged, broken := false, false
			for _, check := range cell.Checks {
				if check.Rule == "problem-status" {
					judged, broken = true, check.Finding != nil
				}
			}
			assert.Equal(t, []bool{c.judged, c.broken}, []bool{judged, broken})
		})
	}
}

// Spring sends the field with every OPTIONS, empty where there is no PATCH.
func TestEmptyAcceptPatchNamesNothing(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["OPTIONS"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", "GET, POST")
		w.Header().Set("Accept-Patch", "")
		w.WriteHeader(200)
	}
	assert.Empty(t, findings(probeServer(t, a, probeOptions{})))
}

// A server that keeps whatever it was sent has a thing without a title afterwards, which is not what
// its GET is judged by.
func TestNothingIsJudgedByWhatCameOfForeignContent(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Posts, version: "1"}
paths:
  /posts:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string}}}}}}
      responses: {"201": {description: made}}
  /posts/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: object, required: [title]}}}}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}, "404": {description: none}}}
`
	posts := map[string]map[string]string{}
	made := 0
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, below := strings.CutPrefix(r.URL.Path, "/posts/")
		post := posts[id]
		switch {
		case r.URL.Path == "/posts" && r.Method == "POST":
			made++
			post = map[string]string{"id": fmt.Sprint("p", made)}
			if r.Header.Get("Content-Type") == "application/json" && json.NewDecoder(r.Body).Decode(&post) != nil {
				w.WriteHeader(400)
				return
			}
			posts[post["id"]] = post
			writeJSON(w, 201, post)
		case below && post != nil && (r.Method == "GET" || r.Method == "HEAD"):
			writeJSON(w, 200, post)
		case below && post != nil && r.Method == "DELETE":
			delete(posts, id)
			w.WriteHeader(204)
		case r.URL.Path == "/posts" || below && post != nil:
			w.WriteHeader(405)
		default:
			w.WriteHeader(404)
		}
	}), probeOptions{mode: Full, contract: contract})
	assert.Contains(t, findings(record), "POST /posts media-415")
	assert.NotContains(t, findings(record), "GET /posts/{id} declared-content")
	assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/posts/{id}").Verdict)
	assert.Empty(t, posts, "all of it is removed")
}
