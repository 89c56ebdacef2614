package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// preflightsSeen are the preflights that a run has sent, as "method path", in order.
func preflightsSeen(seen *[]string, next func(http.ResponseWriter, *http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if method := r.Header.Get("Access-Control-Request-Method"); r.Method == "OPTIONS" && method != "" {
			*seen = append(*seen, method+" "+r.URL.Path)
		}
		return next != nil && next(w, r)
	}
}

// corsEverywhere is middleware that answers every preflight alike, as cors() of Express does.
func corsEverywhere(methods string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.Header.Get("Access-Control-Request-Method") == "" {
			return false
		}
		w.Header().Set("Access-Control-Allow-Methods", methods)
		w.WriteHeader(204)
		return true
	}
}

func TestPreflightsAreSentOnlyWhereCORSIsSeen(t *testing.T) {
	var seen []string
	a := newAPI()
	a.before = preflightsSeen(&seen, nil)
	record := probeServer(t, a, probeOptions{wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, []string{"PUT " + noSuchPath, "POST /tasks"}, seen, "a sample, and no more")
	for _, check := range cellOf(t, record, "OPTIONS", "/tasks").Checks {
		assert.NotEqual(t, "preflight-methods", check.Rule, "not applicable is not passed")
	}

	seen = nil
	a.before = preflightsSeen(&seen, corsEverywhere("GET, PUT, DELETE"))
	probeServer(t, a, probeOptions{wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, []string{"POST /tasks", "POST " + noSuchPath, "DELETE /tasks", "DELETE " + noSuchPath,
		"PUT /tasks/1", "PUT " + noSuchPath, "DELETE /tasks/1", "PATCH /tasks/1", "PATCH " + noSuchPath}, seen)
}

func TestPreflights(t *testing.T) {
	const item = "/tasks/{id}"
	answer := func(status int, fields ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", "GET, PUT, DELETE")
			if r.Header.Get("Access-Control-Request-Method") == "" {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				w.WriteHeader(204)
				return
			}
			for _, field := range fields {
				name, value, _ := strings.Cut(field, ": ")
				w.Header().Add(name, value)
			}
			w.WriteHeader(status)
		}
	}
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		verdict records.Verdict
		key     string
	}{
		"all declared ones are allowed": {answer(200, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Methods: DELETE"), records.Passed, ""},
		"ours is among the origins":     {answer(204, "Access-Control-Allow-Origin: https://verbatim.example", "Access-Control-Allow-Methods: PUT,DELETE,POST,GET,HEAD,OPTIONS"), records.Passed, ""},
		"a star allows every method":    {answer(204, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: *"), records.Passed, ""},
		"a star means nothing with credentials": {answer(204, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Credentials: true", "Access-Control-Allow-Methods: *"),
			records.Failed, "a preflight allows `*`, which allows nothing to a page that sends credentials"},
		"methods are case-sensitive": {answer(204, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: put, delete"), records.Failed, "a preflight does not allow a declared method"},
		"the application refuses OPTIONS": {answer(405, "Access-Control-Allow-Origin: *"),
			records.Failed, "a preflight is answered 405"},
		"an automatic OPTIONS knows nothing of CORS": {answer(200), records.Failed, "a preflight is answered without one Access-Control-Allow-Origin that lets the page in"},
		"two layers add the field": {answer(204, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: PUT, DELETE"),
			records.Failed, "a preflight is answered without one Access-Control-Allow-Origin that lets the page in"},
		"a redirect is not followed": {answer(301, "Location: /x/"), records.Failed, "a preflight is answered 301"},
		"too many requests":          {answer(429), records.Undecided, ""},
		"an undeclared method is allowed": {answer(204, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: PUT, DELETE, PATCH"),
			records.Failed, "a preflight allows methods that the contract does not declare"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.handlers[item]["OPTIONS"] = c.handler
			record := probeServer(t, a, probeOptions{wire: WireOptions{Retries: -1}})
			check := checkOf(t, cellOf(t, record, "OPTIONS", item), "preflight-methods")
			assert.Equal(t, c.verdict, check.Outcome)
			if c.key != "" {
				require.NotNil(t, check.Finding)
				assert.Equal(t, c.key, check.Finding.Key)
				assert.Contains(t, check.Finding.Curl, "-H 'Access-Control-Request-Method: ")
			}
		})
	}
}

func checkOf(t *testing.T, cell records.Cell, rule string) records.Check {
	t.Helper()
	for _, check := range cell.Checks {
		if check.Rule == rule {
			return check
		}
	}
	require.Failf(t, "no such check", "%s at %s", rule, cell.Method)
	return records.Check{}
}

func TestPreflightForPagesOfAnotherOriginIsUndecided(t *testing.T) {
	a := newAPI()
	a.preflightAt("/tasks/{id}", "https://app.example.com", "PUT")
	record := probeServer(t, a, probeOptions{})
	check := checkOf(t, cellOf(t, record, "OPTIONS", "/tasks/{id}"), "preflight-methods")
	assert.Equal(t, records.Undecided, check.Outcome)
	assert.Contains(t, check.Decides, "Origin")

	record = probeServer(t, a, probeOptions{wire: WireOptions{Fields: []Field{{"Origin", "https://app.example.com"}}}})
	check = checkOf(t, cellOf(t, record, "OPTIONS", "/tasks/{id}"), "preflight-methods")
	assert.Equal(t, records.Failed, check.Outcome, "a user's origin takes the place of ours")
	assert.Contains(t, check.Finding.Got, "DELETE")
}

// Middleware lists what an API may have at all. That is one thing to mend, and is reported as one.
func TestPreflightsThatAreTheSameEverywhereAreOneFinding(t *testing.T) {
	const all = "GET,HEAD,PUT,PATCH,POST,DELETE"
	listing := func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Methods", all)
		return false
	}
	for name, middleware := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"that serves any path": corsEverywhere(all), "that adds fields to what the application says": listing} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.before = middleware
			record := probeServer(t, a, probeOptions{mode: GuardedMode})
			assert.Equal(t, []string{"OPTIONS /tasks preflight-methods", "OPTIONS /tasks/{id} preflight-methods"}, findings(record))
			for _, template := range []string{"/tasks", "/tasks/{id}"} {
				cell := cellOf(t, record, "OPTIONS", template)
				assert.Equal(t, "preflights allow the same methods at every path, declared or not", checkOf(t, cell, "preflight-methods").Finding.Key)
			}
		})
	}
}

func TestPreflightsThatGiveBackWhatIsAskedAreSaidTo(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		return r.Header.Get("Access-Control-Request-Method") != "" && corsEverywhere(r.Header.Get("Access-Control-Request-Method"))(w, r)
	}
	cell := cellOf(t, probeServer(t, a, probeOptions{mode: GuardedMode}), "OPTIONS", "/tasks")
	assert.Equal(t, "preflights allow whatever method is asked about, at every path", checkOf(t, cell, "preflight-methods").Finding.Key)
}

func TestPreflightCarriesNoCredentials(t *testing.T) {
	t.Setenv("TOKEN", "s3cret-token")
	a := newAPI()
	cors := corsEverywhere("PUT, DELETE")
	var authorized []string
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Access-Control-Request-Method") != "" {
			a.mu.Lock()
			authorized = append(authorized, r.Header.Get("Authorization"))
			a.mu.Unlock()
		}
		return cors(w, r)
	}
	record := probeServer(t, a, probeOptions{wire: WireOptions{Secrets: []secret.Secret{{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: "s3cret-token"}}}})
	assert.Equal(t, make([]string, len(authorized)), authorized)
	for _, x := range cellOf(t, record, "OPTIONS", "/tasks").Side {
		assert.NotContains(t, strings.Join(x.Fields, "\n"), "Authorization")
	}
}

