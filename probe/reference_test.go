package probe

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// withReviews is the shop with reviews, which belong to a user that a query names.
const withReviews = shopContract + `
    Review:
      type: object
      required: [text]
      properties: {text: {type: string}}
`

var reviewsContract = strings.Replace(withReviews, "  /users/{id}/welcome:", `  /reviews:
    get:
      parameters: [{name: user_id, in: query, required: true, schema: {type: integer}}]
      responses: {"200": {description: ok}, "400": {description: no user}, "404": {description: none}}
    post:
      parameters: [{name: X-User-Id, in: header, required: true, schema: {type: integer}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Review'}}}}
      responses: {"201": {description: made}, "404": {description: none}}
  /reviews/{reviewId}:
    parameters:
    - {name: reviewId, in: path, required: true, schema: {type: integer}}
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete:
      parameters: [{name: userId, in: query, required: true, schema: {type: string}}]
      responses: {"204": {description: gone}}
  /users/{id}/welcome:`, 1)

// reviews lets the shop hold reviews by user; theirs are those of user 1.
type reviews struct {
	*shop
	of map[string][]string // by user
}

func newReviews() *reviews {
	r := &reviews{newShop(), map[string][]string{"1": {"1"}}}
	r.before = r.serve
	return r
}

func (s *reviews) serve(w http.ResponseWriter, r *http.Request) bool {
	id, item := strings.CutPrefix(r.URL.Path, "/reviews/")
	if r.URL.Path != "/reviews" && !item {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	owner := r.URL.Query().Get("user_id") + r.URL.Query().Get("userId") + r.Header.Get("X-User-Id")
	_, known := s.users[owner]
	at := slices.Index(s.of[owner], id)
	there := slices.ContainsFunc([]string{"1", "2", "3", "4"}, func(user string) bool { return slices.Contains(s.of[user], id) })
	allowed := map[bool][]string{false: {"GET", "HEAD", "POST"}, true: {"GET", "HEAD", "DELETE"}}[item]
	switch {
	case !slices.Contains(allowed, r.Method):
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		writeJSON(w, 405, map[string]any{"error": "method not allowed"})
	case item && (r.Method == "GET" || r.Method == "HEAD") && there:
		writeJSON(w, 200, map[string]any{"id": id})
	case item && at >= 0:
		s.of[owner] = slices.Delete(s.of[owner], at, at+1)
		w.WriteHeader(204)
	case item:
		writeJSON(w, 404, map[string]any{"error": "no such review"})
	case owner == "":
		writeJSON(w, 400, map[string]any{"error": "user_id is missing"})
	case !known:
		writeJSON(w, 404, map[string]any{"error": "no such user"})
	case r.Method == "POST" && refusesContent(w, r):
	case r.Method == "POST" && json.NewDecoder(r.Body).Decode(&struct{}{}) != nil:
		writeJSON(w, 400, map[string]any{"error": "not JSON"})
	case r.Method == "POST":
		s.last++
		s.of[owner] = append(s.of[owner], fmt.Sprint(s.last))
		writeJSON(w, 201, map[string]any{"id": s.last})
	default:
		writeJSON(w, 200, s.of[owner])
	}
	return true
}

func TestParametersNameWhatTheRunCreated(t *testing.T) {
	s := newReviews()
	before := s.state()
	record := probeServer(t, s, probeOptions{mode: Full, contract: reviewsContract})
	assert.Empty(t, findings(record))
	assert.Equal(t, before, s.state())
	assert.Equal(t, map[string][]string{"1": {"1"}, "3": {}}, s.of)
	assert.Empty(t, record.Leftovers)
	for _, at := range [][2]string{{"GET", "/reviews"}, {"POST", "/reviews"}, {"GET", "/reviews/{reviewId}"}, {"DELETE", "/reviews/{reviewId}"}} {
		cell := cellOf(t, record, at[0], at[1])
		assert.Equal(t, records.Served, cell.Answer, "%s: %s", at, cell.Reason)
	}
	get := cellOf(t, record, "GET", "/reviews")
	assert.Equal(t, []spec.Value{{Name: "user_id", In: "query", Text: "3", Source: spec.Created, From: "POST /users"}}, get.Values)
	assert.Equal(t, "/reviews?user_id=${userId}", get.Exchanges[0].URL)
	post := cellOf(t, record, "POST", "/reviews").Exchanges
	assert.Contains(t, post[len(post)-1].Fields, "X-User-Id: ${userId}")
	assert.Equal(t, "/reviews?user_id=${userId}", cellOf(t, record, "HEAD", "/reviews").Exchanges[0].URL)
}

func TestThePlanSaysWhichParametersWillNameWhatIsCreated(t *testing.T) {
	for _, test := range []struct {
		mode       Mode
		url, value string
	}{
		{Full, "/reviews?user_id={user_id}", "user_id (created by POST /users)"},
		{ReadOnly, "/reviews?user_id=1", "user_id=1 (generated) or harvested from GET /users"},
	} {
		plan := planOf(t, reviewsContract, "http://192.0.2.1", test.mode, nil)
		var lines []string
		for step := range plan.Steps() {
			if step.Method == "GET" && step.Template == "/reviews" && step.Purpose == "cell" {
				lines = append(lines, step.String())
			}
		}
		require.Len(t, lines, 1)
		assert.Contains(t, lines[0], test.url+" ")
		assert.Contains(t, lines[0], test.value)
	}
}

// What a list returns is good enough to read with.
func TestParametersOfSafeMethodsNameWhatListsReturn(t *testing.T) {
	s := newReviews()
	delete(s.users, "1")
	record := probeServer(t, s, probeOptions{contract: reviewsContract})
	cell := cellOf(t, record, "GET", "/reviews")
	assert.Equal(t, records.Served, cell.Answer, cell.Reason)
	assert.Equal(t, []spec.Value{{Name: "user_id", In: "query", Text: "2", Source: spec.Harvested, From: "GET /users"}}, cell.Values)
}

// That a parameter means a user is taken from its name, so an error to it proves nothing.
func TestAnErrorToWhatAParameterIsTakenToMeanDecidesNothing(t *testing.T) {
	s := newReviews()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/reviews" && r.Method == "GET" {
			writeJSON(w, 404, map[string]any{"error": "no such review group"})
			return true
		}
		return s.serve(w, r)
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: reviewsContract})
	cell := cellOf(t, record, "GET", "/reviews")
	assert.Equal(t, records.Undecided, cell.Verdict)
	assert.Contains(t, cell.Reason, "user_id (created, and taken for what is meant by its name)")
}

