package probe

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/prose"
	"github.com/verbatim-http/verbatim/probe/records"
)

// ailing is a server that has a cause, and everything that is then diagnosed.
type ailing struct {
	name   string
	mode   Mode
	prefix string
	mutate func(*api)
	// causes are all that are found, "id: METHOD template, …", the most cells first.
	causes []string
}

// ailments has a server for every cause that a run can show.
var ailments = []ailing{
	{name: "a wall before one part of the API", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/tasks/") }, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			writeJSON(w, 401, map[string]any{"error": "who are you"})
		})
	}, causes: []string{"authentication-first: GET /tasks/{id}, HEAD /tasks/{id}, OPTIONS /tasks/{id}"}},
	{name: "a wall before everything", mutate: func(a *api) {
		a.intercept(everything, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			w.WriteHeader(401)
		})
	}, causes: []string{"authentication-first: GET /tasks, POST /tasks, GET /tasks/{id}, PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a redirect to the path with a slash", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.URL.Path == "/tasks" && r.Method != "PATCH" }, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/tasks/", http.StatusPermanentRedirect)
		})
	}, causes: []string{"redirect: GET /tasks, POST /tasks"}},
	{name: "a redirect of everything to https", mutate: func(a *api) {
		a.intercept(everything, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+strings.Split(r.Host, ":")[0]+r.URL.Path, http.StatusMovedPermanently)
		})
	}, causes: []string{"redirect: GET /tasks, POST /tasks, GET /tasks/{id}, PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a cache that kept an old 404", mutate: func(a *api) {
		a.answer("GET", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Age", "120")
			a.notFound(w, r)
		})
	}, causes: []string{"stale-answer: GET /tasks"}},
	{name: "a default export in a route file", mutate: func(a *api) {
		a.handlers["/tasks"] = map[string]http.HandlerFunc{"HEAD": plain405, "OPTIONS": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", "OPTIONS")
			w.WriteHeader(204)
		}}
		a.refuse = refuseAt("/tasks", plain405, a.refuse)
	}, causes: []string{"default-export: GET /tasks, POST /tasks, HEAD /tasks"}},
	{name: "a rewrite to a path with fewer methods", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PUT" && strings.HasPrefix(r.URL.Path, "/tasks/") }, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Middleware-Rewrite", "http://localhost:3000/readonly/tasks")
			plain405(w, r)
		})
	}, causes: []string{"middleware-rewrite: PUT /tasks/{id}"}},
	{name: "a gateway without a route", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "DELETE" || r.Method == "PUT" }, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Amzn-Errortype", "MissingAuthenticationTokenException")
			w.Header().Set("X-Amz-Apigw-Id", "PZQ2gF8zDoEFYbg=")
			w.Header().Set("X-Amzn-Requestid", "9b0a6b6c-5f0a-4b53-9a3e-1c9c1f8f6d2a")
			writeJSON(w, 403, map[string]any{"message": "Missing Authentication Token"})
		})
	}, causes: []string{"gateway-without-route: PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a base URL with a prefix too many", prefix: "/v9", mutate: func(*api) {},
		causes: []string{"wrong-base-path: GET /tasks, POST /tasks, GET /tasks/{id}, PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "files in the place of the API", mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			return a.file(w, r, "/tasks", "/tasks/1", "/tasks/2")
		}
		a.notFound = nginx("404 Not Found", 404)
		a.handlers = nil
	}, causes: []string{"static-host: POST /tasks, OPTIONS /tasks, PUT /tasks/{id}, PATCH /tasks/{id}, DELETE /tasks/{id}, OPTIONS /tasks/{id}"}},
	{name: "a file in the place of one handler", mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			return r.URL.Path == "/tasks" && a.file(w, r, "/tasks")
		}
	}, causes: []string{"static-resource: POST /tasks, OPTIONS /tasks"}},
	{name: "files mounted at the root", mutate: func(a *api) {
		files := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", "GET, HEAD")
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(405)
			_, _ = w.Write([]byte(`{"detail":"Method Not Allowed"}`))
		}
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { files(w, r) }
		a.notFound = func(w http.ResponseWriter, r *http.Request) {
			if r.Method != "GET" {
				files(w, r)
				return
			}
			writeJSON(w, 404, map[string]any{"detail": "Not Found"})
		}
		for _, methods := range a.handlers {
			methods["OPTIONS"] = files
		}
	}, causes: []string{"static-resource: OPTIONS /tasks, POST /tasks/{id}, PATCH /tasks/{id}, OPTIONS /tasks/{id}"}},
	{name: "files of the application mounted at the root", mode: Full, mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("X-Powered-By", "Express")
			return false
		}
		files := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(405)
		}
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { files(w, r) }
		a.notFound = func(w http.ResponseWriter, r *http.Request) {
			if r.Method != "GET" {
				files(w, r)
				return
			}
			writeJSON(w, 404, map[string]any{"error": "Not Found"})
		}
	}, causes: []string{"static-resource: PUT /tasks, PATCH /tasks, DELETE /tasks, POST /tasks/{id}, PATCH /tasks/{id}, POST , PUT , PATCH , DELETE "}},
	{name: "a file in the place of one handler, going by OPTIONS", mode: ReadOnly, mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			return r.URL.Path == "/tasks" && a.file(w, r, "/tasks")
		}
	}, causes: []string{"static-resource: OPTIONS /tasks"}},
	{name: "a page of the web server in the place of the application's 405", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { nginx("405 Not Allowed", 405)(w, r) }
		for _, methods := range a.handlers {
			methods["OPTIONS"] = nginx("405 Not Allowed", 405)
		}
	}, causes: []string{"allow-not-sent: OPTIONS /tasks, POST /tasks/{id}, PATCH /tasks/{id}, OPTIONS /tasks/{id}"}},
	{name: "a handler that sends home what it does not handle", mode: Full, mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { http.Redirect(w, r, "/", http.StatusFound) }
	}, causes: []string{"refused-otherwise: PUT /tasks, PATCH /tasks, DELETE /tasks, POST /tasks/{id}, PATCH /tasks/{id}"}},
	{name: "a route for OPTIONS that matches every path", mutate: func(a *api) {
		a.notFound = func(w http.ResponseWriter, r *http.Request) {
			if w.Header().Set("Allow", "OPTIONS"); r.Method != "OPTIONS" {
				w.WriteHeader(405)
			}
		}
	}, causes: []string{"preflight-trap: GET "}},
	{name: "a web server that blocks methods", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "DELETE" }, nginx("405 Not Allowed", 405))
	}, causes: []string{"edge-blocks-method: PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a middleware of the application that blocks methods", mode: Full, mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("X-Powered-By", "Express")
			if r.Method != "PUT" && r.Method != "DELETE" {
				return false
			}
			writeJSON(w, 405, map[string]any{"error": "no"})
			return true
		}
	}, causes: []string{"edge-blocks-method: PUT /tasks, DELETE /tasks, PUT /tasks/{id}, DELETE /tasks/{id}, PUT , DELETE "}},
	{name: "the same, which methods that nobody knows meet too", mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("X-Powered-By", "Express")
			if strings.Contains("GET HEAD POST OPTIONS", r.Method) {
				return false
			}
			writeJSON(w, 405, map[string]any{"error": "no"})
			return true
		}
	}, causes: []string{"edge-blocks-method: PUT /tasks/{id}, DELETE /tasks/{id}", "allow-not-sent: PATCH /tasks/{id}"}},
	{name: "something before the API that answers 404 by the method", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "DELETE" }, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(404)
			_, _ = io.WriteString(w, "<h1>nothing here</h1>")
		})
	}, causes: []string{"edge-blocks-method: PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "something before the API that refuses with an Allow of its own", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "DELETE" }, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", "GET, HEAD, POST")
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(405)
		})
	}, causes: []string{"edge-blocks-method: PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a handler without what it takes", mutate: func(a *api) {
		a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 501, map[string]any{"error": "no search plugin is defined"})
		}
		a.refuse = func(w http.ResponseWriter, _ *http.Request, allow []string) {
			w.Header().Set("Allow", strings.Join(allow, ", "))
			http.Error(w, "method not allowed", 405)
		}
	}, causes: []string{"missing-handler: GET /tasks"}},
	{name: "a filter of methods, whatever the path", mode: Full, mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "PATCH" || r.Method == "DELETE" }, func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, 405, map[string]any{"error": "blocked"})
		})
	}, causes: []string{"edge-blocks-method: PUT /tasks, PATCH /tasks, DELETE /tasks, PUT /tasks/{id}, PATCH /tasks/{id}, DELETE /tasks/{id}, PUT , PATCH , DELETE "}},
	{name: "a filter of methods that no product is known by", mode: GuardedMode, mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "PATCH" || r.Method == "DELETE" }, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(405)
			_, _ = io.WriteString(w, "<h1>Method not allowed</h1>")
		})
	}, causes: []string{"edge-blocks-method: PUT /tasks/{id}, PATCH /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a proxy whose rules name methods, with the 404 of every Go program", mode: Full, mutate: func(a *api) {
		a.notFound = http.NotFound
		a.intercept(func(r *http.Request) bool { return !strings.Contains("GET HEAD OPTIONS POST PUT", r.Method) }, http.NotFound)
	}, causes: []string{"edge-blocks-method: PATCH /tasks, DELETE /tasks, PATCH /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a web server that blocks methods which nobody declared", mode: Full, mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.Method == "PATCH" }, nginx("405 Not Allowed", 405))
	}, causes: []string{"edge-blocks-method: PATCH /tasks, PATCH /tasks/{id}, PATCH "}},
	{name: "a CSRF check before the router", mode: Full, mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return !records.IsSafe(r.Method) }, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(403)
			_, _ = w.Write([]byte("<h1>Forbidden</h1> CSRF verification failed. Request aborted."))
		})
	}, causes: []string{"permission: POST /tasks, PUT /tasks, PATCH /tasks, DELETE /tasks, POST /tasks/{id}, PUT /tasks/{id}, PATCH /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "a page for whatever nobody handles", mutate: func(a *api) {
		a.notFound = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<div id=app></div>"))
		}
	}, causes: []string{"catch-all: GET "}},
	{name: "a handler that looks at no method", mutate: func(a *api) {
		a.intercept(func(r *http.Request) bool { return r.URL.Path == "/tasks" }, a.list)
	}, causes: []string{"undeclared-handler: PUT /tasks, PATCH /tasks, DELETE /tasks, OPTIONS /tasks"}},
	{name: "a handler that fails", mutate: func(a *api) { a.handlers["/tasks"]["GET"] = status(500) },
		causes: []string{"handler-fails: GET /tasks"}},
	{name: "a handler that was never registered", mutate: func(a *api) { delete(a.handlers["/tasks/{id}"], "PUT") },
		causes: []string{"missing-handler: PUT /tasks/{id}"}},
	{name: "a handler that was never registered, seen in Allow", mode: ReadOnly, mutate: func(a *api) { delete(a.handlers["/tasks/{id}"], "PUT") },
		causes: []string{"missing-handler: OPTIONS /tasks/{id}"}},
	{name: "an Allow for each route", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) {
			w.Header().Set("Allow", "GET")
			w.WriteHeader(405)
		}
		for _, methods := range a.handlers {
			methods["OPTIONS"] = plain405
		}
	}, causes: []string{"allow-per-route: POST /tasks/{id}, PATCH /tasks/{id}", "allow-not-sent: OPTIONS /tasks, OPTIONS /tasks/{id}"}},
	{name: "one Allow for all paths", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) {
			w.Header().Set("Allow", "GET, POST, PUT, DELETE")
			w.WriteHeader(405)
		}
		a.optionsAllow("/tasks", "GET, POST, PUT, DELETE")
		a.optionsAllow("/tasks/{id}", "GET, POST, PUT, DELETE")
	}, causes: []string{"allow-pasted: OPTIONS /tasks, PATCH /tasks/{id}, OPTIONS /tasks/{id}"}},
	{name: "a handler that nobody declared", mutate: func(a *api) {
		a.handlers["/tasks/{id}"]["PATCH"] = a.replace
	}, causes: []string{"undeclared-handler: POST /tasks/{id}, OPTIONS /tasks/{id}"}},
	{name: "a 405 without Allow", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { plain405(w, r) }
	}, causes: []string{"allow-not-sent: POST /tasks/{id}, PATCH /tasks/{id}"}},
	{name: "a router that answers 404", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	}, causes: []string{"router-404: PUT /tasks, PATCH /tasks, DELETE /tasks, POST /tasks/{id}, PATCH /tasks/{id}"}},
	{name: "a router that answers 404, and has no handler", mode: Full, mutate: func(a *api) {
		a.notFound = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(404)
			_, _ = io.WriteString(w, "<html><body><h2>404 Not found</h2></body></html>")
		}
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
		delete(a.handlers["/tasks/{id}"], "PUT")
	}, causes: []string{"missing-handler: PUT /tasks/{id}", "router-404: PUT /tasks, PATCH /tasks, DELETE /tasks, POST /tasks/{id}, PATCH /tasks/{id}"}}, // the fewer first: what is declared
	{name: "a refusal with 501", mode: Full, mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) {
			writeJSON(w, 501, map[string]any{"error": "no"})
		}
	}, causes: []string{"refused-otherwise: PUT /tasks, PATCH /tasks, DELETE /tasks, POST /tasks/{id}, PATCH /tasks/{id}"}},
	{name: "one Allow for everything, also for paths that do not exist", mode: ReadOnly, mutate: func(a *api) {
		pasted := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", "GET, POST")
			writeJSON(w, 405, map[string]any{"error": "no"})
		}
		a.notFound = pasted
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { pasted(w, r) }
		for _, methods := range a.handlers {
			methods["OPTIONS"] = pasted
		}
	}, causes: []string{"allow-pasted: OPTIONS /tasks/{id}", "unknown-path-405: GET "}},
	{name: "routes for reading alone, by what is known to make Allow of all routes", mode: ReadOnly, mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("X-Powered-By", "Express")
			return false
		}
		delete(a.handlers["/tasks"], "POST")
		delete(a.handlers["/tasks/{id}"], "PUT")
		delete(a.handlers["/tasks/{id}"], "DELETE")
	}, causes: []string{"missing-handler: OPTIONS /tasks, OPTIONS /tasks/{id}"}},
	{name: "a proxy that adds one Allow to whatever passes", mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Add("Allow", "GET, POST")
			return false
		}
		a.refuse = func(w http.ResponseWriter, _ *http.Request, allow []string) {
			w.Header().Add("Allow", strings.Join(allow, ", "))
			w.WriteHeader(405)
		}
	}, causes: []string{"allow-pasted: PATCH /tasks/{id}"}},
	{name: "a proxy that makes each method a GET", mode: Full, mutate: func(a *api) {
		a.before = func(_ http.ResponseWriter, r *http.Request) bool {
			r.Method = "GET"
			return false
		}
	}, causes: []string{"undeclared-handler: PUT /tasks, PATCH /tasks, DELETE /tasks, OPTIONS /tasks, POST /tasks/{id}, PATCH /tasks/{id}, OPTIONS /tasks/{id}"}},
	{name: "a name that the service does not have", mode: ReadOnly, mutate: func(a *api) {
		a.intercept(everything, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "Invalid host header", 400) })
	}, causes: []string{"wrong-base-path: GET /tasks, POST /tasks, GET /tasks/{id}, PUT /tasks/{id}, DELETE /tasks/{id}"}},
	{name: "405 for paths that do not exist", mutate: func(a *api) { a.notFound = status(405) },
		causes: []string{"unknown-path-405: GET "}},
}

