package probe

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// asBoss probes the task list where a method is forbidden to all but the boss, who is answered
// with a status, or by the list itself where that is 0. It returns what the boss asked for.
func asBoss(t *testing.T, mode Mode, method string, status int, change func(*api)) (record *records.Run, asked []string, a *api) {
	a = newAPI()
	if change != nil {
		change(a)
	}
	before := a.before
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		boss := r.Header.Get("X-Key") == "boss-key"
		if boss {
			a.mu.Lock()
			asked = append(asked, r.Method+" "+r.URL.Path)
			a.mu.Unlock()
		}
		switch {
		case before != nil && before(w, r):
		case r.Method != method || !strings.HasPrefix(r.URL.Path, "/tasks"):
			return false
		case !boss:
			writeJSON(w, 403, map[string]any{"error": "you lack the rights"})
		case status == 0:
			return false
		default:
			if status == 405 {
				w.Header().Set("Allow", "GET, HEAD, OPTIONS")
			}
			writeJSON(w, status, map[string]any{"error": "answered to the boss"})
		}
		return true
	}
	key := func(value, variable string) []secret.Secret {
		return []secret.Secret{{In: "header", Name: "X-Key", Value: value, Variable: variable}}
	}
	record = probeServer(t, a, probeOptions{mode: mode, wire: WireOptions{Secrets: key("worker-key", "WORKER")},
		as: &Identity{Name: "boss", Secrets: key("boss-key", "BOSS")}})
	return record, asked, a
}

func TestSecondIdentityTellsAForbiddenMethodFromOneThatIsNotRouted(t *testing.T) {
	for name, test := range map[string]struct {
		mode    Mode
		method  string
		status  int
		verdict records.Verdict
		answer  records.Answer
		reason  string
	}{
		"full, served":               {Full, "DELETE", 0, records.Passed, records.Served, "answered 403, and 204 to boss: it depends on who asks"},
		"full, 405":                  {Full, "DELETE", 405, records.Failed, records.Refused, "answered 403, and 405 to boss: it depends on who asks"},
		"full, 404 on what is there": {Full, "DELETE", 404, records.Failed, records.Routed, "answered 403, and 404 to boss: it depends on who asks"},
		"full, 403":                  {Full, "DELETE", 403, records.Undecided, records.Walled, "boss is answered 403"},
		"full, 401":                  {Full, "DELETE", 401, records.Undecided, records.Walled, "boss is answered 401, so its credentials are not taken here"},
		"full, 500":                  {Full, "DELETE", 500, records.Undecided, records.Walled, "boss is answered 500"},
		"full, undeclared, served":   {Full, "PATCH", 200, records.Failed, records.Served, "answered 403, and 200 to boss: it depends on who asks"},
		"full, undeclared, 405":      {Full, "PATCH", 405, records.Failed, records.Refused, "answered 403, and 405 to boss: it depends on who asks"},
		"guarded, served":            {GuardedMode, "DELETE", 204, records.Passed, records.Served, "answered 403, and 204 to boss: it depends on who asks"},
		"guarded, 405":               {GuardedMode, "DELETE", 405, records.Failed, records.Refused, "answered 403, and 405 to boss: it depends on who asks"},
		"guarded, 403":               {GuardedMode, "DELETE", 403, records.Undecided, records.Walled, "boss is answered 403"},
		"guarded, 401":               {GuardedMode, "DELETE", 401, records.Undecided, records.Walled, "boss is answered 401, so its credentials are not taken here"},
		"guarded, the handler's 404": {GuardedMode, "DELETE", 0, records.Passed, records.Routed, "answered 403, and 404 to boss: it depends on who asks"},
	} {
		t.Run(name, func(t *testing.T) {
			record, asked, _ := asBoss(t, test.mode, test.method, test.status, nil)
			cell := cellOf(t, record, test.method, "/tasks/{id}")
			assert.Equal(t, test.verdict, cell.Verdict, "%+v", cell)
			assert.Equal(t, test.answer, cell.Answer)
			assert.Contains(t, cell.Reason, test.reason)
			for _, request := range asked {
				assert.NotRegexp(t, "^(PUT|PATCH|DELETE) /tasks/[12]$", request, "things of others")
				assert.False(t, strings.HasSuffix(request, " /tasks") && !strings.HasPrefix(request, "GET"), request)
			}
		})
	}
}

