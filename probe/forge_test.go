package probe

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// forge is a server that is made of routes as [http.ServeMux] has them; what they keep is by path.
type forge struct {
	http.ServeMux
	lock sync.Mutex
	held map[string]map[string]any
	// touchOthers is that of [PlanOptions].
	touchOthers bool
	seen        []string
}

func newForge(held ...string) *forge {
	f := &forge{held: map[string]map[string]any{}}
	for _, path := range held {
		f.held[path] = map[string]any{"name": path[strings.LastIndex(path, "/")+1:]}
	}
	return f
}

func (f *forge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.seen = append(f.seen, r.Method+" "+r.URL.Path)
	f.ServeMux.ServeHTTP(w, r)
}

// on serves a route with the content that was sent; nil where that is no JSON object.
func (f *forge) on(pattern string, serve func(w http.ResponseWriter, r *http.Request, in map[string]any)) {
	f.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		var in map[string]any
		if r.Method != http.MethodGet && r.ContentLength != 0 && json.NewDecoder(r.Body).Decode(&in) != nil {
			writeJSON(w, 400, map[string]any{"error": "malformed"})
			return
		}
		serve(w, r, in)
	})
}

// items serves GET and DELETE of what is held below a path.
func (f *forge) items(path string) { f.shows(path); f.removes(path) }

func (f *forge) shows(path string) {
	f.on("GET "+path+"/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if thing := f.held[r.URL.Path]; thing != nil {
			writeJSON(w, 200, thing)
			return
		}
		writeJSON(w, 404, map[string]any{"error": "there is none"})
	})
}

func (f *forge) removes(path string) {
	f.on("DELETE "+path+"/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if f.held[r.URL.Path] == nil {
			writeJSON(w, 404, map[string]any{"error": "there is none"})
			return
		}
		delete(f.held, r.URL.Path)
		w.WriteHeader(204)
	})
}

// makes serves a POST that creates what is called by a member of its content, where that is given
// and not held below any of the paths.
func (f *forge) makes(path, member string, among ...string) {
	f.on("POST "+path, func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		name, _ := in[member].(string)
		for _, other := range append(among, path) {
			if f.held[other+"/"+name] != nil {
				writeJSON(w, 422, map[string]any{"error": "the name " + name + " already exists"})
				return
			}
		}
		if name == "" {
			writeJSON(w, 422, map[string]any{"error": member + " is missing"})
			return
		}
		f.held[path+"/"+name] = map[string]any{"name": name}
		writeJSON(w, 201, f.held[path+"/"+name])
	})
}

func (f *forge) probed(t *testing.T, paths string) *records.Run { return f.probedIn(t, Full, paths) }

func (f *forge) probedIn(t *testing.T, mode Mode, paths string) *records.Run {
	contract := "openapi: 3.0.3\ninfo: {title: Forge, version: '1'}\npaths:\n" + paths + `
components:
  parameters:
    name: {name: name, in: path, required: true, schema: {type: string}}
    repo: {name: repo, in: path, required: true, schema: {type: string}}
    owner: {name: owner, in: path, required: true, schema: {type: string}}
  schemas:
    Named: {type: object, properties: {name: {type: string}}}
  requestBodies:
    Named: {content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}}
`
	return probeServer(t, f, probeOptions{mode: mode, touchOthers: f.touchOthers, contract: contract, wire: WireOptions{Concurrency: 1}})
}

// assertServed says that the methods were answered with success in earnest, and that nothing of the
// run's is held any more.
func (f *forge) assertServed(t *testing.T, record *records.Run, cells ...string) {
	t.Helper()
	for _, c := range cells {
		method, template, _ := strings.Cut(c, " ")
		cell := cellOf(t, record, method, template)
		assert.True(t, cell.Answer == records.Served && cell.Evidence == records.Fired, "%s is %s: %s", c, cell.Answer, cell.Reason)
	}
	assert.Empty(t, record.Leftovers)
	for path := range f.held {
		assert.NotContains(t, path, "verbatim")
	}
}

const (
	namedBody = "requestBody: {$ref: '#/components/requestBodies/Named'}, responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Named'}}}}}"
	namedShow = "responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Named'}}}}, '404': {description: none}}"
	gone      = "responses: {'204': {description: gone}}"
	ofName    = "parameters: [{$ref: '#/components/parameters/name'}]"
)

