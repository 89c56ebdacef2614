package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	breach "github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// Mismatch is an error that says in what an answer differs from its contract.
type Mismatch struct {
	// Problems are what differs, at most three, by place and text:
	// "/items/0/id: got string, want integer".
	Problems []string
	// More is how many others there are.
	More int
}

// Error joins the problems to one line.
func (m *Mismatch) Error() string {
	text := strings.Join(m.Problems, "; ")
	if m.More > 0 {
		text += fmt.Sprintf("; and %d more", m.More)
	}
	return text
}

// ErrUnchecked says that content was not held against its schema, and so is neither right nor
// wrong: it is cut off, in a format that cannot be read, or its schema cannot be compiled.
var ErrUnchecked = errors.New("the content cannot be checked")

const (
	// maxMismatches is how many problems are shown.
	maxMismatches = 3
	// maxBreaches is how many errors of the library are read for them.
	maxBreaches = 50_000
)

// newMismatch is nil when there are no problems.
func newMismatch(problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	slices.Sort(problems)
	problems = slices.Compact(problems)
	shown := problems[:min(len(problems), maxMismatches)]
	return &Mismatch{Problems: shown, More: len(problems) - len(shown)}
}

var errAmbiguous = errors.New("it fits several alternatives of a oneOf, which is for the contract to tell apart")

// problemsOf reads what the library for JSON schemas found.
func problemsOf(err error, from side) error {
	if err == nil {
		return nil
	}
	var found *jsonschema.ValidationError
	if !errors.As(err, &found) {
		return fmt.Errorf("%w: %w", ErrUnchecked, err)
	}
	left := maxBreaches
	r := mismatchReader{side: from, left: &left}
	r.read(found)
	if err := newMismatch(r.problems); err != nil {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnchecked, r.gap)
}

// mismatchReader collects the problems that no gap in the schema can explain away.
type mismatchReader struct {
	side
	left     *int // how many errors are still read
	problems []string
	gap      error
}

func (r *mismatchReader) read(e *jsonschema.ValidationError) {
	if *r.left--; *r.left < 0 {
		r.gap = errTooManyVisits
		return
	}
	switch k := e.ErrorKind.(type) {
	case *breach.Format:
		if g, ok := errors.AsType[gap](k.Err); ok {
			r.gap = g.error
			return
		}
	case *breach.RefCycle:
		r.gap = errRecursive
		return
	case *breach.AnyOf, *breach.OneOf:
		if len(e.Causes) > 0 {
			r.readAlternatives(e)
			return
		}
		if r.side == responses { // no client breaks on it, and no server can mend it
			r.gap = errAmbiguous
			return
		}
	}
	if len(e.Causes) == 0 {
		r.problems = append(r.problems, place(e)+": "+mismatchText(e.ErrorKind))
		return
	}
	for _, cause := range e.Causes {
		r.read(cause)
	}
}

// readAlternatives reads errors of which any being a gap leaves the question open. Those of the
// alternative that the value comes closest to are the ones that help.
func (r *mismatchReader) readAlternatives(e *jsonschema.ValidationError) {
	var best *mismatchReader
	kinds := map[string]bool{}
	for _, cause := range e.Causes {
		inner := mismatchReader{side: r.side, left: r.left}
		inner.read(cause)
		if inner.gap != nil {
			r.gap = inner.gap
			return
		}
		if typeOnly, text := inner.isTypeAt(place(e)); typeOnly {
			kinds[text] = true
			continue
		}
		if best == nil || len(inner.problems) < len(best.problems) {
			best = &inner
		}
	}
	switch {
	case best != nil && len(e.Causes)-len(kinds) == 1:
		r.problems = append(r.problems, best.problems...)
	case best != nil:
		r.problems = append(r.problems, place(e)+": none of the alternatives fits; the closest: "+strings.Join(best.problems[:min(len(best.problems), 2)], ", "))
	default:
		r.problems = append(r.problems, place(e)+": "+strings.Join(sortedNames(kinds), ", or "))
	}
}