// What the boss creates may not be the worker's to remove: it asks with what creates nothing.
func TestSecondIdentityCreatesNothing(t *testing.T) {
	record, asked, a := asBoss(t, Full, "POST", 0, nil)
	cell := cellOf(t, record, "POST", "/tasks")
	assert.Equal(t, records.Routed, cell.Answer, "%+v", cell)
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.Equal(t, "no real request was sent: answered 403, and boss was asked with malformed content", cell.Reason)
	assert.Contains(t, asked, "POST /tasks")
	assert.Len(t, a.tasks, 2)
	assert.Empty(t, record.Leftovers)
	last := cell.Exchanges[len(cell.Exchanges)-1]
	assert.Equal(t, []any{"boss", records.Malformed, MalformedContent}, []any{last.As, last.Guard, last.Body})
	for _, check := range cell.Checks {
		assert.NotEqual(t, records.Failed, check.Outcome, check.Rule)
	}
}

// An id that the worker may not see is absent to the worker alone.
func TestSecondIdentityProvesForItselfThatAnIDIsAbsent(t *testing.T) {
	change := func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			sees := r.Method == "GET" && r.Header.Get("X-Key") == "boss-key" && strings.HasPrefix(r.URL.Path, "/tasks/")
			if sees {
				writeJSON(w, 200, map[string]any{"id": "hidden from the worker"})
			}
			return sees
		}
	}
	record, asked, _ := asBoss(t, GuardedMode, "DELETE", 0, change)
	cell := cellOf(t, record, "DELETE", "/tasks/{id}")
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.Contains(t, cell.Reason, "boss is not asked: a GET of the id that should be absent is answered 200 to it")
	for _, request := range asked {
		assert.False(t, strings.HasPrefix(request, "DELETE"), request)
	}
}

// What the first identity found to touch nothing of others may hold what only the second one sees.
func TestWhatOneIdentityMayTouchIsNotTheOthers(t *testing.T) {
	w := newTestWire(t, "http://127.0.0.1:1", nil)
	w.consents.add("DELETE", "/list")
	w.absent.note("", "/gone", true)
	for _, request := range []Request{{Method: "DELETE", URL: "/list"}, {Method: "DELETE", URL: "/gone"}} {
		require.NoError(t, permits(Full, &request, w.grounds("")))
		require.Error(t, permits(Full, &request, w.grounds("boss")))
	}
	w.absent.note("boss", "/gone", true)
	assert.NoError(t, permits(Full, &Request{Method: "DELETE", URL: "/gone"}, w.grounds("boss")))
	w.absent.note("boss", "/gone", false)
	assert.Error(t, permits(Full, &Request{Method: "DELETE", URL: "/gone"}, w.grounds("")), "what is there for one may be there for all")
}

// A 404 to who does not see the thing says nothing of the method.
func TestSecondIdentityThatSeesNothingDecidesNothing(t *testing.T) {
	change := func(a *api) {
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			blind := r.Header.Get("X-Key") == "boss-key" && strings.HasPrefix(r.URL.Path, "/tasks/")
			if blind {
				writeJSON(w, 404, map[string]any{"error": "no such task"})
			}
			return blind
		}
	}
	record, _, _ := asBoss(t, Full, "DELETE", 0, change)
	cell := cellOf(t, record, "DELETE", "/tasks/{id}")
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.Contains(t, cell.Reason, "boss is answered 404, and is not shown by GET what is there")
}

func TestThePlanSaysWhatTheSecondIdentityMayAsk(t *testing.T) {
	contract, err := spec.Load(t.Context(), "-", spec.LoadOptions{Stdin: strings.NewReader(apiContract)})
	require.NoError(t, err)
	for mode, want := range map[Mode][]string{
		ReadOnly:    {"GET /tasks", "GET /tasks/{id}"},
		GuardedMode: {"GET /tasks", "POST /tasks", "GET /tasks/{id}", "PUT /tasks/{id}", "DELETE /tasks/{id}"},
		Full:        {"GET /tasks", "POST /tasks", "GET /tasks/{id}", "PUT /tasks/{id}", "DELETE /tasks/{id}"},
	} {
		plan, err := NewPlan(contract, PlanOptions{BaseURL: &url.URL{Scheme: "http", Host: "localhost"}, Mode: mode, As: "boss"})
		require.NoError(t, err)
		var again []string
		for step := range plan.Steps() {
			if step.Purpose == "cell" && step.Declared && step.Again != "" {
				again = append(again, step.Method+" "+step.Template)
			}
			if step.Method == "DELETE" && step.Template == "/tasks" {
				assert.Empty(t, step.Again, "a collection may hold what only the second identity sees")
			}
		}
		assert.ElementsMatch(t, want, again, mode)
	}
}
