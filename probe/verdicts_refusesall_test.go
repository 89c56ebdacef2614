package probe

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// refusingWith is an API that answers methods that it does not have, also those that nobody knows,
// in its own way, at paths that exist.
func refusingWith(refuse http.HandlerFunc, missing string) *api {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		known := "GET HEAD POST"
		if strings.HasPrefix(r.URL.Path, "/tasks/") {
			known = strings.ReplaceAll("GET HEAD PUT DELETE", missing, "-")
		} else if r.URL.Path != "/tasks" {
			return false
		}
		if strings.Contains(known, r.Method) {
			return false
		}
		refuse(w, r)
		return true
	}
	return a
}

func TestPathThatRefusesWith400DoesNotRefuseWith405(t *testing.T) {
	refuse := func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, 400, map[string]string{"error": "unsupported method " + r.Method})
	}
	record := probeServer(t, refusingWith(refuse, "DELETE"), probeOptions{mode: Full, touchOthers: true})
	assert.Contains(t, findings(record), "PUT /tasks undeclared-405")
	assert.Contains(t, findings(record), "PATCH /tasks/{id} undeclared-405")
	assert.NotContains(t, findings(record), "PATCH /tasks/{id} undeclared-refused", "no handler takes it")
	assert.Contains(t, findings(record), "DELETE /tasks/{id} declared-routed")
}

// What is called a request id is another one in every answer, whatever it looks like.
func TestIdsOfRequestsDoNotMakeAnswersDiffer(t *testing.T) {
	n := 0
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/tasks" || strings.HasPrefix(r.URL.Path, "/tasks/") && strings.Contains("GET HEAD PUT DELETE", r.Method) {
			return false
		}
		n++
		id := strings.NewReplacer("1", "kq", "2", "zz", "3", "pi", "4", "oh").Replace(strconv.Itoa(n))
		writeJSON(w, 404, map[string]string{"title": "Not Found", "traceId": id})
		return true
	}
	record := probeServer(t, a, probeOptions{mode: Full, touchOthers: true, wire: WireOptions{Concurrency: 1}})
	assert.Contains(t, findings(record), "PATCH /tasks/{id} undeclared-405")
	assert.NotContains(t, findings(record), "PATCH /tasks/{id} undeclared-refused", "no handler gave that 404")
}

// One answer to every error, whatever it is: Rocket and poem with a catcher for all of them.
func oneAnswerToAllErrors(status int) *api {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		known := map[bool]string{true: "GET HEAD PUT DELETE", false: "GET HEAD POST"}[strings.HasPrefix(r.URL.Path, "/tasks/")]
		if strings.HasPrefix(r.URL.Path, "/tasks") && strings.Contains(known, r.Method) {
			return false
		}
		writeJSON(w, status, map[string]string{"error": "bad request"})
		return true
	}
	return a
}

func TestRouterThatSays400ToWhateverItHasNoRouteForDoesNotRefuseWith405(t *testing.T) {
	for _, status := range []int{400, 411} {
		record := probeServer(t, oneAnswerToAllErrors(status), probeOptions{mode: Full, touchOthers: true})
		found := findings(record)
		for _, cell := range []string{"PUT /tasks", "DELETE /tasks", "POST /tasks/{id}", "PATCH /tasks/{id}"} {
			assert.Contains(t, found, cell+" undeclared-405")
			assert.NotContains(t, found, cell+" undeclared-refused")
		}
		assert.NotContains(t, strings.Join(found, "\n"), "declared-routed")
	}
}

// Below full, the content of an unsafe request is malformed, and a handler may get the same answer
// out of the same catcher. The handlers of the contract are told by what a path that does not exist gets.
func TestRouterThatSays400ShowsItsHandlersToMalformedContent(t *testing.T) {
	record := probeServer(t, oneAnswerToAllErrors(400), probeOptions{mode: GuardedMode})
	assert.Equal(t, records.Undecided, cellOf(t, record, "POST", "/tasks/{id}").Verdict)
	assert.Equal(t, records.Passed, cellOf(t, record, "POST", "/tasks").Verdict)
	assert.Empty(t, findings(record))
}

// One status for every exception, with the words of each: Spring's @ExceptionHandler(Exception.class).
func TestPathThatRefusesWith400IsReadWhereUnknownPathsAre400Too(t *testing.T) {
	refuse := func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, 400, map[string]string{"error": "unsupported method " + r.Method})
	}
	a := refusingWith(refuse, "-")
	a.notFound = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 400, map[string]string{"error": "no resource"})
	}
	record := probeServer(t, a, probeOptions{mode: Full, touchOthers: true})
	assert.Contains(t, findings(record), "PATCH /tasks undeclared-405")
	assert.NotContains(t, findings(record), "PATCH /tasks undeclared-refused")
}
