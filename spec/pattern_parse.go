package spec

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"time"

	"github.com/dlclark/regexp2"
)

// matcher is a compiled ECMA-262 pattern. It is what the library for JSON schemas asks for, too.
type matcher struct {
	fast *regexp.Regexp  // nil when Go's syntax does not know the pattern
	slow *regexp2.Regexp // used otherwise
}

// matchTimeout bounds the backtracking of one match; texts are short, so that only a malicious
// pattern needs it.
const matchTimeout = 500 * time.Millisecond

func compilePattern(pattern string) (*matcher, error) {
	if len(pattern) > maxPattern {
		return nil, fmt.Errorf("it is longer than %d bytes", maxPattern)
	}
	if re, err := regexp.Compile(goPattern(pattern)); err == nil {
		return &matcher{fast: re}, nil
	}
	re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		re, err = regexp2.Compile(pattern, regexp2.None)
	}
	if err != nil {
		return nil, err
	}
	re.MatchTimeout = matchTimeout
	return &matcher{slow: re}, nil
}

func (m *matcher) match(text string) (bool, error) {
	if m.fast != nil {
		return m.fast.MatchString(text), nil
	}
	return m.slow.MatchString(text)
}

// MatchString reports whether the pattern matches; a match that cannot be decided in time is none.
func (m *matcher) MatchString(text string) bool {
	ok, err := m.match(text)
	return err == nil && ok
}

// delimited is a pattern written as a literal of a programming language. As it stands, it would
// ask for a slash before the beginning of the text, which no text has.
var delimited = regexp.MustCompile(`^/(\^.*\$)/[a-z]*$`)

func undelimited(pattern string) string {
	if m := delimited.FindStringSubmatch(pattern); m != nil {
		return m[1]
	}
	return pattern
}

var (
	codePoint  = regexp.MustCompile(`\\u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))`)
	repetition = regexp.MustCompile(`\{(\d+)(,?)(\d*)\}`)
)

// goPattern writes an ECMA-262 pattern as Go's syntax has it, as far as the two differ in
// spelling only.
func goPattern(pattern string) string {
	return codePoint.ReplaceAllString(pattern, `\x{$1$2}`)
}

// parsePattern takes a pattern apart, giving up what Go's syntax cannot express: the results
// describe texts that are worth trying, not only texts that match. There is none when nothing
// helps.
func parsePattern(pattern string) []*syntax.Regexp {
	if len(pattern) > maxPattern {
		return nil
	}
	pattern = goPattern(pattern)
	for _, p := range []string{pattern, withoutLookaround(pattern)} {
		if re, err := syntax.Parse(p, syntax.Perl); err == nil {
			return []*syntax.Regexp{re}
		}
		var parsed []*syntax.Regexp
		for _, repeats := range []func(string) string{fewRepeats, looseRepeats, bareRepeats} {
			if re, err := syntax.Parse(repeats(p), syntax.Perl); err == nil {
				parsed = append(parsed, re)
			}
		}
		if parsed != nil {
			return parsed
		}
	}
	return nil
}

// fewRepeats lowers upper bounds to ten: Go refuses nested repetitions of more than a thousand.
func fewRepeats(p string) string {
	return repetition.ReplaceAllStringFunc(p, func(r string) string {
		m := repetition.FindStringSubmatch(r)
		least, err := strconv.Atoi(m[1])
		most, tooLarge := strconv.Atoi(m[3])
		const few = 10
		if err != nil || m[2] == "" || least > few || tooLarge == nil && most <= few {
			return r
		}
		return fmt.Sprintf("{%d,%d}", least, few)
	})
}

// maxRepeat is the largest repetition that Go's syntax takes.
const maxRepeat = 1000

// looseRepeats takes away upper bounds of repetitions, and lowers large lower ones: Go refuses
// more than a thousand repetitions in all.
func looseRepeats(p string) string {
	return repetition.ReplaceAllStringFunc(p, func(r string) string {
		m := repetition.FindStringSubmatch(r)
		least, err := strconv.Atoi(m[1])
		if err != nil || least > maxRepeat {
			least = maxRepeat
		}
		if m[2] == "" && least < maxRepeat {
			return fmt.Sprintf("{%d}", least)
		}
		return fmt.Sprintf("{%d,}", least)
	})
}

// bareRepeats is the last resort for nested repetitions.
func bareRepeats(p string) string {
	return repetition.ReplaceAllString(p, "+")
}

// withoutLookaround takes away the groups that look ahead or back, and makes atomic groups plain.
func withoutLookaround(p string) string {
	var out strings.Builder
	for i := 0; i < len(p); {
		switch {
		case p[i] == '\\' && i+1 < len(p):
			out.WriteString(p[i : i+2])
			i += 2
		case p[i] == '[':
			end := classEnd(p, i)
			out.WriteString(p[i:end])
			i = end
		case isLookaround(p[i:]):
			i = groupEnd(p, i)
		case strings.HasPrefix(p[i:], "(?>"):
			out.WriteString("(?:")
			i += 3
		default:
			out.WriteByte(p[i])
			i++
		}
	}
	return out.String()
}

func isLookaround(p string) bool {
	for _, start := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(p, start) {
			return true
		}
	}
	return false
}

// classEnd is the offset after the character class that begins at i.
func classEnd(p string, i int) int {
	for i++; i < len(p); i++ {
		switch p[i] {
		case '\\':
			i++
		case ']':
			return i + 1
		}
	}
	return len(p)
}

// groupEnd is the offset after the group that begins at i.
func groupEnd(p string, i int) int {
	depth := 0
	for i < len(p) {
		switch p[i] {
		case '\\':
			i++
		case '[':
			i = classEnd(p, i) - 1
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return len(p)
}