func TestThingsOfSeveralKindsShareOneSpaceOfNames(t *testing.T) {
	f := newForge("/users/theirs", "/teams/others")
	for _, path := range []string{"/users", "/teams", "/bots"} {
		f.makes(path, "name", "/users", "/teams", "/bots")
		f.items(path)
	}
	f.on("POST /bots/{item}/rename", func(w http.ResponseWriter, r *http.Request, in map[string]any) {
		old, name := strings.TrimSuffix(r.URL.Path, "/rename"), in["name"].(string)
		switch {
		case f.held[old] == nil:
			writeJSON(w, 404, map[string]any{"error": "there is none"})
		case f.held["/users/"+name] != nil || f.held["/teams/"+name] != nil || f.held["/bots/"+name] != nil:
			writeJSON(w, 422, map[string]any{"error": "the name " + name + " already exists"})
		default:
			w.WriteHeader(204) // and goes by its old name, too
		}
	})
	record := f.probed(t, `
  /users: {post: {`+namedBody+`}}
  /users/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /teams: {post: {`+namedBody+`}}
  /teams/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /bots: {post: {`+namedBody+`}}
  /bots/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /bots/{name}/rename: {`+ofName+`, post: {requestBody: {$ref: '#/components/requestBodies/Named'}, `+gone+`}}`)
	f.assertServed(t, record, "POST /users", "POST /teams", "POST /bots", "DELETE /teams/{name}", "GET /bots/{name}", "POST /bots/{name}/rename")
}

func TestANameThatIsRedirectedIsTaken(t *testing.T) {
	f := newForge()
	f.makes("/users", "name")
	f.removes("/users")
	f.on("GET /users/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		switch name := r.PathValue("item"); {
		case f.held[r.URL.Path] != nil:
			writeJSON(w, 200, f.held[r.URL.Path])
		case strings.HasPrefix(name, "verbatim-") && strings.Count(name, "-") == 1 && name != "verbatim-absent":
			w.Header().Set("Location", "/users/renamed")
			w.WriteHeader(307)
		default:
			writeJSON(w, 404, map[string]any{"error": "there is none"})
		}
	})
	record := f.probed(t, `
  /users: {post: {`+namedBody+`}}
  /users/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}`)
	f.assertServed(t, record, "POST /users", "GET /users/{name}", "DELETE /users/{name}")
}

func TestANewThingIsFoundByAnyTextWithTheMarker(t *testing.T) {
	f := newForge()
	f.items("/rules")
	f.on("POST /rules", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		label, _ := in["label"].(string)
		f.held["/rules/"+label] = map[string]any{"label": label}
		writeJSON(w, 201, f.held["/rules/"+label])
	})
	record := f.probed(t, `
  /rules: {post: {requestBody: {content: {application/json: {schema: {type: object, required: [label], properties: {label: {type: string}}}}}}, responses: {'201': {description: made}}}}
  /rules/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}`)
	f.assertServed(t, record, "POST /rules", "GET /rules/{name}", "DELETE /rules/{name}")
}

func TestANameInAPathThatMayHaveNoHyphensIsSpeltWithout(t *testing.T) {
	f := newForge()
	f.items("/variables")
	f.on("PUT /variables/{item}", func(w http.ResponseWriter, r *http.Request, in map[string]any) {
		if strings.Contains(r.URL.Path, "-") {
			writeJSON(w, 400, map[string]any{"error": "invalid variable name"})
			return
		}
		f.held[r.URL.Path] = map[string]any{"value": in["value"]}
		w.WriteHeader(204)
	})
	record := f.probed(t, `
  /variables/{name}:
    `+ofName+`
    get: {`+namedShow+`}
    put: {requestBody: {content: {application/json: {schema: {type: object, required: [value], properties: {value: {type: string}}}}}}, responses: {'204': {description: set}}}
    delete: {`+gone+`}`)
	f.assertServed(t, record, "GET /variables/{name}", "PUT /variables/{name}", "DELETE /variables/{name}")
}

