package spec

import (
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tastes are the orders in which characters of a class are chosen, position by position. The
// later ones are for patterns that look ahead: "at least one digit, one capital, one sign".
var tastes = []string{"a1A", "aA1!", "Aa1", "1aA", "!aA1"}

// patternWriter writes a text from a pattern that was taken apart.
type patternWriter struct {
	taste   string
	branch  int // which of the shortest alternatives is taken
	variant int
	sizes   map[*syntax.Regexp]int // of the shortest texts, in characters

	out   strings.Builder
	count int // characters written
	spare int // characters to write beyond the shortest text
	steps int // parts visited: empty ones can be repeated a million times without writing
}

// maxSteps bounds the work on one text.
const maxSteps = 200_000

// texts are the shortest text, lengthened where it is too short or empty.
func (w *patternWriter) texts(re *syntax.Regexp, size lengths) []string {
	shortest := w.shortest(re)
	wanted := max(size.min, 1)
	if w.variant > 0 {
		wanted = max(wanted, shortest+1)
	}
	if wanted > maxText || shortest > maxText {
		return nil
	}
	var texts []string
	for _, spare := range []int{max(wanted-shortest, 0), 0, wanted - shortest + 1, wanted - shortest + 2} {
		w.out.Reset()
		w.count, w.steps, w.spare = 0, 0, max(spare, 0)
		if !w.write(re) {
			return texts
		}
		text := w.out.String()
		texts = append(texts, text)
		// A pattern that is not tied to the end of the text lets anything follow.
		if missing := size.min - w.count; missing > 0 {
			texts = append(texts, text+strings.Repeat("a", missing), strings.Repeat("a", missing)+text)
		}
	}
	return texts
}

// shortest is the length of the shortest text of a part; maxText+1 stands for all that is more.
func (w *patternWriter) shortest(re *syntax.Regexp) int {
	if n, ok := w.sizes[re]; ok {
		return n
	}
	n := 0
	switch re.Op {
	case syntax.OpLiteral:
		n = len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		n = 1
	case syntax.OpNoMatch:
		n = maxText + 1
	case syntax.OpCapture, syntax.OpPlus, syntax.OpConcat:
		for _, sub := range re.Sub {
			n += w.shortest(sub)
		}
	case syntax.OpRepeat:
		n = re.Min * w.shortest(re.Sub[0])
	case syntax.OpAlternate:
		n = maxText + 1
		for _, sub := range re.Sub {
			n = min(n, w.shortest(sub))
		}
	}
	n = min(n, maxText+1)
	w.sizes[re] = n
	return n
}

// write appends a text of a part; false when there is none or it grows too large.
func (w *patternWriter) write(re *syntax.Regexp) bool {
	if w.steps++; w.count > maxText || w.steps > maxSteps {
		return false
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if re.Flags&syntax.FoldCase != 0 {
				r = unicode.ToLower(r)
			}
			w.put(r)
		}
	case syntax.OpCharClass:
		r, ok := w.pick(re.Rune)
		if !ok {
			return false
		}
		w.put(r)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		r, _ := w.pick([]rune{' ', '~'})
		w.put(r)
	case syntax.OpNoMatch:
		return false
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			if !w.write(sub) {
				return false
			}
		}
	case syntax.OpAlternate:
		return w.write(w.choose(re.Sub))
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return w.repeat(re)
	}
	return true
}

// repeat writes a part as often as it must be there, and on while characters are to spare.
func (w *patternWriter) repeat(re *syntax.Regexp) bool {
	least, most := 0, -1
	switch re.Op {
	case syntax.OpPlus:
		least = 1
	case syntax.OpQuest:
		most = 1
	case syntax.OpRepeat:
		least, most = re.Min, re.Max
	}
	sub := re.Sub[0]
	unit := w.shortest(sub)
	for i := 0; most < 0 || i < most; i++ {
		extra := i >= least
		if extra && w.spare <= 0 {
			break
		}
		before := w.count
		if extra {
			// Taken first: the part may hold repetitions that would use it up as well.
			w.spare -= max(unit, 1)
		}
		if !w.write(sub) {
			return false
		}
		if extra && unit == 0 {
			w.spare++ // it was not used; what the part itself wrote has been taken already
		}
		if w.count == before && i >= least {
			break
		}
	}
	return true
}

// choose takes a short alternative; the writer's branch counts from the shortest.
func (w *patternWriter) choose(subs []*syntax.Regexp) *syntax.Regexp {
	best := 0
	for i, sub := range subs {
		if n := w.shortest(sub); n > 0 && (w.shortest(subs[best]) == 0 || n < w.shortest(subs[best])) {
			best = i
		}
	}
	return subs[(best+w.branch+w.variant)%len(subs)]
}

func (w *patternWriter) put(r rune) {
	w.out.WriteRune(r)
	w.count++
}

// pick takes a character of a class, given as pairs of bounds.
func (w *patternWriter) pick(class []rune) (rune, bool) {
	kinds := len(w.taste)
	if w.taste == tastes[0] {
		// The first taste is for reading: letters throughout where letters will do.
		kinds = 1
	}
	for i := range len(w.taste) {
		k := w.taste[(w.count%kinds+i)%len(w.taste)]
		if r, ok := w.pickKind(class, k); ok {
			return r, true
		}
	}
	for i := 0; i+1 < len(class); i += 2 {
		for r := class[i]; r <= class[i+1] && r-class[i] < 256; r++ {
			if utf8.ValidRune(r) && unicode.IsGraphic(r) {
				return r, true
			}
		}
	}
	if len(class) >= 2 && utf8.ValidRune(class[0]) {
		return class[0], true
	}
	return 0, false
}

// pickKind takes a letter, capital, digit or sign of a class.
func (w *patternWriter) pickKind(class []rune, kind byte) (rune, bool) {
	from := map[byte]string{
		'a': "abcdefghijklmnopqrstuvwxyz",
		'A': "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
		'1': "1234567890",
		'!': "!@#$%&*-_+=.:,",
	}[kind]
	var allowed []rune
	for _, r := range from {
		if inClass(class, r) {
			allowed = append(allowed, r)
		}
	}
	if len(allowed) == 0 {
		return 0, false
	}
	return allowed[w.variant%len(allowed)], true
}

func inClass(class []rune, r rune) bool {
	for i := 0; i+1 < len(class); i += 2 {
		if class[i] <= r && r <= class[i+1] {
			return true
		}
	}
	return false
}
