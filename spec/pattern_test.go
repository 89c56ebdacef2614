package spec

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMatchingText(t *testing.T) {
	for pattern, want := range map[string]string{
		`^[a-z]+$`:                "verbatim",
		`^[^\s]+$`:                "verbatim",
		`.*`:                      "verbatim",
		``:                        "verbatim",
		`^\d+$`:                   "1",
		`^[0-9]*$`:                "1",
		`^v\d+\.\d+$`:             "v1.1",
		`^[A-Z]{3}$`:              "USD",
		`^#[0-9a-fA-F]{6}$`:       "#aaaaaa",
		`^(foo|barbaz)$`:          "foo",
		`^(?:|x)$`:                "x",
		`^\d{4}-\d{2}-\d{2}$`:     "2026-01-01",
		`^\u0041\u{42}$`:          "AB",
		`^[\u4e00-\u9fa5]+$`:      "一",
		`^(?i)abc$`:               "abc",
		`/^[A-Z]{2}\d$/i`:         "AA1",
		`^(?!admin$)[a-z]{3,9}$`:  "verbatim",
		`^(?=.*\d)(?=.*[A-Z]).+$`: "A1",
		`^(\w)\1$`:                "",
		`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`: "3f1c9a52-7d64-4b0e-9c21-5e8a6b7c9d10",
	} {
		t.Run(pattern, func(t *testing.T) {
			text, err := matchingText(pattern, lengths{}, wording{})
			if want == "" {
				assert.ErrorContains(t, err, "pattern")
				return
			}
			require.NoError(t, err)
			m, err := compilePattern(undelimited(pattern))
			require.NoError(t, err)
			assert.True(t, m.MatchString(text), text)
			if !strings.Contains(pattern, "?=") {
				assert.Equal(t, want, text)
			}
		})
	}
}

func TestMatchingTextKeepsLengths(t *testing.T) {
	for _, test := range []struct {
		pattern string
		lengths
	}{
		{`^[a-z]+$`, lengths{min: 20}},
		{`^\d+$`, lengths{min: 12, max: 12, bounded: true}},
		{`^[a-z]+-\d+$`, lengths{min: 30, max: 40, bounded: true}},
		{`^([a-z]{2}\.)+com$`, lengths{min: 13}},
		{`[A-Z]`, lengths{min: 10}},
		{`^[A-Z]*$`, lengths{max: 3, bounded: true}},
		{`^[a-z]{1,4096}$`, lengths{min: 4000}},
		{`^(([a-z0-9]{1,63})\.){1,32}[a-z]{2,63}$`, lengths{min: 100}},
		{`^x?y?z?$`, lengths{min: 3}},
	} {
		t.Run(test.pattern, func(t *testing.T) {
			text, err := matchingText(test.pattern, test.lengths, wording{})
			require.NoError(t, err)
			assert.Regexp(t, goPattern(looseRepeats(test.pattern)), text)
			assert.GreaterOrEqual(t, utf8.RuneCountInString(text), test.min)
			if test.bounded {
				assert.LessOrEqual(t, utf8.RuneCountInString(text), test.max)
			}
		})
	}
}

func TestMatchingTextSaysWhyThereIsNone(t *testing.T) {
	for pattern, want := range map[string]string{
		`^(`:                              "is not understood",
		`^a$b`:                            "cannot be met",
		`[^\s\S]`:                         "cannot be met",
		`^abc$\d`:                         "cannot be met",
		strings.Repeat("a", maxPattern+1): "longer than",
	} {
		_, err := matchingText(pattern, lengths{}, wording{})
		assert.ErrorContains(t, err, want)
	}
	_, err := matchingText(`^[A-Z]{3}$`, lengths{min: 5}, wording{})
	assert.ErrorContains(t, err, `the pattern "^[A-Z]{3}$" cannot be met with at least 5 characters`)
}

func TestMatchingTextVariantsDiffer(t *testing.T) {
	for _, pattern := range []string{`^[a-z]{4}$`, `^\d+$`, `^[A-Z]{2}-\d$`, `^(red|green|blue)$`, `.+`} {
		seen := map[string]bool{}
		for variant := range 3 {
			text, err := matchingText(pattern, lengths{}, wording{variant: variant})
			require.NoError(t, err)
			assert.False(t, seen[text], "%s gives %q twice", pattern, text)
			seen[text] = true
		}
	}
}

// TestMatchingTextIsBounded holds patterns that are made to explode.
func TestMatchingTextIsBounded(t *testing.T) {
	start := time.Now()
	for _, pattern := range []string{
		`^(a+)+$`, `^((a{1,100}){1,100}){1,100}$`, `^(((a{1000}){1000}){1000}){1000}$`,
		strings.Repeat("(", 900) + "a" + strings.Repeat(")*", 900),
		strings.Repeat("(?:()|){1000}", 1000), `^(?=(a+)+$)(a|aa)+b$`, `(?:(?:(?:)*)*)*`,
		`^` + strings.Repeat(`(a|b|c)?`, 1000) + `$`,
	} {
		text, err := matchingText(pattern, lengths{}, wording{})
		if err == nil {
			assert.LessOrEqual(t, len(text), 4*maxText)
		}
	}
	assert.Less(t, time.Since(start), 30*time.Second)
}

func TestPatternRoom(t *testing.T) {
	for pattern, want := range map[string]int{
		`^(red|green|blue)$`: 3,
		`^[ab]{2}$`:          4,
		`^a?$`:               2,
		`^\d+$`:              plenty,
		`^[a-z]{9}$`:         plenty,
		`^(`:                 plenty,
	} {
		assert.Equal(t, want, patternRoom(pattern), pattern)
	}
}

func FuzzPattern(f *testing.F) {
	for _, seed := range []string{`^[a-z]+$`, `^(?=.*\d).{8,}$`, `^/x/$`, `\u{1F600}`, `(a{1,4096})*`, `[^]`, `(?<n>a)\k<n>`, `^(?!x)y`} {
		f.Add(seed, 0, 0, 0)
		f.Add(seed, 5, 9, 2)
	}
	f.Fuzz(func(t *testing.T, pattern string, least, most, variant int) {
		size := lengths{min: least % 100, max: most % 200, bounded: most > 0}
		text, err := matchingText(pattern, size, wording{variant: max(variant, 0) % 50})
		if err != nil {
			return
		}
		m, err := compilePattern(undelimited(pattern))
		require.NoError(t, err)
		assert.True(t, m.MatchString(text), "%q does not match %q", pattern, text)
		assert.True(t, size.allow(text), "%q is not%s", text, size)
		again, err := matchingText(pattern, size, wording{variant: max(variant, 0) % 50})
		require.NoError(t, err)
		assert.Equal(t, text, again)
	})
}
