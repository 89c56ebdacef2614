package secret

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// mostNesting is how often something may be escaped again: JSON in JSON in a URL.
const mostNesting = 4

// folded is a text as secrets are sought in it: in small letters (of ASCII), with every escape undone,
// however often it was escaped. A proxy that writes %2f and a framework that writes \u002F mean one thing.
type folded struct {
	text string
	// at has for each byte of the text where it comes from, and last where the source ends; nil
	// where nothing was escaped.
	at []int
}

// escape is one at the beginning of a text: of JSON and program texts, URLs, HTML or XML.
var escape = regexp.MustCompile(`(?s)^(?:\\+ud[89ab][0-9a-f]{2}\\+ud[c-f][0-9a-f]{2}|\\+u[0-9a-f]{4}|\\+x[0-9a-f]{2}|\\+.?|` +
	`%[0-9a-f]{2}|&#[0-9]{1,7};|&#x[0-9a-f]{1,6};|&(?:amp|lt|gt|quot|apos|sol|plus|equals);)`)

const (
	// escapers are what escapes begin with.
	escapers = `\%&`
	// longestWritten is how long an escape may be as it is written, leading backslashes included.
	longestWritten = 32
)

func fold(text string) folded {
	f := folded{text: lower(text)}
	for range mostNesting {
		if !strings.ContainsAny(f.text, escapers) || !f.unescape() {
			break
		}
	}
	return f
}

// unescape undoes one layer of escapes, and reports whether there was one.
func (f *folded) unescape() bool {
	var text strings.Builder
	at := make([]int, 0, len(f.text)+1)
	from, found := 0, false
	keep := func(to int) {
		text.WriteString(f.text[from:to])
		for ; from < to; from++ {
			at = append(at, f.source(from))
		}
	}
	for {
		next := strings.IndexAny(f.text[from:], escapers)
		if next < 0 {
			break
		}
		keep(from + next)
		written := escape.FindString(f.text[from:min(from+longestWritten, len(f.text))])
		if written == "" {
			keep(from + 1) // it stands for itself
			continue
		}
		plain := lower(unescaped(written))
		text.WriteString(plain)
		for range len(plain) {
			at = append(at, f.source(from))
		}
		from, found = from+len(written), true
	}
	keep(len(f.text))
	f.text, f.at = text.String(), append(at, f.source(len(f.text)))
	return found
}

// source is where in the source the byte at i comes from.
func (f *folded) source(i int) int {
	if f.at == nil {
		return i
	}
	return f.at[i]
}

// unescaped is what one escape stands for. A backslash before anything else is left out.
func unescaped(written string) string {
	switch rest := strings.TrimLeft(written, `\`); {
	case written[0] == '&':
		return html.UnescapeString(written)
	case written[0] == '%', len(rest) == 3 && rest[0] == 'x': // a byte, which may be a part of a letter
		n, _ := strconv.ParseUint(written[len(written)-2:], 16, 8)
		return string([]byte{byte(n)})
	case len(rest) > 5:
		second := strings.TrimLeft(rest[5:], `\`)
		return string(utf16.DecodeRune(hexRune(rest[1:5]), hexRune(second[1:])))
	case len(rest) == 5:
		return string(hexRune(rest[1:]))
	default:
		return rest
	}
}

func hexRune(digits string) rune {
	n, _ := strconv.ParseUint(digits, 16, 16)
	return rune(n)
}

// lower changes the letters of ASCII only, byte by byte, so that each keeps its place.
func lower(text string) string {
	bytes := []byte(text)
	for i, b := range bytes {
		if b >= 'A' && b <= 'Z' {
			bytes[i] = b + 'a' - 'A'
		}
	}
	return string(bytes)
}
