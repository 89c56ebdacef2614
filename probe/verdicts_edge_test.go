package probe

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// inFront is an API behind something that may answer otherwise: change gets what the API answered.
func inFront(a http.Handler, change func(w http.ResponseWriter, r *http.Request, behind *httptest.ResponseRecorder)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		behind := httptest.NewRecorder()
		a.ServeHTTP(behind, r)
		change(w, r, behind)
	})
}

func pass(w http.ResponseWriter, behind *httptest.ResponseRecorder) {
	for name, values := range behind.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(behind.Code)
	_, _ = w.Write(behind.Body.Bytes())
}

// Some servers pack everything, whatever they are asked for.
func TestContentThatComesPackedIsRead(t *testing.T) {
	packed := inFront(newShop(), func(w http.ResponseWriter, r *http.Request, behind *httptest.ResponseRecorder) {
		if behind.Body.Len() == 0 || r.Method == http.MethodHead {
			pass(w, behind)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		for _, name := range []string{"Content-Type", "Allow", "Location"} {
			if value := behind.Header().Get(name); value != "" {
				w.Header().Set(name, value)
			}
		}
		w.WriteHeader(behind.Code)
		z := gzip.NewWriter(w)
		_, _ = io.Copy(z, behind.Body)
		_ = z.Close()
	})
	record := probeServer(t, packed, probeOptions{mode: Full, contract: shopContract})
	assert.Equal(t, records.Passed, cellOf(t, record, "GET", "/settings").Verdict)
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/users/{id}").Verdict)
	assert.Empty(t, record.Leftovers)
}

func TestWhatIsNoGzipReadsAsCutOff(t *testing.T) {
	broken := inFront(newShop(), func(w http.ResponseWriter, _ *http.Request, behind *httptest.ResponseRecorder) {
		behind.Header().Set("Content-Encoding", "gzip")
		pass(w, behind)
	})
	record := probeServer(t, broken, probeOptions{mode: ReadOnly, contract: shopContract})
	assert.NotEqual(t, records.Failed, cellOf(t, record, "GET", "/settings").Verdict, "nothing is known of what could not be read")
}

// A 405 in the place of every 404 does not show that nothing handles GET.
func TestA405ForEveryAbsenceIsNoRefusalOfAMadeUpId(t *testing.T) {
	j := &jobs{running: map[string]bool{}}
	masked := inFront(j, func(w http.ResponseWriter, _ *http.Request, behind *httptest.ResponseRecorder) {
		if behind.Code == 404 {
			writeJSON(w, 405, map[string]string{"error": "method not allowed"})
			return
		}
		pass(w, behind)
	})
	record := probeServer(t, masked, probeOptions{mode: ReadOnly, contract: jobsContract})
	assert.Equal(t, records.Unclear, cellOf(t, record, "GET", "/exports/{exportId}").Answer)
	assert.NotContains(t, findings(record), "GET /exports/{exportId} declared-routed")
}

// A page for whatever is not there is what a GET of a deleted thing gets: it is gone.
func TestAPageForWhateverIsNotThereIsNotWhatWasDeleted(t *testing.T) {
	s := newShop()
	page := inFront(s, func(w http.ResponseWriter, r *http.Request, behind *httptest.ResponseRecorder) {
		if behind.Code == 404 && r.Method == http.MethodGet {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<html><div id=root></div></html>")
			return
		}
		pass(w, behind)
	})
	record := probeServer(t, page, probeOptions{mode: Full, contract: shopContract})
	assert.Empty(t, record.Leftovers)
	assert.NotContains(t, findings(record), "DELETE /users/{id} declared-routed")
	assert.NotEqual(t, records.Undecided, cellOf(t, record, "DELETE", "/users/{id}").Verdict)
}

// A login redirect has a state of its own in every answer; two reports must read the same.
func TestWallNamesARedirectWithoutItsState(t *testing.T) {
	n := 0
	login := func(w http.ResponseWriter, r *http.Request) {
		n++
		w.Header().Set("Location", "https://login.example/authorize?state="+strconv.Itoa(n)+"&to="+r.URL.Path)
		w.WriteHeader(302)
	}
	record := probeServer(t, http.HandlerFunc(login), probeOptions{mode: ReadOnly})
	assert.Equal(t, records.Untestable, record.State)
	assert.Contains(t, record.Notices[0].Text, "a redirect to https://login.example/authorize")
	assert.NotContains(t, record.Notices[0].Text, "state")
}

// A filter that wants no PUT and DELETE answers before the router, whatever Allow says behind it.
func TestAllowDoesNotVouchForAMethodThatAFilterStops(t *testing.T) {
	filter := inFront(newAPI(), func(w http.ResponseWriter, r *http.Request, behind *httptest.ResponseRecorder) {
		if r.Method == http.MethodPut || r.Method == http.MethodDelete {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(406)
			_, _ = io.WriteString(w, "<h1>Not Acceptable!</h1> An appropriate representation could not be found.")
			return
		}
		pass(w, behind)
	})
	record := probeServer(t, filter, probeOptions{mode: GuardedMode})
	for _, method := range []string{"PUT", "DELETE"} {
		assert.Equal(t, records.Undecided, cellOf(t, record, method, "/tasks/{id}").Verdict, method)
	}
}
