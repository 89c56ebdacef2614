package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestFullModeServesEveryDeclaredMethodAndLeavesNothingBehind(t *testing.T) {
	s := newShop()
	before := s.state()
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	assert.Empty(t, findings(record))
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			if cell.Declared {
				assert.Equal(t, records.Served, cell.Answer, "%s %s: %s", cell.Method, path.Template, cell.Reason)
				assert.Equal(t, records.Fired, cell.Evidence, "%s %s", cell.Method, path.Template)
			}
		}
	}
	assert.Equal(t, before, s.state())
	assert.Empty(t, record.Leftovers)
	require.Empty(t, record.Notices)
}

// unsafeAt are the unsafe requests that reached a server, without those to the random path.
func (s *shop) unsafeAt() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []string
	for _, request := range s.seen {
		method, path, _ := strings.Cut(request, " ")
		if !records.IsSafe(method) && path != noSuchPath {
			found = append(found, request)
		}
	}
	return found
}

// What creates comes first, then what is declared from parents to children, then back with what
// is undeclared, the declared DELETE last at each path; what is left is removed at the end. The
// second of two equal requests has content of another media type, and the POSTs before a DELETE
// claim to be another method.
func TestFullModeSendsUnsafeRequestsInThisOrder(t *testing.T) {
	s := newShop()
	probeServer(t, s, probeOptions{mode: Full, contract: shopContract, wire: WireOptions{Concurrency: 1}})
	assert.Equal(t, []string{
		"PUT /settings", "POST /users", "POST /users", "PUT /users/3", "PUT /users/3", "POST /users/3/notes", "POST /users/3/notes",
		"POST /users/3/welcome", "PUT /tags/verbatim-run", "PUT /tags/verbatim-run",
		"POST /settings", "PATCH /settings",
		"PUT /users/3/welcome", "PATCH /users/3/welcome", "DELETE /users/3/welcome",
		"POST /users/3/notes/4", "PUT /users/3/notes/4", "PATCH /users/3/notes/4", "POST /users/3/notes/4", "POST /users/3/notes/4", "POST /users/3/notes/4", "POST /users/3/notes/4", "DELETE /users/3/notes/4",
		"PUT /users/3/notes", "PATCH /users/3/notes", "DELETE /users/3/notes",
		"POST /users/3", "PATCH /users/3", "POST /users/3", "POST /users/3", "POST /users/3", "POST /users/3", "DELETE /users/3",
		"PUT /users", "PATCH /users", // guarded: what is there is not the run's
		"POST /tags/verbatim-run", "PATCH /tags/verbatim-run", "POST /tags/verbatim-run", "POST /tags/verbatim-run", "POST /tags/verbatim-run", "POST /tags/verbatim-run", "DELETE /tags/verbatim-run",
	}, s.unsafeAt())
}

func TestTwoFullRunsSendTheSame(t *testing.T) {
	a, b := newShop(), newShop()
	for _, s := range []*shop{a, b} {
		probeServer(t, s, probeOptions{mode: Full, contract: shopContract, wire: WireOptions{Concurrency: 1}})
	}
	assert.Equal(t, a.seen, b.seen)
}

// Handlers of undeclared methods that delete whatever they are asked must not reach what others
// made, however the contract looks.
func TestFullModeNeverTouchesWhatOthersMade(t *testing.T) {
	for name, contract := range map[string]string{
		"as it is":                    shopContract,
		"without a way to create":     strings.ReplaceAll(shopContract, "    post:", "    x-post:"),
		"with ids of others":          strings.ReplaceAll(shopContract, "required: true, schema: {type: integer}", "required: true, example: 1, schema: {type: integer}"),
		"with a name of another":      strings.ReplaceAll(shopContract, "required: true, schema: {type: string}", "required: true, example: theirs, schema: {type: string}"),
		"with a user-chosen id in it": strings.Replace(shopContract, "team: {type: string}", "team: {type: string}\n        id: {type: integer, example: 1}", 1),
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			before := s.state()
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				content, _ := io.ReadAll(r.Body)
				if r.Method != "DELETE" && (r.Method != "PATCH" || !json.Valid(content)) || r.URL.Path == noSuchPath {
					r.Body = io.NopCloser(bytes.NewReader(content))
					return false
				}
				s.mu.Lock()
				defer s.mu.Unlock()
				switch parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/"); {
				case len(parts) == 1:
					clear(s.users)
					clear(s.tags)
				case parts[0] == "users" && len(parts) > 2:
					delete(s.notes[parts[1]], parts[len(parts)-1])
				case parts[0] == "users":
					delete(s.users, parts[1])
					delete(s.notes, parts[1])
				default:
					delete(s.tags, parts[1])
				}
				w.WriteHeader(204)
				return true
			}
			probeServer(t, s, probeOptions{mode: Full, contract: contract})
			assert.Equal(t, before, s.state())
		})
	}
}

