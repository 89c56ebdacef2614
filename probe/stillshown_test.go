package probe

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// archivist is a shop whose DELETE of a user only hides it, and has another list that shows it.
func archivist(list string) *shop {
	s := newShop()
	kept := []map[string]any{{"id": 1, "email": "old@example.com"}}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		id, ofUser := strings.CutPrefix(r.URL.Path, "/users/")
		s.mu.Lock()
		defer s.mu.Unlock()
		switch u, there := s.users[id]; {
		case ofUser && r.Method == "DELETE" && there:
			kept = append(kept, map[string]any{"userId": id, "email": u.Email})
			return false
		case r.URL.Path == list && r.Method == "GET":
			writeJSON(w, 200, map[string]any{"version": 1, "archived": kept})
			return true
		}
		return false
	}
	return s
}

// with adds a path to the shop's contract.
func with(path string) string {
	return strings.Replace(shopContract, "components:", "  "+path+":\n    get: {responses: {\"200\": {description: ok}}}\ncomponents:", 1)
}

func TestWhatIsOnlyArchivedIsNamed(t *testing.T) {
	s := archivist("/archive")
	record := probeServer(t, s, probeOptions{mode: Full, contract: with("/archive")})
	require.NotEmpty(t, record.Leftovers)
	assert.Equal(t, records.Leftover{By: "POST /users", URL: "/users/3", ShownBy: "GET /archive",
		Why: "GET /archive still shows something of this run: email ${RUN}@example.com"}, record.Leftovers[0])
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "leftover", record.Notices[0].Kind)
	assert.Contains(t, record.Notices[0].Text, "still shown after everything was removed: /users/3 (GET /archive still shows something of this run")
	assert.NotContains(t, record.Notices[0].Text, "old@example.com")
}

func TestALogMayGoOnNamingWhatIsGone(t *testing.T) {
	s := archivist("/audit-events")
	record := probeServer(t, s, probeOptions{mode: Full, contract: with("/audit-events")})
	assert.Empty(t, record.Leftovers)
	require.Len(t, record.Notices, 1)
	assert.Equal(t, records.Notice{Kind: "trace", Text: "logs go on naming what this run did: GET /audit-events"}, record.Notices[0])
}

func TestCleanupNamesWhatIsOnlyArchived(t *testing.T) {
	s := archivist("/archive")
	var file buffer
	probeServer(t, s, probeOptions{mode: Full, contract: with("/archive"), ledger: NewLedger(&file), wire: WireOptions{Concurrency: 1}})
	header, ledger, err := ReadLedger(bytes.NewReader(file.Bytes()))
	require.NoError(t, err)
	server := httptest.NewServer(s)
	defer server.Close()
	base, err := url.Parse(server.URL)
	require.NoError(t, err)
	left, err := Cleanup(t.Context(), header, ledger, WireOptions{BaseURL: base})
	require.NoError(t, err)
	require.NotEmpty(t, left)
	assert.Equal(t, "GET /archive", left[0].ShownBy)
	assert.Contains(t, left[0].Why, "verbatim-run")
}

// listing is a shop with one more list.
func listing(path string, show func(*shop, *http.Request) any) *shop {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != path || r.Method != "GET" {
			return false
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		writeJSON(w, 200, show(s, r))
		return true
	}
	return s
}

func TestListsThatShowNothingOfTheRunAreNoReasonToWarn(t *testing.T) {
	stale := []any{map[string]any{"id": 1, "email": "admin@example.com"}, map[string]any{"id": 3, "email": "verbatim-run@example.com"}}
	for name, show := range map[string]func(*shop, *http.Request) any{
		"things of others":          func(*shop, *http.Request) any { return []any{map[string]any{"id": 3, "email": "admin@example.com"}} },
		"a repeated query":          func(_ *shop, r *http.Request) any { return []any{map[string]any{"self": r.URL.String()}} },
		"no list, but a repetition": func(*shop, *http.Request) any { return map[string]any{"agent": "verbatim-run"} },
		"a cache": func(_ *shop, r *http.Request) any {
			if r.URL.RawQuery == "" {
				return stale
			}
			return stale[:1]
		},
	} {
		t.Run(name, func(t *testing.T) {
			record := probeServer(t, listing("/archive", show), probeOptions{mode: Full, contract: with("/archive")})
			assert.Empty(t, record.Leftovers)
			assert.Empty(t, record.Notices)
		})
	}
}

