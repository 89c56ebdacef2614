package probe

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// candidate are values of a resource's parameters that an answer seems to give. sure is set where
// the answer says so by a reference, or under the very names of the parameters.
type candidate struct {
	texts []string
	sure  bool
}

// identify lists what the answer to a creating request says about where the new thing is, the
// most certain first. known are the values of the first parameters that the creating request had
// in its own path; sent is its content.
func identify(r *Resource, x *records.Exchange, known []string, sent []byte) []candidate {
	var found []candidate
	add := func(texts []string, sure bool) {
		if len(texts) == r.params && !slices.Contains(texts, "") &&
			!slices.ContainsFunc(found, func(f candidate) bool { return slices.Equal(f.texts, texts) }) {
			found = append(found, candidate{texts, sure})
		}
	}
	content := records.Decoded(x.Response.Whole())
	names := paramsOf(r.Template)
	last := names[len(names)-1]
	addThing := func(object map[string]any) {
		if numbered := numberIn(object, last); numbered != "" && len(known) >= r.params-1 {
			add(append(slices.Clone(known[:r.params-1]), numbered), false)
		}
		texts := valuesIn(object, names, known)
		texts[len(texts)-1] = or(texts[len(texts)-1], r.ownProperty(object, last))
		add(texts, valueOf(object, last, false) != "")
	}
	location := x.Response.Raw("Location")
	for _, ref := range append([]string{location}, selfLinks(content)...) {
		add(r.valuesAt(ref, x.SentURL()), true)
	}
	for _, object := range things(content, r) {
		addThing(object)
	}
	if segment := lastSegment(location); segment != "" && segment != lastSegment(x.SentURL()) && len(known) >= r.params-1 {
		add(append(slices.Clone(known[:r.params-1]), segment), true)
	}
	if text, ok := scalar(content); ok && len(known) >= r.params-1 {
		add(append(slices.Clone(known[:r.params-1]), text), true)
	}
	for _, object := range things(records.Decoded(sent), r) {
		addThing(object)
	}
	return found
}

// numberIn is the number by which a thing goes within what it belongs to, where a parameter is called
// after no id: {index} in /repos/{repo}/pulls/{index} is the "number" of a pull request, and not its
// "id". "" for none.
func numberIn(object map[string]any, param string) string {
	plain := naming.Plain(param)
	if plain != "index" && plain != "iid" && plain != "no" && !strings.HasSuffix(plain, "number") {
		return ""
	}
	for _, name := range []string{"number", "iid", "no"} {
		if text, ok := scalar(object[name]); ok {
			return text
		}
	}
	return ""
}

// ownProperty is what a thing has for a parameter under a name that begins with what the thing is:
// the {name} in /api-tokens/{name} may be its "tokenName".
func (r *Resource) ownProperty(object map[string]any, param string) string {
	segments := segmentsOf(r.Template)
	kind := naming.Plain(naming.Singular(segments[max(len(segments)-2, 0)]))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		stem, ok := strings.CutSuffix(naming.Plain(name), naming.Plain(param))
		if text, isText := scalar(object[name]); ok && stem != "" && strings.HasSuffix(kind, stem) && isText {
			return text
		}
	}
	return ""
}

// shared are the values of the parameters that a path and a resource's begin with alike.
func (r *Resource) shared(row *Row, values []spec.Value) []string {
	own, other := segmentsOf(r.Template), segmentsOf(row.Item.Template)
	var texts []string
	for i := 0; i < len(own)-1 && i < len(other) && shapeOf(own[i:i+1]) == shapeOf(other[i:i+1]); i++ {
		if isParam(own[i]) && len(texts) < len(values) {
			texts = append(texts, values[len(texts)].Text)
		}
	}
	return texts
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
		envelopes = append(envelopes, naming.Singular(collection), collection)
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
			return or(shortName(text, param), text)
		}
		for _, inner := range []string{"login", "username", "id", "name", "key", "slug"} {
			if text, ok := scalar(member(v, inner)); ok {
				return text
			}
		}
	}
	return ""
}

// shortName is what a path calls a thing by a parameter, of a name that says where it is among others:
// "users/ada/keys/7" is 7 for {key}, as in the resource names of Google's APIs (AIP-122). "" where
// the name is none of such things.
func shortName(name, param string) string {
	segments := strings.Split(name, "/")
	last := len(segments) - 1
	if last%2 == 0 || segments[last] == "" || naming.Plain(naming.Singular(segments[last-1])) != naming.Plain(param) {
		return ""
	}
	return segments[last]
}

// fieldOf is the member of a thing with a name, however it is spelt: "taskId", "task_id".
func fieldOf(object map[string]any, name string) any {
	if v, ok := object[name]; ok {
		return v
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if naming.Plain(key) == naming.Plain(name) {
			return object[key]
		}
	}
	return nil
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
