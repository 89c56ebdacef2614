package prose

import "strings"

// Conjoined joins words: "GET, PUT and DELETE".
func Conjoined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
