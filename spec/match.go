package spec

import (
	"net/url"
	"slices"
	"strings"
)

// Matcher finds the path items that a concrete path matches.
type Matcher struct{ root *branch }

// branch is one level of the templates' tree: children by literal segment, and by pattern.
type branch struct {
	literal map[string]*branch
	pattern []patternBranch
	items   []*PathItem
}

type patternBranch struct {
	segment segment
	branch  *branch
}

// NewMatcher indexes path items. It reads them only.
func NewMatcher(items []*PathItem) *Matcher {
	root := &branch{}
	for _, item := range items {
		at := root
		for _, s := range item.segments {
			at = at.child(s)
		}
		at.items = append(at.items, item)
	}
	return &Matcher{root}
}

func (b *branch) child(s segment) *branch {
	if text, ok := s.literalText(); ok {
		if b.literal == nil {
			b.literal = map[string]*branch{}
		}
		if b.literal[text] == nil {
			b.literal[text] = &branch{}
		}
		return b.literal[text]
	}
	for _, p := range b.pattern {
		if slices.EqualFunc(p.segment, s, sameShape) {
			return p.branch
		}
	}
	next := &branch{}
	b.pattern = append(b.pattern, patternBranch{s, next})
	// Segments with more literal text are more concrete and so come first.
	slices.SortStableFunc(b.pattern, func(x, y patternBranch) int {
		return y.segment.literalLength() - x.segment.literalLength()
	})
	return next
}

// sameShape ignores the names of parameters: "/pets/{id}" and "/pets/{name}" are one template.
func sameShape(a, b part) bool {
	return a.literal == b.literal && (a.param == "") == (b.param == "")
}

func (s segment) literalText() (string, bool) {
	if len(s) == 0 {
		return "", true
	}
	if len(s) != 1 || s[0].param != "" {
		return "", false
	}
	if decoded, err := url.PathUnescape(s[0].literal); err == nil {
		return decoded, true
	}
	return s[0].literal, true
}

func (s segment) literalLength() int {
	n := 0
	for _, p := range s {
		n += len(p.literal)
	}
	return n
}

// Match returns the path items whose template matches an escaped path, the most concrete first
// (OpenAPI 3.1.0, Paths Object: concrete paths are matched before their templated
// counterparts), then in document order.
func (m *Matcher) Match(path string) []*PathItem {
	var texts []string
	for text := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if decoded, err := url.PathUnescape(text); err == nil {
			text = decoded
		}
		texts = append(texts, text)
	}
	return m.root.match(texts, nil)
}

func (b *branch) match(texts []string, found []*PathItem) []*PathItem {
	if len(texts) == 0 {
		return append(found, b.items...)
	}
	if next := b.literal[texts[0]]; next != nil {
		found = next.match(texts[1:], found)
	}
	for _, p := range b.pattern {
		if p.segment.matches(texts[0]) {
			found = p.branch.match(texts[1:], found)
		}
	}
	return found
}

// matches reports whether text fits the segment, each parameter taking at least one character.
// The earliest place for a literal is as good as any later one, so nothing is tried twice.
func (s segment) matches(text string) bool {
	owed := 0 // characters that parameters since the last literal still have to take
	for i, p := range s {
		if p.param != "" {
			owed++
			continue
		}
		at := 0
		switch {
		case owed > len(text):
			return false
		case owed == 0 && !strings.HasPrefix(text, p.literal):
			return false
		case owed > 0 && i == len(s)-1:
			return len(text)-len(p.literal) >= owed && strings.HasSuffix(text, p.literal)
		case owed > 0:
			if at = strings.Index(text[owed:], p.literal); at < 0 {
				return false
			}
		}
		text, owed = text[owed+at+len(p.literal):], 0
	}
	if owed > 0 {
		return len(text) >= owed
	}
	return text == ""
}
