package allow

import (
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"golang.org/x/net/http/httpguts"
)

// Field is what the Allow field lines of one answer say together. A nil *Field means
// that there is no Allow field; one without methods, that the field is empty: two facts.
type Field struct {
	// lines are the field lines as received.
	lines []string
	// Methods are the listed tokens, each once, in order, known methods in their right case.
	Methods []string
	// Faults say what is not as RFC 9110, section 5.6.1 and 9.1 want it.
	Faults []string
}

// Parse joins the field lines (RFC 9110, section 5.3) and splits the list, ignoring empty
// elements as a recipient must (section 5.6.1.2).
func Parse(r *records.Response) *Field {
	lines := r.Values("Allow")
	if lines == nil {
		return nil
	}
	a := &Field{lines: lines, Methods: make([]string, 0, 1+strings.Count(lines[0], ","))}
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			a.add(strings.Trim(element, " \t"))
		}
	}
	return a
}

func (a *Field) add(element string) {
	switch {
	case element == "":
	case httpguts.ValidHeaderFieldName(element):
		a.addMethod(element)
	default:
		a.Faults = append(a.Faults, "`"+element+"` is not a method token")
		// Methods written with blanks or in brackets are still meant: without them the missing
		// ones would be reported on top of the real fault.
		for _, word := range strings.FieldsFunc(element, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) {
			if slices.Contains(wellKnownMethods, strings.ToUpper(word)) {
				a.addMethod(strings.ToUpper(word))
			}
		}
	}
}

func (a *Field) addMethod(token string) {
	if upper := strings.ToUpper(token); upper != token && slices.Contains(wellKnownMethods, upper) {
		a.Faults = append(a.Faults, "`"+token+"` is not `"+upper+"`: methods are case-sensitive")
		token = upper
	}
	if token == "*" {
		a.Faults = append(a.Faults, "`*` is not a method")
		return
	}
	if !slices.Contains(a.Methods, token) {
		a.Methods = append(a.Methods, token)
	}
}

// wellKnownMethods are those whose case a server may get wrong.
var wellKnownMethods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "CONNECT"}

// String is the field as messages show it: sorted, because some servers send it in another order each
// time. One that is no list of methods is shown as received.
func (a *Field) String() string {
	lines := slices.Clone(a.lines)
	slices.Sort(lines)
	list := strings.Join(lines, ", ")
	if len(a.Faults) == 0 {
		list = Sorted(list)
	}
	return "Allow: " + list
}

// Lists reports whether the field lists a method; false when there is no field.
func (a *Field) Lists(method string) bool {
	return a != nil && slices.Contains(a.Methods, method)
}

// Listing are the listed methods, in order; nil where there is no field.
func (a *Field) Listing() []string {
	if a == nil {
		return nil
	}
	return a.Methods
}

// Demanded are the listed methods that matter when two fields are compared: HEAD and OPTIONS
// are implied, and servers differ in listing them.
func (a *Field) Demanded() []string {
	methods := make([]string, 0, len(a.Methods))
	for _, m := range a.Methods {
		if !records.IsImplied(m) {
			methods = append(methods, m)
		}
	}
	slices.Sort(methods)
	return methods
}

// Truth is what an Allow field of a path is held against.
type Truth struct {
	// Declared are the methods that the contract declares for the path.
	Declared []string
	// Tolerated are methods that another template matching the same URL declares: whether they
	// are served here depends on the router.
	Tolerated []string
	// Refused are declared methods that the deployment was seen to refuse: a field that leaves
	// them out is accurate about the deployment, and the missing handler is the finding.
	Refused []string
	// Served are undeclared methods that the deployment was seen to serve: that is the finding.
	Served []string
}

// Compare is the one place that says what an accurate Allow is: it lists every declared method
// and no other, HEAD and OPTIONS aside.
func (t Truth) Compare(a *Field) (missing, extra []string) {
	for _, m := range t.Declared {
		if !records.IsImplied(m) && !a.Lists(m) && !slices.Contains(t.Refused, m) {
			missing = append(missing, m)
		}
	}
	for _, m := range a.Methods {
		if !records.IsImplied(m) && !slices.Contains(t.Declared, m) && !slices.Contains(t.Tolerated, m) && !slices.Contains(t.Served, m) {
			extra = append(extra, m)
		}
	}
	slices.Sort(extra) // fields list their methods in any order
	return missing, extra
}

// Sorted is a list of tokens in the order of the alphabet: servers that keep their routes in a map
// send Allow in another order each time.
func Sorted(list string) string {
	elements := strings.Split(list, ",")
	for i := range elements {
		elements[i] = strings.Trim(elements[i], " \t")
	}
	elements = slices.DeleteFunc(elements, func(e string) bool { return e == "" })
	slices.Sort(elements)
	return strings.Join(elements, ", ")
}
