package layers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Fingerprint is one row of the table: how one layer is recognised. All that a row asks for must
// be there; what it leaves empty is not looked at. A row needs more than a Server field, because
// proxies overwrite that.
type Fingerprint struct {
	// ID is unique and kebab-case; testdata/<ID>.http is an answer that proves the row.
	ID string
	// Name is the product's.
	Name string
	Kind Kind
	// Sure is [Certain] or [Likely].
	Sure string
	// Sign is what is recognised, in words: "the default error page of nginx".
	Sign string
	// Says is what the answer means for the request, beside who gave it; empty where the row does not tell.
	Says Meaning
	// Source says how the row is known: "measured" and the versions, or the page or the source
	// file that documents it.
	Source string

	// Methods are the request methods, any when empty.
	Methods []string
	// Status are the status codes, any when empty.
	Status []int
	// Reason is the reason phrase; empty means any. Silent asks for none at all.
	Reason string
	Silent bool
	// Fields must all be there: "name" or "name: regular expression", the name in lower case.
	Fields []string
	// Without are names, in lower case, of fields that must not be there.
	Without []string
	// Only, when not empty, are the only fields, in lower case, that there may be, beside those
	// that frame every message (Date, Content-Length, Connection, …).
	Only []string
	// Body is a regular expression for the beginning of the content. A row with a Body or Empty
	// never matches an answer to HEAD.
	Body string
	// Empty asks for no content.
	Empty bool
	// Within are names of this table, one of which the target must have shown elsewhere.
	Within []string
	// Further asks for an answer that did not come from the application, as comparing it with
	// served answers shows.
	Further bool
	// Otherwise asks for a status that the application's framework has given elsewhere, as another
	// row shows.
	Otherwise bool
	// Platform means that the name is only what several products run on: it is learned, for other
	// rows, and the answer gets the name of such a product where the target has shown one.
	Platform bool
}

// Fingerprints is the table, in the order in which it is searched: what is more telling first.
func Fingerprints() []Fingerprint {
	return slices.Concat(edgeRows(), gatewayRows(), serverRows(), frameworkRows(), markRows())
}

// row is a fingerprint made ready for matching. Patterns are compiled when an answer first comes
// that far: at most targets few are, and compiling all would take as long as a dozen requests.
type row struct {
	Fingerprint
	// body and needles are nil functions where the row does not ask for content.
	body    func() *regexp.Regexp
	needles func() []string
	fields  []fieldSign
}

type fieldSign struct {
	name string
	// value is nil where any will do.
	value func() *regexp.Regexp
}

// rows is the table made ready, once. It is never changed.
var rows = sync.OnceValue(func() []*row {
	var ready []*row
	for _, f := range Fingerprints() {
		r := &row{Fingerprint: f}
		if f.Body != "" {
			r.body = compiled(f.Body)
			r.needles = sync.OnceValue(func() []string { return needles(f.Body) })
		}
		for _, text := range f.Fields {
			name, pattern, found := strings.Cut(text, ": ")
			sign := fieldSign{name: name}
			if found {
				sign.value = compiled(pattern)
			}
			r.fields = append(r.fields, sign)
		}
		ready = append(ready, r)
	}
	return ready
})

// compiled compiles a pattern when it is first asked for.
func compiled(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// framing are fields that any message may have, whoever made it.
var framing = []string{
	"date", "content-length", "transfer-encoding", "connection", "keep-alive", "server", "alt-svc", "strict-transport-security",
}

// seen is an answer as rows look at it.
type seen struct {
	Answer
	fields map[string][]string
	// stack are the names that the target has shown elsewhere.
	stack map[string]bool
	// further is set when the answer did not come from the application, otherwise when its
	// framework has given the same status in its own way.
	further, otherwise bool
}

func look(a Answer) *seen {
	s := &seen{Answer: a, fields: make(map[string][]string, len(a.Fields))}
	for _, line := range a.Fields {
		name, value := field(line)
		s.fields[name] = append(s.fields[name], value)
	}
	return s
}

func (s *seen) first(name string) string {
	if v := s.fields[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// match reports whether an answer has all that the row asks for.
func (r *row) match(s *seen) bool {
	switch {
	case len(r.Status) > 0 && !slices.Contains(r.Status, s.Status),
		len(r.Methods) > 0 && !slices.Contains(r.Methods, s.Method),
		r.Reason != "" && r.Reason != s.Reason,
		r.Silent && (s.Reason != "" || !s.hasReason()),
		r.Further && !s.further, r.Otherwise && !s.otherwise,
		(r.Empty || r.body != nil) && s.Method == "HEAD",
		r.Empty && s.Body != "",
		len(r.Within) > 0 && !slices.ContainsFunc(r.Within, func(n string) bool { return s.stack[n] }):
		return false
	}
	for _, f := range r.fields {
		values, ok := s.fields[f.name]
		if !ok || (f.value != nil && !slices.ContainsFunc(values, f.value().MatchString)) {
			return false
		}
	}
	for _, name := range r.Without {
		if _, ok := s.fields[name]; ok {
			return false
		}
	}
	if len(r.Only) > 0 {
		for name := range s.fields {
			if !slices.Contains(r.Only, name) && !slices.Contains(framing, name) {
				return false
			}
		}
	}
	return r.body == nil || holdsOne(s.Body, r.needles()) && r.body().MatchString(s.Body)
}

// find is the place in the table of the first row that an answer matches; -1 when there is none.
func (s *seen) find() int {
	return slices.IndexFunc(rows(), func(r *row) bool { return r.match(s) })
}

// evidence are the signs of the row, with the Server field where it agrees.
func (r *row) evidence(s *seen) []string {
	lines := []string{r.Sign}
	if server := s.first("server"); server != "" && namesServer(server) == r.Name {
		lines = append(lines, fmt.Sprintf("Server: %s", server))
	}
	return lines
}
