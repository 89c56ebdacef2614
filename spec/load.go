package spec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// LoadOptions say where a contract may come from. The zero value allows what is safe.
type LoadOptions struct {
	// Stdin is read when the source is "-".
	Stdin io.Reader
	// Client fetches a contract given as URL, and its remote references. nil means one that
	// gives up after a minute.
	Client *http.Client
	// AllowRemoteRefs lets references lead to other origins than the contract's own. A contract
	// from a file or standard input has no origin.
	AllowRemoteRefs bool
	// AllowOutsideRefs lets references lead to files outside the contract's folder. A contract
	// from standard input has no folder; references are then relative to the current one. A
	// contract from a URL can never refer to files.
	AllowOutsideRefs bool
	// MaxBytes limits what is read, over all documents of the contract. 0 means 256 MB of JSON
	// and 64 MB for a document in YAML.
	MaxBytes int64
}

// LoadError is a contract document that cannot be used, with all that is wrong with it.
type LoadError struct {
	// Problems are sorted by file and line, the contract itself first.
	Problems []Problem
}

// Error lists the problems, one a line: "openapi.yaml:12: the path item is a string, not an object".
func (e *LoadError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// String is the problem as one line, "file:line: text".
func (p Problem) String() string {
	if p.File == "" {
		return p.Text
	}
	return p.where() + ": " + p.Text
}

// where is "file:line", the file alone when the line is unknown. It is not called String: that
// would be the text of every type that embeds a place.
func (p Place) where() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Load reads a contract: OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0, in YAML or JSON. The source is
// a file, an HTTP URL, or "-" for opts.Stdin. What does not matter to a method-by-method check
// becomes a warning; a document that cannot be used is a [*LoadError]; one that cannot be read
// is another error. Everything that the contract needs is read before Load returns.
func Load(ctx context.Context, source string, opts LoadOptions) (*Contract, error) {
	l := newLoader(ctx, opts)
	at, data, err := l.open(ctx, source)
	if err != nil {
		return nil, err
	}
	l.at = at
	l.left -= int64(len(data))
	doc, err := newDocument(l, at, data)
	if err != nil {
		return nil, err
	}
	l.docs[at.key()] = opened{doc: doc}
	contract, err := readContract(l, doc)
	if err != nil {
		return nil, err
	}
	if l.refersOut() {
		l.preload(contract)
	}
	contract.Warnings = l.sortedProblems(l.warnings)
	l.seal()
	return contract, nil
}

// Limits of what one contract may make the loader do.
const (
	maxJSON        = 256 << 20
	maxYAML        = 64 << 20
	maxDocuments   = 20_000
	maxFetches     = 1_000
	maxWarnings    = 1_000
	maxProblems    = 1_000
	maxProblemText = 1_000 // bytes of one problem's text
)

type limits struct{ json, yaml int64 }

// loader holds the documents of one contract. Once it is sealed it only reads what it has.
type loader struct {
	ctx      context.Context // for references that are met while the contract is read
	opts     LoadOptions
	limits   limits
	at       location // of the contract
	origin   *url.URL // of a contract that was fetched
	left     int64    // bytes that may still be read
	fetched  int
	docs     map[string]opened
	warnings []Problem
	warned   map[Problem]bool
	sealed   bool
}

// opened is a document, or why there is none: it is not tried again.
type opened struct {
	doc *document
	err error
}

func newLoader(ctx context.Context, opts LoadOptions) *loader {
	l := &loader{ctx: ctx, opts: opts, docs: map[string]opened{}, warned: map[Problem]bool{}}
	l.limits = limits{json: maxJSON, yaml: maxYAML}
	if opts.MaxBytes > 0 {
		// Offsets into a document have 32 bits.
		most := min(opts.MaxBytes, math.MaxUint32)
		l.limits = limits{json: most, yaml: most}
	}
	l.left = l.limits.json
	return l
}

var errSealed = errors.New("the document was not read when the contract was loaded")

// document is what the part of a reference before the "#" names, seen from base.
func (l *loader) document(base *document, ref string) (*document, error) {
	at, err := base.at.relative(ref)
	if err != nil {
		return nil, err
	}
	if at.url != nil {
		at.url.Fragment = ""
	}
	if found, ok := l.docs[at.key()]; ok {
		return found.doc, found.err
	}
	if l.sealed {
		return nil, errSealed
	}
	doc, err := l.add(at)
	l.docs[at.key()] = opened{doc, err}
	return doc, err
}

func (l *loader) add(at location) (*document, error) {
	if len(l.docs) >= maxDocuments {
		return nil, fmt.Errorf("the contract has more than %d documents", maxDocuments)
	}
	var data []byte
	var err error
	if at.url != nil {
		data, err = l.readURL(at)
	} else {
		data, err = l.readFile(at)
	}
	if err != nil {
		return nil, err
	}
	l.left -= int64(len(data))
	return newDocument(l, at, data)
}

func (l *loader) refersOut() bool {
	for _, o := range l.docs {
		if o.doc != nil && o.doc.external {
			return true
		}
	}
	return false
}

// warn notes what is wrong and does not matter to the run, once.
func (l *loader) warn(at Place, text string) {
	p := Problem{Place: at, Text: printable(text)}
	if l.sealed || l.warned[p] || len(l.warnings) > maxWarnings {
		return
	}
	if len(l.warnings) == maxWarnings {
		p = Problem{Place: Place{File: l.at.name()}, Text: fmt.Sprintf("there are more than %d warnings; the others are left out", maxWarnings)}
	}
	l.warned[p] = true
	l.warnings = append(l.warnings, p)
}

// printable makes a text fit for a terminal: one line, not endless, and without the control
// characters that a contract may hold.
func printable(text string) string {
	if len(text) > maxProblemText {
		text = text[:maxProblemText] + "…"
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	return strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, text)
}

// warnError notes a reference of n that leads nowhere.
func (l *loader) warnError(n node, err error) {
	if ref, ok := errors.AsType[*refError](err); ok {
		l.warn(ref.Place, ref.text())
		return
	}
	l.warn(n.place(), err.Error())
}

// sortedProblems puts problems in order: the contract's own, then those of other files, by line.
func (l *loader) sortedProblems(problems []Problem) []Problem {
	own := l.at.name()
	slices.SortStableFunc(problems, func(a, b Problem) int {
		if (a.File == own) != (b.File == own) {
			if a.File == own {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return problems
}

// seal ends reading: from here on the loader is not written to, so that nodes can be read by
// several goroutines.
func (l *loader) seal() {
	l.sealed = true
	l.ctx, l.opts, l.warned = nil, LoadOptions{}, nil
}
