package probe

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
)

const (
	// mostSilences is how many requests in a row, for one reason, get no answer in time before no
	// more of them are sent.
	mostSilences = 3
	// fewSilences is the same at a path, when mostPaths paths have been given up.
	fewSilences, mostPaths = 1, 8
	// leastPatience is how long an answer is waited for at least.
	leastPatience = time.Second
	// slowGateway is the time from which a 502 or 504 says that what is behind the gateway hangs.
	slowGateway = 2 * time.Second
)

// patience bounds what a run waits for in vain. A method that gets no answer where others do, and
// a path that answers none, are given up after a few requests; and the more requests got no answer,
// the shorter the next ones are waited for, but for what may change something: what came of that has
// to be known.
type patience struct {
	first time.Duration // for the first byte, when all is well
	now   func() time.Time

	mu       sync.Mutex
	silent   int           // requests without an answer
	slowest  time.Duration // of the answers
	alive    map[string]bool
	methods  map[string]*silences
	paths    map[string]*silences
	deserted int // paths that were given up
}

// silences are requests in a row that got no answer.
type silences struct {
	count int
	// since is when the first of them was given up: a pause of the server, which silences all that
	// is under way, is one reason and not eight.
	since   time.Time
	path    string
	several bool // paths
	over    bool
}

func newPatience(first time.Duration) *patience {
	return &patience{first: first, now: time.Now, alive: map[string]bool{}, methods: map[string]*silences{}, paths: map[string]*silences{}}
}

// limit is how long the first byte of an answer is waited for. It stays well above what answers
// took so far.
func (p *patience) limit() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return min(p.first, max(p.first/time.Duration(1+p.silent), 3*p.slowest, leastPatience))
}

// saw takes note of what came of a request, and how long its answer took to begin; what was never
// sent says nothing.
func (p *patience) saw(r *Request, x *records.Exchange, started time.Time, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case x.Error != nil && x.Error.Kind == kindTimeout && x.Sent > 0, hangs(x.Status(), took):
		p.unanswered(r.Method, pathOf(r.URL), started)
	case x.Response != nil:
		p.slowest = max(p.slowest, took)
		p.alive[pathOf(r.URL)] = true
		delete(p.paths, pathOf(r.URL))
		if s := p.methods[r.Method]; s != nil && !s.over {
			delete(p.methods, r.Method)
		}
	}
}

// unanswered counts a request against its method where its path has answered others, else
// against its path.
func (p *patience) unanswered(method, path string, started time.Time) {
	p.silent++
	if p.alive[path] {
		s := count(p.methods, method, path, p.now())
		s.over = s.over || s.count >= mostSilences && s.several && started.After(s.since)
		return
	}
	most := mostSilences
	if p.deserted >= mostPaths {
		most = fewSilences
	}
	if s := count(p.paths, path, path, p.now()); !s.over && s.count >= most {
		s.over = true
		p.deserted++
	}
}

func count(all map[string]*silences, key, path string, now time.Time) *silences {
	s := all[key]
	if s == nil {
		s = &silences{since: now, path: path}
		all[key] = s
	}
	s.count++
	s.several = s.several || path != s.path
	return s
}

// refusal is why a request is not worth waiting for; nil when it is.
func (p *patience) refusal(r *Request) *records.TransportError {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case r.Purpose == "cleanup":
		return nil // it has a time limit of its own
	case p.methods[r.Method] != nil && p.methods[r.Method].over:
		return &records.TransportError{Kind: kindHanging, Text: fmt.Sprintf("not sent: %s got no answer within %s at path after path that answers other methods", r.Method, p.first)}
	case p.paths[pathOf(r.URL)] != nil && p.paths[pathOf(r.URL)].over:
		return &records.TransportError{Kind: kindHanging, Text: "not sent: the path had given no answer to the requests before"}
	}
	return nil
}

// notice says what was given up, with paths as they are shown; nil for nothing.
func (p *patience) notice(shown func(path string) string) *records.Notice {
	p.mu.Lock()
	defer p.mu.Unlock()
	var said []string
	if methods := givenUp(p.methods); len(methods) > 0 {
		said = append(said, fmt.Sprintf("%s got no answer within %s at path after path that answers other methods", strings.Join(methods, ", "), p.first))
	}
	paths := givenUp(p.paths)
	for i := range paths {
		paths[i] = shown(paths[i])
	}
	if slices.Sort(paths); len(paths) > 0 {
		said = append(said, fmt.Sprintf("%s answered nothing in time", someOf(slices.Compact(paths))))
	}
	if len(said) == 0 {
		return nil
	}
	return &records.Notice{Kind: "hanging", Text: strings.Join(said, "; ") + ": what was left of that was not sent, and is not judged",
		Hint: "see what hangs there, or raise --first-byte-timeout where answers take longer"}
}

// givenUp are the keys of what was given up, sorted.
func givenUp(all map[string]*silences) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if all[key].over {
			keys = append(keys, key)
		}
	}
	return keys
}

// someOf names a few of many.
func someOf(names []string) string {
	const few = 3
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}

// hangs reports whether an answer is a gateway's word that what is behind it hangs: the same again
// would take as long.
func hangs(status int, took time.Duration) bool {
	return (status == http.StatusBadGateway || status == http.StatusGatewayTimeout) && took > slowGateway
}

// impatience ends a try whose answer did not begin in time.
type impatience struct{ limit time.Duration }

func (e impatience) Error() string { return fmt.Sprintf("no answer within %s", e.limit) }
