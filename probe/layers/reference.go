package layers

import (
	"fmt"
	"slices"
	"strings"
)

// Reference is what the application's answers look like at one target. The zero value knows
// nothing; [Learn] fills one. It is safe for use by several goroutines.
type Reference struct {
	served int
	// always are the names of the fields that every served answer has, but for those that
	// describe content.
	always map[string]bool
	// marks are the lines of [applicationFields] that every served answer has.
	marks []string
	// server is the Server field of every served answer, all its lines; same is set when they
	// agree.
	server     string
	sameServer bool
	media      map[string]bool
	// dated is set when every served answer has a Date.
	dated bool
	// silent is set when no served answer has a reason phrase.
	silent bool
	// passed are the fields of a proxy that every served answer has, and only what came through
	// that proxy can have.
	passed []string
	// stack is what the application is built on, as far as its answers tell; names are all that
	// the target has shown.
	stack string
	names map[string]bool
	// refuses are the statuses that the application's framework has given in its own way.
	refuses map[int]bool

	attributed attributions
}

// content are fields that describe the content or the resource: only some answers of an
// application have them.
var content = []string{
	"content-type", "content-encoding", "content-language", "content-range", "content-disposition", "content-location",
	"accept-ranges", "accept-patch", "accept-post", "accept-query", "etag", "last-modified", "cache-control", "expires", "pragma", "location", "vary", "allow", "link",
	"retry-after", "set-cookie", "www-authenticate", "age", "x-cache", "x-cache-hits", "cache-status", "cf-cache-status",
	"refresh", "warning", "trailer", "upgrade",
}

// applicationFields are written by applications and their frameworks, never by what stands in
// front of them.
var applicationFields = []string{"x-powered-by", "x-runtime", "x-aspnet-version", "x-aspnetmvc-version"}

// serverMarks are values of those fields that a web server writes: IIS, and the Plesk panel's.
var serverMarks = []string{"ASP.NET", "PleskLin", "PleskWin"}

// passedFields are written by a proxy for answers that came from behind it, and not for its own.
var passedFields = []struct{ field, name string }{
	{"x-envoy-upstream-service-time", "Envoy"}, {"x-kong-upstream-latency", "Kong"},
}

// Learn makes a reference of answers to declared methods that succeeded, and of answers to paths
// that do not exist: both may show what the application is built on, only the first what its
// answers look like.
func Learn(served []Answer, unknownPath []Answer) *Reference {
	served, unknownPath = distinct(served), distinct(unknownPath)
	r := &Reference{served: len(served), names: map[string]bool{}, refuses: map[int]bool{}, media: map[string]bool{}}
	for i, a := range served {
		r.compare(look(a), i == 0)
	}
	r.learnStack(slices.Concat(served, unknownPath))
	return r
}

// compare keeps what one more served answer has in common with those before.
func (r *Reference) compare(s *seen, first bool) {
	server := strings.Join(s.fields["server"], ", ")
	if first {
		r.always, r.server, r.sameServer, r.silent, r.dated = map[string]bool{}, server, true, s.hasReason(), true
		for name := range s.fields {
			if !slices.Contains(framing, name) && !slices.Contains(content, name) {
				r.always[name] = true
			}
		}
		for _, name := range applicationFields {
			if v := s.first(name); v != "" && !slices.Contains(serverMarks, v) {
				r.marks = append(r.marks, name)
			}
		}
		for _, p := range passedFields {
			if len(s.fields[p.field]) > 0 {
				r.passed = append(r.passed, p.field)
			}
		}
	}
	for name := range r.always {
		if len(s.fields[name]) == 0 {
			delete(r.always, name)
		}
	}
	lacks := func(name string) bool { return len(s.fields[name]) == 0 }
	r.marks = slices.DeleteFunc(r.marks, lacks)
	r.passed = slices.DeleteFunc(r.passed, lacks)
	r.sameServer = r.sameServer && r.server == server
	r.dated = r.dated && len(s.fields["date"]) > 0
	r.silent = r.silent && s.hasReason() && s.Reason == ""
	if t := s.first("content-type"); t != "" {
		r.media[t] = true
	}
}

