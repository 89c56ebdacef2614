package spec

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// lengths bounds the length of a text, in characters. The zero value is unbounded.
type lengths struct {
	min, max int
	bounded  bool // whether max counts
}

func (l lengths) allow(text string) bool {
	n := utf8.RuneCountInString(text)
	return n >= l.min && (!l.bounded || n <= l.max)
}

const (
	// maxPattern is the longest pattern that is looked at, in bytes.
	maxPattern = 16_384
	// maxText is the longest text that is generated, in characters.
	maxText = 65_536
	// maxCandidates is from how many bytes on no more texts are written for one pattern.
	maxCandidates = 1 << 20
)

var errPatternUnmet = errors.New("no text was found that it matches")

// matchingText returns a short text that an ECMA-262 pattern matches and that is as long as
// asked. Other wordings lead to other texts as far as the pattern has room. The same arguments
// give the same text.
func matchingText(pattern string, size lengths, w wording) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			text, err = "", fmt.Errorf("the pattern %q is not understood: %v", pattern, r)
		}
	}()
	meant := undelimited(pattern)
	m, err := compilePattern(meant)
	if err != nil {
		return "", fmt.Errorf("the pattern %q is not understood: %w", pattern, err)
	}
	for candidate := range patternCandidates(meant, size, w) {
		if !size.allow(candidate) {
			continue
		}
		ok, err := m.match(candidate)
		if err != nil {
			return "", fmt.Errorf("the pattern %q cannot be checked: %w", pattern, err)
		}
		if ok {
			return candidate, nil
		}
	}
	return "", fmt.Errorf("the pattern %q cannot be met%s: %w", pattern, size, errPatternUnmet)
}

// String says the bounds in words, for messages; it is empty when there are none.
func (l lengths) String() string {
	switch {
	case l.bounded && l.min > 0:
		return fmt.Sprintf(" with %d to %d characters", l.min, l.max)
	case l.bounded:
		return fmt.Sprintf(" with at most %d characters", l.max)
	case l.min > 0:
		return fmt.Sprintf(" with at least %d characters", l.min)
	default:
		return ""
	}
}

// patternCandidates yields texts that may match, the most sensible first; few enough to check
// them all.
func patternCandidates(pattern string, size lengths, wanted wording) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(wanted.sized(size)) {
			return
		}
		for _, word := range wanted.spellings() {
			if !yield(sized(word, size)) {
				return
			}
		}
		generated := generatedCandidates(pattern, size, wanted.variant)
		if len(generated) > 0 && wanted.variant == 0 && !yieldForms(len(generated[0]), yield) {
			return
		}
		for _, text := range generated {
			if !yield(text) {
				return
			}
		}
		// Where the pattern could not be taken apart, it may still be that of a usual form.
		yieldForms(-1, yield)
	}
}

// yieldForms yields the usual forms of a length, of any length when it is negative: where a
// pattern describes a date, a real one beats 1111-11-11.
func yieldForms(length int, yield func(string) bool) bool {
	for _, form := range usualForms {
		if (length < 0 || len(form) == length) && !yield(form) {
			return false
		}
	}
	return true
}

// generatedCandidates writes texts by taking the pattern apart.
func generatedCandidates(pattern string, size lengths, variant int) []string {
	var candidates []string
	written := 0
	for _, re := range parsePattern(pattern) {
		sizes := map[*syntax.Regexp]int{}
		for _, taste := range tastes {
			for branch := range 3 {
				w := &patternWriter{taste: taste, branch: branch, variant: variant, sizes: sizes}
				for _, text := range w.texts(re, size) {
					candidates = append(candidates, text)
					written += len(text)
				}
				if written > maxCandidates {
					return candidates
				}
			}
		}
	}
	return candidates
}

// sized cuts a text, or repeats it, to the length that is asked for.
func sized(text string, size lengths) string {
	runes := []rune(text)
	if size.bounded && len(runes) > size.max {
		return string(runes[:max(size.max, 0)])
	}
	if missing := min(size.min, maxText) - len(runes); missing > 0 && len(runes) > 0 {
		return text + strings.Repeat(text, missing/len(runes)+1)[:missing]
	}
	return text
}
