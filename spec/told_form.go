package spec

import (
	"regexp"
	"slices"
	"strings"
)

// toldForms are what the description of a text says of its form, where its schema says no more than
// "a string".
var toldForms = []struct {
	says   *regexp.Regexp
	format string
	// name is what the property's name must tell as well; nil for anything.
	name func(name string) bool
}{
	{inBase64, "base64-image", func(name string) bool { return strings.HasPrefix(fileKindNamed(name).mediaType, "image/") }},
	{inBase64, "base64", nil},
	{regexp.MustCompile(`(?i)\b(open)?ssh\b`), "ssh-public-key", func(name string) bool {
		words := wordsOf(name)
		return slices.Contains(words, "key") || slices.Contains(words, "keys")
	}},
}

var (
	inBase64 = regexp.MustCompile(`(?i)\bbase-?64[- ](encoded|string|text|representation)|\b(encoded|string|bytes) (in|as|with|using) base-?64`)
	// maybe are in descriptions that leave it open.
	maybe = regexp.MustCompile(`(?i)\b(not|or|if|whether|private|fingerprint|optionally|either)\b`)
)

// formatTold is the format that a description gives away; "" where it does not, or leaves a choice.
func formatTold(told, name string) string {
	for clause := range strings.FieldsFuncSeq(told, func(c rune) bool { return strings.ContainsRune(".,;:()\n", c) }) {
		for _, form := range toldForms {
			if form.says.MatchString(clause) && !maybe.MatchString(clause) && (form.name == nil || form.name(name)) {
				return form.format
			}
		}
	}
	return ""
}

var (
	sentenceOnRequired = regexp.MustCompile(`(?i)[^.\n]*\b(required|mandatory)\b[^.\n]*`)
	quotedName         = regexp.MustCompile("[\"'`]([A-Za-z_][A-Za-z0-9_.-]{0,63})[\"'`]")
)

// namesTold are the members that the description of a map says are required, in quotes: the schema
// of a map names none.
func (s *demands) namesTold() []string {
	if len(s.names) > 0 || len(s.additional) == 0 || !s.allowsName("verbatim") {
		return nil
	}
	var names []string
	for _, sentence := range sentenceOnRequired.FindAllString(s.told, -1) {
		for _, quoted := range quotedName.FindAllStringSubmatch(sentence, -1) {
			if !slices.Contains(names, quoted[1]) && !slices.Contains(s.required, quoted[1]) && !maybe.MatchString(sentence) {
				names = append(names, quoted[1])
			}
		}
	}
	return names
}
