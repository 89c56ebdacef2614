package probe

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The exchanges here are those whose verdict was hard to settle. Each says what an honest
// answer is, and that no other finding comes of it.

func TestCatchAllIsNeitherServedNorPassed(t *testing.T) {
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>app</html>")
	}
	record := probeServer(t, http.HandlerFunc(page), probeOptions{mode: GuardedMode, contract: literalContract})
	get := cellOf(t, record, "GET", "/status")
	assert.Equal(t, CaughtAll, get.Answer, "an unknown path gets the same page")
	assert.Equal(t, Undecided, get.Verdict)
	assert.Contains(t, findings(record), "GET of an unknown path unknown-path")
}

func TestPathThatServesEveryMethodIsNotRefusing(t *testing.T) {
	a := newAPI()
	everything := func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]string{"all": "fine"}) }
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/status" {
			return false
		}
		everything(w, r)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: ReadOnly, contract: literalContract})
	assert.Equal(t, Served, cellOf(t, record, "GET", "/status").Answer, "a GET is served, as a static file server does")
	assert.Contains(t, findings(record), "DELETE /status undeclared-405", "not sent, but this path refuses nothing")
	assert.Contains(t, findings(record), "VERBATIM /status unknown-method")
}

const literalContract = `
openapi: 3.0.3
info: {title: Status, version: "1"}
paths:
  /status:
    get: {responses: {"200": {description: ok}}}
`

func TestWallBeforeEverythingIsUntestable(t *testing.T) {
	record := probeServer(t, status(401), probeOptions{})
	assert.Equal(t, Untestable, record.State)
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "wall", record.Notices[0].Kind)
	assert.Empty(t, findings(record))
	assert.Equal(t, record.Summary.Cells, record.Summary.Undecided)
}

func TestLoginRedirectBeforeEverythingIsUntestable(t *testing.T) {
	record := probeServer(t, http.RedirectHandler("https://login.example.com/", 302), probeOptions{})
	assert.Equal(t, Untestable, record.State)
	assert.Contains(t, record.Notices[0].Text, "https://login.example.com/")
}

func TestAuthenticationBeforeRoutingIsUndecidedNotRefused(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/tasks/") {
			w.WriteHeader(401)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	for _, method := range []string{"GET", "PUT", "PATCH"} {
		cell := cellOf(t, record, method, "/tasks/{id}")
		assert.Equal(t, Undecided, cell.Verdict, method)
		assert.NotEmpty(t, cell.Decides, method)
	}
}

func TestForbiddenMethodOnAServedPathIsRefusedWithoutBeing405(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "PATCH" || r.Method == "DELETE" {
			w.Header().Set("Content-Type", "text/html") // the API speaks JSON: this came from further out
			w.WriteHeader(403)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, []string{"PATCH /tasks/{id} undeclared-405"}, findings(record))
	assert.Equal(t, Undecided, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict, "a declared method may lack a permission")
}

// Express, Koa, Fastify and others parse content before they route: a 400 to malformed content
// says nothing of the route.
func TestContentParsedBeforeRoutingDecidesNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "POST" || r.Method == "PUT" || r.Method == "PATCH" {
			writeJSON(w, 400, map[string]string{"error": "unexpected end of JSON input"})
			return true
		}
		return false
	}
	a.tellNothing()
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	for _, cell := range []Cell{cellOf(t, record, "POST", "/tasks"), cellOf(t, record, "PATCH", "/tasks/{id}")} {
		assert.Equal(t, Unclear, cell.Answer)
		assert.Equal(t, Undecided, cell.Verdict)
	}
}

// tellNothing takes the Allow fields away.
func (a *api) tellNothing() {
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { w.WriteHeader(405) }
	for _, methods := range a.handlers {
		methods["OPTIONS"] = status(404)
	}
}

// What read-only mode would conclude, guarded mode concludes too where its request told nothing.
func TestAllowDecidesWhereAGuardedRequestDoesNot(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "POST" || r.Method == "PATCH" {
			writeJSON(w, 400, map[string]string{"error": "unexpected end of JSON input"})
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, Advertised, cellOf(t, record, "POST", "/tasks").Answer)
	assert.Equal(t, NotAdvertised, cellOf(t, record, "PATCH", "/tasks/{id}").Answer)
	assert.Empty(t, findings(record))
}