func TestWholeCollectionsAreDeletedOnlyWhereNothingOfOthersIs(t *testing.T) {
	wipe := func(s *shop) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != "DELETE" || r.URL.Path != "/users" {
				return false
			}
			s.mu.Lock()
			clear(s.users)
			s.mu.Unlock()
			w.WriteHeader(204)
			return true
		}
	}
	full := newShop()
	full.before = wipe(full)
	record := probeServer(t, full, probeOptions{mode: Full, contract: shopContract})
	assert.NotContains(t, full.seen, "DELETE /users")
	assert.Len(t, full.users, 2)
	assert.Equal(t, records.NotAdvertised, cellOf(t, record, "DELETE", "/users").Answer)

	record = probeServer(t, full, probeOptions{mode: Full, contract: shopContract, touchOthers: true})
	assert.Contains(t, findings(record), "DELETE /users undeclared-refused")

	empty := newShop()
	clear(empty.users)
	empty.before = wipe(empty)
	record = probeServer(t, empty, probeOptions{mode: Full, contract: shopContract})
	assert.Contains(t, findings(record), "DELETE /users undeclared-refused")
}

func TestInterruptedRunRemovesWhatItCreated(t *testing.T) {
	for _, at := range []string{"POST /users", "GET /users/3", "POST /users/3/notes", "PUT /tags/verbatim-run", "DELETE /users/3"} {
		s := newShop()
		before := s.state()
		ctx, interrupt := context.WithCancel(t.Context())
		var once sync.Once
		s.before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method+" "+r.URL.Path == at {
				once.Do(interrupt)
			}
			return false
		}
		record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract, ctx: ctx})
		assert.Equal(t, records.Interrupted, record.State)
		assert.Equal(t, before, s.state(), "interrupted at %s", at)
		assert.Empty(t, record.Leftovers, "interrupted at %s", at)
	}
}

func TestWhatCannotBeRemovedIsNamed(t *testing.T) {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "DELETE" && r.URL.Path == "/users/3" {
			writeJSON(w, 409, map[string]any{"message": "has open orders"})
			return true
		}
		return false
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	assert.Equal(t, []records.Leftover{{By: "POST /users", URL: "/users/3", Why: "DELETE answered 409: has open orders"}}, record.Leftovers)
	require.NotEmpty(t, record.Notices)
	assert.Equal(t, "leftover", record.Notices[0].Kind)
	assert.Contains(t, record.Notices[0].Text, "/users/3")
}

func TestDeleteThatOnlyPretendsIsNotBelieved(t *testing.T) {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "DELETE" && r.URL.Path == "/users/3" {
			w.WriteHeader(200)
			return true
		}
		return false
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	require.Len(t, record.Leftovers, 1)
	assert.Equal(t, records.Leftover{By: "POST /users", URL: "/users/3", Why: "DELETE was answered as if it were gone, and a GET still answers 200"}, record.Leftovers[0])
}

// The ledger is in the order of the answers, and paths run side by side: the report must not be.
func TestLeftoversAreInTheSameOrderInEveryRun(t *testing.T) {
	l := NewLedger(nil)
	for _, by := range []string{"POST /users", "POST /labels", "POST /comments"} {
		entry, err := l.ask(Creation{By: by})
		require.NoError(t, err)
		l.change(entry, func(c *Creation) { c.State, c.Why = Created, "the contract declares no DELETE for it" })
	}
	var order []string
	for _, left := range (&cleaner{ledger: l}).clean(t.Context()) {
		order = append(order, left.By)
	}
	assert.Equal(t, []string{"POST /comments", "POST /labels", "POST /users"}, order)
}

