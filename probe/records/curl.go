package records

import (
	"net/http"
	"slices"
	"strings"
)

// Curl is a command for a POSIX shell that repeats the request of an exchange and shows
// the answer's fields. Secrets are left as shell variables: only the variables that are named
// here are expanded, everything else is quoted, whoever wrote it.
func (x *Exchange) Curl(origin string, variables ...string) string {
	q := quoter{variables}
	line := append([]string{"curl"}, curlMethod(x)...)
	target := origin + x.URL
	if strings.Contains(x.URL, "/.") {
		line = append(line, "--path-as-is")
	}
	// curl expands brackets and braces in a URL by itself; our variables are gone by then.
	if strings.ContainsAny(q.literal(target), "[]{}") {
		line = append(line, "--globoff")
	}
	typed := false
	for _, field := range x.Fields {
		name, value, _ := strings.Cut(field, ": ")
		typed = typed || strings.EqualFold(name, "Content-Type")
		if user, ok := strings.CutPrefix(value, "Basic "); ok && name == "Authorization" && q.isVariable(user) {
			line = append(line, "--user", q.quote(user))
			continue
		}
		if value == "" {
			// "Name:" would tell curl to leave the field out.
			field = name + ";"
		}
		line = append(line, "-H", q.quote(field))
	}
	if x.Body != "" {
		if !typed {
			line = append(line, "-H", "Content-Type:")
		}
		line = append(line, dataFlag(x.Body), q.quote(x.Body))
	}
	return strings.Join(append(line, q.quote(target)), " ")
}

// curlMethod selects the method and shows the fields. -I is HEAD as curl understands it: it
// does not wait for content that never comes.
func curlMethod(x *Exchange) []string {
	switch {
	case x.Method == http.MethodHead && x.Body == "":
		return []string{"-I"}
	case x.Method == http.MethodGet && x.Body == "":
		return []string{"-i"}
	}
	return []string{"-i", "-X", quoter{}.quote(x.Method)}
}

// dataFlag avoids that curl takes content that begins with @ for the name of a file.
func dataFlag(body string) string {
	if body[0] == '@' {
		return "--data-raw"
	}
	return "--data-binary"
}

// quoter quotes for a POSIX shell and lets known variables expand.
type quoter struct{ variables []string }

func (q quoter) isVariable(s string) bool {
	name, opened := strings.CutPrefix(s, "${")
	name, closed := strings.CutSuffix(name, "}")
	return opened && closed && slices.Contains(q.variables, name)
}

// split cuts s into pieces: text, variable, text, variable, … text.
func (q quoter) split(s string) []string {
	var pieces []string
	start := 0
	for at := 0; at < len(s); at++ {
		if !strings.HasPrefix(s[at:], "${") {
			continue
		}
		end := strings.IndexByte(s[at:], '}')
		if end > 0 && q.isVariable(s[at:at+end+1]) {
			pieces = append(pieces, s[start:at], s[at:at+end+1])
			at += end
			start = at + 1
		}
	}
	return append(pieces, s[start:])
}

// literal is s without its variables.
func (q quoter) literal(s string) string {
	var b strings.Builder
	for i, piece := range q.split(s) {
		if i%2 == 0 {
			b.WriteString(piece)
		}
	}
	return b.String()
}

// quote makes one shell word of s. NUL cannot be in one and is left out.
func (q quoter) quote(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	pieces := q.split(s)
	if len(pieces) == 1 {
		return quoteText(s)
	}
	// The readable form where nothing but our variables means anything between double quotes.
	if !strings.ContainsAny(q.literal(s), "\\\"$`!") {
		return `"` + s + `"`
	}
	var b strings.Builder
	for i, piece := range pieces {
		switch {
		case i%2 == 1:
			b.WriteString(`"` + piece + `"`)
		case piece != "":
			b.WriteString(quoteText(piece))
		}
	}
	return b.String()
}

func quoteText(s string) string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("%+,-./:=@_", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
