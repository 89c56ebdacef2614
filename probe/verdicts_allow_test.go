package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

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
	assert.Equal(t, records.Advertised, cellOf(t, record, "POST", "/tasks").Answer)
	assert.Equal(t, records.NotAdvertised, cellOf(t, record, "PATCH", "/tasks/{id}").Answer)
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
		assert.Equal(t, records.Undecided, cell.Verdict, method)
		assert.Contains(t, cell.Reason, "leaves out methods that are declared or served too", method)
	}
}

// A refusal of everything stands before the routes: its Allow is right, and nothing works.
func TestAllowThatListsWhatIsRefusedIsNotBelievedAboutTheRest(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		a := newAPI()
		a.before = func(w http.ResponseWriter, r *http.Request) bool {
			switch {
			case r.Method == "POST":
				writeJSON(w, 400, map[string]string{"error": "unexpected end of JSON input"})
			case r.URL.Path != "/tasks":
				return false
			default:
				w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
				w.WriteHeader(405)
			}
			return true
		}
		record := probeServer(t, a, probeOptions{mode: mode})
		assert.Contains(t, findings(record), "GET /tasks declared-routed", mode)
		post := cellOf(t, record, "POST", "/tasks")
		assert.Equal(t, records.Undecided, post.Verdict, mode)
		assert.Contains(t, post.Reason, "lists it, but GET too, which is refused with 405", mode)
	}
}

func TestReadOnlyJudgesUnsafeMethodsByAdvertisement(t *testing.T) {
	a := newAPI()
	record := probeServer(t, a, probeOptions{})
	post, del := cellOf(t, record, "POST", "/tasks"), cellOf(t, record, "DELETE", "/tasks")
	assert.Equal(t, []any{records.Advertised, records.Advertisement, records.Passed}, []any{post.Answer, post.Evidence, post.Verdict})
	assert.Equal(t, []any{records.NotAdvertised, records.Advertisement, records.Passed}, []any{del.Answer, del.Evidence, del.Verdict})
	for _, request := range a.seen {
		method, _, _ := strings.Cut(request, " ")
		assert.True(t, records.IsSafe(method), request)
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
		assert.Equal(t, records.Undecided, cell.Verdict, method)
		assert.Contains(t, cell.Decides, "--mode", method)
	}
}

func TestListedUndeclaredMethodIsNotFiredInGuardedMode(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks/{id}"]["PATCH"] = a.replace
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Contains(t, findings(record), "OPTIONS /tasks/{id} allow-undeclared")
	assert.NotContains(t, strings.Join(a.seen, "\n"), "PATCH /tasks/")
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
	assert.Equal(t, records.Undecided, cellOf(t, record, "PUT", "/status").Verdict, "it is served, and nothing says that it is not")
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
	assert.Equal(t, records.Undecided, cellOf(t, record, "POST", "/tasks").Verdict)
	assert.Contains(t, cellOf(t, record, "POST", "/tasks").Reason, "answered 403 here")
}

// No run can create a collection: what Allow lists there is asked only where others may lose it.
func TestAnUndeclaredMethodThatACollectionListsIsDecidedByTouchingOthers(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["DELETE"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }
	record := probeServer(t, a, probeOptions{mode: Full})
	cell := cellOf(t, record, "DELETE", "/tasks")
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.Contains(t, cell.Decides, "--touch-others")
	assert.NotContains(t, cell.Decides, "an example in the contract")
}