func TestAListThatTakesAnyQueryForAConditionIsBelievedWithout(t *testing.T) {
	s := listing("/archive", func(_ *shop, r *http.Request) any {
		if r.URL.RawQuery != "" {
			return []any{}
		}
		return []any{map[string]any{"id": 1, "title": "theirs"}, map[string]any{"id": 77, "title": "copy of verbatim-run"}, map[string]any{"id": 78, "slug": "verbatimrun7"}}
	})
	record := probeServer(t, s, probeOptions{mode: Full, contract: with("/archive")})
	require.Len(t, record.Leftovers, 2)
	assert.Equal(t, records.Leftover{By: "a request of this run", ShownBy: "GET /archive",
		Why: "GET /archive still shows something of this run: id 77, title copy of ${RUN}"}, record.Leftovers[0])
	assert.Contains(t, record.Leftovers[1].Why, "id 78, slug ${RUN}7")
}

// What is within a thing of others must not be called by the name of that.
func TestWhatIsWithinAThingOfOthersIsNotCalledByItsName(t *testing.T) {
	s := listing("/archive", func(*shop, *http.Request) any {
		return []any{map[string]any{"id": "theirs", "members": []any{map[string]any{"id": 9, "name": "verbatim-run"}}}}
	})
	record := probeServer(t, s, probeOptions{mode: Full, contract: with("/archive")})
	require.Len(t, record.Leftovers, 1)
	assert.Contains(t, record.Leftovers[0].Why, "id 9, name ${RUN}")
	assert.NotContains(t, record.Leftovers[0].Why, "theirs")
}

func TestWhatCouldNotBeRemovedIsNotNamedAgainForAListThatShowsIt(t *testing.T) {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "DELETE" && strings.HasPrefix(r.URL.Path, "/users/") {
			writeJSON(w, 409, map[string]any{"message": "has open orders"})
			return true
		}
		return false
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	require.NotEmpty(t, record.Leftovers)
	for _, l := range record.Leftovers {
		assert.Empty(t, l.ShownBy)
	}
}

// What is left says itself that it is there, also where the list calls it by another name.
func TestWhatIsLeftIsNotNamedAgainByAnotherOfItsProperties(t *testing.T) {
	left := &Creation{URL: "/invites/tokens/0806efb2b092", State: Owned}
	known := sighting{list: "/invites", object: map[string]any{"secret": "0806efb2b092", "name": "verbatim-run"}, field: "name", text: "verbatim-run"}
	other := sighting{list: "/invites", object: map[string]any{"secret": "77", "name": "verbatim-run"}, field: "name", text: "verbatim-run"}
	assert.True(t, known.has(left.URL))
	assert.False(t, other.has(left.URL))
	assert.False(t, other.has("/invites/77"))
}

// A path that looks for all things of a name answers with an empty list where there is none.
func TestAnEmptyListShowsThatAThingIsGone(t *testing.T) {
	for content, nothing := range map[string]bool{
		`{"tokens":[]}`: true, `[]`: true, `{"data":[],"total":0,"next":null}`: true,
		`{"tokens":[{"name":"x"}]}`: false, `{"name":"x","tags":[]}`: false, `{"id":3,"tags":[]}`: false, `{}`: false, `{"active":false,"tags":[]}`: false, `none`: false,
	} {
		x := records.Exchange{Response: &records.Response{Status: 200}}
		x.Response.Kept().Content = []byte(content)
		assert.Equal(t, nothing, showsNothing(&x), content)
	}
}
