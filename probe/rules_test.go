package probe

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// breakingServer is a server that breaks a rule, and everything that is then reported.
type breakingServer struct {
	rule string
	// mode is [GuardedMode] where it is not given.
	mode     Mode
	mutate   func(*api)
	findings []string
}

// breakers has a server for every rule. The server that keeps them all is [newAPI].
var breakers = []breakingServer{
	{rule: "declared-routed", mutate: func(a *api) { delete(a.handlers["/tasks/{id}"], "PUT") },
		findings: []string{"PUT /tasks/{id} declared-routed"}},
	{rule: "declared-served", mutate: func(a *api) {
		a.handlers["/tasks"]["GET"] = status(http.StatusConflict)
	}, findings: []string{"GET /tasks declared-served"}},
	{rule: "declared-status", mutate: func(a *api) { a.handlers["/tasks"]["GET"] = status(206) },
		findings: []string{"GET /tasks declared-status"}},
	{rule: "declared-content", mutate: func(a *api) {
		a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<ul><li>write<li>test</ul>")
		}
	}, findings: []string{"GET /tasks declared-content"}},
	{rule: "declared-redirect", mutate: func(a *api) { a.handlers["/tasks"]["GET"] = redirect },
		findings: []string{"GET /tasks declared-redirect"}},
	{rule: "declared-crash", mutate: func(a *api) { a.handlers["/tasks"]["GET"] = status(500) },
		findings: []string{"GET /tasks declared-crash"}},
	{rule: "undeclared-refused", mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != "PATCH" || !strings.HasPrefix(r.URL.Path, "/tasks/") || strings.Count(r.URL.Path, "/") > 2 {
				return false
			}
			r.SetPathValue("id", strings.TrimPrefix(r.URL.Path, "/tasks/"))
			a.replace(w, r)
			return true
		}
	},
		findings: []string{"PATCH /tasks/{id} undeclared-refused"}},
	{rule: "undeclared-405", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	}, findings: []string{"PUT /tasks undeclared-405", "PATCH /tasks undeclared-405", "DELETE /tasks undeclared-405",
		"POST /tasks/{id} undeclared-405", "PATCH /tasks/{id} undeclared-405"}},
	{rule: "allow-present", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { w.WriteHeader(405) }
	},
		findings: []string{"POST /tasks/{id} allow-present", "PATCH /tasks/{id} allow-present"}},
	{rule: "allow-complete", mutate: func(a *api) { a.optionsAllow("/tasks", "GET") },
		findings: []string{"OPTIONS /tasks allow-complete"}},
	{rule: "allow-undeclared", mutate: func(a *api) { a.optionsAllow("/tasks", "GET, POST, TRACE") },
		findings: []string{"OPTIONS /tasks allow-undeclared"}},
	{rule: "allow-contradiction", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
			w.Header().Set("Allow", strings.Join(append(allow, r.Method), ", "))
			w.WriteHeader(405)
		}
	}, findings: []string{"POST /tasks/{id} allow-contradiction", "PATCH /tasks/{id} allow-contradiction"}},
	{rule: "allow-truthful", mutate: func(a *api) {
		a.handlers["/tasks"]["HEAD"] = func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, []string{"GET", "POST"}) }
	}, findings: []string{"HEAD /tasks allow-truthful", "HEAD /tasks head-supported"}},
	{rule: "allow-consistent", mode: Full, mutate: func(a *api) {
		a.answer("PATCH", a.list)
		a.optionsAllow("/tasks", "GET, POST, PATCH")
	}, findings: []string{"PATCH /tasks undeclared-refused", "OPTIONS /tasks allow-consistent"}},
	{rule: "allow-syntax", mutate: func(a *api) { a.optionsAllow("/tasks", "get,Post") },
		findings: []string{"OPTIONS /tasks allow-syntax"}},
	{rule: "head-parity", mutate: func(a *api) { a.handlers["/tasks"]["HEAD"] = status(204) },
		findings: []string{"HEAD /tasks head-parity"}},
	{rule: "head-supported", mutate: func(a *api) {
		a.handlers["/tasks"]["HEAD"] = func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, []string{"GET", "POST"}) }
		a.optionsAllow("/tasks", "GET, POST")
	}, findings: []string{"HEAD /tasks head-supported"}},
	{rule: "options-allow", mutate: func(a *api) { a.handlers["/tasks"]["OPTIONS"] = status(204) },
		findings: []string{"OPTIONS /tasks options-allow"}},
	{rule: "trace-off", mutate: func(a *api) { a.answer("TRACE", echo) },
		findings: []string{"TRACE /tasks trace-off"}},
	{rule: "unknown-method", mutate: func(a *api) { a.answer(records.MadeUpMethod, status(200)) },
		findings: []string{"VERBATIM /tasks unknown-method"}},
	{rule: "unknown-path", mutate: func(a *api) { a.notFound = status(405) },
		findings: []string{"GET of an unknown path unknown-path"}},
	{rule: "preflight-methods", mutate: func(a *api) { a.preflightAt("/tasks/{id}", "*", "GET, DELETE") },
		findings: []string{"OPTIONS /tasks/{id} preflight-methods"}},
	{rule: "preflight-trap", mutate: func(a *api) {
		a.handlers["/tasks"] = map[string]http.HandlerFunc{}
		a.optionsAllow("/tasks", "OPTIONS")
		a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
			if r.URL.Path == "/tasks" {
				allow = []string{"OPTIONS"}
			}
			w.Header().Set("Allow", strings.Join(allow, ", "))
			w.WriteHeader(405)
		}
	}, findings: []string{"GET /tasks declared-routed", "GET /tasks preflight-trap", "POST /tasks declared-routed", "POST /tasks preflight-trap"}},
	{rule: "method-override", mode: Full, mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != "POST" || r.Header.Get("X-HTTP-Method-Override") != "PATCH" {
				return false
			}
			w.WriteHeader(204)
			return true
		}
	}, findings: []string{"PATCH /tasks/{id} method-override"}},
	{rule: "media-415", mode: Full, mutate: func(a *api) { a.handlers["/tasks"]["POST"] = a.createAnyhow },
		findings: []string{"POST /tasks media-415"}},
	{rule: "accept-406", mutate: func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != "GET" || r.URL.Path != "/tasks" || strings.Contains(r.Header.Get("Accept"), "json") {
				return false
			}
			w.WriteHeader(500)
			return true
		}
	}, findings: []string{"GET /tasks accept-406"}},
	{rule: "accept-patch", mutate: func(a *api) {
		a.handlers["/tasks"]["OPTIONS"] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", "GET, POST")
			w.Header().Set("Accept-Patch", "application/merge-patch+json")
			w.WriteHeader(204)
		}
	}, findings: []string{"OPTIONS /tasks accept-patch"}},
	{rule: "challenge", mutate: func(a *api) { a.handlers["/tasks"]["POST"] = status(401) },
		findings: []string{"POST /tasks challenge"}},
	{rule: "problem-status", mutate: func(a *api) {
		a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
			w.Header().Set("Allow", strings.Join(allow, ", "))
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(405)
			if r.Method == "PATCH" {
				_, _ = io.WriteString(w, `{"title": "Not Found", "status": 404}`)
			}
		}
	}, findings: []string{"PATCH /tasks/{id} problem-status"}},
}