// FastAPI makes Allow for each route: the field of the first one leaves out the others.
func TestAllowThatLeavesOutADeclaredMethodIsNotBelievedAboutOthers(t *testing.T) {
	a := newAPI()
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) {
		w.Header().Set("Allow", "GET")
		w.WriteHeader(405)
	}
	for _, methods := range a.handlers {
		methods["OPTIONS"] = func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, nil) }
	}
	record := probeServer(t, a, probeOptions{})
	assert.Contains(t, findings(record), "OPTIONS /tasks allow-complete")
	for _, method := range []string{"POST", "DELETE"} {
		cell := cellOf(t, record, method, "/tasks")
		assert.Equal(t, Undecided, cell.Verdict, method)
		assert.Contains(t, cell.Reason, "leaves out methods that are declared or served too", method)
	}
}

// A DELETE that succeeds where nothing is, is idempotent and no sign of harm.
func TestDeclaredDeleteMaySucceedOnWhatIsAbsent(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks/{id}"]["DELETE"] = status(204)
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, record.Notices)
	assert.Equal(t, Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}

// A parser before the router that fails with 500 shows no handler.
func TestServerErrorBeforeRoutingShowsNoHandler(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if body, _ := io.ReadAll(r.Body); string(body) == MalformedContent {
			w.WriteHeader(500)
			return true
		}
		return false
	}
	a.tellNothing()
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, Unclear, cellOf(t, record, "PUT", "/tasks/{id}").Answer)
	assert.Equal(t, Undecided, cellOf(t, record, "PUT", "/tasks/{id}").Verdict)
}

// Echo's last parameter takes slashes too: what looks like the router's 404 is the handler's.
func TestHandlerThatTakesSlashesIsNotTheRouter(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/tasks/") && strings.Count(r.URL.Path, "/") > 2 && r.Method == "GET" {
			writeJSON(w, 404, map[string]any{"error": "no such task"})
			return true
		}
		return false
	}
	contract := strings.Replace(apiContract, `delete:
      responses: {"204": {description: gone}, "404": {description: none}}`, `delete:
      responses: {"204": {description: gone}}`, 1)
	record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: contract})
	assert.Empty(t, findings(record))
	assert.Equal(t, Routed, cellOf(t, record, "DELETE", "/tasks/{id}").Answer)
}

// An undeclared DELETE that empties the collection must not change what is said of its items.
func TestUndeclaredMethodsGoLast(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["DELETE"] = func(w http.ResponseWriter, _ *http.Request) {
		a.mu.Lock()
		clear(a.tasks)
		a.mu.Unlock()
		w.WriteHeader(204)
	}
	record := probeServer(t, a, probeOptions{mode: Full, values: map[string]string{"id": "2"}})
	assert.Equal(t, []string{"DELETE /tasks undeclared-refused"}, findings(record))
}

func TestHandlersNotFoundIsToldFromTheRouters(t *testing.T) {
	a := newAPI()
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, Routed, cellOf(t, record, "DELETE", "/tasks/{id}").Answer, "declared: the handler says no such task")
	assert.Equal(t, Refused, cellOf(t, record, "PATCH", "/tasks/{id}").Answer, "undeclared: the router says no such route")
}

func TestNotFoundThatLooksTheSameIsUndecided(t *testing.T) {
	a := newAPI()
	missing := func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 404, map[string]string{"error": "not found"})
	}
	a.notFound = missing
	a.tellNothing()
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { missing(w, nil) }
	for method, handler := range a.handlers["/tasks/{id}"] {
		a.handlers["/tasks/{id}"][method] = func(w http.ResponseWriter, r *http.Request) {
			if a.tasks[r.PathValue("id")] == "" {
				missing(w, r)
				return
			}
			handler(w, r)
		}
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	for _, method := range []string{"DELETE", "PATCH"} {
		cell := cellOf(t, record, method, "/tasks/{id}")
		assert.Equal(t, Unclear, cell.Answer, method)
		assert.Equal(t, Undecided, cell.Verdict, method)
	}
}

// FastAPI answers a missing id and a missing route alike, but refuses methods with 405.
func TestNotFoundWhereMethodsAreRefusedWith405IsTheHandlers(t *testing.T) {
	a := newAPI()
	a.notFound = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 404, map[string]string{"error": "no such task"})
	}
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, []any{}) }
	clear(a.tasks)
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	get := cellOf(t, record, "GET", "/tasks/{id}")
	assert.Equal(t, Routed, get.Answer)
	assert.Equal(t, Undecided, get.Verdict, "the id was made up, so success was not shown")
	assert.Contains(t, get.Decides, "--value id=")
	assert.Empty(t, findings(record))
}

