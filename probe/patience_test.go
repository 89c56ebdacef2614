package probe

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

var (
	heard  = &records.Exchange{Sent: 1, Response: &records.Response{Status: 405}}
	silent = &records.Exchange{Sent: 1, Error: &records.TransportError{Kind: kindTimeout}}
)

// patienceAt has a clock that the test sets, in seconds.
func patienceAt(seconds *int) (p *patience, at func(int) time.Time) {
	at = func(s int) time.Time { return time.Unix(int64(s), 0) }
	p = newPatience(15 * time.Second)
	p.now = func() time.Time { return at(*seconds) }
	return p, at
}

func TestAMethodThatHangsWhereOthersAnswerIsGivenUp(t *testing.T) {
	now := 0
	p, at := patienceAt(&now)
	ask := func(method, path string, x *records.Exchange, from, to int) {
		now = to
		p.saw(&Request{Method: method, URL: path + "?q=1"}, x, at(from), at(to).Sub(at(from)))
	}
	refused := func(method, path string) bool { return p.refusal(&Request{Method: method, URL: path}) != nil }
	for i := range 12 {
		ask("GET", fmt.Sprint("/", i), heard, 0, 0)
	}
	for i := range 8 {
		ask("TRACE", fmt.Sprint("/", i), silent, 0, 15)
	}
	assert.False(t, refused("TRACE", "/8"), "a pause of the server silences all that is under way, and may be over")
	ask("TRACE", "/8", heard, 15, 15)
	ask("TRACE", "/9", silent, 15, 30)
	ask("TRACE", "/9", silent, 30, 45)
	ask("TRACE", "/9", silent, 45, 60)
	assert.False(t, refused("TRACE", "/10"), "at one path only, and answered at another before")
	ask("TRACE", "/10", silent, 60, 75)
	assert.True(t, refused("TRACE", "/11"))
	assert.False(t, refused("GET", "/10"))
	assert.Nil(t, p.refusal(&Request{Method: "TRACE", URL: "/", Purpose: "cleanup"}), "what the run created is removed in any case")
	assert.Equal(t, "TRACE got no answer within 15s at path after path that answers other methods: what was left of that was not sent, and is not judged",
		p.notice(strings.ToUpper).Text)
}

func TestAPathThatAnswersNothingIsGivenUp(t *testing.T) {
	now := 0
	p, at := patienceAt(&now)
	methods := []string{"GET", "OPTIONS", "QUERY", "HEAD"}
	asked := func(path string) (n int) {
		for _, method := range methods {
			if r := (&Request{Method: method, URL: path}); p.refusal(r) == nil {
				n++
				p.saw(r, silent, at(now), 0)
			}
		}
		return n
	}
	require.Nil(t, p.notice(strings.ToUpper))
	for i := range mostPaths {
		assert.Equal(t, mostSilences, asked(fmt.Sprint("/dead", i)))
	}
	assert.Equal(t, fewSilences, asked("/next"), "when many are dead, little is asked of the next one")
	p.saw(&Request{Method: "GET", URL: "/live"}, heard, at(now), 0)
	assert.Nil(t, p.refusal(&Request{Method: "GET", URL: "/live/1"}), "methods are not blamed for paths")
	assert.Equal(t, "/DEAD0, /DEAD1, /DEAD2 and 6 more answered nothing in time: what was left of that was not sent, and is not judged",
		p.notice(strings.ToUpper).Text)
}

func TestAnswersAreWaitedForShorterAfterSilence(t *testing.T) {
	now := 0
	p, at := patienceAt(&now)
	assert.Equal(t, 15*time.Second, p.limit())
	for range 4 {
		p.saw(&Request{Method: "GET", URL: "/a"}, silent, at(0), 0)
	}
	assert.Equal(t, 3*time.Second, p.limit())
	p.saw(&Request{Method: "GET", URL: "/b"}, heard, at(0), 2*time.Second)
	assert.Equal(t, 6*time.Second, p.limit(), "answers take up to 2 s here")
	p.saw(&Request{Method: "GET", URL: "/b"}, heard, at(0), 10*time.Second)
	assert.Equal(t, 15*time.Second, p.limit())
	for range 100 {
		p.saw(&Request{Method: "GET", URL: "/a"}, silent, at(0), 0)
	}
	p.slowest = 0
	assert.Equal(t, leastPatience, p.limit())
	p.saw(&Request{Method: "GET", URL: "/c"}, &records.Exchange{Error: &records.TransportError{Kind: kindTimeout}}, at(0), 0)
	assert.Equal(t, 104, p.silent, "what was never sent says nothing")
}