func sortedNames(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// isTypeAt reports whether all that is wrong is the type of the value at a place.
func (r *mismatchReader) isTypeAt(at string) (bool, string) {
	if len(r.problems) != 1 {
		return false, ""
	}
	text, ok := strings.CutPrefix(r.problems[0], at+": ")
	return ok && strings.HasPrefix(text, "got ") && strings.Contains(text, ", want "), text
}

// place is where a value stands in the content: a JSON pointer, "/" for the whole.
func place(e *jsonschema.ValidationError) string {
	p := pointer("")
	for _, token := range e.InstanceLocation {
		p = p.member(token)
	}
	if p == "" {
		return "/"
	}
	const longest = 200
	return printable(string(p[:min(len(p), longest)]))
}

// mismatchText says in a few words what is wrong with a value.
func mismatchText(k jsonschema.ErrorKind) string {
	switch k := k.(type) {
	case *breach.Type:
		want := slices.Clone(k.Want)
		slices.SortStableFunc(want, func(a, b string) int { return strings.Compare(nullLast(a), nullLast(b)) })
		return "got " + k.Got + ", want " + strings.Join(want, " or ")
	case *breach.Required:
		return "lacks " + quotedList(k.Missing)
	case *breach.AdditionalProperties:
		slices.Sort(k.Properties)
		return "has " + quotedList(k.Properties) + ", which the schema does not allow"
	case *breach.Enum:
		return "got " + shown(k.Got) + ", want one of " + shownList(k.Want)
	case *breach.Const:
		return "got " + shown(k.Got) + ", want " + shown(k.Want)
	case *breach.Format:
		return "got " + shown(k.Got) + ", want the format " + k.Want
	case *breach.Pattern:
		return "got " + shown(k.Got) + ", want the pattern " + shown(k.Want)
	case *breach.Dependency:
		return "lacks " + quotedList(k.Missing)
	case *breach.DependentRequired:
		return "lacks " + quotedList(k.Missing) + ", needed with \"" + k.Prop + "\""
	case *breach.FalseSchema:
		return "must not be there"
	case *breach.Not:
		return "is what \"not\" forbids"
	case *breach.OneOf:
		return "fits more than one alternative"
	case *breach.UniqueItems:
		return fmt.Sprintf("items %d and %d are equal", k.Duplicates[0], k.Duplicates[1])
	case *breach.Contains, *breach.MinContains:
		return "lacks an item that it must contain"
	case *breach.MaxContains:
		return "contains too many items of a kind"
	case *breach.PropertyNames:
		return "has a property with the name " + shown(k.Property) + ", which the schema does not allow"
	default:
		return sizeText(k)
	}
}

func nullLast(name string) string { return choose(name == "null", "~", "") }

func sizeText(k jsonschema.ErrorKind) string {
	switch k := k.(type) {
	case *breach.MinLength:
		return fmt.Sprintf("got %d characters, want at least %d", k.Got, k.Want)
	case *breach.MaxLength:
		return fmt.Sprintf("got %d characters, want at most %d", k.Got, k.Want)
	case *breach.MinItems:
		return fmt.Sprintf("got %d items, want at least %d", k.Got, k.Want)
	case *breach.MaxItems:
		return fmt.Sprintf("got %d items, want at most %d", k.Got, k.Want)
	case *breach.MinProperties:
		return fmt.Sprintf("got %d properties, want at least %d", k.Got, k.Want)
	case *breach.MaxProperties:
		return fmt.Sprintf("got %d properties, want at most %d", k.Got, k.Want)
	case *breach.Minimum:
		return fmt.Sprintf("got %s, want at least %s", decimal(k.Got), decimal(k.Want))
	case *breach.Maximum:
		return fmt.Sprintf("got %s, want at most %s", decimal(k.Got), decimal(k.Want))
	case *breach.ExclusiveMinimum:
		return fmt.Sprintf("got %s, want more than %s", decimal(k.Got), decimal(k.Want))
	case *breach.ExclusiveMaximum:
		return fmt.Sprintf("got %s, want less than %s", decimal(k.Got), decimal(k.Want))
	case *breach.MultipleOf:
		return fmt.Sprintf("got %s, want a multiple of %s", decimal(k.Got), decimal(k.Want))
	default:
		return "does not satisfy its schema"
	}
}

func quotedList(names []string) string {
	const most = 3
	var parts []string
	for _, name := range names[:min(len(names), most)] {
		parts = append(parts, shown(name))
	}
	if len(names) > most {
		parts = append(parts, fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(parts, ", ")
}

func shownList(values []any) string {
	const most = 5
	var parts []string
	for _, v := range values[:min(len(values), most)] {
		parts = append(parts, shown(v))
	}
	if len(values) > most {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// shown is a value as JSON, short and printable.
func shown(v any) string {
	const most = 40
	data, err := json.Marshal(v)
	if err != nil {
		return "a value"
	}
	runes := []rune(string(data))
	if len(runes) > most {
		return printable(string(runes[:most])) + "…"
	}
	return printable(string(runes))
}