func TestNotFoundForAnIDThatTheUserGaveIsAFinding(t *testing.T) {
	record := probeServer(t, newAPI(), probeOptions{values: map[string]string{"id": "99"}})
	assert.Equal(t, []string{"GET /tasks/{id} declared-served"}, findings(record))
}

func TestListedIDIsUsedWhereTheContractHasNone(t *testing.T) {
	record := probeServer(t, newAPI(), probeOptions{})
	get := cellOf(t, record, "GET", "/tasks/{id}")
	assert.Equal(t, Passed, get.Verdict)
	assert.Equal(t, "/tasks/1", record.Paths[1].URL)
}

func TestWrongBasePathIsNamed(t *testing.T) {
	a := newAPI()
	contract := strings.Replace(apiContract, "paths:", "servers: [{url: 'https://example.com/v2'}]\npaths:", 1)
	record := probeServer(t, a, probeOptions{contract: contract, prefix: "/v1"})
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "base-path", record.Notices[0].Kind)
	assert.Contains(t, record.Notices[0].Hint, "/v2")
	assert.Equal(t, AbsentPath, cellOf(t, record, "GET", "/tasks").Answer)
}

const overlapContract = `
openapi: 3.0.3
info: {title: Users, version: "1"}
paths:
  /users/me:
    get: {responses: {"200": {description: ok}}}
  /users/{id}:
    get: {parameters: [{name: id, in: path, required: true, schema: {type: string, example: me}}], responses: {"200": {description: ok}}}
    delete: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"204": {description: ok}}}
`

// Whether DELETE /users/me is DELETE /users/{id} depends on the router: either is right, and it
// is never sent, because it could delete the account of the caller.
func TestMethodOfAnOverlappingTemplateIsNotAFinding(t *testing.T) {
	a := newAPI()
	serve := func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]string{"name": "x"}) }
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/users/") || strings.Count(r.URL.Path, "/") != 2 {
			return false
		}
		switch r.Method {
		case "GET", "HEAD":
			serve(w, r)
		case "DELETE":
			w.WriteHeader(204)
		default:
			w.Header().Set("Allow", "GET, HEAD, DELETE")
			w.WriteHeader(405)
		}
		return true
	}
	for _, mode := range []Mode{ReadOnly, GuardedMode, Full} {
		record := probeServer(t, a, probeOptions{contract: overlapContract, mode: mode})
		cell := cellOf(t, record, "DELETE", "/users/me")
		assert.Equal(t, Undecided, cell.Verdict, mode)
		assert.Contains(t, cell.Checks[0].Reason, "overlaps /users/{id}", mode)
		assert.NotContains(t, a.seen, "DELETE /users/me", mode)
		assert.NotEqual(t, "/users/me", record.Paths[1].URL, "a value that leads to another path is not used")
	}
}

func TestBlanket405OnUnknownPathsIsNoProofOfAPath(t *testing.T) {
	record := probeServer(t, status(405), probeOptions{mode: GuardedMode})
	assert.Contains(t, findings(record), "GET of an unknown path unknown-path")
	assert.Contains(t, findings(record), "GET /tasks declared-routed")
}

func TestReadOnlyJudgesUnsafeMethodsByAdvertisement(t *testing.T) {
	a := newAPI()
	record := probeServer(t, a, probeOptions{})
	post, del := cellOf(t, record, "POST", "/tasks"), cellOf(t, record, "DELETE", "/tasks")
	assert.Equal(t, []any{Advertised, Advertisement, Passed}, []any{post.Answer, post.Evidence, post.Verdict})
	assert.Equal(t, []any{NotAdvertised, Advertisement, Passed}, []any{del.Answer, del.Evidence, del.Verdict})
	for _, request := range a.seen {
		method, _, _ := strings.Cut(request, " ")
		assert.True(t, isSafe(method), request)
	}
}

func TestWithoutAnyAllowReadOnlyDecidesNothingUnsafe(t *testing.T) {
	a := newAPI()
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { w.WriteHeader(405) }
	for _, methods := range a.handlers {
		methods["OPTIONS"] = status(404)
	}
	record := probeServer(t, a, probeOptions{})
	for _, method := range []string{"POST", "DELETE"} {
		cell := cellOf(t, record, method, "/tasks")
		assert.Equal(t, Undecided, cell.Verdict, method)
		assert.Contains(t, cell.Decides, "--mode", method)
	}
}