func everything(*http.Request) bool { return true }

func plain405(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(405) }

// intercept makes some requests be answered before the router sees them.
func (a *api) intercept(which func(*http.Request) bool, answer http.HandlerFunc) {
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !which(r) {
			return false
		}
		answer(w, r)
		return true
	}
}

func refuseAt(path string, here http.HandlerFunc, elsewhere func(http.ResponseWriter, *http.Request, []string)) func(http.ResponseWriter, *http.Request, []string) {
	return func(w http.ResponseWriter, r *http.Request, allow []string) {
		if r.URL.Path == path {
			here(w, r)
			return
		}
		elsewhere(w, r, allow)
	}
}

// nginx answers with the default page of nginx.
func nginx(title string, status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", "nginx/1.28.0")
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		fmt.Fprintf(w, "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n<hr><center>nginx/1.28.0</center>\r\n</body>\r\n</html>\r\n", title, title)
	}
}

// file serves some paths as nginx serves files.
func (a *api) file(w http.ResponseWriter, r *http.Request, paths ...string) bool {
	for _, path := range paths {
		if r.URL.Path != path {
			continue
		}
		if r.Method != "GET" && r.Method != "HEAD" {
			nginx("405 Not Allowed", 405)(w, r)
			return true
		}
		w.Header().Set("Server", "nginx/1.28.0")
		w.Header().Set("Last-Modified", "Mon, 24 Aug 2026 10:00:00 GMT")
		w.Header().Set("ETag", `"68aae1a0-2b"`)
		w.Header().Set("Accept-Ranges", "bytes")
		writeJSON(w, 200, map[string]any{"id": 1})
		return true
	}
	if a.handlers == nil {
		if r.Method != "GET" && r.Method != "HEAD" && r.Method != "POST" {
			nginx("405 Not Allowed", 405)(w, r)
		} else {
			nginx("404 Not Found", 404)(w, r)
		}
		return true
	}
	return false
}

