package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine makes text of a server or a contract safe to show in a terminal and in XML 1.0: valid
// UTF-8 on one line, without terminal sequences, control characters, and characters that
// reorder the text around them.
func oneLine(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.ContainsAny(s, "\x1b\u009b\u009d") {
		s = terminalSequence.ReplaceAllString(s, "")
	}
	return strings.TrimSpace(strings.Map(showable, s))
}

// isPlain spares the common case, printable ASCII, the work.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return s == "" || s[0] != ' ' && s[len(s)-1] != ' '
}

// terminalSequence is a whole terminal sequence: CSI (colours, cursor), OSC and the other string
// sequences with their payload, and the short ones. Of a broken one, what is left is shown as
// text, without the character that would make a terminal obey it.
var terminalSequence = regexp.MustCompile(`(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]` +
	`|(?:\x1b[\]PX^_]|\x{9d})[^\x07\x1b\x{9c}]*(?:\x07|\x1b\\|\x{9c})` +
	`|\x1b[ -/]*[0-OQ-WYZ\\\x60-~]`)

func showable(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
		return ' '
	case unicode.IsControl(r):
		return -1
	// These reorder or hide what stands around them: a URL could read as another one.
	case r == '\u061c', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f', r == '\ufeff':
		return -1
	// U+FFFE and U+FFFF are not characters of XML 1.0.
	case r == '\ufffe' || r == '\uffff':
		return -1
	}
	return r
}

// clip cuts s to at most n characters; the cut is shown as "…".
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// clipMiddle cuts s to at most n characters, out of its middle: of a path template the beginning
// and the end tell most.
func clipMiddle(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	head := (n - 1) / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(n-1-head):])
}

// count is "1 cell", "2 cells".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// seconds is a time in seconds with three decimals and never an exponent.
func seconds(microseconds int64) string {
	return strconv.FormatFloat(float64(microseconds)/1e6, 'f', 3, 64)
}
