package probe

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// killed is a shop whose run was killed when it had created a user, and the run's ledger.
func killed(t *testing.T) (*shop, []byte) {
	t.Helper()
	s := newShop()
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
	s.before = nil
	require.Contains(t, s.users, "3")
	return s, file.Bytes()
}

// cleanUp is what `verbatim cleanup` does with a ledger; it returns the ledger as it is then.
func cleanUp(t *testing.T, s http.Handler, file []byte) ([]records.Leftover, []byte) {
	t.Helper()
	header, ledger, err := ReadLedger(bytes.NewReader(file))
	require.NoError(t, err)
	server := httptest.NewServer(s)
	defer server.Close()
	base, err := url.Parse(server.URL)
	require.NoError(t, err)
	left, err := Cleanup(t.Context(), header, ledger, WireOptions{BaseURL: base})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, WriteLedger(&b, header, ledger))
	return left, b.Bytes()
}

func TestCleanupLeavesWhatTookThePlaceOfWhatTheRunCreated(t *testing.T) {
	s, file := killed(t)
	s.users["3"] = user{Email: "another@example.com"}
	left, _ := cleanUp(t, s, file)
	assert.Contains(t, left, records.Leftover{By: "POST /users", URL: "/users/3", Why: replaced})
	assert.Equal(t, "another@example.com", s.users["3"].Email)
}

func TestCleanupIsDoneAfterOneThatRemovedEverything(t *testing.T) {
	s, file := killed(t)
	left, file := cleanUp(t, s, file)
	require.Empty(t, left)
	s.users["3"] = user{Email: "another@example.com"}
	left, _ = cleanUp(t, s, file)
	assert.Empty(t, left)
	assert.Equal(t, "another@example.com", s.users["3"].Email)
}