// causesOf are the causes of a record, "id: METHOD template, …".
func causesOf(record *records.Run) []string {
	var all []string
	for _, c := range record.Causes {
		var cells []string
		for _, name := range c.Cells {
			cells = append(cells, name.Method+" "+name.Template)
		}
		all = append(all, c.ID+": "+strings.Join(cells, ", "))
	}
	return all
}

func TestEveryCauseIsFoundOnTheServerThatHasItAndNoOtherIs(t *testing.T) {
	for _, ail := range ailments {
		t.Run(ail.name, func(t *testing.T) {
			a := newAPI()
			ail.mutate(a)
			mode := ail.mode
			if mode == "" {
				mode = GuardedMode
			}
			record := probeServer(t, a, probeOptions{mode: mode, prefix: ail.prefix, touchOthers: true})
			assert.Equal(t, ail.causes, causesOf(record), "findings: %v", findings(record))
			for _, c := range record.Causes {
				assert.NotEmpty(t, c.Mend)
				assert.Contains(t, []records.Confidence{records.Certain, records.Likely, records.Possible}, c.Confidence)
			}
		})
	}
}

// awaited are causes whose findings need more than these servers offer; they are found in a
// record that has such a finding.
var awaited = []struct {
	cause, method, template, rule string
	change                        func(*records.Cell)
}{
	{"method-override", "POST", "/tasks/{id}", "method-override", func(*records.Cell) {}},
	{"preflight-blocked", "OPTIONS", "/tasks/{id}", "preflight-methods", func(c *records.Cell) { c.Exchanges[0].Response.Status = 403 }},
}

