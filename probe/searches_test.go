package probe

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A collection without a GET can be looked at by a POST that only reads.
func TestWhatMayHaveBeenCreatedIsLookedForByASearch(t *testing.T) {
	contract := strings.Replace(shopContract, "  /users:\n    get: {responses: {\"200\": {description: ok}}}\n", "  /users:\n", 1)
	contract = strings.Replace(contract, "components:", "  /users/filter:\n    post:\n      requestBody: {content: {application/json: {schema: {type: object}}}}\n      responses: {\"200\": {description: ok}}\ncomponents:", 1)
	for name, test := range map[string]struct {
		listed  func(s *shop) []map[string]any
		creates bool // the request that fails created something all the same
		left    bool
	}{
		"nothing is there":      {func(*shop) []map[string]any { return []map[string]any{} }, false, false},
		"what it made is found": {nil, true, false},
		"things of others are":  {nil, false, false},
		"no list is answered":   {func(*shop) []map[string]any { return nil }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			before := s.state()
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				s.mu.Lock()
				defer s.mu.Unlock()
				switch r.Method + " " + r.URL.Path {
				case "POST /users":
					var in user
					if json.NewDecoder(r.Body).Decode(&in) == nil && in.Email != "" && test.creates {
						s.last++
						s.users["9"] = in
						s.last = 9
					}
					writeJSON(w, 500, map[string]any{"error": "out of order"})
				case "GET /users":
					writeJSON(w, 405, map[string]any{"error": "use the filter"})
				case "POST /users/filter":
					list := []map[string]any{}
					for id, u := range s.users {
						list = append(list, map[string]any{"id": id, "email": u.Email})
					}
					if test.listed != nil {
						list = test.listed(s)
					}
					if list == nil {
						writeJSON(w, 200, map[string]any{"count": 0})
						return true
					}
					writeJSON(w, 200, list)
				default:
					return false
				}
				return true
			}
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			assert.Equal(t, before, s.state())
			assert.Equal(t, test.left, len(record.Leftovers) > 0, record.Leftovers)
		})
	}
}

func TestAnEmptyBatchCreatesNothing(t *testing.T) {
	batch := "  /logs/batches:\n    post:\n      requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: object}}}}}\n      responses: {\"201\": {description: made}}\ncomponents:"
	for answer, left := range map[string]bool{"null": false, "[]": false, "": false, `{"id": 7}`: true, `[{"id": 7}]`: true} {
		s := newShop()
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/logs/batches" {
				return false
			}
			if r.Method != "POST" {
				w.Header().Set("Allow", "POST")
				w.WriteHeader(405)
				return true
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(201)
			_, _ = w.Write([]byte(answer))
			return true
		}
		record := probeServer(t, s, probeOptions{mode: Full, contract: strings.Replace(shopContract, "components:", batch, 1)})
		post := cellOf(t, record, "POST", "/logs/batches")
		require.NotEmpty(t, post.Exchanges, post.Reason)
		require.Equal(t, "[]", post.Exchanges[0].Body)
		assert.Equal(t, left, len(record.Leftovers) > 0, "%s: %v", answer, record.Leftovers)
	}
}
