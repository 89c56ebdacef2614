package probe

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// exampledContract is the shop's, where the example of a user has nothing of a run.
var exampledContract = strings.NewReplacer(
	"team: {type: string}", "team: {type: string}\n        name: {type: string}\n      example: {email: ada@example.com, name: Ada Lovelace}").Replace(shopContract)

// bodiesSent are those of POST /users, in order.
func bodiesSent(t *testing.T, record *records.Run) []string {
	var bodies []string
	for _, x := range cellOf(t, record, "POST", "/users").Exchanges {
		bodies = append(bodies, x.Body)
	}
	return bodies
}

func TestAnExampleGetsTheMarkerInAName(t *testing.T) {
	s := newShop()
	before := s.state()
	ledger := NewLedger(nil)
	record := probeServer(t, s, probeOptions{mode: Full, contract: exampledContract, ledger: ledger})
	assert.JSONEq(t, `{"email":"ada@example.com","name":"Ada Lovelace ${RUN}"}`, bodiesSent(t, record)[0])
	for _, entry := range ledger.created() {
		assert.True(t, entry.Marked || entry.By != "POST /users", "%+v", entry)
	}
	assert.Equal(t, before, s.state())
	plan := planOf(t, exampledContract, "http://127.0.0.1/", Full, nil)
	assert.JSONEq(t, `{"email":"ada@example.com","name":"Ada Lovelace verbatim-run"}`, string(rowOf(plan, "/users").cell("POST").Body))
	guarded := planOf(t, exampledContract, "http://127.0.0.1/", GuardedMode, nil)
	assert.Equal(t, "{", string(rowOf(guarded, "/users").cell("POST").Body))
}

// Some names mean something to the API: the example goes as it is then.
func TestAMarkerThatIsRefusedIsGivenUp(t *testing.T) {
	for name, test := range map[string]struct {
		refusal string
		tries   int
	}{
		"named":     {"name is not one of ours", 2},
		"of itself": {"not like that", 3}, // the other mends come first
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			refusing(s, func(in map[string]any) (int, string) {
				if in["name"] != "Ada Lovelace" {
					return 422, test.refusal
				}
				return 0, ""
			})
			record := probeServer(t, s, probeOptions{mode: Full, contract: exampledContract})
			bodies := bodiesSent(t, record)
			assert.Equal(t, records.Served, cellOf(t, record, "POST", "/users").Answer)
			assert.LessOrEqual(t, len(bodies), test.tries)
			assert.JSONEq(t, `{"email":"ada@example.com","name":"Ada Lovelace"}`, bodies[len(bodies)-1])
		})
	}
}

// What nobody has an answer about is found by the marker, though its body was an example.
func TestCleanupFindsWhatWasMadeFromAnExample(t *testing.T) {
	contract := strings.ReplaceAll(apiContract, "properties: {title: {type: string}}", "properties: {title: {type: string}}, example: {title: Buy milk}")
	require.NotEqual(t, apiContract, contract)
	a := newAPI()
	lost := false
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "POST" || r.URL.Path != "/tasks" || lost {
			return false
		}
		lost = true
		a.createAnyhow(discarded{}, r)
		panic(http.ErrAbortHandler) // it is made, and no answer says so
	}
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		items := []map[string]any{}
		for _, id := range slices.Sorted(maps.Keys(a.tasks)) {
			items = append(items, map[string]any{"id": id, "title": a.tasks[id]})
		}
		writeJSON(w, 200, items)
	}
	record := probeServer(t, a, probeOptions{mode: Full, contract: contract})
	assert.True(t, lost)
	assert.Equal(t, map[string]string{"1": "write", "2": "test"}, a.tasks, "%+v", record.Leftovers)
}

// discarded is an answer that nobody gets.
type discarded struct{}

func (discarded) Header() http.Header         { return http.Header{} }
func (discarded) Write(b []byte) (int, error) { return len(b), nil }
func (discarded) WriteHeader(int)             {}
