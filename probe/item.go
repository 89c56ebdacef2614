package probe

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
)

// firstItem finds the value of a parameter in the first item of a list: an array, or the first
// array member of an envelope ("data", "items", "results", "_embedded"). The content may be
// cut off, so it is read token by token.
func firstItem(body []byte, param string) string {
	item := firstObject(numbersDecoder(body), 0)
	for _, name := range itemFields(param) {
		switch v := item[name].(type) {
		case string:
			return v
		case json.Number:
			return v.String()
		}
	}
	name, _ := item["name"].(string)
	return shortName(name, param)
}

func numbersDecoder(body []byte) *json.Decoder {
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	return decoder
}

// firstText is the first item of a list of texts: such items are what the paths below call them. ""
// where the content is no such list.
func firstText(body []byte) string {
	list, _ := records.Decoded(body).([]any)
	if len(list) == 0 {
		return ""
	}
	text, ok := list[0].(string)
	if !ok || strings.ContainsAny(text, "\r\n") {
		return ""
	}
	return text
}

// onlyName is the value of the only member of an item by which things are called; "" where it has
// several that differ, because nothing says which of them a path takes.
func onlyName(item map[string]any) string {
	found := ""
	for _, name := range []string{"id", "_id", "uuid", "uid", "key", "slug", "name", "code", "identifier"} {
		switch text, ok := scalar(item[name]); {
		case !ok || text == found:
		case found != "":
			return ""
		default:
			found = text
		}
	}
	return found
}

// firstObject descends to the first object inside an array and decodes it; nil when there is
// none within three levels.
func firstObject(decoder *json.Decoder, depth int) map[string]any {
	token, err := decoder.Token()
	if err != nil || depth > 3 {
		return nil
	}
	switch token {
	case json.Delim('['):
		var item map[string]any
		if !decoder.More() || decoder.Decode(&item) != nil {
			return nil
		}
		return item
	case json.Delim('{'):
		for decoder.More() {
			if _, err := decoder.Token(); err != nil {
				return nil
			}
			if item := firstObject(decoder, depth+1); item != nil {
				return item
			}
		}
		_, _ = decoder.Token() // the closing brace
	}
	return nil
}

// itemFields are the names under which an item may carry a parameter's value: {taskId} is
// "taskId", "task_id" or "id", and {id_or_name} is "id" or "name".
func itemFields(param string) []string {
	names := []string{param}
	for _, part := range alternatives(param) {
		names = append(names, itemFields(part)...)
	}
	for _, suffix := range []string{"Id", "_id", "-id", "ID"} {
		if stem, ok := strings.CutSuffix(param, suffix); ok && stem != "" {
			names = append(names, stem+"_id", stem+"Id", "id")
		}
	}
	if strings.HasSuffix(naming.Plain(param), "token") {
		names = append(names, "token", "secret")
	}
	for _, known := range []string{"Name", "_name", "Slug", "_slug", "Key", "_key", "Uuid", "_uuid", "UUID"} {
		if stem, ok := strings.CutSuffix(param, known); ok && stem != "" {
			names = append(names, strings.ToLower(strings.TrimPrefix(known, "_")))
		}
	}
	return slices.Compact(names)
}

// alternatives are the properties that a parameter may name a thing by: "id" and "slug" for
// {id_or_slug}; nil where it is one.
func alternatives(param string) []string {
	for _, or := range []string{"_or_", "-or-", "Or"} {
		first, second, ok := strings.Cut(param, or)
		if ok && first != "" && second != "" && (or != "Or" || unicode.IsUpper(rune(second[0]))) {
			return []string{first, strings.ToLower(second[:1]) + second[1:]}
		}
	}
	return nil
}
