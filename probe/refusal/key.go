package refusal

import (
	"regexp"
	"slices"
	"strings"
)

// missing are in refusals that say that something is not there.
var missing = []string{"missing", "require", "must have", "must contain", "must include", "must be set", "must be given", "must be provided",
	"not set", "not given", "not provided", "not specified", "provide", "expected"}

// Misses reports whether what a refusal says is that something is not there.
func Misses(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(missing, func(part string) bool { return strings.Contains(text, part) })
}

const key = `([A-Za-z_][A-Za-z0-9_.-]{0,63})`

var keyForms = []*regexp.Regexp{regexp.MustCompile("['\"`]" + key + "['\"`]"), regexp.MustCompile(`: *` + key + `[.]?$`)}

// Keys are what a refusal names: in quotes, or last, after a colon.
func Keys(text string) []string {
	var keys []string
	for _, form := range keyForms {
		for _, found := range form.FindAllStringSubmatch(text, -1) {
			keys = append(keys, found[1])
		}
	}
	return keys
}
