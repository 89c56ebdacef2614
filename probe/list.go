package probe

import (
	"maps"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

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

// listsLike are the lists of an answer whose things look most like the one that another answer
// shows: an envelope may have several, as users and the roles that they can have.
func listsLike(content any, x *records.Exchange) [][]any {
	var like map[string]any
	if x != nil && x.Response != nil {
		like, _ = records.Decoded(x.Response.Whole()).(map[string]any)
	}
	most, best := 0, [][]any(nil)
	for _, list := range lists(content, 0) {
		alike := 0
		if len(list) > 0 {
			object, _ := list[0].(map[string]any)
			for name := range object {
				if _, ok := like[name]; ok {
					alike++
				}
			}
		}
		if alike > most {
			most, best = alike, nil
		}
		if alike == most {
			best = append(best, list)
		}
	}
	return best
}

// lists are the arrays of an answer, with those inside its envelope.
func lists(content any, depth int) [][]any {
	switch v := content.(type) {
	case []any:
		return [][]any{v}
	case map[string]any:
		var found [][]any
		if depth <= 2 {
			for _, name := range slices.Sorted(maps.Keys(v)) {
				found = append(found, lists(v[name], depth+1)...)
			}
		}
		return found
	}
	return nil
}

// isListed reports whether a list has a thing with a value for a parameter. Of several lists those
// count that are like the thing which the answer x shows.
func isListed(content any, param, value string, x *records.Exchange) bool {
	return slices.ContainsFunc(listsLike(content, x), func(list []any) bool { return hasThing(list, param, value) })
}

func hasThing(list []any, param, value string) bool {
	for _, item := range list {
		if text, ok := scalar(item); ok && text == value {
			return true
		}
		object, _ := item.(map[string]any)
		for _, inner := range things(object, &Resource{}) {
			for _, name := range append(itemFields(param), "id", "name") {
				if text, ok := scalar(fieldOf(inner, name)); ok && (text == value || shortName(text, param) == value) {
					return true
				}
			}
		}
	}
	return false
}
