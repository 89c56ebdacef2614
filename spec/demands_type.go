package spec

import (
	"slices"
	"strings"
)

// addTypes narrows the types to those that the keyword "type" allows, a name or several.
func (s *demands) addTypes(n node) {
	names := []node{n}
	if n.kind() == arrayKind {
		names = n.items()
	}
	var types []string
	null := false
	for _, name := range names {
		switch t := canonicalType(name.text()); t {
		case "":
			return // an unknown type forbids nothing that we know of
		case "null":
			null = true
		default:
			types = append(types, t)
		}
	}
	switch {
	case len(types) == 0 && null:
		s.choose([]any{nil})
	case s.types == nil:
		s.types = types
	default:
		if s.types = commonTypes(s.types, types); len(s.types) == 0 {
			s.never = true
		}
	}
	s.null = s.null || null
}

// canonicalType is the JSON Schema type that a name means: names of other languages are
// frequent in contracts.
func canonicalType(name string) string {
	switch strings.ToLower(name) {
	case "string", "file", "date", "datetime", "date-time", "uuid", "text":
		return "string"
	case "integer", "int", "long", "int32", "int64":
		return "integer"
	case "number", "float", "double", "decimal":
		return "number"
	case "boolean", "bool":
		return "boolean"
	case "array", "list":
		return "array"
	case "object", "map":
		return "object"
	case "null":
		return "null"
	default:
		return ""
	}
}

func commonTypes(a, b []string) []string {
	var both []string
	for _, t := range a {
		switch {
		case slices.Contains(b, t):
			both = append(both, t)
		case t == "number" && slices.Contains(b, "integer"):
			both = append(both, "integer")
		case t == "integer" && slices.Contains(b, "number"):
			both = append(both, "integer")
		}
	}
	return both
}

// candidates are the types to try, in order; never "null".
func (s *demands) candidates(fallback string) []string {
	if len(s.types) > 0 {
		return s.types
	}
	switch {
	case len(s.names) > 0, len(s.required) > 0, len(s.additional) > 0, s.minProperties > 0, len(s.patterned) > 0:
		return []string{"object"}
	case len(s.items) > 0, len(s.prefix) > 0, s.minItems > 0, s.maxItems >= 0, s.unique, len(s.contains) > 0:
		return []string{"array"}
	case len(s.patterns) > 0, s.length.min > 0, s.length.bounded:
		return []string{"string"}
	case s.low.value != nil, s.high.value != nil, s.multiple != nil:
		return []string{"number"}
	case s.format == "int32", s.format == "int64":
		return []string{"integer"}
	case s.format == "float", s.format == "double":
		return []string{"number"}
	case s.format != "":
		return []string{"string"}
	default:
		return []string{fallback}
	}
}