func TestDocumented405MayBeAboutTheInput(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["POST"] = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 405, map[string]string{"error": "invalid input"})
	}
	contract := strings.Replace(apiContract, `"201": {description: made}`, `"201": {description: made}, "405": {description: Invalid input}`, 1)
	record := probeServer(t, a, probeOptions{mode: GuardedMode, contract: contract})
	assert.Equal(t, []string{"POST /tasks allow-present"}, findings(record), "a 405 it is all the same")
	assert.Equal(t, Undecided, cellOf(t, record, "POST", "/tasks").Checks[0].Outcome)
}

// The first success of a guarded request stops every further unsafe one.
func TestSuccessOfAGuardedRequestStopsTheRest(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["POST"] = status(201)
	record := probeServer(t, a, probeOptions{mode: GuardedMode, wire: WireOptions{Concurrency: 1}})
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "incident", record.Notices[0].Kind)
	var unsafe []string
	for _, request := range a.seen {
		if method, _, _ := strings.Cut(request, " "); !isSafe(method) {
			unsafe = append(unsafe, request)
		}
	}
	assert.Equal(t, []string{"POST /tasks"}, unsafe)
	assert.Equal(t, Advertisement, cellOf(t, record, "PUT", "/tasks/{id}").Evidence)
}

func TestFullModeActsOnlyOnWhatTheUserPointedTo(t *testing.T) {
	a := newAPI()
	probeServer(t, a, probeOptions{mode: Full})
	assert.Contains(t, a.tasks, "1", "listed by the target, so not ours to delete")
	assert.Equal(t, "write", a.tasks["1"])
	assert.Contains(t, a.seen, "DELETE /tasks", "undeclared, at a path that names no resource: fired in full mode only")

	b := newAPI()
	record := probeServer(t, b, probeOptions{mode: Full, values: map[string]string{"/tasks/{id}:id": "2"}})
	assert.NotContains(t, b.tasks, "2", "given by the user, so the declared DELETE is real")
	assert.Equal(t, Served, cellOf(t, record, "DELETE", "/tasks/{id}").Answer)
}

func TestTwoRunsSendTheSameAndJudgeTheSame(t *testing.T) {
	var seen [2][]string
	var cells [2][]Cell
	for i := range seen {
		a := newAPI()
		record := probeServer(t, a, probeOptions{mode: GuardedMode, wire: WireOptions{Concurrency: 1}})
		seen[i] = a.seen
		for _, path := range record.Paths {
			for _, cell := range path.Cells {
				cell.Exchanges = nil
				for j := range cell.Checks {
					if f := cell.Checks[j].Finding; f != nil {
						f.Curl = ""
					}
				}
				cells[i] = append(cells[i], cell)
			}
		}
	}
	assert.Equal(t, seen[0], seen[1])
	assert.Equal(t, cells[0], cells[1])
}

func TestTargetThatThrottlesEverythingIsLeftAlone(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/tasks") {
			return false
		}
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: Full, wire: WireOptions{Concurrency: 1, Retries: -1, MaxWait: time.Millisecond}})
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "throttled", record.Notices[0].Kind)
	assert.Equal(t, Throttled, cellOf(t, record, "GET", "/tasks").Answer)
	assert.Empty(t, findings(record))
	tasks := 0
	for _, request := range a.seen {
		if strings.Contains(request, "/tasks") {
			tasks++
		}
	}
	assert.Equal(t, mostThrottled, tasks)
	assert.Equal(t, record.Summary.Cells, record.Summary.Undecided)
}

func TestWaitingForTheTargetIsNoPartOfATimeout(t *testing.T) {
	handler := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	record := probeServer(t, http.HandlerFunc(handler), probeOptions{
		wire: WireOptions{Timeout: 40 * time.Millisecond, MaxWait: 60 * time.Millisecond, Retries: 1}})
	assert.Equal(t, Untestable, record.State)
	assert.Equal(t, "throttled", record.Notices[0].Kind)
}

func TestHeadAtAMadeUpIDIsReadAsTheGetIs(t *testing.T) {
	a := newAPI()
	clear(a.tasks)
	a.refuse = func(w http.ResponseWriter, r *http.Request, _ []string) { a.notFound(w, r) }
	record := probeServer(t, a, probeOptions{})
	assert.Equal(t, Routed, cellOf(t, record, "GET", "/tasks/{id}").Answer)
	assert.Equal(t, Routed, cellOf(t, record, "HEAD", "/tasks/{id}").Answer)
	assert.NotContains(t, strings.Join(findings(record), "\n"), "/tasks/{id} allow-truthful")
}

