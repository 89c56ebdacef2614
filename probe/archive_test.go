package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// bin is a shop whose DELETE of a tag puts it away, and that has a DELETE of what was put away.
func bin() (*shop, map[string]bool) {
	s, kept := newShop(), map[string]bool{"theirs-of-old": true}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		name, away := strings.CutPrefix(r.URL.Path, "/trash/tags/")
		if tag, isTag := strings.CutPrefix(r.URL.Path, "/tags/"); isTag && r.Method == "DELETE" && s.tags[tag] != "" {
			kept[tag] = true
		}
		switch {
		case !away:
			return false
		case r.Method != "DELETE":
			w.Header().Set("Allow", "DELETE")
			writeJSON(w, 405, map[string]any{"error": "method not allowed"})
		case !kept[name]:
			writeJSON(w, 404, map[string]any{"error": "not in the trash"})
		default:
			delete(kept, name)
			w.WriteHeader(204)
		}
		return true
	}
	return s, kept
}

func trashContract(param string) string {
	return strings.Replace(shopContract, "components:", "  /trash/tags/{"+param+"}:\n    parameters: [{name: "+param+
		", in: path, required: true, schema: {type: string}}]\n    delete: {responses: {\"204\": {description: gone}}}\ncomponents:", 1)
}

func TestWhatWasPutAwayIsRemovedForGood(t *testing.T) {
	s, kept := bin()
	record := probeServer(t, s, probeOptions{mode: Full, contract: trashContract("name")})
	assert.Equal(t, map[string]bool{"theirs-of-old": true}, kept)
	assert.Empty(t, record.Leftovers)
}

func TestATrashOfOtherThingsIsLeftAlone(t *testing.T) {
	s, kept := bin()
	kept["verbatim-run"] = true // by whatever name its contract calls it, it is not known to be this one
	probeServer(t, s, probeOptions{mode: Full, contract: trashContract("other")})
	assert.True(t, kept["verbatim-run"])
	for _, request := range s.seen {
		assert.NotContains(t, request, "DELETE /trash/tags/theirs")
	}
}
