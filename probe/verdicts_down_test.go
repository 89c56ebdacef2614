package probe

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

// unavailable is an API whose front answers 503 to some requests.
func unavailable(which func(r *http.Request) bool, fields ...string) *api {
	a := newAPI()
	a.intercept(which, func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.WriteHeader(503)
	})
	return a
}

// HAProxy, Varnish and Apache httpd answer 503 where nginx answers 502: nothing behind them did.
func TestDeclaredMethodThatIsAlwaysUnavailableFails(t *testing.T) {
	for name, which := range map[string]func(r *http.Request) bool{
		"POST /tasks": func(r *http.Request) bool { return r.Method == "POST" },
		"GET /tasks":  func(r *http.Request) bool { return r.URL.Path == "/tasks" && r.Method == "GET" },
	} {
		for _, mode := range []Mode{GuardedMode, Full} {
			record := probeServer(t, unavailable(which), probeOptions{mode: mode, touchOthers: true, wire: WireOptions{Retries: 1, MaxWait: time.Millisecond}})
			assert.Contains(t, findings(record), name+" declared-crash", "%s", mode)
			assert.Equal(t, "handler-fails", record.Causes[0].ID)
			assert.Contains(t, record.Causes[0].Title, "nothing behind")
		}
	}
}

// A part that is closed for maintenance says when it is open again, and a limit lets something through.
func TestDeclaredMethodThatMayBeAvailableLaterIsUndecided(t *testing.T) {
	n, m := 0, 0
	for _, a := range []*api{
		unavailable(func(r *http.Request) bool { return r.Method == "POST" }, "Retry-After", "3600"),
		unavailable(func(r *http.Request) bool { n++; return r.Method == "POST" && n%2 == 0 }),
		// A limit that lets GET through when it is asked again.
		unavailable(func(r *http.Request) bool { m++; return r.Method == "POST" || r.Method == "OPTIONS" && m%2 == 0 }),
	} {
		record := probeServer(t, a, probeOptions{mode: Full, touchOthers: true, wire: WireOptions{Retries: 1, Concurrency: 1, MaxWait: time.Millisecond}})
		assert.NotContains(t, findings(record), "POST /tasks declared-crash")
		assert.NotEqual(t, records.Failed, cellOf(t, record, "POST", "/tasks").Verdict)
	}
}
