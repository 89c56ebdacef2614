package probe

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
)

// sighting is something in a list that bears the run's marker.
type sighting struct {
	list   string         // the path of the list
	object map[string]any // nil where the list has texts only
	field  string         // the member with the marker; "" where the list has texts only
	text   string
}

// marked are the things of a list that bear the marker: the innermost objects of its arrays, texts
// in them, and members that go by such a name.
func marked(x *records.Exchange, path, marker string) []sighting {
	if x.Status()/100 != 2 {
		return nil
	}
	var found []sighting
	see := func(object map[string]any, field, text string) {
		found = append(found, sighting{list: path, object: object, field: field, text: text})
	}
	var walk func(v any, listed bool)
	walk = func(v any, listed bool) {
		switch v := v.(type) {
		case string:
			if listed && bears(v, marker) {
				see(nil, "", v)
			}
		case []any:
			for _, item := range v {
				walk(item, true)
			}
		case map[string]any:
			seen := false
			for _, name := range slices.Sorted(maps.Keys(v)) {
				text, isText := v[name].(string)
				switch {
				case bears(name, marker):
					see(nil, "", name)
				case !isText:
					walk(v[name], listed)
				case listed && !seen && bears(text, marker):
					see(v, name, text)
					seen = true
				}
			}
		}
	}
	walk(records.Decoded(x.Response.Whole()), false)
	return found
}

// isAt reports whether what is shown is what a URL of the ledger names: it goes by the same name,
// and its list or that member says that it is of the same kind. Things of several kinds may have
// the same name or number.
func (s *sighting) isAt(address string) bool {
	collection, last := path.Split(address)
	name, err := url.PathUnescape(last)
	if address == "" || err != nil {
		return false
	}
	kind := naming.Singular(strings.ToLower(path.Base(collection)))
	ofKind := slices.ContainsFunc(segmentsOf(s.list), func(word string) bool { return naming.Singular(strings.ToLower(word)) == kind })
	if s.object == nil {
		return ofKind && s.text == name
	}
	for field, v := range s.object {
		text, ok := scalar(v)
		if ok && (text == name && (ofKind && (s.field == field || namesThing(field)) || strings.HasPrefix(naming.Plain(field), naming.Plain(kind))) || shortName(text, kind) == name) {
			return true
		}
	}
	return false
}

// has reports whether the text with the marker, or a member of the object that it is in, is the name in
// a URL of the ledger; a number that short may be anything.
func (s *sighting) has(address string) bool {
	_, last := path.Split(address)
	name, err := url.PathUnescape(last)
	if err != nil || len(name) < 6 {
		return false
	}
	for _, v := range s.object {
		if text, ok := scalar(v); ok && text == name {
			return true
		}
	}
	return name == s.text
}

// namesThing reports whether a member is likely what a thing goes by.
func namesThing(field string) bool {
	plain := naming.Plain(field)
	return slices.Contains(namingProperties, plain) || strings.HasSuffix(plain, "id")
}

// describe is what is shown of a sighting: the text with the marker, after what it goes by where
// no URL says so.
func (s *sighting) describe(withID bool) string {
	text := s.text
	if cut := 80; len(text) > cut {
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	if s.object == nil {
		return text
	}
	for _, name := range append(slices.Clone(namingProperties), slices.Sorted(maps.Keys(s.object))...) {
		if id, ok := scalar(s.object[name]); ok && withID && name != s.field && namesThing(name) {
			return fmt.Sprintf("%s %s, %s %s", name, id, s.field, text)
		}
	}
	return s.field + " " + text
}
