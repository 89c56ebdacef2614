package probe

import (
	"html"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// same reports whether two exchanges got the same answer: status, media type, redirect and
// content are equal once the method, the path and what varies of itself are masked.
func same(a, b *Exchange) bool {
	if a == nil || b == nil || a.Response == nil || b.Response == nil {
		return false
	}
	if a.Response.Status != b.Response.Status {
		return false
	}
	headless := a.Method == http.MethodHead || b.Method == http.MethodHead
	if !headless && mediaType(a.Response) != mediaType(b.Response) {
		return false
	}
	if masked(a, a.Response.value("Location")) != masked(b, b.Response.value("Location")) {
		return false
	}
	return headless || masked(a, a.Response.Body) == masked(b, b.Response.Body)
}

// varying matches what differs between two equal answers: request ids, dates, counters.
var varying = regexp.MustCompile(`[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2}|[0-9]+`)

// masked is a text of the answer without the request's own method and path and without what
// varies of itself.
func masked(x *Exchange, text string) string {
	if text == "" {
		return ""
	}
	path, _, _ := strings.Cut(x.URL, "?")
	decoded, err := url.PathUnescape(path)
	if err != nil {
		decoded = path
	}
	for _, spelling := range []string{x.URL, path, decoded} {
		for _, form := range []string{spelling, html.EscapeString(spelling), strings.ReplaceAll(spelling, "/", `\/`)} {
			text = maskSuffixes(text, form)
		}
	}
	text = strings.ReplaceAll(text, x.Method, "METHOD")
	text = strings.ReplaceAll(text, strings.ToLower(x.Method), "METHOD")
	return varying.ReplaceAllString(text, "#")
}

// maskSuffixes masks a path and its ends, the longest first: routers that are mounted below a
// prefix print only what they see of the path.
func maskSuffixes(text, path string) string {
	for strings.Count(path, "/") > 0 && len(path) > 1 {
		text = strings.ReplaceAll(text, path, "PATH")
		if strings.Count(path, "/") > 1 { // a single word may stand in any text
			text = strings.ReplaceAll(text, path[1:], "PATH")
		}
		next := strings.IndexByte(path[1:], '/')
		if next < 0 {
			break
		}
		path = path[1+next:]
	}
	return text
}

// mediaType is the media type of a response without parameters, in lower case; "" for none.
func mediaType(r *Response) string {
	value := r.value("Content-Type")
	if t, _, err := mime.ParseMediaType(value); err == nil {
		return t
	}
	t, _, _ := strings.Cut(value, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// values are the field lines of a name, in their order; nil when there is none.
func (r *Response) values(name string) []string {
	var found []string
	for _, line := range r.Fields {
		if value, ok := fieldValue(line, name); ok {
			found = append(found, value)
		}
	}
	return found
}

// value is the first field line of a name; "" when there is none.
func (r *Response) value(name string) string {
	for _, line := range r.Fields {
		if value, ok := fieldValue(line, name); ok {
			return value
		}
	}
	return ""
}

func fieldValue(line, name string) (string, bool) {
	if len(line) <= len(name) || line[len(name)] != ':' || !strings.EqualFold(line[:len(name)], name) {
		return "", false
	}
	return strings.TrimSpace(line[len(name)+1:]), true
}
