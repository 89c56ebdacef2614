package spec

import (
	"strings"
	"unicode"
)

// wordsOf are the words of a name in small letters: "billingEmail", "billing_email" and
// "billing-email" are "billing", "email"; "imageURL" is "image", "url".
func wordsOf(name string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			continue
		}
		afterSmall := i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(runes[i-1])
		beforeSmall := i > 0 && unicode.IsUpper(r) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if afterSmall || beforeSmall {
			end()
		}
		word.WriteRune(r)
	}
	end()
	return words
}