func TestAGatewayThatWaitedInVainIsNotAskedAgain(t *testing.T) {
	w := newTestWire(t, "http://127.0.0.1:1", nil)
	for status, want := range map[int]bool{504: false, 502: false, 503: true} {
		a := &attempt{w: w, method: "GET", safe: true, took: slowGateway + 1}
		assert.Equal(t, want, a.repeatable(&http.Response{StatusCode: status}, nil), status)
		a.took = time.Millisecond
		assert.True(t, a.repeatable(&http.Response{StatusCode: status}, nil), status)
	}
	p := newPatience(15 * time.Second)
	for range mostSilences {
		p.saw(&Request{Method: "GET", URL: "/a"}, &records.Exchange{Sent: 1, Response: &records.Response{Status: 504}}, time.Now(), time.Minute)
	}
	assert.NotNil(t, p.refusal(&Request{Method: "PUT", URL: "/a"}))
}

func TestAShortenedWaitSaysSo(t *testing.T) {
	release := make(chan struct{})
	server := newWitness(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	w := newTestWire(t, server.URL, nil)
	w.patience.first = 100 * time.Millisecond // of 15 s
	x := w.send(t.Context(), Request{Method: "GET", URL: "/"})
	assert.Equal(t, &records.TransportError{Kind: "timeout", Text: "no answer within 100ms"}, x.Error)
	assert.Equal(t, 1, x.Sent)
	assert.True(t, w.newAttempt(t.Context(), &Request{Method: "POST", URL: "/"}).patient, "what an unsafe request did has to be known")
	assert.False(t, w.newAttempt(t.Context(), &Request{Method: "POST", URL: "/", Purpose: "control"}).patient, "there is nothing at the random path")
}

// A method that a firewall swallows must cost a few waits, and never a pass.
func TestARunOverHangingMethodsIsBoundedAndSaysSo(t *testing.T) {
	const paths = 30
	contract := "openapi: 3.0.3\ninfo: {title: many, version: '1'}\npaths:\n"
	for i := range paths {
		contract += fmt.Sprintf("  /things%d:\n    get: {responses: {'200': {description: ok}}}\n"+
			"    post: {requestBody: {content: {application/json: {schema: {type: object}}}}, responses: {'201': {description: ok}}}\n", i)
	}
	hang := func(r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // else the server does not notice that the client has gone
		<-r.Context().Done()
	}
	var mu sync.Mutex
	posts, dead := 0, map[string]int{}
	server := func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == "POST":
			mu.Lock()
			posts++
			mu.Unlock()
			hang(r)
		case strings.HasSuffix(r.URL.Path, "/things7"):
			mu.Lock()
			dead[r.Method]++
			mu.Unlock()
			hang(r)
		case !strings.Contains(r.URL.Path, "/things"):
			w.WriteHeader(http.StatusNotFound)
		case r.Method != "GET" && r.Method != "HEAD":
			w.Header().Set("Allow", "GET, POST")
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	}
	record := probeServer(t, http.HandlerFunc(server), probeOptions{contract: contract, mode: GuardedMode,
		wire: WireOptions{FirstByteTimeout: 250 * time.Millisecond}})
	assert.Equal(t, mostSilences, posts)
	assert.Len(t, dead, mostSilences, "GET, and two more")
	assert.Equal(t, records.Completed, record.State)
	for _, path := range record.Paths {
		cell := cellOf(t, record, "POST", path.Template)
		assert.Equal(t, records.Errored, cell.Verdict, path.Template)
		assert.Equal(t, records.Unreachable, cell.Answer, path.Template)
		assert.Equal(t, path.Template != "/things7", cellOf(t, record, "GET", path.Template).Verdict == records.Passed)
	}
	last := cellOf(t, record, "POST", "/things29")
	assert.Equal(t, "not sent: POST got no answer within 250ms at path after path that answers other methods", last.Exchanges[0].Error.Text)
	assert.Zero(t, last.Exchanges[0].Sent)
	require.Len(t, record.Notices, 1)
	assert.Equal(t, "hanging", record.Notices[0].Kind)
	assert.Equal(t, "POST got no answer within 250ms at path after path that answers other methods; /things7 answered nothing in time: "+
		"what was left of that was not sent, and is not judged", record.Notices[0].Text)
}
