package probe

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Adding a label to a user makes the label known to all, and it outlives the user: an example names
// it, and nothing of the run.
func TestWhatAnExampleLeftElsewhereIsNamed(t *testing.T) {
	contract := strings.Replace(with("/labels"), "components:", `  /users/{id}/labels:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {kind: {type: string}, value: {type: string}}, example: {kind: simple, value: a-label}}}}}
      responses: {"201": {description: made}}
components:`, 1)
	require.Contains(t, contract, "/labels:")
	for _, before := range []bool{false, true} {
		s := newShop()
		labels := []map[string]any{{"kind": "simple", "value": "theirs"}}
		if before {
			labels = append(labels, map[string]any{"kind": "simple", "value": "a-label"})
		}
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			switch {
			case r.URL.Path == "/labels" && r.Method == "GET":
				writeJSON(w, 200, labels)
			case strings.HasSuffix(r.URL.Path, "/labels") && r.Method == "POST":
				var in map[string]any
				if json.NewDecoder(r.Body).Decode(&in) == nil && in["value"] != nil && !before {
					labels = append(labels, in)
				}
				writeJSON(w, 201, map[string]any{})
			default:
				return false
			}
			return true
		}
		record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
		var shown []records.Leftover
		for _, l := range record.Leftovers {
			if l.ShownBy != "" {
				shown = append(shown, l)
			}
		}
		if before {
			assert.Empty(t, shown, "it was there")
			continue
		}
		require.Len(t, shown, 1, "%+v", record.Leftovers)
		assert.Equal(t, records.Leftover{By: "POST /users/${userId}/labels", ShownBy: "GET /labels",
			Why: "GET /labels shows what it did not before, with what POST /users/${userId}/labels sent: kind simple, value a-label; it may be of this run"}, shown[0])
	}
}
