package probe

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

func TestAPathSaysThatItsGETActs(t *testing.T) {
	for template, want := range map[string]string{
		"/users/{id}/activate":     "activate",
		"/tasks/{id}/delete":       "delete",
		"/tasks/delete/{id}":       "delete",
		"/cache/clear-all":         "clear",
		"/admin/doShutdown":        "shutdown",
		"/tasks/delete.php":        "delete",
		"/delete-requests":         "",
		"/deleteRequests/{id}":     "",
		"/tasks/{id}/cancellation": "",
		"/cancel/{id}/reasons":     "",
		"/enabled":                 "",
		"/orders/{id}/release":     "", // a noun as well
		"/{delete}":                "",
		"/logs/activate/history":   "",
	} {
		contract := "openapi: 3.0.3\ninfo: {title: x, version: \"1\"}\npaths:\n  " + template + ":\n    get: {responses: {\"200\": {description: ok}}}\n"
		plan := planOf(t, contract, "http://a.example", ReadOnly, nil)
		assert.Equal(t, want, plan.Rows[0].acts, template)
		plan = planOf(t, strings.Replace(contract, "get:", "post:", 1), "http://a.example", ReadOnly, nil)
		assert.Empty(t, plan.Rows[0].acts, "%s without a GET", template)
	}
}

// activating is the shop with a GET that activates a user, by whatever method, and what it activated.
func activating() (*shop, string, func() []string) {
	s := newShop()
	var mu sync.Mutex
	var activated []string
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		id, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/users/"), "/activate")
		if !ok {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		activated = append(activated, id)
		writeJSON(w, 200, map[string]any{"active": id})
		return true
	}
	contract := strings.Replace(shopContract, "components:", `  /users/{id}/activate:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {operationId: activate, responses: {"200": {description: done}}}
components:`, 1)
	return s, contract, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return activated
	}
}

func TestNothingIsSentToAPathWhoseGETActs(t *testing.T) {
	for _, mode := range []Mode{ReadOnly, GuardedMode} {
		s, contract, activated := activating()
		record := probeServer(t, s, probeOptions{mode: mode, contract: contract})
		assert.Empty(t, activated(), mode)
		for _, method := range []string{"GET", "DELETE", "OPTIONS", "QUERY", "TRACE"} {
			cell := cellOf(t, record, method, "/users/{id}/activate")
			assert.Equal(t, records.Undecided, cell.Verdict, method)
			assert.Contains(t, cell.Reason, `its path says "activate"`, method)
			assert.Contains(t, cell.Reason, "safe: true", method)
		}
		assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/users/{id}").Verdict)
		for step := range planOf(t, contract, "http://a.example", mode, nil).Steps() {
			assert.True(t, step.Purpose != "cell" || step.Template != "/users/{id}/activate" || step.Send == "withheld", "%+v", step)
		}
	}
}

func TestAGETThatTheUserCallsSafeIsSent(t *testing.T) {
	s, contract, activated := activating()
	record := probeServer(t, s, probeOptions{contract: contract, inputs: func(c *spec.Contract) map[*spec.Operation]Input {
		for _, item := range c.Paths {
			for _, op := range item.Operations {
				if op.ID == "activate" {
					return map[*spec.Operation]Input{op: {Safe: true}}
				}
			}
		}
		return nil
	}})
	assert.NotEmpty(t, activated())
	assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/users/{id}/activate").Verdict)
}

func TestFullModeActsByGETOnWhatItCreatedAlone(t *testing.T) {
	s, contract, activated := activating()
	before := s.state()
	record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
	require.NotEmpty(t, activated())
	for _, id := range activated() {
		assert.NotContains(t, []string{"1", "2"}, id, "they are others'")
	}
	assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/users/{id}/activate").Verdict)
	assert.Equal(t, before, s.state())

	s, contract, _ = activating()
	refusing(s, func(map[string]any) (int, string) { return 422, "no more users" })
	acting := s.before
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/activate") {
			t.Errorf("%s %s was sent", r.Method, r.URL.Path)
		}
		return acting(w, r)
	}
	record = probeServer(t, s, probeOptions{mode: Full, contract: contract})
	cell := cellOf(t, record, "GET", "/users/{id}/activate")
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.Contains(t, cell.Decides, "--touch-others")
}

func TestTouchOthersLetsAGETAct(t *testing.T) {
	s, contract, _ := activating()
	refusing(s, func(map[string]any) (int, string) { return 422, "no more users" })
	probeServer(t, s, probeOptions{mode: Full, contract: contract, touchOthers: true})
	assert.Contains(t, s.seen, "GET /users/1/activate")
}
