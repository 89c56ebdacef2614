package spec

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// LinkSource is the exchange that the runtime expressions of a link are evaluated in. What is
// missing has no value.
type LinkSource struct {
	Method, URL string
	Status      int
	// Path are the values of the request's path parameters by name.
	Path map[string]string
	// RequestFields, RequestContent, Fields and Content are those of the request and of the
	// answer.
	RequestFields  http.Header
	RequestContent []byte
	Fields         http.Header
	Content        []byte
}

// Values are the values of the link's parameters by name, those left out that the exchange does
// not give: an expression without a value, or with one that is an object or an array.
func (l Link) Values(from LinkSource) map[string]string {
	values := map[string]string{}
	for _, p := range l.Parameters {
		if text, ok := from.text(p.Expression); ok {
			values[p.Name] = text
		}
	}
	return values
}

// Value is what the link gives a parameter of a name in a place ("path", "query"), the one that
// is qualified by its place first; false when the exchange does not give it.
func (l Link) Value(name, in string, from LinkSource) (string, bool) {
	for _, place := range []string{in, ""} {
		for _, p := range l.Parameters {
			if p.Name == name && p.In == place {
				return from.text(p.Expression)
			}
		}
	}
	return "", false
}

// Body is the content of the request that follows, as JSON; false when the link gives none.
func (l Link) Body(from LinkSource) ([]byte, bool) {
	switch l.body.kind() {
	case absentKind, nullKind:
		return nil, false
	case stringKind:
		v, ok := from.value(l.body.text())
		return []byte(compactJSON(v)), ok
	default:
		return []byte(compactJSON(l.body.value())), true
	}
}

func (from LinkSource) text(expression string) (string, bool) {
	v, ok := from.value(expression)
	if !ok {
		return "", false
	}
	switch v.(type) {
	case nil, map[string]any, []any:
		return "", false
	}
	return scalarText(v), true
}

// embedded are the expressions within a text: "/users/{$response.body#/id}".
var embedded = regexp.MustCompile(`\{(\$[^{}]*)\}`)

// value evaluates a runtime expression (OpenAPI 3.1.0, Runtime Expressions), or a text with
// expressions in it; any other text is a constant.
func (from LinkSource) value(expression string) (any, bool) {
	if strings.HasPrefix(expression, "$") {
		return from.expression(expression)
	}
	complete := true
	text := embedded.ReplaceAllStringFunc(expression, func(part string) string {
		text, ok := from.text(part[1 : len(part)-1])
		complete = complete && ok
		return text
	})
	return text, complete
}

func (from LinkSource) expression(expression string) (any, bool) {
	switch expression {
	case "$url":
		return from.URL, from.URL != ""
	case "$method":
		return from.Method, from.Method != ""
	case "$statusCode":
		return fmt.Sprint(from.Status), from.Status != 0
	}
	if source, ok := strings.CutPrefix(expression, "$response."); ok {
		return messagePart(source, from.Fields, from.Content)
	}
	source, ok := strings.CutPrefix(expression, "$request.")
	if !ok {
		return nil, false
	}
	if name, ok := strings.CutPrefix(source, "path."); ok {
		text, found := from.Path[name]
		return text, found
	}
	if name, ok := strings.CutPrefix(source, "query."); ok {
		u, err := url.Parse(from.URL)
		if err != nil || !u.Query().Has(name) {
			return nil, false
		}
		return u.Query().Get(name), true
	}
	return messagePart(source, from.RequestFields, from.RequestContent)
}

// messagePart is what "header.NAME" or "body#/pointer" means in a message.
func messagePart(source string, fields http.Header, content []byte) (any, bool) {
	if name, ok := strings.CutPrefix(source, "header."); ok {
		text := fields.Get(name)
		return text, text != ""
	}
	rest, ok := strings.CutPrefix(source, "body")
	if !ok {
		return nil, false
	}
	v, err := parseContent(content)
	if err != nil {
		return nil, false
	}
	if rest == "" || rest == "#" {
		return v, true
	}
	tokens, ok := strings.CutPrefix(rest, "#/")
	if !ok {
		return nil, false
	}
	return inside(v, strings.Split(tokens, "/"))
}