// buffer is a ledger's file in memory.
type buffer struct{ bytes.Buffer }

func (*buffer) Sync() error { return nil }

func TestLedgerFileIsEnoughToRemoveWhatAKilledRunCreated(t *testing.T) {
	s := newShop()
	before := s.state()
	dead := false
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		dead = dead || r.Method+" "+r.URL.Path == "PATCH /users/3"
		if dead { // from here on nothing reaches it
			w.WriteHeader(500)
		}
		return dead
	}
	var file buffer
	probeServer(t, s, probeOptions{mode: Full, contract: shopContract, ledger: NewLedger(&file), wire: WireOptions{Concurrency: 1}})
	require.NotEqual(t, before, s.state())

	header, ledger, err := ReadLedger(bytes.NewReader(file.Bytes()))
	require.NoError(t, err)
	assert.Equal(t, "verbatim-run", header.Marker)
	s.before = nil
	server := httptest.NewServer(s)
	defer server.Close()
	base, err := url.Parse(server.URL)
	require.NoError(t, err)
	left, err := Cleanup(t.Context(), header, ledger, WireOptions{BaseURL: base})
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.Equal(t, before, s.state())
}

func TestLedgerThatCannotBeWrittenStopsCreating(t *testing.T) {
	s := newShop()
	before := s.state()
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract, ledger: NewLedger(&fullDisk{lines: 1})})
	assert.Equal(t, before, s.state())
	post := cellOf(t, record, "POST", "/users")
	assert.Equal(t, records.Undecided, post.Verdict)
	assert.Contains(t, post.Reason, "writing the ledger: no space left")
}

// fullDisk takes some lines and no more.
type fullDisk struct{ lines int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.lines--; d.lines < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func (*fullDisk) Sync() error { return nil }

func TestCreationWithoutAnAnswerIsFoundByItsMarker(t *testing.T) {
	s := newShop()
	before := s.state()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method+" "+r.URL.Path != "POST /users" {
			return false
		}
		s.mu.Lock()
		s.addUser(httptest.NewRecorder(), r) // it is made, and nobody is told
		s.mu.Unlock()
		writeJSON(w, 500, map[string]any{"error": "the mail server is down"})
		return true
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	assert.Equal(t, before, s.state())
	assert.Empty(t, record.Leftovers)
	assert.Contains(t, findings(record), "POST /users declared-crash")
}

// A POST that finds instead of creating must not make others' things ours.
func TestWhatAnAnswerNamesIsOursOnlyIfItIsNew(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"an old one, 200": func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, map[string]any{"id": 1}) },
		"an old one, 201": func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 201, map[string]any{"id": 1}) },
		"an old one, with its Location": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/users/1")
			w.WriteHeader(201)
		},
		"none, and a list of the others": func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 200, []any{map[string]any{"id": 2}}) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			before := s.state()
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method+" "+r.URL.Path == "POST /users" {
					answer(w, r)
					return true
				}
				return false
			}
			record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
			assert.Equal(t, before, s.state())
			remove := cellOf(t, record, "DELETE", "/users/{id}")
			assert.Equal(t, records.Undecided, remove.Verdict)
			assert.Contains(t, remove.Reason, "POST /users answered 20")
		})
	}
}

func TestWhatCouldNotBeProvidedIsUndecidedWithTheAPIsOwnWords(t *testing.T) {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method+" "+r.URL.Path == "POST /users" {
			writeJSON(w, 422, map[string]any{"message": "the plan has no seats left"})
			return true
		}
		return false
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	for _, at := range [][2]string{{"PUT", "/users/{id}"}, {"DELETE", "/users/{id}"}, {"POST", "/users/{userId}/notes"}, {"DELETE", "/users/{userId}/notes/{noteId}"}} {
		cell := cellOf(t, record, at[0], at[1])
		assert.Equal(t, records.Undecided, cell.Verdict, at)
		assert.Contains(t, cell.Reason, "POST /users answered 422: the plan has no seats left", at)
	}
}

