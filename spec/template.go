package spec

import (
	"net/url"
	"slices"
	"strings"
)

// segment is what stands between two slashes of a path template: literal text and parameters
// in turn, such as "{owner}" or "{name}.{format}".
type segment []part

// part is literal text, or a parameter when param is set.
type part struct {
	literal string
	param   string
}

// parseTemplate splits a path template into its segments; the leading slash is left out. An
// unbalanced brace is literal text.
func parseTemplate(template string) []segment {
	var segments []segment
	for text := range strings.SplitSeq(strings.TrimPrefix(template, "/"), "/") {
		segments = append(segments, parseSegment(text))
	}
	return segments
}

func parseSegment(text string) segment {
	var s segment
	for text != "" {
		open := strings.IndexByte(text, '{')
		end := -1
		if open >= 0 {
			end = strings.IndexByte(text[open:], '}')
		}
		if end < 0 || end == 1 { // a brace without a partner, or without a name
			return append(s, part{literal: text})
		}
		if open > 0 {
			s = append(s, part{literal: text[:open]})
		}
		s = append(s, part{param: text[open+1 : open+end]})
		text = text[open+end+1:]
	}
	return s
}

// templateParams are the names of a template's parameters, in order, each once.
func templateParams(segments []segment) []string {
	var names []string
	for _, s := range segments {
		for _, p := range s {
			if p.param != "" && !slices.Contains(names, p.param) {
				names = append(names, p.param)
			}
		}
	}
	return names
}

// Expand puts values in place of the parameters and percent-encodes what a path segment cannot
// hold. A parameter without a value stays in braces, encoded.
func (p *PathItem) Expand(value func(name string) (string, bool)) string {
	var b strings.Builder
	for _, s := range p.segments {
		b.WriteByte('/')
		for _, part := range s {
			if part.param == "" {
				b.WriteString(escapeLiteral(part.literal))
				continue
			}
			text, ok := value(part.param)
			if !ok {
				text = "{" + part.param + "}"
			}
			b.WriteString(escapeSegment(text))
		}
	}
	return b.String()
}

// escapeSegment encodes a value so that it stays one segment: a value of "." or ".." would
// otherwise climb, and a slash would split it.
func escapeSegment(text string) string {
	if text == "." || text == ".." {
		return strings.ReplaceAll(text, ".", "%2E")
	}
	return url.PathEscape(text)
}

// escapeLiteral encodes what may not stand in a path, and leaves what the contract has encoded.
func escapeLiteral(text string) string {
	if decoded, err := url.PathUnescape(text); err == nil && decoded != text {
		return text
	}
	return url.PathEscape(text)
}

// Prefix returns the template of the collection in which the parameter picks a member:
// "/users/{id}/tasks" for {taskId} of "/users/{id}/tasks/{taskId}". It is "" when the parameter
// is not a whole segment, or the first one.
func (p *PathItem) Prefix(param string) string {
	for i, s := range p.segments {
		if len(s) != 1 || s[0].param != param {
			continue
		}
		return templateText(p.segments[:i])
	}
	return ""
}

// LiteralPrefix returns the literal segments that the template begins with, its last segment
// left out: "/api/v1" for "/api/v1/tasks", "/api/v1/tasks" for "/api/v1/tasks/{id}".
func (p *PathItem) LiteralPrefix() string {
	n := 0
	for n < len(p.segments)-1 && len(p.segments[n]) == 1 && p.segments[n][0].param == "" {
		n++
	}
	return templateText(p.segments[:n])
}

func templateText(segments []segment) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		for _, part := range s {
			if part.param != "" {
				b.WriteString("{" + part.param + "}")
			} else {
				b.WriteString(part.literal)
			}
		}
	}
	return b.String()
}