func TestWhatIsMadeAndRemovedByAdministratorsIsShownElsewhere(t *testing.T) {
	f := newForge("/admin/users/theirs")
	f.makes("/admin/users", "name")
	f.removes("/admin/users")
	f.on("GET /users/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if thing := f.held["/admin"+r.URL.Path]; thing != nil {
			writeJSON(w, 200, thing)
			return
		}
		writeJSON(w, 404, map[string]any{"error": "there is none"})
	})
	f.on("PATCH /admin/users/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if f.held[r.URL.Path] == nil {
			writeJSON(w, 404, map[string]any{"error": "there is none"})
			return
		}
		w.WriteHeader(204)
	})
	f.on("POST /admin/users/{item}/badges", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		writeJSON(w, 500, map[string]any{"error": "no such badge"}) // whatever it made went with the user
	})
	record := f.probed(t, `
  /admin/users: {post: {`+namedBody+`}}
  /admin/users/{name}: {`+ofName+`, patch: {`+gone+`}, delete: {`+gone+`}}
  /admin/users/{name}/badges: {`+ofName+`, post: {`+namedBody+`}}
  /users/{name}: {`+ofName+`, get: {`+namedShow+`}}`)
	f.assertServed(t, record, "POST /admin/users", "PATCH /admin/users/{name}", "DELETE /admin/users/{name}", "GET /users/{name}")
}

func TestADeleteThatIsRefusedForWhatWasDoneIsAskedAboutAFreshThing(t *testing.T) {
	f := newForge()
	f.makes("/users", "name")
	f.shows("/users")
	busy := map[string]bool{}
	f.on("POST /users/{item}/begin", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		path := strings.TrimSuffix(r.URL.Path, "/begin")
		if f.held[path] == nil {
			writeJSON(w, 404, map[string]any{"error": "there is none"})
			return
		}
		busy[path] = true
		w.WriteHeader(204)
	})
	refused := 0
	f.on("DELETE /users/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		switch {
		case f.held[r.URL.Path] == nil:
			writeJSON(w, 404, map[string]any{"error": "there is none"})
		case busy[r.URL.Path] && refused == 0:
			refused++ // what it began has ended by the next time
			writeJSON(w, 409, map[string]any{"error": "the user is busy"})
		default:
			delete(f.held, r.URL.Path)
			w.WriteHeader(204)
		}
	})
	record := f.probed(t, `
  /users: {post: {`+namedBody+`}}
  /users/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /users/{name}/begin: {`+ofName+`, post: {`+gone+`}}`)
	f.assertServed(t, record, "POST /users/{name}/begin", "DELETE /users/{name}")
	assert.Equal(t, 1, refused)
}

