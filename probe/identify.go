package probe

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// identify lists what the answer to a creating request says about where the new thing is: the
// values of the resource's parameters, the most certain first. known are those that the
// creating request had in its own path; sent is its content.
func identify(r *Resource, x *Exchange, known []string, sent []byte) [][]string {
	var found [][]string
	add := func(values []string) {
		if len(values) == r.params && !slices.Contains(values, "") &&
			!slices.ContainsFunc(found, func(f []string) bool { return slices.Equal(f, values) }) {
			found = append(found, values)
		}
	}
	content := decoded(x.Response.whole())
	names := paramsOf(r.Template)
	for _, ref := range append([]string{x.Response.value("Location")}, selfLinks(content)...) {
		add(r.valuesAt(ref, x.sentURL()))
	}
	for _, object := range things(content, r) {
		add(valuesIn(object, names, known))
	}
	if last := lastSegment(x.Response.value("Location")); last != "" && len(known) == r.params-1 {
		add(append(slices.Clone(known), last))
	}
	if text, ok := scalar(content); ok && len(known) == r.params-1 {
		add(append(slices.Clone(known), text))
	}
	for _, object := range things(decoded(sent), r) {
		add(valuesIn(object, names, known))
	}
	return found
}

// valuesAt reads the values of the resource's parameters from a reference to one.
func (r *Resource) valuesAt(ref, base string) []string {
	if ref == "" {
		return nil
	}
	from, errFrom := url.Parse(base)
	to, errTo := url.Parse(ref)
	if errFrom != nil || errTo != nil {
		return nil
	}
	path := segmentsOf(from.ResolveReference(to).EscapedPath())
	template := segmentsOf(r.Template)
	if len(path) < len(template) {
		return nil
	}
	var values []string
	for i, segment := range path[len(path)-len(template):] {
		text, err := url.PathUnescape(segment)
		switch {
		case err != nil:
			return nil
		case strings.HasPrefix(template[i], "{") && strings.HasSuffix(template[i], "}"):
			values = append(values, text)
		case segment != template[i]:
			return nil
		}
	}
	return values
}

func lastSegment(ref string) string {
	u, err := url.Parse(ref)
	if err != nil || ref == "" {
		return ""
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	return segments[len(segments)-1]
}

func paramsOf(template string) []string {
	var names []string
	for _, s := range segmentsOf(template) {
		if strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") {
			names = append(names, s[1:len(s)-1])
		}
	}
	return names
}

// decoded is JSON content as a value; nil for anything else.
func decoded(content []byte) any {
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil
	}
	return v
}

// selfLinks are the members of an answer by which it names itself: HAL, JSON:API, JSON-LD and
// plain ones.
func selfLinks(content any) []string {
	var refs []string
	add := func(v any) {
		if text, ok := v.(string); ok {
			refs = append(refs, text)
		}
	}
	for _, object := range []any{content, member(content, "data")} {
		for _, links := range []string{"_links", "links"} {
			self := member(member(object, links), "self")
			add(self)
			add(member(self, "href"))
		}
		for _, name := range []string{"self", "href", "url", "uri", "selfLink", "@id", "location"} {
			add(member(object, name))
		}
	}
	return refs
}

func member(v any, name string) any {
	object, _ := v.(map[string]any)
	return object[name]
}

// things are the objects of an answer that may be the new thing: the whole, what is in an
// envelope, the first of an array.
func things(content any, r *Resource) []map[string]any {
	var found []map[string]any
	add := func(v any) {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		if object, ok := v.(map[string]any); ok {
			found = append(found, object)
		}
	}
	add(content)
	envelopes := []string{"data", "result", "item", "attributes", "metadata", "resource", "object", "response", "payload"}
	if segments := segmentsOf(r.Template); len(segments) > 1 {
		collection := segments[len(segments)-2]
		envelopes = append(envelopes, singular(collection), collection)
	}
	for _, name := range envelopes {
		add(member(content, name))
	}
	return found
}

// valuesIn reads the values of parameters from a thing. known are the values of the first ones,
// when the request's own path had them.
func valuesIn(object map[string]any, names, known []string) []string {
	values := make([]string, len(names))
	for i, name := range names {
		last := i == len(names)-1
		if i < len(known) && !last {
			values[i] = known[i]
			continue
		}
		values[i] = valueOf(object, name, last)
	}
	return values
}

// valueOf is the value that a thing has for a parameter; "" for none. Under which names is said
// by [itemFields]; a thing that is named directly may be known by anything that names things.
func valueOf(object map[string]any, param string, direct bool) string {
	names := itemFields(param)
	if direct {
		names = append(names, "id", "_id", "uuid", "uid", "key", "slug", "name", "code", "identifier", "login", "username")
	}
	for _, name := range names {
		v := fieldOf(object, name)
		if text, ok := scalar(v); ok {
			return text
		}
		for _, inner := range []string{"login", "username", "id", "name", "key", "slug"} {
			if text, ok := scalar(member(v, inner)); ok {
				return text
			}
		}
	}
	return ""
}

// fieldOf is the member of a thing with a name, however it is spelt: "taskId", "task_id".
func fieldOf(object map[string]any, name string) any {
	if v, ok := object[name]; ok {
		return v
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if plainName(key) == plainName(name) {
			return object[key]
		}
	}
	return nil
}

func plainName(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// scalar is a value that can stand in a path.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, v != "" && len(v) < 200 && !strings.ContainsAny(v, "\r\n")
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// items are the things in a list: of an array, or of the first array within an envelope.
func items(content any, depth int) []any {
	switch v := content.(type) {
	case []any:
		return v
	case map[string]any:
		if depth > 2 {
			return nil
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if list := items(v[name], depth+1); list != nil {
				return list
			}
		}
	}
	return nil
}

// isListed reports whether a list has a thing with a value for a parameter.
func isListed(content any, param, value string) bool {
	for _, item := range items(content, 0) {
		if text, ok := scalar(item); ok && text == value {
			return true
		}
		object, _ := item.(map[string]any)
		for _, inner := range things(object, &Resource{}) {
			for _, name := range append(itemFields(param), "id", "name") {
				if text, ok := scalar(fieldOf(inner, name)); ok && text == value {
					return true
				}
			}
		}
	}
	return false
}
