package spec

import (
	"bytes"
	"encoding/json"
	"iter"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// jsonText is a valid JSON text. It is split one level at a time, and only where somebody
// looks: a large contract is mostly schemas that nobody asks for.
type jsonText struct {
	data  []byte
	spans []span

	once  sync.Once
	lines []uint32 // offsets of the newlines
}

// span is a long array or object: where it begins and where the text goes on.
type span struct{ start, end uint32 }

// shortest is the length from which an array or object is worth a span; shorter ones are
// scanned again.
const shortest = 256

// member is one member of an object: where its key and its value begin.
type member struct{ key, value int }

// parseJSON checks data and indexes it. The error is encoding/json's, with its offset.
func parseJSON(data []byte) (*jsonText, error) {
	if !json.Valid(data) {
		// Valid tells no offset; Unmarshal checks everything before it stores anything.
		var nothing struct{}
		return nil, json.Unmarshal(data, &nothing)
	}
	return &jsonText{data: data, spans: longSpans(data)}, nil
}

// longSpans finds the long arrays and objects, in order of their beginning.
func longSpans(data []byte) []span {
	var spans []span
	var open []int // indexes of spans
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = stringEnd(data, i) - 1
		case '{', '[':
			open = append(open, len(spans))
			spans = append(spans, span{start: uint32(i)})
		case '}', ']':
			last := open[len(open)-1]
			open = open[:len(open)-1]
			spans[last].end = uint32(i + 1)
			if i-int(spans[last].start) < shortest {
				// What a short one holds is short too, and already gone.
				spans = spans[:last]
			}
		}
	}
	return spans
}

// stringEnd is the offset after the string that begins at off.
func stringEnd(data []byte, off int) int {
	for i := off + 1; ; i++ {
		i += bytes.IndexByte(data[i:], '"')
		escapes := 0
		for data[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return i + 1
		}
	}
}

func (t *jsonText) space(off int) int {
	for off < len(t.data) {
		switch t.data[off] {
		case ' ', '\t', '\n', '\r':
			off++
		default:
			return off
		}
	}
	return off
}

// skip is the offset after the value that begins at off.
func (t *jsonText) skip(off int) int {
	switch t.data[off] {
	case '"':
		return stringEnd(t.data, off)
	case '{', '[':
		return t.skipContainer(off)
	default:
		return t.literalEnd(off)
	}
}

func (t *jsonText) skipContainer(off int) int {
	i := sort.Search(len(t.spans), func(i int) bool { return t.spans[i].start >= uint32(off) })
	if i < len(t.spans) && t.spans[i].start == uint32(off) {
		return int(t.spans[i].end)
	}
	depth := 0
	for i := off; ; i++ {
		switch t.data[i] {
		case '"':
			i = stringEnd(t.data, i) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
}

// length is how many bytes the value at off takes.
func (t *jsonText) length(off int) int { return t.skip(off) - off }

// members are the members of the object at off, in order, repeated keys included.
func (t *jsonText) members(off int) iter.Seq[member] {
	return func(yield func(member) bool) {
		i := t.space(off + 1)
		for t.data[i] != '}' {
			key := i
			i = t.space(stringEnd(t.data, i)) // the colon
			value := t.space(i + 1)
			if !yield(member{key, value}) {
				return
			}
			if i = t.space(t.skip(value)); t.data[i] == ',' {
				i = t.space(i + 1)
			}
		}
	}
}

// elements are the offsets of the elements of the array at off.
func (t *jsonText) elements(off int) iter.Seq[int] {
	return func(yield func(int) bool) {
		i := t.space(off + 1)
		for t.data[i] != ']' {
			if !yield(i) {
				return
			}
			if i = t.space(t.skip(i)); t.data[i] == ',' {
				i = t.space(i + 1)
			}
		}
	}
}

func (t *jsonText) kind(off int) kind {
	switch t.data[off] {
	case '{':
		return objectKind
	case '[':
		return arrayKind
	case '"':
		return stringKind
	case 't', 'f':
		return boolKind
	case 'n':
		return nullKind
	default:
		return numberKind
	}
}

// literal is the number, true, false or null at off, as written.
func (t *jsonText) literal(off int) string {
	return string(t.data[off:t.literalEnd(off)])
}

func (t *jsonText) literalEnd(off int) int {
	for ; off < len(t.data); off++ {
		switch t.data[off] {
		case ' ', '\t', '\r', '\n', ',', ']', '}':
			return off
		}
	}
	return off
}

// unquote is the string at off. What is not UTF-8 in it is replaced, as encoding/json does.
func (t *jsonText) unquote(off int) string {
	quoted := t.data[off:stringEnd(t.data, off)]
	plain := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(plain, '\\') < 0 {
		if utf8.Valid(plain) {
			return string(plain)
		}
		return strings.ToValidUTF8(string(plain), "\uFFFD")
	}
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		return string(plain)
	}
	return text
}

// isKey reports whether the string at off reads name.
func (t *jsonText) isKey(off int, name string) bool {
	plain := t.data[off+1 : stringEnd(t.data, off)-1]
	if bytes.IndexByte(plain, '\\') >= 0 {
		return t.unquote(off) == name
	}
	return string(plain) == name
}

// line is the line of an offset, counted from 1.
func (t *jsonText) line(off int) int {
	t.once.Do(func() { t.lines = newlines(t.data) })
	return 1 + sort.Search(len(t.lines), func(i int) bool { return int(t.lines[i]) >= off })
}

func newlines(data []byte) []uint32 {
	lines := make([]uint32, 0, bytes.Count(data, []byte{'\n'}))
	for i := 0; ; i++ {
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			return lines
		}
		i += next
		lines = append(lines, uint32(i))
	}
}