// Where the GET that proves an id absent meets the router's 404 itself, the route does not take
// that id: other methods' 404s say nothing.
func TestAbsentIDThatTheRouteDoesNotTakeDecidesNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if id, ok := strings.CutPrefix(r.URL.Path, "/tasks/"); ok && len(id) > 3 {
			a.notFound(w, r)
			return true
		}
		return false
	}
	a.tellNothing()
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		assert.Equal(t, Undecided, cellOf(t, record, method, "/tasks/{id}").Verdict, method)
	}
	assert.NotContains(t, strings.Join(findings(record), "\n"), "PUT /tasks/{id}")
}

func TestNothingIsConcludedFromAnEmptyPathItem(t *testing.T) {
	a := newAPI()
	contract := apiContract + "  /hidden: {}\n"
	a.handlers["/hidden"] = map[string]http.HandlerFunc{"GET": a.list}
	record := probeServer(t, a, probeOptions{mode: Full, contract: contract})
	assert.Empty(t, findings(record))
	assert.Equal(t, Skipped, cellOf(t, record, "GET", "/hidden").Verdict)
	assert.NotContains(t, strings.Join(a.seen, "\n"), "/hidden")
}

func TestLoginRedirectsThatCarryThePathAreAWall(t *testing.T) {
	n := 0
	wall := func(w http.ResponseWriter, r *http.Request) {
		n++
		http.Redirect(w, r, fmt.Sprintf("https://login.example.com/auth?rd=%s&state=%d", url.QueryEscape(r.URL.String()), n), http.StatusFound)
	}
	record := probeServer(t, http.HandlerFunc(wall), probeOptions{})
	assert.Equal(t, Untestable, record.State)
	assert.Contains(t, record.Notices[0].Hint, "credentials")
}

// A gateway whose backend for writes is down: nothing about the methods is shown, and a declared
// method that fails is a finding whatever was sent.
func TestGatewayErrorsPassNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if isSafe(r.Method) {
			return false
		}
		w.WriteHeader(http.StatusBadGateway)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.ElementsMatch(t, []string{"POST /tasks declared-crash", "PUT /tasks/{id} declared-crash", "DELETE /tasks/{id} declared-crash"}, findings(record))
	assert.Equal(t, Undecided, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)
}

// Next.js pages parse content before the handler sees the method.
func TestContentParsedByTheRouteDecidesNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if body, _ := io.ReadAll(r.Body); len(body) > 0 && strings.HasPrefix(r.URL.Path, "/tasks") && strings.Count(r.URL.Path, "/") < 3 && !strings.Contains(r.URL.Path, "no-such") {
			w.WriteHeader(400)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	assert.Equal(t, NotAdvertised, cellOf(t, record, "PATCH", "/tasks/{id}").Answer, "Allow decides where content does not")
}

// An edge that lets only some methods through answers the declared ones that it blocks like any
// unknown one.
func TestEdgeThatBlocksDeclaredMethodsIsAFinding(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" || r.Method == "HEAD" || r.Method == "POST" {
			return false
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "<center>nginx</center>")
		return true
	}
	found := findings(probeServer(t, a, probeOptions{mode: GuardedMode}))
	assert.Contains(t, found, "PUT /tasks/{id} declared-routed")
	assert.Contains(t, found, "DELETE /tasks/{id} declared-routed")
}

func TestListedUndeclaredMethodIsNotFiredInGuardedMode(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks/{id}"]["PATCH"] = a.replace
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Contains(t, findings(record), "OPTIONS /tasks/{id} allow-undeclared")
	assert.NotContains(t, strings.Join(a.seen, "\n"), "PATCH /tasks/")
}

func TestFullModeSaysWhatItChanged(t *testing.T) {
	record := probeServer(t, newAPI(), probeOptions{mode: Full, values: map[string]string{"id": "2"}})
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "changed", record.Notices[0].Kind)
	assert.Contains(t, record.Notices[0].Text, "POST /tasks, PUT /tasks/{id}, DELETE /tasks/{id}")
}

