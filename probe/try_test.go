package probe

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusing answers a POST of a user as long as complaint says something about its content.
func refusing(s *shop, complaint func(in map[string]any) (status int, text string)) {
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method+" "+r.URL.Path != "POST /users" {
			return false
		}
		content, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(content))
		var in map[string]any
		if err != nil || json.Unmarshal(content, &in) != nil {
			return false
		}
		status, text := complaint(in)
		if text != "" {
			writeJSON(w, status, map[string]any{"error": text})
		}
		return text != ""
	}
}

func TestFieldsThatAreMissedOneAfterAnotherAreAdded(t *testing.T) {
	contract := strings.Replace(shopContract, "        team: {type: string}\n", "        team: {type: string}\n        plan: {type: string}\n        city: {type: string}\n", 1)
	s := newShop()
	before := s.state()
	refusing(s, func(in map[string]any) (int, string) {
		for _, name := range []string{"team", "plan", "city"} {
			if in[name] == nil {
				return 422, "Key '" + name + "' is not there"
			}
		}
		return 0, ""
	})
	record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
	post := cellOf(t, record, "POST", "/users")
	assert.Equal(t, Served, post.Answer)
	assert.Len(t, post.Exchanges, 4, "all tries are in the record")
	assert.Equal(t, before, s.state())
	assert.Empty(t, record.Leftovers)
}

func TestWhatIsRefusedForTheSameAgainIsNotSentForEver(t *testing.T) {
	s := newShop()
	refusing(s, func(map[string]any) (int, string) { return 409, "email is taken" })
	post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: shopContract}), "POST", "/users")
	assert.Equal(t, Undecided, post.Verdict)
	assert.Len(t, post.Exchanges, 2)
}

// Some APIs take an id in the content for that of a thing to change.
func TestAnIdThatMustNotBeChosenIsLeftOut(t *testing.T) {
	optional := strings.Replace(shopContract, "        team: {type: string}\n", "        team: {type: string}\n        id: {type: integer}\n", 1)
	for name, contract := range map[string]string{
		"optional":              optional,
		"with another's in it":  strings.Replace(optional, "id: {type: integer}", "id: {type: integer, example: 1}", 1),
		"in the whole example":  strings.Replace(optional, "    User:\n", "    User:\n      example: {id: 1, email: new@example.com}\n", 1),
		"required, so it stays": strings.Replace(optional, "required: [email]", "required: [email, id]", 1),
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			before := s.state()
			refusing(s, func(in map[string]any) (int, string) {
				switch in["id"] {
				case nil:
					return 0, ""
				case 1.0:
					s.mu.Lock()
					s.users["1"] = user{Email: "overwritten@example.com"}
					s.mu.Unlock()
				}
				return 404, "no such user"
			})
			record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
			post := cellOf(t, record, "POST", "/users")
			require.NotEmpty(t, post.Exchanges)
			assert.Equal(t, strings.Contains(name, "required"), post.Answer != Served, post.Reason)
			assert.Equal(t, before, s.state())
			assert.Empty(t, record.Leftovers)
		})
	}
}

// The field that was missing is added; then the name is taken, and the API quotes it.
func TestAValueThatIsTakenIsRenewedAlsoOnALaterTry(t *testing.T) {
	contract := strings.Replace(shopContract, "        team: {type: string}\n", "        team: {type: string}\n        password: {type: string}\n", 1)
	s := newShop()
	before := s.state()
	first := ""
	refusing(s, func(in map[string]any) (int, string) {
		email, _ := in["email"].(string)
		switch {
		case in["password"] == nil:
			return 400, "PasswordIsRequired"
		case first == "" || first == email:
			first = email
			return 422, "user already exists [" + email + "]"
		}
		return 0, ""
	})
	post := cellOf(t, probeServer(t, s, probeOptions{mode: Full, contract: contract}), "POST", "/users")
	assert.Equal(t, Served, post.Answer, post.Reason)
	assert.Equal(t, before, s.state())
}
