package probe

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Some handlers believe the content, whatever the path is about: the ids there must not be made-up
// small numbers, which are those of the first things that anybody made.
func TestContentNamesNothingOfOthers(t *testing.T) {
	const reorder = `
  /users/{id}/order:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    put:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [PROPERTY], properties: {PROPERTY: SCHEMA}}}}}
      responses: {"200": {description: ok}}
components:`
	for name, test := range map[string]struct {
		property, schema string
		creates          bool
		want             any
	}{
		"a list of what the run made":   {"noteIDs", "{type: array, minItems: 1, items: {type: integer}}", true, []any{4.0}},
		"one thing that the run made":   {"note_id", "{type: integer}", true, 4.0},
		"an example of the contract's":  {"note_id", "{type: integer, example: 1}", true, 4.0},
		"a list, and none can be made":  {"noteIDs", "{type: array, minItems: 1, items: {type: integer}}", false, []any{2147483629.0}},
		"one, and none can be made":     {"noteId", "{type: integer}", false, 2147483629.0},
		"an example, and none is there": {"noteId", "{type: integer, example: 1}", false, 2147483629.0},
		"more than a name":              {"parentNoteId", "{type: integer}", true, 4.0},
		"more, and none can be made":    {"first_note_ids", "{type: array, minItems: 1, items: {type: integer}}", false, []any{2147483629.0}},
		"a text":                        {"noteId", "{type: string}", false, "verbatim-run"},
		"something else":                {"rankId", "{type: integer}", false, 1.0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			var sent []any
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method == "POST" && strings.HasSuffix(r.URL.Path, "/notes") && !test.creates {
					writeJSON(w, 403, map[string]any{"error": "no notes today"})
					return true
				}
				if r.Method != "PUT" || r.URL.Path != "/users/3/order" {
					return false
				}
				var in map[string]any
				if json.NewDecoder(r.Body).Decode(&in) == nil {
					sent = append(sent, in[test.property])
				}
				writeJSON(w, 200, map[string]any{})
				return true
			}
			contract := strings.NewReplacer("PROPERTY", test.property, "SCHEMA", test.schema).Replace(strings.Replace(shopContract, "\ncomponents:", reorder, 1))
			probeServer(t, s, probeOptions{mode: Full, contract: contract})
			assert.NotEmpty(t, sent)
			assert.Empty(t, slices.DeleteFunc(sent, func(v any) bool { return assert.ObjectsAreEqual(test.want, v) }))
		})
	}
}
