package probe

import (
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"golang.org/x/net/http/httpguts"
)

// allowField is what the Allow field lines of one answer say together. A nil *allowField means
// that there is no Allow field; one without methods, that the field is empty: two facts.
type allowField struct {
	// lines are the field lines as received.
	lines []string
	// methods are the listed tokens, each once, in order, known methods in their right case.
	methods []string
	// faults say what is not as RFC 9110, section 5.6.1 and 9.1 want it.
	faults []string
}

// parseAllow joins the field lines (RFC 9110, section 5.3) and splits the list, ignoring empty
// elements as a recipient must (section 5.6.1.2).
func parseAllow(r *records.Response) *allowField {
	lines := r.Values("Allow")
	if lines == nil {
		return nil
	}
	a := &allowField{lines: lines, methods: make([]string, 0, 1+strings.Count(lines[0], ","))}
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			a.add(strings.Trim(element, " \t"))
		}
	}
	return a
}

func (a *allowField) add(element string) {
	switch {
	case element == "":
	case httpguts.ValidHeaderFieldName(element):
		a.addMethod(element)
	default:
		a.faults = append(a.faults, "`"+element+"` is not a method token")
		// Methods written with blanks or in brackets are still meant: without them the missing
		// ones would be reported on top of the real fault.
		for _, word := range strings.FieldsFunc(element, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') }) {
			if slices.Contains(wellKnownMethods, strings.ToUpper(word)) {
				a.addMethod(strings.ToUpper(word))
			}
		}
	}
}

func (a *allowField) addMethod(token string) {
	if upper := strings.ToUpper(token); upper != token && slices.Contains(wellKnownMethods, upper) {
		a.faults = append(a.faults, "`"+token+"` is not `"+upper+"`: methods are case-sensitive")
		token = upper
	}
	if token == "*" {
		a.faults = append(a.faults, "`*` is not a method")
		return
	}
	if !slices.Contains(a.methods, token) {
		a.methods = append(a.methods, token)
	}
}

// wellKnownMethods are those whose case a server may get wrong.
var wellKnownMethods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "CONNECT"}

// String is the field as messages show it: sorted, because some servers send it in another order each
// time. One that is no list of methods is shown as received.
func (a *allowField) String() string {
	lines := slices.Clone(a.lines)
	slices.Sort(lines)
	list := strings.Join(lines, ", ")
	if len(a.faults) == 0 {
		list = sortedList(list)
	}
	return "Allow: " + list
}

// lists reports whether the field lists a method; false when there is no field.
func (a *allowField) lists(method string) bool {
	return a != nil && slices.Contains(a.methods, method)
}

// listing are the listed methods, in order; nil where there is no field.
func (a *allowField) listing() []string {
	if a == nil {
		return nil
	}
	return a.methods
}

// demanded are the listed methods that matter when two fields are compared: HEAD and OPTIONS
// are implied, and servers differ in listing them.
func (a *allowField) demanded() []string {
	methods := make([]string, 0, len(a.methods))
	for _, m := range a.methods {
		if !records.IsImplied(m) {
			methods = append(methods, m)
		}
	}
	slices.Sort(methods)
	return methods
}

// allowTruth is what an Allow field of a path is held against.
type allowTruth struct {
	// declared are the methods that the contract declares for the path.
	declared []string
	// tolerated are methods that another template matching the same URL declares: whether they
	// are served here depends on the router.
	tolerated []string
	// refused are declared methods that the deployment was seen to refuse: a field that leaves
	// them out is accurate about the deployment, and the missing handler is the finding.
	refused []string
	// served are undeclared methods that the deployment was seen to serve: that is the finding.
	served []string
}

// compare is the one place that says what an accurate Allow is: it lists every declared method
// and no other, HEAD and OPTIONS aside.
func (t allowTruth) compare(a *allowField) (missing, extra []string) {
	for _, m := range t.declared {
		if !records.IsImplied(m) && !a.lists(m) && !slices.Contains(t.refused, m) {
			missing = append(missing, m)
		}
	}
	for _, m := range a.methods {
		if !records.IsImplied(m) && !slices.Contains(t.declared, m) && !slices.Contains(t.tolerated, m) && !slices.Contains(t.served, m) {
			extra = append(extra, m)
		}
	}
	slices.Sort(extra) // fields list their methods in any order
	return missing, extra
}
