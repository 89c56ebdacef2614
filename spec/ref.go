package spec

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// maxRefs bounds a chain of references, and how deep a pointer may lead through others.
const maxRefs = 64

// deref follows $ref to what it stands for, over files and URLs as the options of [Load] allow;
// it is n itself when there is no $ref. What stands beside a $ref is not merged in. The error
// is a [*refError]; references that only lead to each other are one.
func (n node) deref() (node, error) {
	at := n
	for range maxRefs {
		ref := at.field("$ref")
		if ref.kind() != stringKind || ref.doc == nil {
			return at, nil
		}
		target, err := ref.doc.resolve(ref.text(), 0)
		if err != nil {
			return node{}, &refError{ref.place(), ref.text(), err}
		}
		if target == n {
			break
		}
		at = target
	}
	ref := n.field("$ref")
	return node{}, &refError{ref.place(), ref.text(), errCycle}
}

var errCycle = errors.New("the references lead in a circle")

// refError is a reference that leads nowhere, or where it may not lead.
type refError struct {
	Place
	ref string
	err error
}

func (e *refError) Error() string {
	return e.where() + ": " + e.text()
}

// text is the message without the place, for a [Problem] that has it.
func (e *refError) text() string {
	return fmt.Sprintf("following the reference %q: %v", e.ref, e.err)
}

func (e *refError) Unwrap() error { return e.err }

// resolve finds what a reference in d means. Depth counts the references that the pointer has
// led through.
func (d *document) resolve(ref string, depth int) (node, error) {
	if depth > maxRefs {
		return node{}, errCycle
	}
	file, fragment, _ := strings.Cut(ref, "#")
	target := d
	if file != "" {
		var err error
		if target, err = d.loader.document(d, file); err != nil {
			return node{}, err
		}
	}
	return target.pointer(fragment, depth)
}

// pointer finds a JSON pointer (RFC 6901, section 6: percent-encoded).
func (d *document) pointer(fragment string, depth int) (node, error) {
	if fragment == "" || fragment == "/" {
		return d.root(), nil
	}
	d.mu.Lock()
	found, ok := d.pointers[fragment]
	d.mu.Unlock()
	if ok {
		return found, nil
	}
	found, err := d.walk(fragment, depth)
	if err != nil {
		return node{}, err
	}
	d.mu.Lock()
	d.pointers[fragment] = found
	d.mu.Unlock()
	return found, nil
}

func (d *document) walk(fragment string, depth int) (node, error) {
	if !strings.HasPrefix(fragment, "/") {
		return node{}, fmt.Errorf("%q is not a JSON pointer, and anchors are not followed", "#"+fragment)
	}
	fragment = percentDecoded(fragment)
	at := d.root()
	done := 0
	for token := range strings.SplitSeq(fragment[1:], "/") {
		done += 1 + len(token)
		next, err := at.step(pointerToken(token), depth)
		if err != nil {
			return node{}, err
		}
		if !next.exists() {
			return node{}, fmt.Errorf("there is no %s in %s", fragment[:done], d.title())
		}
		at = next
	}
	return at, nil
}

// percentDecoded is the text itself where it is not encoded in that way.
func percentDecoded(text string) string {
	if decoded, err := url.PathUnescape(text); err == nil {
		return decoded
	}
	return text
}

func pointerToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

// step goes down one level. Where there is a reference in the way, it is followed: no
// specification asks for that, but contracts rely on it.
func (n node) step(token string, depth int) (node, error) {
	if next := n.child(token); next.exists() {
		return next, nil
	}
	ref := n.child("$ref")
	if ref.kind() != stringKind {
		return node{}, nil
	}
	target, err := n.doc.resolve(ref.text(), depth+1)
	if err != nil {
		return node{}, err
	}
	return target.step(token, depth+1)
}

// child is an object's member or an array's element. Both are indexed: ten thousand references
// into one object must not read it ten thousand times.
func (n node) child(token string) node {
	if n.doc == nil {
		return node{}
	}
	d := n.doc
	d.mu.Lock()
	index, ok := d.children[n]
	d.mu.Unlock()
	if ok {
		return index[token]
	}
	index = n.index()
	d.mu.Lock()
	d.children[n] = index
	d.mu.Unlock()
	return index[token]
}

func (n node) index() map[string]node {
	index := map[string]node{}
	for _, f := range n.fields() {
		index[f.name] = f.value
	}
	for i, item := range n.items() {
		index[strconv.Itoa(i)] = item
	}
	return index
}