// Gitea's GET /repos/{owner}/{repo}/teams is answered 405 where the owner is no organization: nothing
// in front of the application says so, and the handler is there.
func TestA405OfTheHandlersOwnIsNeitherAnEdgeNorAMissingHandler(t *testing.T) {
	a := newAPI()
	a.refuse = func(w http.ResponseWriter, _ *http.Request, allow []string) {
		w.Header().Set("Allow", strings.Join(allow, ", "))
		w.WriteHeader(405)
	}
	a.answer("GET", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 405, map[string]any{"message": "repo is not owned by an organization"})
	})
	record := probeServer(t, a, probeOptions{mode: GuardedMode, values: map[string]string{"id": "1"}})
	assert.Contains(t, findings(record), "GET /tasks declared-routed")
	assert.Empty(t, record.Causes)
}

func TestCausesOfFindingsThatNeedMoreThanAServer(t *testing.T) {
	for _, test := range awaited {
		record := probeServer(t, newAPI(), probeOptions{mode: GuardedMode})
		require.Empty(t, record.Causes)
		for i := range record.Paths {
			for j := range record.Paths[i].Cells {
				if c := &record.Paths[i].Cells[j]; c.Method == test.method && record.Paths[i].Template == test.template {
					test.change(c)
					c.Checks = append(c.Checks, records.Check{Rule: test.rule, Outcome: records.Failed, Finding: &records.Finding{}})
				}
			}
		}
		causes.Diagnose(record)
		assert.Equal(t, []string{test.cause + ": " + test.method + " " + test.template}, causesOf(record))
	}
}