// A gate that also stops preflights locks browsers out. Where it stops those at paths that do
// not exist, too, it may be the wall of a staging host.
func TestGateBeforePreflights(t *testing.T) {
	for name, c := range map[string]struct {
		gated   func(path string) bool
		outcome records.Verdict
	}{
		"of one path":      {func(path string) bool { return strings.HasPrefix(path, "/tasks/") }, records.Failed},
		"of every request": {func(string) bool { return true }, records.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.before = func(w http.ResponseWriter, r *http.Request) bool {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				if !c.gated(r.URL.Path) || r.Header.Get("Authorization") != "" {
					return false
				}
				w.Header().Set("WWW-Authenticate", "Bearer")
				w.WriteHeader(401)
				return true
			}
			record := probeServer(t, a, probeOptions{wire: WireOptions{Secrets: []secret.Secret{{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: "s3cret-token"}}}})
			check := checkOf(t, cellOf(t, record, "OPTIONS", "/tasks/{id}"), "preflight-methods")
			assert.Equal(t, c.outcome, check.Outcome)
		})
	}
}

// Slim's recipe for CORS: a route for OPTIONS at every path makes all else a 405.
func TestCatchAllOptionsRouteIsNamed(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/tasks") && r.Method == "OPTIONS" || r.URL.Path == "/status" {
			w.Header().Set("Allow", "OPTIONS")
			w.WriteHeader(map[bool]int{true: 200, false: 405}[r.Method == "OPTIONS"])
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{contract: literalContract})
	assert.Contains(t, findings(record), "GET /status preflight-trap")
}

// Spring's default: GET, HEAD and POST are allowed, and the preflight for anything else is 403
// without any field of CORS, also at paths that do not exist.
func TestPreflightsThatAreRefusedInSilence(t *testing.T) {
	spring := func(w http.ResponseWriter, r *http.Request) bool {
		switch r.Header.Get("Access-Control-Request-Method") {
		case "":
			return false
		case "GET", "POST":
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Set("Access-Control-Allow-Methods", "GET,HEAD,POST")
		default:
			w.WriteHeader(403)
		}
		return true
	}
	a := newAPI()
	a.before = spring
	record := probeServer(t, a, probeOptions{})
	assert.Equal(t, []string{"OPTIONS /tasks/{id} preflight-methods"}, findings(record))
	finding := checkOf(t, cellOf(t, record, "OPTIONS", "/tasks/{id}"), "preflight-methods").Finding
	assert.Equal(t, "a preflight is answered 403", finding.Key)
	assert.Contains(t, finding.Got, "PUT")
}
