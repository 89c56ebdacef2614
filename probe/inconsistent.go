package probe

import (
	"fmt"
	"hash/maphash"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// replies remembers what each GET was answered, so that one with two answers does not go unseen: a
// part of the servers behind the address has another version, or one fails now and then. Nothing else
// is asked twice in a run.
type replies struct {
	mu    sync.Mutex
	seed  maphash.Seed
	first map[uint64]reply
	// twice are the GETs that were answered in two ways, by what was sent.
	twice map[uint64]discord
	// unsafe counts the unsafe requests that were begun, and underWay those that are not answered yet:
	// what they may have changed is no other answer to the same question.
	unsafe, underWay int
}

// reply is what is kept of an answer.
type reply struct {
	status int
	line   string
	fields []string
	// unsafe is how many unsafe requests were begun before it.
	unsafe int
}

// discord is one GET with two answers.
type discord struct {
	request       string
	first, second reply
}

func newReplies() *replies {
	return &replies{seed: maphash.MakeSeed(), first: map[uint64]reply{}, twice: map[uint64]discord{}}
}

// acting notes that an unsafe request is under way until done is called.
func (l *replies) acting() (done func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unsafe, l.underWay = l.unsafe+1, l.underWay+1
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.underWay--
	}
}

// calm is how many unsafe requests were begun, -1 while one is under way.
func (l *replies) calm() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.underWay > 0 {
		return -1
	}
	return l.unsafe
}

// note keeps an answer, or finds that another was given before. What began in calm and did not end so
// may have been changed on the way. Limits on the rate are no answer to what was asked.
func (l *replies) note(x *Exchange, before int, mode Mode) {
	status := statusOf(x)
	if x.Method != http.MethodGet || status == 0 || status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		return
	}
	if before < 0 || l.calm() != before {
		return
	}
	key, now := l.key(x), reply{status, x.Response.line(), x.Response.Fields, before}
	l.mu.Lock()
	defer l.mu.Unlock()
	first, known := l.first[key]
	if !known || first.unsafe != before {
		l.first[key] = now
		return
	}
	if _, known := l.twice[key]; !known && first.unlike(&now, mode) {
		l.twice[key] = discord{x.Method + " " + x.URL, first, now}
	}
}

// unlike reports whether two answers mean different things for routing. In full mode what the run
// created may take a while to be there, and to be gone.
func (a *reply) unlike(b *reply, mode Mode) bool {
	is, other := a.manner(), b.manner()
	late := mode == Full && a.unsafe > 0 && min(is, other) == 2 && max(is, other) == http.StatusNotFound
	return is != other && !late
}

// manner is the class of a status; what says that a path or a method is not there has one of its own.
func (a *reply) manner() int {
	switch a.status {
	case http.StatusNotModified:
		return 2
	case http.StatusNotFound, http.StatusGone:
		return http.StatusNotFound
	case http.StatusMethodNotAllowed:
		return a.status
	}
	return a.status / 100
}

// key is the request as it went out, credentials by their names.
func (l *replies) key(x *Exchange) uint64 {
	var h maphash.Hash
	h.SetSeed(l.seed)
	for _, part := range append([]string{x.Method, x.url, x.URL, x.As, x.Body}, x.Fields...) {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// found are the requests with two answers, in the order of their URLs.
func (l *replies) found() []discord {
	return slices.SortedFunc(maps.Values(l.twice), func(a, b discord) int { return strings.Compare(a.request, b.request) })
}

// tellsServers matches the names of fields that say which server, or which version of it, answered.
var tellsServers = regexp.MustCompile(`(?i)^(server|via|age|x-cache|x-served-by|x-powered-by|.*(version|revision|release|build|instance|backend|upstream|node|pod|host|region|colo|deployment)[^:]*):`)

// apart are the field lines of one answer that tell its server from that of the other.
func (a *reply) apart(b *reply) string {
	var lines []string
	for _, line := range a.fields {
		if tellsServers.MatchString(line) && !slices.Contains(b.fields, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return a.line
	}
	return fmt.Sprintf("%s (%s)", a.line, strings.Join(lines, ", "))
}

func (d *discord) String() string {
	return fmt.Sprintf("%s was answered %s and %s", d.request, d.first.apart(&d.second), d.second.apart(&d.first))
}

// readOffAnswer are the rules that one answer decides, and that another one could decide otherwise. What
// is wrong with an answer in itself is wrong whatever the other was.
var readOffAnswer = []string{"declared-routed", "declared-served", "declared-redirect", "declared-crash", "undeclared-refused", "undeclared-405",
	"allow-truthful", "allow-consistent", "head-parity", "head-supported", "unknown-path"}

const shownDiscords = 5

// concludeInconsistent says which requests got two answers, and leaves open what rests on one of them.
func (r *runner) concludeInconsistent(record *Record) {
	found := r.wire.replies.found()
	if len(found) == 0 {
		return
	}
	said := make([]string, 0, shownDiscords)
	for i := range found[:min(len(found), shownDiscords)] {
		said = append(said, found[i].String())
	}
	text := strings.Join(said, "; ")
	if more := len(found) - shownDiscords; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	record.Notices = append(record.Notices, Notice{Kind: "inconsistent",
		Text: "the same request was answered in two ways, and nothing of the run came between: " + text + ". What rests on one of them is undecided",
		Hint: "see whether two versions are deployed behind this address, or one of its servers fails now and then, and run again when all answer alike"})
	r.leaveOpen(record.Unknown)
	for i := range record.Paths {
		r.leaveOpen(record.Paths[i].Cells)
	}
}

// leaveOpen takes back what cells say that rests on a GET with two answers. HEAD is compared with it.
func (r *runner) leaveOpen(cells []Cell) {
	var get *discord
	for i := range cells {
		if n := len(cells[i].Exchanges); n > 0 && cells[i].Method == http.MethodGet {
			if d, ok := r.wire.replies.twice[r.wire.replies.key(&cells[i].Exchanges[n-1])]; ok {
				get = &d
			}
		}
	}
	if get == nil {
		return
	}
	for i := range cells {
		if cells[i].Method == http.MethodGet || cells[i].Method == http.MethodHead {
			cells[i].leaveOpen(get)
		}
	}
}

// leaveOpen makes undecided what a cell's rules read off an answer that was not the only one. That a
// server failed remains: one failure is enough.
func (c *Cell) leaveOpen(d *discord) {
	for i := range c.Checks {
		check := &c.Checks[i]
		failed := check.Finding != nil && check.Rule == "declared-crash"
		if failed || !slices.Contains(readOffAnswer, check.Rule) || check.Outcome != Passed && check.Finding == nil {
			continue
		}
		*check = Check{Rule: check.Rule, Outcome: Undecided, Level: check.Level,
			Reason: d.String() + " within this run", Decides: "a deployment that answers the same request alike"}
	}
	conclude(c)
}