// FastAPI again: what one path shows of its Allow holds for the others.
func TestAllowMadeForEachRouteIsNotBelievedAnywhere(t *testing.T) {
	a := newAPI()
	a.handlers["/status"] = map[string]http.HandlerFunc{"GET": a.list, "PUT": a.create}
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) {
		w.Header().Set("Allow", "GET")
		w.WriteHeader(405)
	}
	for _, methods := range a.handlers {
		methods["OPTIONS"] = func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, nil) }
	}
	contract := apiContract + "  /status:\n    get: {responses: {\"200\": {description: ok}}}\n"
	record := probeServer(t, a, probeOptions{contract: contract})
	assert.Equal(t, Undecided, cellOf(t, record, "PUT", "/status").Verdict, "it is served, and nothing says that it is not")
}

// A permission check before the router answers every unsafe method alike: without credentials
// that says nothing of the methods.
func TestForbiddenWithoutCredentialsIsUndecided(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" || r.Method == "HEAD" || r.Method == "OPTIONS" {
			return false
		}
		writeJSON(w, 403, map[string]string{"detail": "credentials were not provided"})
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	for _, method := range []string{"PUT", "PATCH"} {
		cell := cellOf(t, record, method, "/tasks/{id}")
		assert.Equal(t, Undecided, cell.Verdict, method)
		assert.Equal(t, givingCredentials, cell.Decides, method)
	}
}

// Node answers the made-up method 400 and closes the connection without saying so.
func TestConnectionsThatAParserClosesSilentlyAreNotUsedAgain(t *testing.T) {
	for range 5 {
		a := newAPI()
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != MadeUpMethod {
				return false
			}
			connection, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(connection, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
				_ = connection.Close()
			}
			return true
		}
		record := probeServer(t, a, probeOptions{mode: GuardedMode})
		for _, path := range record.Paths {
			for _, cell := range path.Cells {
				for _, x := range cell.Exchanges {
					assert.Equal(t, 1, x.Sent, "%s %s", x.Method, x.URL)
				}
			}
		}
	}
}

// An id such as 1 also stands in the version of the server that made the page.
func TestAnIDInAVersionIsNotMasked(t *testing.T) {
	page := "<center>nginx/1.22.1</center>"
	x := func(method, path string) *Exchange {
		return &Exchange{Method: method, URL: path, Response: &Response{Status: 404, Body: page, Fields: []string{"Content-Type: text/html"}}}
	}
	assert.True(t, same(x("GET", "/tasks/1"), x("GET", "/verbatim-no-such-path-7d41")))
	express := func(method, path string) *Exchange {
		e := x(method, path)
		e.Response.Body = "<pre>Cannot " + method + " " + path + "</pre>"
		return e
	}
	assert.True(t, same(express("GET", "/1"), express("DELETE", "/tasks/2")))
	assert.False(t, same(x("GET", "/tasks/1"), express("GET", "/tasks/1")))
}

func TestRedirectOfEverythingToHTTPSIsAWall(t *testing.T) {
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://"+r.Host+r.URL.Path, http.StatusMovedPermanently)
	}), probeOptions{})
	assert.Equal(t, Untestable, record.State)
	assert.Contains(t, record.Notices[0].Hint, "https")
}

// PowerDNS looks the key up before it looks at the method: nothing tells its 404s apart.
func TestResourceThatIsLookedUpBeforeTheMethodIsUndecided(t *testing.T) {
	a := newAPI()
	clear(a.tasks)
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/tasks/") {
			return false
		}
		writeJSON(w, 404, map[string]string{"error": "task " + strings.TrimPrefix(r.URL.Path, "/tasks/") + " not found"})
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Empty(t, findings(record))
	assert.Equal(t, Unclear, cellOf(t, record, "GET", "/tasks/{id}").Answer)
}

// What the application says in Allow is not believed where something before it stops methods.
func TestAllowFromBehindAnOuterLayerDecidesNothing(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "GET" || r.Method == "HEAD" || r.Method == "OPTIONS" {
			return false
		}
		w.WriteHeader(403)
		return true
	}
	record := probeServer(t, a, probeOptions{})
	assert.Equal(t, Undecided, cellOf(t, record, "POST", "/tasks").Verdict)
	assert.Contains(t, cellOf(t, record, "POST", "/tasks").Reason, "answered 403 here")
}

func TestServerErrorToAGuardedRequestIsNoPass(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["POST"] = status(500)
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, Undecided, cellOf(t, record, "POST", "/tasks").Verdict)
}