// An optional parameter is sent where a refusal names it.
func TestARefusalThatNamesAParameterIsAskedAgainWithIt(t *testing.T) {
	contract := strings.Replace(reviewsContract, "{name: user_id, in: query, required: true,", "{name: user_id, in: query,", 1)
	for _, mode := range []Mode{ReadOnly, Full} {
		s := newReviews()
		record := probeServer(t, s, probeOptions{mode: mode, contract: contract})
		cell := cellOf(t, record, "GET", "/reviews")
		assert.Equal(t, records.Served, cell.Answer, cell.Reason)
		require.Len(t, cell.Exchanges, 2)
		assert.Equal(t, 400, cell.Exchanges[0].Response.Status)
		assert.Equal(t, records.Served, cellOf(t, record, "HEAD", "/reviews").Answer)
	}
	asked := strings.Replace(reviewsContract, "{name: X-User-Id, in: header, required: true,", "{name: user_id, in: query,", 1)
	record := probeServer(t, newReviews(), probeOptions{mode: Full, contract: asked})
	cell := cellOf(t, record, "POST", "/reviews")
	assert.Equal(t, records.Served, cell.Answer, cell.Reason)
	assert.Len(t, cell.Exchanges, 2)
}

// Where the run cannot create what a parameter means, it creates nothing for what others made.
func TestNothingIsCreatedForWhatAParameterOfOthersNames(t *testing.T) {
	contract := strings.Replace(reviewsContract, "in: header, required: true, schema", "in: header, required: true, example: 1, schema", 1)
	s := newReviews()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/users" && r.Method == "POST" {
			writeJSON(w, 403, map[string]any{"error": "not you"})
			return true
		}
		return s.serve(w, r)
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
	assert.Equal(t, map[string][]string{"1": {"1"}}, s.of)
	assert.Contains(t, cellOf(t, record, "POST", "/reviews").Reason, "X-User-Id=1 (example) is not this run's")

	// Unless the user names it.
	record = probeServer(t, s, probeOptions{mode: Full, contract: contract, values: map[string]string{"X-User-Id": "1", "userId": "1"}})
	assert.Equal(t, records.Served, cellOf(t, record, "POST", "/reviews").Answer)
	assert.Equal(t, map[string][]string{"1": {"1"}}, s.of)
}

func TestThePlanSaysWhatARefusalMayAddTo(t *testing.T) {
	contract := strings.Replace(reviewsContract, "{name: user_id, in: query, required: true,", "{name: user_id, in: query,", 1)
	for step := range planOf(t, contract, "http://192.0.2.1", ReadOnly, nil).Steps() {
		named := step.Template == "/reviews" && step.Method == "GET" && step.Purpose == "cell"
		assert.Equal(t, named, strings.HasSuffix(step.String(), "and again with the parameters that a refusal names"), step.String())
		if named {
			assert.Equal(t, []string{"user_id"}, step.IfNamed)
		}
	}
}