func TestWhatTakesSeveralParametersToNameIsNamedElsewhereToo(t *testing.T) {
	f := newForge("/repos/root/theirs")
	f.on("POST /repos", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		path := "/repos/root/" + in["name"].(string)
		f.held[path] = map[string]any{"name": in["name"], "owner": "root"}
		writeJSON(w, 201, f.held[path])
	})
	f.items("/repos/root")
	starred := map[string]bool{"/starred/root/theirs": true}
	for method, status := range map[string]int{"GET": 204, "PUT": 204, "DELETE": 204} {
		f.on(method+" /starred/{owner}/{repo}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
			if f.held["/repos/"+r.PathValue("owner")+"/"+r.PathValue("repo")] == nil || method != "PUT" && !starred[r.URL.Path] {
				writeJSON(w, 404, map[string]any{"error": "there is none"})
				return
			}
			starred[r.URL.Path] = method != "DELETE"
			w.WriteHeader(status)
		})
	}
	const both = "parameters: [{$ref: '#/components/parameters/owner'}, {$ref: '#/components/parameters/repo'}]"
	record := f.probed(t, `
  /repos: {post: {`+namedBody+`}}
  /repos/{owner}/{repo}: {`+both+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /starred/{owner}/{repo}: {`+both+`, get: {responses: {'204': {description: starred}, '404': {description: none}}}, put: {`+gone+`}, delete: {`+gone+`}}`)
	f.assertServed(t, record, "GET /starred/{owner}/{repo}", "PUT /starred/{owner}/{repo}", "DELETE /starred/{owner}/{repo}")
	assert.True(t, starred["/starred/root/theirs"])
}

func TestAnActionIsSentWhereItsOperationIdSaysThatItOnlyReads(t *testing.T) {
	for id, want := range map[string]bool{"renderMarkdown": true, "publishMarkdown": false, "renderAndSaveMarkdown": false, "markdown": false, "render": false} {
		f, sent := newForge(), false
		f.on("POST /markdown", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) { sent = true; w.WriteHeader(200) })
		f.probed(t, `
  /markdown: {post: {operationId: `+id+`, requestBody: {content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string}}}}}}, responses: {'200': {description: ok}}}}`)
		assert.Equal(t, want, sent, id)
	}
}

func TestWhatA500AsksForIsGivenToWhatNeedsTheThing(t *testing.T) {
	f := newForge()
	f.on("POST /teams", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		if units, _ := in["units"].([]any); len(units) == 0 {
			writeJSON(w, 500, map[string]any{"error": "units permission should not be empty"})
			return
		}
		path := "/teams/" + in["name"].(string)
		f.held[path] = map[string]any{"name": in["name"]}
		writeJSON(w, 201, f.held[path])
	})
	f.items("/teams")
	record := f.probed(t, `
  /teams: {post: {requestBody: {content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}, units: {type: array, items: {type: string}}}}}}}, responses: {'201': {description: made}}}}
  /teams/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}`)
	assert.Equal(t, records.Crashed, cellOf(t, record, "POST", "/teams").Answer, "the input was valid")
	assert.Equal(t, records.Served, cellOf(t, record, "GET", "/teams/{name}").Answer)
	assert.Equal(t, records.Served, cellOf(t, record, "DELETE", "/teams/{name}").Answer)
	assert.Empty(t, f.held)
}

func TestAMemberOfAMapThatIsRefusedIsCalledByItsShortName(t *testing.T) {
	f := newForge()
	f.on("POST /hooks", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		if config, _ := in["config"].(map[string]any); config["content_type"] != "json" {
			writeJSON(w, 422, map[string]any{"error": "Invalid content type"})
			return
		}
		f.held["/hooks/7"] = map[string]any{"id": 7, "config": in["config"]}
		writeJSON(w, 201, f.held["/hooks/7"])
	})
	f.items("/hooks")
	record := f.probed(t, `
  /hooks: {post: {requestBody: {content: {application/json: {schema: {type: object, required: [config], properties: {config: {description: 'required are "content_type" and "url"', type: object, additionalProperties: {type: string}}}}}}}, responses: {'201': {description: made}}}}
  /hooks/{id}: {parameters: [{name: id, in: path, required: true, schema: {type: integer}}], get: {`+namedShow+`}, delete: {`+gone+`}}`)
	f.assertServed(t, record, "POST /hooks", "GET /hooks/{id}", "DELETE /hooks/{id}")
}

func TestWhatHasItsOwnPathIsNotMadeForAnotherOne(t *testing.T) {
	f := newForge()
	f.makes("/hooks", "name")
	f.items("/hooks")
	f.shows("/orgs/acme/hooks")
	record := f.probed(t, `
  /hooks: {post: {`+namedBody+`}}
  /hooks/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /orgs/{owner}/hooks/{name}: {parameters: [{$ref: '#/components/parameters/owner'}, {$ref: '#/components/parameters/name'}], get: {`+namedShow+`}}`)
	f.assertServed(t, record, "POST /hooks", "GET /hooks/{name}", "DELETE /hooks/{name}")
	posted := slices.DeleteFunc(slices.Clone(f.seen), func(r string) bool { return r != "POST /hooks" })
	assert.Len(t, posted, 1+1, "one, and one in another media type")
}

func TestWhatMayBeLeftSomewhereHidesNoneOfTheOthersThatAListShows(t *testing.T) {
	f := newForge()
	tags := []any{}
	for _, path := range []string{"/features", "/flags"} {
		f.on("POST "+path, func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
			f.held[path+"/"+in["name"].(string)] = map[string]any{"name": in["name"]}
			tags = append(tags, map[string]any{"of": path, "tag": in["name"]})
			writeJSON(w, 201, map[string]any{"name": in["name"]})
		})
		f.items(path)
	}
	f.on("GET /tags", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) { writeJSON(w, 200, tags) })
	f.on("POST /tags", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		tags = append(tags, map[string]any{"of": "/tags", "tag": in["name"]})
		writeJSON(w, 500, map[string]any{"error": "too late"})
	})
	record := f.probed(t, `
  /features: {post: {`+namedBody+`}}
  /features/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /flags: {post: {`+namedBody+`}}
  /flags/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /tags: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {type: object}}}}}}}, post: {`+namedBody+`}}`)
	shown := slices.DeleteFunc(slices.Clone(record.Leftovers), func(l records.Leftover) bool { return l.ShownBy == "" })
	assert.NotEmpty(t, shown, "%v", record.Leftovers)
}

func TestA404ThatSaysMoreThanThatTheThingIsAbsentMayBeAboutTheContent(t *testing.T) {
	for text, want := range map[string]records.Verdict{
		"resource type \".\": not found in the catalog": records.Undecided,
		"The box was not found.":                        records.Failed,
		"not found":                                     records.Failed,
	} {
		f := newForge()
		f.makes("/boxes", "name")
		f.items("/boxes")
		f.on("POST /boxes/{item}/parts", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
			writeJSON(w, 404, map[string]any{"error": text})
		})
		record := f.probed(t, `
  /boxes: {post: {`+namedBody+`}}
  /boxes/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /boxes/{name}/parts: {`+ofName+`, post: {`+namedBody+`}}`)
		cell := cellOf(t, record, "POST", "/boxes/{name}/parts")
		i := slices.IndexFunc(cell.Checks, func(c records.Check) bool { return c.Rule == "declared-served" })
		assert.Equal(t, want, cell.Checks[i].Outcome, text)
	}
}

// The names of things say where they are among others, as in the APIs of Google (AIP-122).
func TestAThingIsCalledByTheLastSegmentOfItsResourceName(t *testing.T) {
	f := newForge()
	count := 0
	f.on("GET /users", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		users := []any{}
		for _, path := range slices.Sorted(maps.Keys(f.held)) {
			users = append(users, f.held[path])
		}
		writeJSON(w, 200, map[string]any{"users": users})
	})
	f.on("POST /users", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		count++
		name := fmt.Sprintf("users/u%d", count)
		f.held["/"+name] = map[string]any{"name": name, "title": in["title"]}
		writeJSON(w, 200, f.held["/"+name])
	})
	f.items("/users")
	f.held["/users/theirs"] = map[string]any{"name": "users/theirs"}
	f.on("POST /users:batchGet", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		writeJSON(w, 200, map[string]any{"users": []any{}})
	})
	f.on("GET /users/{item}/stats", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if f.held[strings.TrimSuffix(r.URL.Path, "/stats")] == nil {
			writeJSON(w, 404, map[string]any{"error": "there is none"})
			return
		}
		writeJSON(w, 200, map[string]any{"visits": 1})
	})
	const users = `
  /users:
    get: {responses: {'200': {description: ok}}}
    post: {requestBody: {content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string}}}}}}, responses: {'200': {description: made}}}
  /users:batchGet: {post: {requestBody: {content: {application/json: {schema: {type: object}}}}, responses: {'200': {description: ok}}}}
  /users/{user}:
    parameters: [{name: user, in: path, required: true, schema: {type: string}}]
    get: {` + namedShow + `}
    delete: {` + gone + `}
  /users/{user}/stats: {parameters: [{name: user, in: path, required: true, schema: {type: string}}], get: {` + namedShow + `}}`
	record := f.probed(t, users)
	f.assertServed(t, record, "POST /users", "GET /users/{user}", "DELETE /users/{user}", "GET /users/{user}/stats", "POST /users:batchGet")
	assert.Len(t, f.held, 1, "%v", f.held)

	f.held["/users/theirs"] = map[string]any{"name": "users/theirs"}
	f.seen = nil
	f.probedIn(t, ReadOnly, users)
	assert.Contains(t, f.seen, "GET /users/theirs", "the list says so")
}

func TestAListOfTextsSaysWhatItsItemsAreCalled(t *testing.T) {
	f := newForge()
	f.on("GET /templates", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) { writeJSON(w, 200, []any{"Go", "Rust"}) })
	f.held["/templates/Go"] = map[string]any{"name": "Go"}
	f.shows("/templates")
	f.probedIn(t, ReadOnly, `
  /templates: {get: {responses: {'200': {description: ok}}}}
  /templates/{name}: {`+ofName+`, get: {`+namedShow+`}}`)
	assert.Contains(t, f.seen, "GET /templates/Go")
}

func TestADryRunOnlyReads(t *testing.T) {
	for path, want := range map[string]bool{"/backfills/dry_run": true, "/backfills/dryRun": true, "/backfills/run": false} {
		f, sent := newForge(), false
		f.on("POST "+path, func(w http.ResponseWriter, _ *http.Request, _ map[string]any) { sent = true; w.WriteHeader(200) })
		f.probed(t, `
  `+path+`: {post: {requestBody: {content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string}}}}}}, responses: {'200': {description: ok}}}}`)
		assert.Equal(t, want, sent, path)
	}
}

func TestWhatIsNotThereBeforeSomethingElseIsCreatedIsAskedAboutOnceMore(t *testing.T) {
	f := newForge("/repos/theirs")
	f.makes("/repos", "name")
	f.items("/repos")
	files := map[string]bool{"theirs": true}
	empty := func(w http.ResponseWriter, r *http.Request) bool {
		if !files[r.PathValue("repo")] {
			writeJSON(w, 409, map[string]any{"error": "the repository is empty"})
		}
		return !files[r.PathValue("repo")]
	}
	f.on("GET /repos/{repo}/commits", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if !empty(w, r) {
			writeJSON(w, 200, []any{map[string]any{"sha": "c0ffee-" + r.PathValue("repo")}})
		}
	})
	f.on("GET /repos/{repo}/trees/{sha}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if r.PathValue("sha") != "c0ffee-"+r.PathValue("repo") {
			writeJSON(w, 404, map[string]any{"error": "no such tree"})
			return
		}
		writeJSON(w, 200, map[string]any{"files": 1})
	})
	f.on("POST /repos/{repo}/branches", func(w http.ResponseWriter, r *http.Request, in map[string]any) {
		if !empty(w, r) {
			f.held[r.URL.Path+"/"+in["name"].(string)] = map[string]any{"name": in["name"]}
			writeJSON(w, 201, map[string]any{"name": in["name"]})
		}
	})
	f.items("/repos/{repo}/branches")
	f.on("POST /repos/{repo}/files", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		files[r.PathValue("repo")] = true
		w.WriteHeader(204)
	})
	const repo = "{$ref: '#/components/parameters/repo'}"
	record := f.probed(t, `
  /repos: {post: {`+namedBody+`}}
  /repos/{repo}: {parameters: [`+repo+`], get: {`+namedShow+`}, delete: {`+gone+`}}
  /repos/{repo}/branches: {parameters: [`+repo+`], post: {`+namedBody+`}}
  /repos/{repo}/branches/{name}: {parameters: [`+repo+`, {$ref: '#/components/parameters/name'}], get: {`+namedShow+`}, delete: {`+gone+`}}
  /repos/{repo}/commits: {parameters: [`+repo+`], get: {responses: {'200': {description: ok}, '409': {description: empty}}}}
  /repos/{repo}/commits/{sha}/status: {parameters: [`+repo+`, {name: sha, in: path, required: true, schema: {type: string}}], get: {`+namedShow+`}}
  /repos/{repo}/files: {parameters: [`+repo+`], post: {`+namedBody+`}}
  /repos/{repo}/trees/{sha}: {parameters: [`+repo+`, {name: sha, in: path, required: true, schema: {type: string}}], get: {responses: {'200': {description: ok}}}}`)
	f.assertServed(t, record, "GET /repos/{repo}/commits", "GET /repos/{repo}/trees/{sha}", "POST /repos/{repo}/branches", "DELETE /repos/{repo}/branches/{name}")
}

func TestCleanupRemovesWhatHasItsDeleteAtAPathOfItsOwn(t *testing.T) {
	f := newForge("/admin/users/theirs")
	f.held["/admin/users/verbatim-run"] = map[string]any{"name": "verbatim-run"}
	f.removes("/admin/users")
	f.on("GET /users/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if thing := f.held["/admin"+r.URL.Path]; thing != nil {
			writeJSON(w, 200, thing)
			return
		}
		writeJSON(w, 404, map[string]any{"error": "there is none"})
	})
	server := httptest.NewServer(f)
	defer server.Close()
	base, err := url.Parse(server.URL)
	require.NoError(t, err)
	header, ledger, err := ReadLedger(strings.NewReader(`{"verbatim_ledger":1,"base_url":"` + server.URL + `","marker":"verbatim-run"}
{"number":1,"by":"POST /admin/users","url":"/users/verbatim-run","delete":"/admin/users/verbatim-run","state":"owned","param":"name","shown":true}
`))
	require.NoError(t, err)
	left, err := Cleanup(t.Context(), header, ledger, WireOptions{BaseURL: base})
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.Equal(t, []string{"/admin/users/theirs"}, slices.Sorted(maps.Keys(f.held)))
}

func TestAPostThatOnlyReadsIsSentAboutWhatIsThere(t *testing.T) {
	for action, want := range map[string]bool{"validate": true, "archive": false} {
		f, sent := newForge("/projects/theirs"), false
		f.on("GET /projects", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
			writeJSON(w, 200, []any{map[string]any{"name": "theirs"}})
		})
		f.shows("/projects")
		f.on("POST /projects/{item}/"+action, func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
			sent = r.PathValue("item") == "theirs"
			writeJSON(w, 200, map[string]any{"valid": true})
		})
		f.probed(t, `
  /projects: {get: {responses: {'200': {description: ok}}}}
  /projects/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /projects/{name}/`+action+`: {`+ofName+`, post: {requestBody: {$ref: '#/components/requestBodies/Named'}, responses: {'200': {description: ok}}}}`)
		assert.Equal(t, want, sent, action)
	}
}

func TestWhatIsListedIsTakenWhereNoneCanBeMade(t *testing.T) {
	f := newForge()
	f.on("GET /environments", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		writeJSON(w, 200, []any{map[string]any{"name": "production"}})
	})
	f.makes("/features", "name")
	f.items("/features")
	f.on("POST /projects/{item}/environments", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		writeJSON(w, 403, map[string]any{"error": "not in this edition"})
	})
	f.on("POST /features/{item}/environments/{env}/on", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
		if f.held["/features/"+r.PathValue("item")] == nil || r.PathValue("env") != "production" {
			writeJSON(w, 404, map[string]any{"error": "there is none"})
			return
		}
		w.WriteHeader(204)
	})
	const environment = "{name: environment, in: path, required: true, schema: {type: string}}"
	record := f.probed(t, `
  /environments: {get: {responses: {'200': {description: ok}}}}
  /environments/{name}: {`+ofName+`, get: {responses: {'200': {description: ok}}}}
  /features: {post: {`+namedBody+`}}
  /features/{name}: {`+ofName+`, get: {`+namedShow+`}, delete: {`+gone+`}}
  /features/{name}/environments/{environment}/on: {parameters: [{$ref: '#/components/parameters/name'}, `+environment+`], post: {`+gone+`}}
  /projects/{name}/environments: {`+ofName+`, post: {`+namedBody+`}}
  /projects/{name}/environments/{environment}: {parameters: [{$ref: '#/components/parameters/name'}, `+environment+`], delete: {`+gone+`}}`)
	f.assertServed(t, record, "POST /features/{name}/environments/{environment}/on")
}

func TestWhatIsThereOnceIsLeftAsItIsAlsoWhereOthersMayBeTouched(t *testing.T) {
	f := newForge()
	maintenance, set := false, 0
	f.on("GET /maintenance", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		writeJSON(w, 200, map[string]any{"enabled": maintenance, "since": nil})
	})
	f.on("POST /maintenance", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		maintenance, set = in["enabled"] == true, set+1
		w.WriteHeader(204)
	})
	f.touchOthers = true
	f.probed(t, `
  /maintenance:
    get: {responses: {'200': {description: ok}}}
    post: {requestBody: {content: {application/json: {schema: {type: object, required: [enabled], properties: {enabled: {type: boolean, default: true}}}}}}, responses: {'204': {description: set}}}`)
	assert.Positive(t, set)
	assert.False(t, maintenance)
}

func TestWhatOnlyReadsLeavesNothingBehindHoweverItIsAnswered(t *testing.T) {
	f := newForge()
	f.on("POST /rules/validate", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		writeJSON(w, 500, map[string]any{"error": "down"})
	})
	f.on("POST /rules/preview", func(w http.ResponseWriter, _ *http.Request, _ map[string]any) {
		writeJSON(w, 201, map[string]any{"id": 7})
	})
	record := f.probed(t, `
  /rules/validate: {post: {requestBody: {$ref: '#/components/requestBodies/Named'}, responses: {'200': {description: ok}}}}
  /rules/preview: {post: {requestBody: {$ref: '#/components/requestBodies/Named'}, responses: {'200': {description: ok}}}}`)
	assert.Len(t, record.Leftovers, 1, "%v", record.Leftovers)
	assert.Equal(t, "POST /rules/preview", record.Leftovers[0].By, "it says that it created something")
}

func TestAThingIsCalledByItsNumberWhereThePathSaysSo(t *testing.T) {
	f := newForge()
	f.held["/pulls/1"] = map[string]any{"id": 71, "number": 1, "title": "theirs"}
	f.on("POST /pulls", func(w http.ResponseWriter, _ *http.Request, in map[string]any) {
		f.held["/pulls/2"] = map[string]any{"id": 1, "number": 2, "title": in["title"]} // the id is the number of another
		writeJSON(w, 201, f.held["/pulls/2"])
	})
	f.items("/pulls")
	record := f.probed(t, `
  /pulls: {post: {requestBody: {content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string}}}}}}, responses: {'201': {description: made}}}}
  /pulls/{base}/{head}: {parameters: [{name: base, in: path, required: true, schema: {type: string}}, {name: head, in: path, required: true, schema: {type: string}}], get: {`+namedShow+`}}
  /pulls/{index}: {parameters: [{name: index, in: path, required: true, schema: {type: integer}}], get: {`+namedShow+`}, delete: {`+gone+`}}`)
	f.assertServed(t, record, "POST /pulls", "GET /pulls/{index}", "DELETE /pulls/{index}")
	assert.Contains(t, f.held, "/pulls/1")
}

func TestWhatHasNoDeleteGoesWithWhatItIsIn(t *testing.T) {
	for _, kept := range []bool{false, true} {
		f := newForge()
		f.makes("/repos", "name")
		f.shows("/repos")
		f.on("DELETE /repos/{item}", func(w http.ResponseWriter, r *http.Request, _ map[string]any) {
			if f.held[r.URL.Path] == nil {
				writeJSON(w, 404, map[string]any{"error": "there is none"})
				return
			}
			maps.DeleteFunc(f.held, func(path string, _ map[string]any) bool {
				return path == r.URL.Path || !kept && strings.HasPrefix(path, r.URL.Path+"/")
			})
			w.WriteHeader(204)
		})
		f.on("POST /repos/{item}/pulls", func(w http.ResponseWriter, r *http.Request, in map[string]any) {
			if f.held["/repos/"+r.PathValue("item")] == nil {
				writeJSON(w, 404, map[string]any{"error": "there is none"})
				return
			}
			f.held[r.URL.Path+"/7"] = map[string]any{"number": 7, "name": in["name"]}
			writeJSON(w, 201, f.held[r.URL.Path+"/7"])
		})
		f.shows("/repos/{repo}/pulls")
		record := f.probed(t, `
  /repos: {post: {`+namedBody+`}}
  /repos/{repo}: {parameters: [{$ref: '#/components/parameters/repo'}], get: {`+namedShow+`}, delete: {`+gone+`}}
  /repos/{repo}/pulls: {parameters: [{$ref: '#/components/parameters/repo'}], post: {`+namedBody+`}}
  /repos/{repo}/pulls/{index}: {parameters: [{$ref: '#/components/parameters/repo'}, {name: index, in: path, required: true, schema: {type: integer}}], get: {`+namedShow+`}}`)
		assert.Equal(t, records.Served, cellOf(t, record, "GET", "/repos/{repo}/pulls/{index}").Answer)
		assert.Equal(t, kept, len(record.Leftovers) > 0, "%v", record.Leftovers)
	}
}
