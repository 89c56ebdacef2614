package probe

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// A branch is made from one that is there: every repository comes with one.
func TestANewThingIsMadeFromOneThatItsCollectionHas(t *testing.T) {
	contract := strings.Replace(shopContract, "required: [text], properties: {text: {type: string}}", "required: [text, source, alias], properties: {text: {type: string}, source: {type: string}, alias: {type: string}}", 1)
	for name, test := range map[string]struct {
		listed, refusal string
		status          int
		served          bool
	}{
		"that is named":     {`[{"id":9,"text":"first"}]`, "source: not found", 404, true},
		"that is quoted":    {`[{"id":9,"text":"first"}]`, "source SOURCE: no such note", 422, true},
		"where none is":     {`[]`, "source: not found", 404, false},
		"and not otherwise": {`[{"id":9,"text":"first"}]`, "source: too many notes", 422, false},
		"nor of its parent": {`[{"id":9,"text":"first"}]`, "the user was not found", 404, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			before := s.state()
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasPrefix(r.URL.Path, "/users/") || !strings.HasSuffix(r.URL.Path, "/notes") {
					return false
				}
				if r.Method == "GET" && r.URL.Path != "/users/1/notes" {
					w.Header().Set("Content-Type", "application/json")
					_, _ = io.WriteString(w, test.listed)
					return true
				}
				content, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(content))
				var in struct{ Text, Source string }
				if r.Method != "POST" || json.Unmarshal(content, &in) != nil || in.Source == "9" {
					return false
				}
				writeJSON(w, test.status, map[string]any{"error": strings.Replace(test.refusal, "SOURCE", in.Source, 1)})
				return true
			}
			post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: contract}), "POST", "/users/{userId}/notes")
			assert.Equal(t, test.served, post.Answer == records.Served, post.Reason)
			assert.Equal(t, before, s.state())
		})
	}
}
