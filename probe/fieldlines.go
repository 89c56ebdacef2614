package probe

import (
	"strings"
	"sync"

	"github.com/verbatim-http/verbatim/probe/secret"
)

// requestLine is a field line of a request, whose secrets are variables already.
func requestLine(name, value string) string { return name + ": " + value }

// responseLine is a field line of a response: cookies and echoed credentials lose their value.
func responseLine(name, value string) string {
	switch name {
	case "Set-Cookie":
		pair, attributes, more := strings.Cut(value, ";")
		cookie, _, _ := strings.Cut(pair, "=")
		value = strings.TrimSpace(cookie) + "=" + secret.Redacted
		if more {
			value += ";" + attributes
		}
	case "Authorization", "Proxy-Authorization", "Cookie":
		value = secret.Redacted
	}
	return name + ": " + value
}

// mostLines bounds the memory of fieldLines; what changes with every response would fill it.
const mostLines = 1024

// fieldLines makes "Name: value" lines and gives the same string for the same line: a run sees
// few different ones, thousands of times.
type fieldLines struct {
	hide *secret.Redactor
	form func(name, value string) string
	mu   sync.RWMutex
	seen map[Field]string
}

func newFieldLines(hide *secret.Redactor, form func(name, value string) string) *fieldLines {
	return &fieldLines{hide: hide, form: form, seen: map[Field]string{}}
}

func (l *fieldLines) line(name, value string) string {
	key := Field{name, value}
	l.mu.RLock()
	line, ok := l.seen[key]
	full := len(l.seen) >= mostLines
	l.mu.RUnlock()
	if ok {
		return line
	}
	line = strings.ToValidUTF8(l.hide.Text(l.form(name, value)), "\uFFFD")
	if full {
		return line
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[key] = line
	return line
}

// forget makes the lines anew: secrets were added.
func (l *fieldLines) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.seen)
}
