package refusal

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Names are the words of a refusal, as names are compared.
func Names(r *records.Response) map[string]bool {
	named := map[string]bool{}
	for _, word := range Words(r) {
		named[naming.Plain(word)] = true
	}
	// "mapped path" is mapped_path.
	parts := naming.Words(Text(r))
	for i := range parts {
		for n := 2; n <= 3 && i+n <= len(parts); n++ {
			named[strings.Join(parts[i:i+n], "")] = true
		}
	}
	return named
}

// Taken reports whether a refusal says that somebody else has a value already.
func Taken(words map[string]bool) bool {
	return slices.ContainsFunc([]string{"exists", "exist", "taken", "duplicate", "unique", "already"}, func(word string) bool { return words[word] })
}

// Quotes reports whether a refusal names a value that was sent.
func Quotes(r *records.Response, sent any) bool {
	text, ok := sent.(string)
	return ok && len(text) > 3 && strings.Contains(string(r.Whole()), text)
}

// Words are what an error document says: the words of its texts, and the names of the members
// inside it, which often are those of the fields in error.
func Words(r *records.Response) []string {
	var found []string
	add := func(text string) {
		for word := range strings.FieldsFuncSeq(text, func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' && c != '-'
		}) {
			for _, part := range append([]string{word}, camelWords(word)...) {
				if !slices.Contains(found, part) {
					found = append(found, part)
				}
			}
		}
	}
	content := records.Decoded(r.Whole())
	if content == nil {
		add(string(r.Whole()))
		return found
	}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		switch v := v.(type) {
		case string:
			add(v)
		case []any:
			for _, item := range v {
				walk(item, depth+1)
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				if isFrame(name) {
					continue
				}
				if depth > 0 {
					add(name)
				}
				walk(v[name], depth+1)
			}
		}
	}
	walk(content, 0)
	return found
}

// camelWords are the words of a name such as "PasswordIsRequired".
func camelWords(name string) []string {
	if strings.ContainsAny(name, "_-") {
		return nil // it is one name: "user_name" is about neither a user nor a name
	}
	parts := naming.Words(name)
	if len(parts) < 3 {
		return nil // "userName" too is one name
	}
	return parts
}

// isFrame reports whether a member of an error document says something of the error itself and
// not of the input.
func isFrame(name string) bool {
	switch strings.ToLower(name) {
	case "type", "title", "status", "statuscode", "instance", "timestamp", "path", "trace", "traceid", "requestid", "documentation_url":
		return true
	}
	return false
}

// Text is what an API says of an error, on one line: the member of its error document that
// holds the message, or the beginning of a plain text; "" for pages and silence.
func Text(r *records.Response) string {
	text := ""
	switch content := records.Decoded(r.Whole()).(type) {
	case map[string]any:
		text = message(content)
	case []any:
		if raw, err := json.Marshal(content); err == nil {
			text = string(raw)
		}
	case string:
		text = content
	case nil:
		if r.MediaType() == "text/plain" {
			text = r.Body
		}
	}
	text = strings.Join(strings.Fields(text), " ")
	if cut := 160; len(text) > cut {
		text = strings.ToValidUTF8(text[:cut], "") + "…"
	}
	return text
}

// message joins what an error document says: its message, and its details as they stand.
func message(document map[string]any) string {
	var parts []string
	for _, name := range []string{"message", "detail", "error", "error_description", "reason", "title", "msg", "errors", "details", "violations", "fields"} {
		switch v := document[name].(type) {
		case nil:
		case string:
			if v != "" && !slices.Contains(parts, v) {
				parts = append(parts, v)
			}
		default:
			if raw, err := json.Marshal(v); err == nil && string(raw) != "[]" && string(raw) != "{}" {
				parts = append(parts, string(raw))
			}
		}
	}
	if len(parts) == 0 {
		raw, err := json.Marshal(document)
		if err != nil || len(document) == 0 {
			return ""
		}
		return string(raw)
	}
	return strings.Join(parts, ": ")
}
