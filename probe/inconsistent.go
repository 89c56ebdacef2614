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

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
)

// replies remembers what each GET and OPTIONS was answered, so that one with two answers does not go
// unseen: a part of the servers behind the address has another version, or one fails now and then.
// Nothing else is asked twice in a run.
type replies struct {
	mu    sync.Mutex
	seed  maphash.Seed
	first map[uint64]reply
	// twice are the requests that were answered in two ways, by what was sent.
	twice map[uint64]discord
	// unsafe counts the requests of full mode that were begun and may change something, and underWay
	// those that are not answered yet: what they changed is no other answer to the same question.
	unsafe, underWay int
}

// reply is what is kept of an answer.
type reply struct {
	status int
	line   string
	fields []string
	// allow are the methods that the path has by this answer; nil where it does not say.
	allow []string
	// unsafe is how many unsafe requests were begun before it.
	unsafe int
}

// discord is one request with two answers.
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
func (l *replies) note(x *records.Exchange, before int, mode Mode) {
	status := x.Status()
	if x.Method != http.MethodGet && x.Method != http.MethodOptions || status == 0 || status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		return
	}
	if before < 0 || l.calm() != before {
		return
	}
	key, now := l.key(x), reply{status: status, line: x.Response.Line(), fields: x.Response.Fields, unsafe: before}
	if allow := allow.Parse(x.Response); allow != nil && (x.Method == http.MethodOptions || status == http.StatusMethodNotAllowed) {
		now.allow = allow.Demanded()
	}
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
	return is != other && !late || a.unlikeAllow(b)
}

// unlikeAllow reports whether two answers list other methods in Allow.
func (a *reply) unlikeAllow(b *reply) bool { return len(a.disputed(b)) > 0 }

// disputed are the methods that one answer's Allow lists and the other's does not.
func (a *reply) disputed(b *reply) []string {
	if a.allow == nil || b.allow == nil {
		return nil
	}
	var methods []string
	for _, m := range slices.Concat(a.allow, b.allow) {
		if slices.Contains(a.allow, m) != slices.Contains(b.allow, m) {
			methods = append(methods, m)
		}
	}
	return methods
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
func (l *replies) key(x *records.Exchange) uint64 {
	var h maphash.Hash
	h.SetSeed(l.seed)
	for _, part := range append([]string{x.Method, x.SentURL(), x.URL, x.As, x.Body}, x.Fields...) {
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

// apart is an answer with the field lines that tell it, or its server, from another answer.
func (a *reply) apart(b *reply) string {
	var lines []string
	if a.unlikeAllow(b) {
		lines = append(lines, "Allow: "+strings.Join(a.allow, ", "))
	}
	for _, line := range a.fields {
		if tellsServers.MatchString(line) && !slices.Contains(b.fields, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return a.line
	}
	return fmt.Sprintf("%s (%s)", a.line, strings.Join(lines, "; "))
}

func (d *discord) String() string {
	return fmt.Sprintf("%s was answered %s and %s", d.request, d.first.apart(&d.second), d.second.apart(&d.first))
}

// readOffAnswer are the rules that one answer decides, and that another one could decide otherwise. What
// is wrong with an answer in itself is wrong whatever the other was.
var readOffAnswer = []string{"declared-routed", "declared-served", "declared-redirect", "declared-crash", "undeclared-refused", "undeclared-405",
	"allow-truthful", "allow-consistent", "head-parity", "head-supported", "unknown-path"}

// readOffAllow are the rules that one Allow decides.
var readOffAllow = []string{"allow-complete", "allow-undeclared", "allow-truthful", "allow-consistent"}

const shownDiscords = 5

// concludeInconsistent says which requests got two answers, and leaves open what rests on one of them.
func (r *runner) concludeInconsistent(record *records.Run) {
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
	record.Notices = append(record.Notices, records.Notice{Kind: "inconsistent",
		Text: "the same request was answered in two ways, and nothing of the run came between: " + text + ". What rests on one of them is undecided",
		Hint: "see whether two versions are deployed behind this address, or one of its servers fails now and then, and run again when all answer alike"})
	r.leaveOpen(record.Unknown)
	for i := range record.Paths {
		r.leaveOpen(record.Paths[i].Cells)
	}
}

// leaveOpen takes back what the cells of a path say that rests on a request with two answers: its own
// cell, HEAD where that is compared with it, and, where Allow differs, what is known from that.
func (r *runner) leaveOpen(cells []records.Cell) {
	for i := range cells {
		n := len(cells[i].Exchanges)
		if n == 0 {
			continue
		}
		d, ok := r.wire.replies.twice[r.wire.replies.key(&cells[i].Exchanges[n-1])]
		if !ok {
			continue
		}
		d.leaveOpen(&cells[i], readOffAnswer)
		disputed := d.first.disputed(&d.second)
		for j := range cells {
			if len(disputed) > 0 {
				d.leaveOpen(&cells[j], readOffAllow)
			}
			head := cells[i].Method == http.MethodGet && cells[j].Method == http.MethodHead
			if head || slices.Contains(disputed, cells[j].Method) && (cells[j].Evidence == records.Advertisement || cells[j].Answer == records.Refused) {
				d.leaveOpen(&cells[j], readOffAnswer)
			}
		}
	}
}

// leaveOpen makes undecided what some rules read off an answer that was not the only one. That a server
// failed remains: one failure is enough.
func (d *discord) leaveOpen(c *records.Cell, rules []string) {
	opened := false
	for i := range c.Checks {
		check := &c.Checks[i]
		failed := check.Finding != nil && check.Rule == "declared-crash"
		if failed || !slices.Contains(rules, check.Rule) || check.Outcome != records.Passed && check.Finding == nil {
			continue
		}
		*check = records.Check{Rule: check.Rule, Outcome: records.Undecided, Level: check.Level,
			Reason: d.String() + " within this run", Decides: "a deployment that answers the same request alike"}
		opened = true
	}
	if opened {
		c.Conclude()
	}
}
