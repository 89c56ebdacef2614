package spec

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// wording distinguishes generated texts: those of one run from those of another by a marker,
// those of one value from each other by a variant. The zero value is the usual one.
type wording struct {
	marker  string
	variant int
	// now is the day from which days are counted; see day.
	now  time.Time
	days int
}

// word is the plain text that stands for any; each wording has another one.
func (w wording) word() string {
	word := "verbatim"
	if w.marker != "" {
		word = w.marker
	}
	if w.variant == 0 {
		return word
	}
	return fmt.Sprintf("%s-%d", word, w.variant+1)
}

// number is small without a marker, and otherwise one that other markers hardly have.
func (w wording) number() int {
	if w.marker == "" {
		return w.variant
	}
	digest := sha256.Sum256([]byte(w.marker))
	const most = 1_000_000
	return int(binary.BigEndian.Uint32(digest[:])%most) + w.variant
}

// day is noon of the day that dates are made of: the first of 2026, or as many days from now as
// the name of the property suggests. Without a now that is 2030, so that what should lie in the
// future does for a while.
func (w wording) day() time.Time {
	day := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	if w.days != 0 {
		day = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
		if !w.now.IsZero() {
			year, month, date := w.now.UTC().Date()
			day = time.Date(year, month, date, 12, 0, 0, 0, time.UTC)
		}
	}
	return day.AddDate(0, 0, w.days+w.variant)
}

func capitalized(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(word[:size]) + word[size:]
}

// hex is a text of hexadecimal digits.
func (w wording) hex(length int) string {
	digest := sha256.Sum256([]byte(w.word()))
	return hex.EncodeToString(digest[:])[:length]
}

// password has letters of both cases, digits and a sign.
func (w wording) password() string {
	return capitalized(w.word()) + "-1234!"
}

// uuid is a valid UUID of version 4.
func (w wording) uuid() string {
	if w.marker == "" {
		return fmt.Sprintf("3f1c9a52-7d64-4b0e-9c21-%012x", 0x5e8a6b7c9d10+w.variant)
	}
	digest := sha256.Sum256([]byte(w.word()))
	digest[6], digest[8] = digest[6]&0x0f|0x40, digest[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", digest[0:4], digest[4:6], digest[6:8], digest[8:10], digest[10:16])
}

// sized is the word, cut or repeated to the length that is asked for. It is cut so that what
// tells wordings apart stays.
func (w wording) sized(size lengths) string {
	word := w.word()
	if !size.bounded || utf8.RuneCountInString(word) <= size.max {
		return sized(word, size)
	}
	switch {
	case w.marker != "":
		return sized(tail(w.short(), size.max), size)
	case w.variant > 0 && size.max < utf8.RuneCountInString("verbatim-00"):
		return sized(w.short(), size)
	default:
		return sized(word, size)
	}
}

// short is a text whose few characters differ from those of other wordings: without a marker
// at its beginning, with one at its end.
func (w wording) short() string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	differing := string(letters[w.variant%len(letters)]) + string(letters[w.variant/len(letters)%len(letters)])
	if w.marker == "" {
		return differing
	}
	plain := strings.ReplaceAll(w.marker, "-", "")
	if w.variant == 0 {
		return plain
	}
	return plain + differing[:1]
}

func tail(text string, most int) string {
	runes := []rune(text)
	return string(runes[max(0, len(runes)-most):])
}

// spellings are the word as the patterns of names often want it, the plain one first.
func (w wording) spellings() []string {
	word := w.word()
	if w.marker == "" {
		return []string{word}
	}
	plain := strings.ReplaceAll(word, "-", "")
	snake := strings.ReplaceAll(word, "-", "_")
	return []string{word, plain, snake, strings.ToUpper(snake), strings.ToUpper(plain), capitalized(plain), "/" + word}
}