// learnStack finds what the application is built on: the first row of the table, from the most
// telling, that any of the answers matches. It looks again as long as it finds more, because some
// rows ask for what others have shown.
func (r *Reference) learnStack(answers []Answer) {
	best := -1
	table := rows()
	for known := -1; known < len(r.names); {
		known = len(r.names)
		for _, a := range answers {
			s := look(a)
			s.stack = r.names
			found := s.find()
			if found < 0 {
				continue
			}
			r.names[table[found].Name] = true
			if table[found].Kind == Framework {
				r.refuses[a.Status] = true
			}
			if kind := table[found].Kind; !table[found].Platform && (kind == App || kind == Framework) && (best < 0 || found < best) {
				best = found
			}
		}
	}
	if best >= 0 {
		r.stack = table[best].Name
	}
}

// parsed are the statuses of requests that a parser refuses.
var parsed = []int{400, 408, 413, 414, 431, 505}

// side says where an answer came from, compared with what served answers look like.
type side struct {
	// inner is set when it came from the application, further when it came from further out.
	inner, further bool
	evidence       []string
}

// compareWith compares an answer with served ones. Fields that error handlers of the same
// application may drop are evidence, and never decide.
func (r *Reference) compareWith(s *seen) side {
	var found side
	if r == nil || r.served == 0 {
		return found
	}
	outer := func(format string, args ...any) {
		found.further = true
		found.evidence = append(found.evidence, fmt.Sprintf(format, args...))
	}
	inner := func(format string, args ...any) {
		found.inner = true
		found.evidence = append(found.evidence, fmt.Sprintf(format, args...))
	}
	for _, name := range r.marks {
		if len(s.fields[name]) == 0 {
			outer("no %s, which the served answers have", canonical(name))
		} else {
			inner("%s, as the served answers have", canonical(name))
		}
	}
	for _, name := range r.passed {
		if len(s.fields[name]) == 0 {
			outer("no %s, which shows that nothing behind the proxy answered", canonical(name))
		}
	}
	if r.silent && s.hasReason() && s.Reason != "" {
		outer("the reason phrase %q, where the served answers have none", s.Reason)
	}
	r.compareServer(s, outer, inner)
	// Parsers answer before the application can leave its marks.
	found.further = found.further && !slices.Contains(parsed, s.Status)
	if lost := r.lost(s); lost != "" {
		found.evidence = append(found.evidence, "no "+lost+", which the served answers have")
	}
	return found
}

// compareServer compares the Server fields: what passes an upstream's Server on shows itself by
// writing its own.
func (r *Reference) compareServer(s *seen, outer, inner func(string, ...any)) {
	server := strings.Join(s.fields["server"], ", ")
	switch {
	case !r.sameServer:
	case server == r.server:
		if name := appServer(lastOf(s.fields["server"])); name != "" {
			inner("Server: %s, as the served answers have", server)
		}
	case server == "":
		if appServer(r.server) != "" {
			outer("no Server, where the served answers have %q", r.server)
		}
	case edgeServer(server) != "":
		if r.server == "" {
			outer("Server: %s, where the served answers have none", server)
		} else {
			outer("Server: %s, where the served answers have %q", server, r.server)
		}
	}
}

// lost are the names that every served answer has and this one does not, but for those that are
// compared one by one.
func (r *Reference) lost(s *seen) string {
	var names []string
	for name := range r.always {
		if len(s.fields[name]) == 0 && !slices.Contains(r.marks, name) && !slices.Contains(r.passed, name) {
			names = append(names, canonical(name))
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func lastOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// canonical is a field name as people write it: "X-Powered-By".
func canonical(name string) string {
	parts := strings.Split(name, "-")
	for i, p := range parts {
		if p != "" {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "-")
}