// eachFinding calls f with every finding of a record, and where it is.
func eachFinding(record *records.Run, f func(place string, finding *records.Finding)) {
	cells := func(template string, all []records.Cell) {
		for i := range all {
			for _, check := range all[i].Checks {
				if check.Finding != nil {
					f(all[i].Method+" "+template+" "+check.Rule, check.Finding)
				}
			}
		}
	}
	for _, path := range record.Paths {
		cells(path.Template, path.Cells)
	}
	cells("a path that does not exist", record.Unknown)
}

func TestEveryFindingOfAnAilingServerHasACause(t *testing.T) {
	for _, ail := range ailments {
		a := newAPI()
		ail.mutate(a)
		record := probeServer(t, a, probeOptions{mode: GuardedMode, prefix: ail.prefix})
		eachFinding(record, func(place string, finding *records.Finding) {
			assert.NotEmpty(t, finding.Cause, "%s: %s", ail.name, place)
		})
	}
}

func TestAGoodServerHasNoCause(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode, Full} {
		assert.Empty(t, probeServer(t, newAPI(), probeOptions{mode: mode}).Causes)
	}
}

func TestEveryDiagnosisIsWhole(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	shown := map[string]bool{}
	for _, ail := range ailments {
		for _, line := range ail.causes {
			id, _, _ := strings.Cut(line, ":")
			shown[id] = true
		}
	}
	for _, a := range awaited {
		shown[a.cause] = true
	}
	seen := map[string]bool{}
	for _, d := range causes.Diagnoses() {
		assert.Regexp(t, kebab, d.ID)
		assert.False(t, seen[d.ID], "%s stands twice", d.ID)
		seen[d.ID] = true
		for _, text := range []string{d.Title, d.Explanation, d.Seen, d.Mend} {
			assert.NotEmpty(t, text, d.ID)
		}
		if d.ID != "environment-drift" { // one record cannot show it
			assert.True(t, shown[d.ID], "%s has no server that has it", d.ID)
		}
		_, isRule := RuleByID(d.ID)
		assert.False(t, isRule && d.ID != "preflight-trap" && d.ID != "method-override", "%s is a rule, too", d.ID)
	}
}

func TestEveryMendBelongsToACauseAndIsShort(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range prose.Mends() {
		_, isCause := causes.ByID(m.Cause)
		_, isRule := RuleByID(m.Cause)
		assert.True(t, isCause || isRule, m.Cause)
		key := m.Cause + "/" + m.Kind + "/" + m.Stack
		assert.False(t, seen[key], "%s stands twice", key)
		seen[key] = true
		assert.LessOrEqual(t, strings.Count(m.Text, "\n"), 9, key)
		for line := range strings.SplitSeq(m.Text, "\n") {
			assert.LessOrEqual(t, len(line), 110, "%s: %s", key, line)
		}
	}
}

func TestDiagnosingIsRepeatable(t *testing.T) {
	a := newAPI()
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	delete(a.handlers["/tasks/{id}"], "PUT")
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	require.NotEmpty(t, record.Causes)
	first := causesOf(record)
	for range 5 {
		record.Causes = nil
		eachFinding(record, func(_ string, finding *records.Finding) { finding.Cause = "" })
		causes.Diagnose(record)
		assert.Equal(t, first, causesOf(record))
	}
}
