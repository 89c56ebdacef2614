package probe

import (
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// missingKey is the place of a member that a refusal misses in the one map of the body whose
// members the contract does not name; "" where it names none, or there are several such maps and it
// does not say which.
func missingKey(body *spec.Body, b *birth, r *records.Response, named map[string]bool) string {
	text, maps := refusal.Text(r), body.Maps()
	if len(maps) > 1 {
		maps = slices.DeleteFunc(maps, func(name string) bool { return !named[naming.Plain(name)] })
	}
	if len(maps) != 1 || !refusal.Misses(text) {
		return ""
	}
	if given, ok := b.sample.Given.(map[string]any); ok && given[maps[0]] != nil {
		return ""
	}
	there, _ := b.sent()[maps[0]].(map[string]any)
	properties := body.Properties()
	for _, key := range refusal.Keys(text) {
		key = strings.TrimPrefix(key, maps[0]+".")
		described := slices.ContainsFunc(properties, func(p string) bool { return naming.Plain(p) == naming.Plain(key) })
		place := "/" + maps[0] + "/" + key
		if there[key] == nil && !described && !slices.Contains(b.sample.Add, place) {
			return place
		}
	}
	return ""
}