func TestAServerThatWantsTheEntityTagGetsIt(t *testing.T) {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/users/3") && len(strings.Split(r.URL.Path, "/")) == 3 {
			w.Header().Set("ETag", `"v1"`)
			if !records.IsSafe(r.Method) && r.Header.Get("If-Match") != `"v1"` && (r.Method == "PUT" || r.Method == "DELETE") {
				writeJSON(w, 428, map[string]any{"error": "If-Match is missing"})
				return true
			}
		}
		return false
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	put := cellOf(t, record, "PUT", "/users/{id}")
	assert.Equal(t, records.Served, put.Answer)
	require.Len(t, put.Exchanges, 2, "both tries are in the record")
	assert.Equal(t, 428, put.Exchanges[0].Response.Status)
	assert.Contains(t, put.Exchanges[1].Fields, `If-Match: "v1"`)
	assert.Empty(t, record.Leftovers)
}

// An API may delete by POST, and name what it deletes in the content.
func TestFullModeDoesNotRunWhatItsNameCallsRemoval(t *testing.T) {
	const contract = `
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /users:
    get: {responses: {"200": {description: ok}}}
    post: {operationId: deleteUsers, requestBody: {content: {application/json: {example: {ids: [1, 2]}}}}, responses: {"200": {description: done}}}
  /batch-delete:
    post: {requestBody: {content: {application/json: {example: {ids: [1, 2]}}}}, responses: {"200": {description: done}}}
`
	s := newShop()
	before := s.state()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "POST" || r.URL.Path == noSuchPath {
			return false
		}
		clear(s.users)
		w.WriteHeader(200)
		return true
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: contract})
	assert.Equal(t, before, s.state())
	for _, template := range []string{"/users", "/batch-delete"} {
		cell := cellOf(t, record, "POST", template)
		assert.Equal(t, records.Undecided, cell.Verdict)
		assert.Contains(t, cell.Reason, removesOthers)
		assert.Contains(t, cell.Decides, "--touch-others")
	}
}

func TestAnswerThatNamesSomethingElseThanWasSentIsNotBelieved(t *testing.T) {
	s := newShop()
	before := s.state()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		switch r.Method + " " + r.URL.Path {
		case "POST /users": // it finds somebody, and says that it made them
			w.Header().Set("Location", "/users/1")
			w.WriteHeader(201)
			return true
		case "GET /users":
			writeJSON(w, 200, []any{}) // and the list shows nothing
			return true
		}
		return false
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	assert.Equal(t, before, s.state())
	assert.Contains(t, cellOf(t, record, "DELETE", "/users/{id}").Reason, "nothing shows that it is new")
}

// A 501 says that nothing there does what was asked (RFC 9110, section 15.6.2).
func TestWhatIsNotImplementedCreatesNothing(t *testing.T) {
	s := newShop()
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		refused := r.Method == "POST" && r.URL.Path == "/users"
		if refused {
			writeJSON(w, 501, map[string]any{"error": "users are kept elsewhere"})
		}
		return refused
	}
	record := probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	assert.Empty(t, record.Leftovers)
}

// A server may show what is gone for a while, from a cache that no query gets past.
func TestWhatIsShownALittleLongerIsNotLeft(t *testing.T) {
	for settle, left := range map[time.Duration]int{0: 1, 3 * time.Second: 0} {
		s := newShop()
		deleted, looks := false, 0
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			deleted = deleted || r.Method == "DELETE" && r.URL.Path == "/users/3"
			if !deleted || r.Method != "GET" || r.URL.Path != "/users/3" {
				return false
			}
			if looks++; looks <= 4 {
				writeJSON(w, 200, map[string]any{"id": 3, "email": "cached@example.com"})
			}
			return looks <= 4
		}
		server := httptest.NewServer(s)
		base, err := url.Parse(server.URL)
		require.NoError(t, err)
		ledger := NewLedger(nil)
		entry, err := ledger.ask(Creation{By: "POST /users", Delete: "/users/3"})
		require.NoError(t, err)
		s.users["3"] = user{Email: "verbatim-run@example.com"}
		ledger.change(entry, func(c *Creation) { c.State, c.URL = Owned, "/users/3" })
		w, err := newWire(WireOptions{BaseURL: base, Mode: Full, Settle: settle})
		require.NoError(t, err)
		w.ledger = ledger
		w.pace.sleep = func(context.Context, time.Duration) error { return nil }
		c := &cleaner{wire: w, ledger: ledger, marker: "verbatim-run"}
		assert.Len(t, c.clean(t.Context()), left, "%v", settle)
		server.Close()
	}
}
