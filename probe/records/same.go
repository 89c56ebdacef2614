package records

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Same reports whether two exchanges got the same answer: status, media type, redirect and
// content are equal once the method, the path and what varies of itself are masked.
func Same(a, b *Exchange) bool {
	if a == nil || b == nil || a.Response == nil || b.Response == nil {
		return false
	}
	if a.Response.Status != b.Response.Status {
		return false
	}
	headless := a.Method == http.MethodHead || b.Method == http.MethodHead
	if !headless && a.Response.MediaType() != b.Response.MediaType() {
		return false
	}
	if maskedLocation(a) != maskedLocation(b) {
		return false
	}
	if headless {
		return true
	}
	one, other := masked(a, a.Response.Body), masked(b, b.Response.Body)
	return one == other || drawn.ReplaceAllString(one, "#") == drawn.ReplaceAllString(other, "#")
}

// drawn matches what letters between digits leave of a text that was masked: ids that are drawn at
// random, and are too short, or of too many letters, to be told from words otherwise.
var drawn = regexp.MustCompile(`[A-Za-z_-]*#(?:[A-Za-z_-]+#)+[A-Za-z_-]*`)

// maskedLocation is where a response points, without the request's own path.
func maskedLocation(x *Exchange) string {
	path, _, _ := strings.Cut(x.SentURL(), "?")
	return varying.ReplaceAllString(strings.Replace(x.Response.Value("Location"), path, "PATH", 1), "#")
}

// varying matches what differs between two equal answers: request ids, dates, counters.
var varying = regexp.MustCompile(`[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{16,}|(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2}|[0-9]+`)

// perRequest matches what names one request, or is made for one page, by what it is called: a
// "traceId", a <RequestId>, nonce="…", the token against request forgery. Such texts need not look
// like anything in particular.
var perRequest = regexp.MustCompile(`(?i)((?:(?:request|trace|transaction|correlation|error|event|incident|support|reference|ref|ray|span|activity)[ _-]?id|[a-z]*nonce|(?:csrf|xsrf|authenticity)[a-z_-]*)["']?(?:\s+(?:content|value))?\s*[:=>]\s*["']?)[^"'<>,;\s]+`)

// masked is a text of the answer without the request's own method and path and without what
// varies of itself.
func masked(x *Exchange, text string) string {
	if text == "" {
		return ""
	}
	path, _, _ := strings.Cut(x.SentURL(), "?")
	decoded, err := url.PathUnescape(path)
	if err != nil {
		decoded = path
	}
	for _, spelling := range []string{x.SentURL(), path, decoded} {
		for _, form := range []string{spelling, html.EscapeString(spelling), strings.ReplaceAll(spelling, "/", `\/`)} {
			text = maskSuffixes(text, form)
		}
	}
	text = perRequest.ReplaceAllString(text, "${1}#")
	text = strings.ReplaceAll(text, x.Method, "METHOD")
	text = strings.ReplaceAll(text, strings.ToLower(x.Method), "METHOD")
	return varying.ReplaceAllString(text, "#")
}

// maskSuffixes masks a path and its ends, the longest first: routers that are mounted below a
// prefix print only what they see of the path.
func maskSuffixes(text, path string) string {
	for strings.Count(path, "/") > 0 && len(path) > 1 {
		if strings.Count(path, "/") == 1 {
			if len(path) < 4 || strings.Trim(path[1:], "0123456789") == "" {
				return maskWord(text, path) // "/1" also stands in nginx/1.22.1
			}
			return strings.ReplaceAll(text, path, "PATH")
		}
		text = strings.ReplaceAll(text, path, "PATH")
		text = strings.ReplaceAll(text, path[1:], "PATH")
		next := strings.IndexByte(path[1:], '/')
		if next < 0 {
			break
		}
		path = path[1+next:]
	}
	return text
}

// maskWord masks a path of one segment where it stands alone.
func maskWord(text, path string) string {
	isWord := func(b byte) bool {
		return b == '.' || b == '_' || b == '-' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
	}
	var out strings.Builder
	for {
		i := strings.Index(text, path)
		if i < 0 {
			out.WriteString(text)
			return out.String()
		}
		end := i + len(path)
		alone := (i == 0 || !isWord(text[i-1])) && (end == len(text) || !isWord(text[end]) || text[end] == '.' && (end+1 == len(text) || !isWord(text[end+1])))
		out.WriteString(text[:i])
		if alone {
			out.WriteString("PATH")
		} else {
			out.WriteString(path)
		}
		text = text[end:]
	}
}

// MediaType is the media type of a response without parameters, in lower case; "" for none.
func (r *Response) MediaType() string {
	t, _, _ := strings.Cut(r.Value("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// Values are the field lines of a name, in their order; nil when there is none.
func (r *Response) Values(name string) []string {
	var found []string
	for _, line := range r.Fields {
		if value, ok := FieldValue(line, name); ok {
			found = append(found, value)
		}
	}
	return found
}

// Value is the first field line of a name; "" when there is none.
func (r *Response) Value(name string) string {
	for _, line := range r.Fields {
		if value, ok := FieldValue(line, name); ok {
			return value
		}
	}
	return ""
}

// FieldValue is the value of a field line, "Name: value", where it has that name, in whatever case.
func FieldValue(line, name string) (string, bool) {
	if len(line) <= len(name) || line[len(name)] != ':' || !strings.EqualFold(line[:len(name)], name) {
		return "", false
	}
	return strings.TrimSpace(line[len(name)+1:]), true
}