// preflightAt makes OPTIONS at one path answer preflights for pages of an origin.
func (a *api) preflightAt(pattern, origin, methods string) {
	a.handlers[pattern]["OPTIONS"] = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", origin)
		if r.Header.Get("Access-Control-Request-Method") != "" {
			w.Header().Set("Access-Control-Allow-Methods", methods)
		}
		w.Header().Set("Allow", "GET, PUT, DELETE")
		w.WriteHeader(204)
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
	}
}

func redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/elsewhere", http.StatusMovedPermanently)
}

func echo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "message/http")
	_, _ = w.Write([]byte("TRACE " + r.URL.Path + " HTTP/1.1\r\n"))
}

// answer makes one method at /tasks answer before the router does.
func (a *api) answer(method string, handler http.HandlerFunc) {
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != method || r.URL.Path != "/tasks" {
			return false
		}
		handler(w, r)
		return true
	}
}

// optionsAllow makes OPTIONS at one path answer with a fixed Allow.
func (a *api) optionsAllow(pattern, allow string) {
	a.handlers[pattern]["OPTIONS"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allow)
		w.WriteHeader(204)
	}
}

func TestEveryRuleSpeaksOnTheServerThatBreaksIt(t *testing.T) {
	for _, b := range breakers {
		t.Run(b.rule, func(t *testing.T) {
			a := newAPI()
			b.mutate(a)
			mode := b.mode
			if mode == "" {
				mode = GuardedMode
			}
			found := findings(probeServer(t, a, probeOptions{mode: mode, touchOthers: true}))
			assert.Contains(t, strings.Join(found, "\n"), " "+b.rule)
			assert.ElementsMatch(t, b.findings, found)
		})
	}
}

func TestEveryRuleIsSilentOnTheServerThatKeepsIt(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode, Full} {
		t.Run(string(mode), func(t *testing.T) {
			record := probeServer(t, newAPI(), probeOptions{mode: mode, touchOthers: true})
			assert.Empty(t, findings(record))
			assert.Zero(t, record.Summary.Failed)
			for _, notice := range record.Notices {
				assert.Equal(t, "changed", notice.Kind, notice.Text)
			}
		})
	}
}

func TestEveryRuleIsWhole(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen, broken := map[string]bool{}, map[string]bool{}
	for _, b := range breakers {
		broken[b.rule] = true
	}
	for _, rule := range Rules() {
		assert.Regexp(t, kebab, rule.ID)
		assert.False(t, seen[rule.ID], "%s stands twice", rule.ID)
		seen[rule.ID] = true
		assert.True(t, broken[rule.ID], "%s has no server that breaks it", rule.ID)
		assert.True(t, strings.HasPrefix(rule.Summary, "A good API "), rule.ID)
		assert.NotEmpty(t, rule.Source, rule.ID)
		assert.NotEmpty(t, rule.Why, rule.ID)
		_, err := records.ParseLevel(string(rule.Level))
		require.NoError(t, err, rule.ID)
		assert.NotEqual(t, " ", rule.Group.Sentence("", ""), rule.ID)
	}
}
