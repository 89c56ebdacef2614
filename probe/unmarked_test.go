package probe

import (
	"encoding/json"
	"io"
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
	const label = "{type: object, properties: {kind: {type: string}, value: {type: string}}, example: {kind: simple, value: a-label}}"
	for name, test := range map[string]struct {
		method, schema string
		before, named  bool
	}{
		"made by POST":        {method: "post", schema: label, named: true},
		"made within a PUT":   {method: "put", schema: "{type: object, required: [added], properties: {added: {type: array, minItems: 1, items: " + label + "}}}", named: true},
		"it was there before": {method: "post", schema: label, before: true},
	} {
		contract := strings.Replace(with("/labels"), "components:", `  /users/{id}/labels:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    `+test.method+`:
      requestBody: {required: true, content: {application/json: {schema: `+test.schema+`}}}
      responses: {"201": {description: made}}
components:`, 1)
		require.Contains(t, contract, "/labels:")
		record := probeServer(t, labelling(test.before), probeOptions{mode: Full, contract: contract})
		var shown []records.Leftover
		for _, l := range record.Leftovers {
			if l.ShownBy != "" {
				shown = append(shown, l)
			}
		}
		if !test.named {
			assert.Empty(t, shown, name)
			continue
		}
		require.Len(t, shown, 1, "%s: %+v", name, record.Leftovers)
		by := strings.ToUpper(test.method) + " /users/${userId}/labels"
		assert.Equal(t, records.Leftover{By: by, ShownBy: "GET /labels",
			Why: "GET /labels shows what it did not before, with what " + by + " sent: kind simple, value a-label; it may be of this run"}, shown[0], name)
	}
}

// labelling is a shop that keeps every label that a user was ever given; before is whether it has that of
// the example.
func labelling(before bool) *shop {
	s := newShop()
	labels := []any{map[string]any{"kind": "simple", "value": "theirs"}}
	if before {
		labels = append(labels, map[string]any{"kind": "simple", "value": "a-label"})
	}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case r.URL.Path == "/labels" && r.Method == "GET":
			writeJSON(w, 200, labels)
		case strings.HasSuffix(r.URL.Path, "/labels") && (r.Method == "POST" || r.Method == "PUT"):
			var in struct {
				Value any
				Added []any
			}
			text, _ := io.ReadAll(r.Body)
			if json.Unmarshal(text, &in) == nil && !before {
				labels = append(labels, in.Added...)
				if in.Value != nil {
					labels = append(labels, json.RawMessage(text))
				}
			}
			writeJSON(w, 201, map[string]any{})
		default:
			return false
		}
		return true
	}
	return s
}
