package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestOneLineLeavesNothingThatATerminalObeys(t *testing.T) {
	for input, want := range map[string]string{
		"plain":                         "plain",
		"":                              "",
		" padded ":                      "padded",
		"\x1b[1;31mred\x1b[0m":          "red",
		"\x1b]0;title\x07after":         "after",
		"\x1b]8;;http://x\x1b\\link":    "link",
		"\x1bPpayload\x1b\\after":       "after",
		"\u009b31mred":                  "red",
		"\x1b[31":                       "[31",
		"\x1b]0;never ends":             "]0;never ends",
		"\x1bcreset":                    "reset",
		"\x1b\x1b[31m":                  "",
		"a\x00b\x08c\x7fd\u0085e":       "abcde",
		"two\r\nlines\tand a tab":       "two  lines and a tab",
		"bad \xff\xfe utf-8":            "bad \uFFFD utf-8",
		"\u202egnp.exe":                 "gnp.exe",
		"zero\u200bwidth\ufeff":         "zerowidth",
		"not XML \ufffe\uffff":          "not XML",
		"grüße 日本 \u2713 \U0001F600":    "grüße 日本 \u2713 \U0001F600",
		"/tasks/{id}?a=1&b=<2>%20\"x\"": "/tasks/{id}?a=1&b=<2>%20\"x\"",
	} {
		assert.Equal(t, want, oneLine(input), "%q", input)
	}
}

func FuzzOneLine(f *testing.F) {
	f.Add(hostile)
	f.Add("\x1b[\x1b]\u009b31m")
	f.Fuzz(func(t *testing.T, input string) {
		got := oneLine(input)
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
		if strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q holds a control character", got)
		}
		if again := oneLine(got); again != got {
			t.Fatalf("%q becomes %q the second time", got, again)
		}
	})
}

func TestClipCountsCharacters(t *testing.T) {
	assert.Equal(t, "äöü", clip("äöü", 3))
	assert.Equal(t, "äö…", clip("äöüß", 3))
	assert.Equal(t, "/repos/…ts/{id}", clipMiddle("/repos/{owner}/{repo}/comments/{id}", 15))
	assert.Equal(t, "/short", clipMiddle("/short", 15))
}

func TestSecondsNeverHasAnExponent(t *testing.T) {
	assert.Equal(t, "0.000", seconds(0))
	assert.Equal(t, "0.000", seconds(1))
	assert.Equal(t, "1.500", seconds(1_500_000))
	assert.Equal(t, "86400.000", seconds(86_400_000_000))
}
