package probe

import (
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// name makes a path that the run created known by the names of its parameters. Every run gets
// other ids, and its reports must be the same.
func (l *Ledger) name(path, template string, params []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, param := range params {
		variable := shellName(param)
		template = strings.Replace(template, "{"+param+"}", "${"+variable+"}", 1)
		if !slices.Contains(l.params, variable) {
			l.params = append(l.params, variable)
		}
	}
	l.names[path] = template
}

// shellName is a parameter's name as that of a shell variable.
func shellName(param string) string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, param)
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "_" + name
	}
	return name
}

// nameInput does the same for a parameter of a query that names what the run created.
func (l *Ledger) nameInput(name string, id spec.Value) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range []string{name, textproto.CanonicalMIMEHeaderKey(name)} {
		l.inputs[pairOf(name, id.Text)] = pairOf(name, "") + "${" + shellName(id.Name) + "}"
	}
}

// shownInput is the value of a field with the name of what the run created in the place of its id.
func (l *Ledger) shownInput(name, value string) string {
	if l == nil {
		return value
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.inputs) == 0 {
		return value // as in most runs, with every field of every request
	}
	if shown, ok := l.inputs[pairOf(name, value)]; ok {
		_, value, _ = strings.Cut(shown, "=")
	}
	return value
}

// pairOf is a parameter of a query, or a field, as it is looked up.
func pairOf(name, value string) string { return url.QueryEscape(name) + "=" + url.QueryEscape(value) }

// shown is a URL with the names of what the run created in the place of its ids.
func (l *Ledger) shown(address string) string {
	if l == nil {
		return address
	}
	path, query, asks := strings.Cut(address, "?")
	l.mu.Lock()
	defer l.mu.Unlock()
	if asks {
		pairs := strings.Split(query, "&")
		for i, pair := range pairs {
			if shown, ok := l.inputs[pair]; ok {
				pairs[i] = shown
			}
		}
		query = "?" + strings.Join(pairs, "&")
	}
	rest := path
	for path != "" {
		if name, ok := l.names[path]; ok {
			return name + rest[len(path):] + query
		}
		path = path[:max(strings.LastIndexByte(path, '/'), 0)]
	}
	return rest + query
}

// shownIn is a reference, such as a Location, with the names of what the run created and without what
// is another in every answer.
func (l *Ledger) shownIn(ref string) string {
	to, err := url.Parse(ref)
	if err != nil || to.EscapedPath() == "" {
		return steady(ref)
	}
	return steady(strings.Replace(ref, to.EscapedPath(), l.shown(to.EscapedPath()), 1))
}

// shownLines are field lines as a finding shows them.
func (l *Ledger) shownLines(lines []string) []string {
	for i, line := range lines {
		if value, ok := records.FieldValue(line, "Location"); ok {
			lines[i] = "Location: " + l.shownIn(value)
		}
		if value, ok := records.FieldValue(line, "Allow"); ok {
			lines[i] = "Allow: " + allow.Sorted(value)
		}
	}
	return lines
}

// variables are the names that [Ledger.shown] uses, and RUN for the run's marker.
func (l *Ledger) variables() []string {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return append(slices.Clone(l.params), markerVariable)
}

// markerVariable stands for the run's marker in the record: it is another one in every run.
const markerVariable = "RUN"
