package probe

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestReferencesAreShownWithoutWhatIsAnotherInEveryAnswer(t *testing.T) {
	for ref, want := range map[string]string{
		"https://login.example/authorize?client_id=tasks&state=a1&nonce=b&next=/tasks": "https://login.example/authorize?client_id=tasks&state=…&nonce=…&next=/tasks",
		"/login?x=0f8fad5b-d9cb-469f-a165-70867728950e":                                "/login?x=…",
		"/login?at=1764070000":                           "/login?at=…",
		"/login;jsessionid=1F0A?page=2":                  "/login;jsessionid=…?page=2",
		"/login?continue=https%3A%2F%2Fa%2F%3Fstate%3Dx": "/login?continue=…",
		"/tasks/?page=12&sort=created_at_descending":     "/tasks/?page=12&sort=created_at_descending",
		"/tasks/?id=${taskId}":                           "/tasks/?id=${taskId}",
		"/v2/tasks?from=/api/v1/tasks":                   "/v2/tasks?from=/api/v1/tasks",
		"/cb#access_token=abc":                           "/cb#access_token=…",
	} {
		assert.Equal(t, want, steady(ref))
	}
}

// A login redirect has a state of its own in every answer, and a router that keeps its routes in a map
// another order of Allow: what findings and reasons say of them is the same in two runs, and what came
// back is kept.
func TestFindingsSayTheSameOfWhatVariesOfItself(t *testing.T) {
	said := func(seed int) (all []string, record *records.Run) {
		a := newAPI()
		var asked atomic.Int64 // by several connections at once
		a.answer("GET", func(w http.ResponseWriter, _ *http.Request) {
			n := int64(seed) + asked.Add(1)
			w.Header().Set("Location", fmt.Sprintf("https://login.example/authorize?state=%d&nonce=x%d", n, n*7))
			w.WriteHeader(302)
		})
		a.refuse = func(w http.ResponseWriter, r *http.Request, allow []string) {
			allow = append(allow, r.Method)
			for i := range allow {
				j := (i*seed + 1) % len(allow)
				allow[i], allow[j] = allow[j], allow[i]
			}
			w.Header().Set("Allow", strings.Join(allow, ", "))
			w.WriteHeader(405)
		}
		record = probeServer(t, a, probeOptions{mode: GuardedMode})
		for _, path := range record.Paths {
			for _, cell := range path.Cells {
				all = append(all, cell.Reason)
				for _, check := range cell.Checks {
					if f := check.Finding; f != nil {
						all = append(all, append([]string{f.Got, f.Want}, f.Fields...)...)
					}
				}
			}
		}
		return all, record
	}
	one, record := said(2)
	two, _ := said(3)
	assert.Equal(t, one, two)
	assert.Contains(t, strings.Join(one, "\n"), "https://login.example/authorize?state=…&nonce=…")
	raw := cellOf(t, record, "GET", "/tasks").Exchanges[0].Response.Value("Location")
	assert.Regexp(t, regexp.MustCompile(`state=[0-9]+&nonce=x[0-9]+$`), raw)
}

// Ids that are drawn at random stand in error messages under any name.
func TestAnswersAreTheSameButForShortIdsThatAreDrawnAtRandom(t *testing.T) {
	x := func(body string) *records.Exchange {
		return &records.Exchange{Method: "GET", URL: "/a", Response: &records.Response{Status: 404, Body: body}}
	}
	assert.True(t, records.Same(x(`{"error":"none","at":"5f3a9c1e"}`), x(`{"error":"none","at":"0b77d2aa9"}`)))
	assert.True(t, records.Same(x(`<p>Support: V1StGXR8_Z5jdHi6B-myT</p>`), x(`<p>Support: x9K2mPq4Lr7TzWb3Nc8vY</p>`)))
	assert.False(t, records.Same(x(`{"error":"no task 12"}`), x(`{"error":"no route 12"}`)))
	assert.False(t, records.Same(x(`{"error":"E1-no-route"}`), x(`{"error":"E2-no-task"}`)))
}
