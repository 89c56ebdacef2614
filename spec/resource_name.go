package spec

import (
	"slices"
	"strings"
)

// envelopes are the properties in which APIs wrap what they are about, those of the usual
// conventions first.
var envelopes = []string{
	"data", "items", "results", "result", "value", "values", "content", "records", "entries", "list",
	"rows", "objects", "elements", "resources", "hits", "nodes", "edges", "payload", "response", "_embedded",
}

// resourceName is the name of the schema that content is about, and whether it is a list of such.
func resourceName(schema node) (name string, list bool) {
	const deepest = 6
	var outer string
	for range deepest {
		s := newDemands()
		if (&generator{}).add(s, schema, true) != nil {
			return outer, list
		}
		if own := refName(schema); own != "" {
			outer = own
		}
		if items := s.itemSchemas(0); len(items) > 0 && !list {
			schema, list, outer = items[0], true, ""
			continue
		}
		inner, isList := s.wrapped(list)
		if !inner.exists() {
			return outer, list
		}
		schema, list = inner, list || isList
		if isList {
			outer = ""
		}
	}
	return outer, list
}

// refName is the name under which a schema is known, over allOf of one part and alternatives of
// which the other is null.
func refName(schema node) string {
	if name := lastSegment(schema.field("$ref").text()); name != "" {
		return name
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		var names []string
		for _, part := range schema.field(keyword).items() {
			if name := refName(part); name != "" {
				names = append(names, name)
			}
		}
		if len(names) == 1 {
			return names[0]
		}
	}
	return ""
}

// lastSegment is the name at the end of a reference.
func lastSegment(ref string) string {
	if ref == "" {
		return ""
	}
	name := pointerToken(percentDecoded(ref[strings.LastIndexAny(ref, "/#")+1:]))
	for _, extension := range []string{".json", ".yaml", ".yml"} {
		name = strings.TrimSuffix(name, extension)
	}
	return name
}

// wrapped is what an object is a wrapper of: its only array of objects, or what stands under a
// usual name. It is absent for an object with an id of its own.
func (s *demands) wrapped(inList bool) (inner node, list bool) {
	if len(s.names) == 0 || slices.ContainsFunc(s.names, func(name string) bool { return strings.EqualFold(name, "id") }) {
		return node{}, false
	}
	if items, ok := s.onlyList(); ok && !inList {
		return items, true
	}
	for _, name := range envelopes {
		schemas := s.properties[name]
		if len(schemas) == 0 {
			continue
		}
		if items, ok := itemsOfList(schemas); ok && !inList {
			return items, true
		}
		if isObjectSchema(schemas[0]) {
			return schemas[0], false
		}
	}
	return node{}, false
}

// paging are words that stand beside the list in an object that is no more than its wrapper.
var paging = []string{
	"total", "count", "page", "pages", "limit", "offset", "next", "prev", "cursor", "more", "size", "meta", "link",
	"self", "first", "last", "number", "sort", "token", "kind", "apiversion", "object", "url", "empty", "etag", "start", "end",
}

// onlyList is the only array of objects of an object that has nothing else but paging.
func (s *demands) onlyList() (node, bool) {
	var lists []node
	for _, name := range s.names {
		items, ok := itemsOfList(s.properties[name])
		lower := strings.ToLower(name)
		switch {
		case ok:
			lists = append(lists, items)
		case !slices.ContainsFunc(paging, func(word string) bool { return strings.Contains(lower, word) }):
			return node{}, false
		}
	}
	if len(lists) != 1 {
		return node{}, false
	}
	return lists[0], true
}

// itemsOfList is the schema of the items where a property is an array of objects.
func itemsOfList(schemas []node) (node, bool) {
	for _, n := range schemas {
		target, err := n.deref()
		if err != nil {
			continue
		}
		if items := target.field("items"); isObjectSchema(items) {
			return items, true
		}
	}
	return node{}, false
}

func isObjectSchema(n node) bool {
	s := newDemands()
	if !n.exists() || (&generator{}).add(s, n, true) != nil {
		return false
	}
	return len(s.names) > 0 || slices.Contains(s.types, "object") || len(s.groups) > 0
}
