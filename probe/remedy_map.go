package probe

import (
	"regexp"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// missing are in refusals that say that something is not there.
var missing = []string{"missing", "require", "must have", "must contain", "must include", "must be set", "must be given", "must be provided",
	"not set", "not given", "not provided", "not specified", "provide", "expected"}

// keysNamed are what a refusal names: in quotes, or last, after a colon.
func keysNamed(text string) []string {
	const key = `([A-Za-z_][A-Za-z0-9_.-]{0,63})`
	var keys []string
	for _, form := range []string{"['\"`]" + key + "['\"`]", `: *` + key + `[.]?$`} {
		for _, found := range regexp.MustCompile(form).FindAllStringSubmatch(text, -1) {
			keys = append(keys, found[1])
		}
	}
	return keys
}

// missingKey is the place of a member that a refusal misses in the one map of the body whose
// members the contract does not name; "" where it names none, or there are several such maps and it
// does not say which.
func missingKey(body *spec.Body, b *birth, r *records.Response, named map[string]bool) string {
	text, maps := errorText(r), body.Maps()
	if len(maps) > 1 {
		maps = slices.DeleteFunc(maps, func(name string) bool { return !named[plainName(name)] })
	}
	if len(maps) != 1 || !says(text, missing) {
		return ""
	}
	if given, ok := b.sample.Given.(map[string]any); ok && given[maps[0]] != nil {
		return ""
	}
	there, _ := b.sent()[maps[0]].(map[string]any)
	properties := body.Properties()
	for _, key := range keysNamed(text) {
		key = strings.TrimPrefix(key, maps[0]+".")
		described := slices.ContainsFunc(properties, func(p string) bool { return plainName(p) == plainName(key) })
		place := "/" + maps[0] + "/" + key
		if there[key] == nil && !described && !slices.Contains(b.sample.Add, place) {
			return place
		}
	}
	return ""
}
