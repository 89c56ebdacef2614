package secret

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// Redacted stands for a value that is never shown and has no variable.
const Redacted = "[redacted]"

// Redactor replaces every form of every secret by its variable. The zero value replaces
// nothing and costs nothing. Secrets may be added while it is in use: tokens are renewed.
type Redactor struct{ known atomic.Pointer[needles] }

type needles struct {
	list []needle
	// longest is how many bytes the longest needle may take up where it is escaped.
	longest int
}

// needle is a folded text, and what it is replaced by.
type needle struct{ text, variable string }

// longestEscape is how many bytes stand for one where each is escaped: \u0041.
const longestEscape = 6

// Add makes the Redactor replace more secrets.
func (r *Redactor) Add(secrets ...Secret) {
	for {
		old := r.known.Load()
		var n needles
		if old != nil {
			n.list, n.longest = slices.Clone(old.list), old.longest
		}
		for i := range secrets {
			for _, text := range secrets[i].needles() {
				n.list = append(n.list, needle{text, "${" + secrets[i].Variable + "}"})
				n.longest = max(n.longest, longestEscape*len(text))
			}
		}
		// Longest first: a secret that contains another one must go as a whole.
		slices.SortStableFunc(n.list, func(a, b needle) int { return cmp.Compare(len(b.text), len(a.text)) })
		if r.known.CompareAndSwap(old, &n) {
			return
		}
	}
}

// Longest is how many bytes the longest text that is replaced may take up.
func (r *Redactor) Longest() int {
	if n := r.known.Load(); n != nil {
		return n.longest
	}
	return 0
}

// Text replaces all secrets in s.
func (r *Redactor) Text(s string) string { return r.upTo(s, len(s)) }

// upTo replaces the secrets in the first limit bytes of s, also one that reaches beyond them:
// a secret that is cut in half is still half a secret.
func (r *Redactor) upTo(s string, limit int) string {
	limit = min(limit, len(s))
	n := r.known.Load()
	if n == nil || len(n.list) == 0 {
		return s[:limit]
	}
	f := fold(s)
	at, found := n.next(f.text, 0)
	if found == nil || f.source(at) >= limit {
		return s[:limit]
	}
	var out strings.Builder
	from := 0 // in s
	for found != nil && f.source(at) < limit {
		out.WriteString(s[from:f.source(at)])
		out.WriteString(found.variable)
		end := at + len(found.text)
		from = f.source(end)
		at, found = n.next(f.text, end)
	}
	if from < limit {
		out.WriteString(s[from:limit])
	}
	return out.String()
}

// next finds the first secret at or after from; of two at one place, the longer.
func (n *needles) next(s string, from int) (int, *needle) {
	first, found := len(s), (*needle)(nil)
	for i := range n.list {
		if at := strings.Index(s[from:], n.list[i].text); at >= 0 && from+at < first {
			first, found = from+at, &n.list[i]
		}
	}
	return first, found
}

// Excerpt keeps the beginning of raw as valid UTF-8 without secrets, about limit bytes of it.
// raw holds limit bytes and the longest secret, if the content is that long.
func (r *Redactor) Excerpt(raw []byte, limit int) string {
	if len(raw) <= limit {
		return strings.ToValidUTF8(r.Text(string(raw)), "\uFFFD")
	}
	// A character that the limit cuts in two would read as garbage that was never sent.
	for back := 1; back < utf8.UTFMax && back < limit; back++ {
		if utf8.RuneStart(raw[limit-back]) {
			if !utf8.FullRune(raw[limit-back : limit]) {
				limit -= back
			}
			break
		}
	}
	return strings.ToValidUTF8(r.upTo(string(raw), limit), "\uFFFD")
}
