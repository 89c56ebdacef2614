package expect

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// demands are what a truth asks of the checks at one cell.
type demands struct {
	// must are rules of which at least one has to be found; empty means that nothing is wrong.
	must []string
	// may are rules that may be found too.
	may []string
	// elsewhere is set when the fault is one of the Allow field, which any answer of the path shows.
	elsewhere bool
}

func (d demands) allow(rule string) bool {
	return slices.Contains(d.must, rule) || slices.Contains(d.may, rule)
}

// core says what the truth of a core cell asks for.
func (f *Facts) core(method, template string) demands {
	truth := f.truths[method+" "+template]
	declared := slices.Contains(f.declared[template], method)
	var d demands
	switch {
	case truth.Word == Works, truth.Word == Walled:
	case truth.Word == Hangs:
	case truth.Word == Pretends:
		d = f.pretends(method, template, truth)
	case truth.refuses() && declared:
		d.must = []string{"declared-routed"}
		must, may := f.wrongAllow(method, template, truth)
		d.may = append(must, may...)
	case truth.Word == Refused && truth.Status == http.StatusMethodNotAllowed:
		d = f.refused405(method, template, truth)
	case truth.Word == Crashes && declared:
		d.must = []string{"declared-crash"}
	case truth.Word == Redirects && declared:
		d.must = []string{"declared-redirect"}
	case truth.Word == Served:
		d.must = []string{"undeclared-refused", "undeclared-405"}
		d.may = []string{"allow-undeclared"}
	default:
		d.must = []string{"undeclared-405", "undeclared-refused"}
	}
	d.may = append(d.may, f.rowMay(template)...)
	return f.withTables(d, method, template)
}

// pretends: a status that the contract does not document gives it away. Where the contract
// documents the status, only the content could.
func (f *Facts) pretends(method, template string, truth Truth) demands {
	rules := []string{"declared-status", "declared-content", "declared-served", "declared-routed"}
	if slices.Contains(f.documented[method+" "+template], fmt.Sprint(truth.Status)) {
		return demands{may: rules}
	}
	return demands{must: rules}
}

// refused405 is right where Allow is; which Allow rule speaks follows from the field. An honest
// field is wrong only as far as another cell of the path is, whose finding it may repeat.
func (f *Facts) refused405(method, template string, truth Truth) demands {
	must, may := f.wrongAllow(method, template, truth)
	return demands{must: must, may: may, elsewhere: true}
}

// wrongAllow are the rules that the Allow field of a 405, or of a successful OPTIONS, breaks, and
// those that it breaks only because some method is missing or served that should not be: that is
// a finding of its own, at that method.
func (f *Facts) wrongAllow(method, template string, truth Truth) (must, may []string) {
	successful := truth.Word == Answers && truth.Status/100 == 2
	switch {
	case truth.Status != http.StatusMethodNotAllowed && !successful:
		return nil, nil
	case truth.Allow.Absent && successful:
		return []string{"options-allow"}, nil
	case truth.Allow.Absent:
		return []string{"allow-present"}, nil
	}
	add := func(rule string, excused bool) {
		if excused {
			may = append(may, rule)
		} else {
			must = append(must, rule)
		}
	}
	listed := f.listed(template, truth)
	for _, m := range f.declared[template] {
		if !implied(m) && !slices.Contains(listed, m) {
			add("allow-complete", !f.truths[m+" "+template].handled())
		}
	}
	for _, m := range listed {
		if !implied(m) && !slices.Contains(f.declared[template], m) {
			add("allow-undeclared", f.truths[m+" "+template].handled())
		}
	}
	if !successful && slices.Contains(listed, method) {
		must = append(must, "allow-contradiction")
	}
	return must, may
}

// listed are the methods in the Allow field of an answer: those that expected.json says, or
// those that the path has a handler for.
func (f *Facts) listed(template string, truth Truth) []string {
	switch {
	case truth.Allow.Known:
		return truth.Allow.Methods
	case slices.Contains(f.variant.Obstacles, allowFromBehind):
		return f.declared[template]
	}
	var methods []string
	for _, method := range coreMethods {
		if f.truths[method+" "+template].handled() {
			methods = append(methods, method)
		}
	}
	return methods
}

// rowMay are the rules that compare the answers of a path with each other, where these differ.
func (f *Facts) rowMay(template string) []string {
	var fields []string
	lists := false
	for _, method := range append([]string{"OPTIONS"}, coreMethods...) {
		truth := f.truths[method+" "+template]
		if truth.Allow.Absent || truth.Status != http.StatusMethodNotAllowed && (truth.Word != Answers || truth.Status/100 != 2) {
			continue
		}
		listed := slices.DeleteFunc(slices.Clone(f.listed(template, truth)), implied)
		slices.Sort(listed)
		fields = append(fields, strings.Join(listed, " "))
		lists = lists || slices.ContainsFunc(listed, func(m string) bool { return f.truths[m+" "+template].refuses() })
	}
	slices.Sort(fields)
	var may []string
	if len(slices.Compact(fields)) > 1 {
		may = append(may, "allow-consistent")
	}
	if lists {
		may = append(may, "allow-truthful")
	}
	return may
}

// other says what the truth asks for at HEAD, OPTIONS, a stand-in or the unknown path.
func (f *Facts) other(cell *records.Cell, template string) demands {
	method := cell.Method
	truth := f.truths[method+" "+template]
	var d demands
	switch {
	case template == Unknown:
		switch {
		case truth.Word == Served || truth.Word == Crashes || truth.Status == http.StatusMethodNotAllowed:
			d.must = []string{"unknown-path"}
		case truth.Status != http.StatusNotFound:
			// A refusal that is not 404 does not claim that the path is there.
			d.may = []string{"unknown-path"}
		}
	case method == "HEAD":
		if truth.refuses() && f.truths["GET "+template].Word == Works {
			d.must = []string{"head-supported", "head-parity"}
		}
		must, may := f.wrongAllow(method, template, truth)
		d.may = slices.Concat(must, may, f.rowMay(template))
	case method == "OPTIONS":
		d.must, d.may = f.wrongAllow(method, template, truth)
		d.may = append(d.may, f.rowMay(template)...)
	default:
		d.may = f.standIn(template)
	}
	return f.withTables(d, method, template)
}

// standIn are the rules that the answer to a method that nobody knows may break: those that an
// undeclared method breaks, and unknown-method where anything is answered.
func (f *Facts) standIn(template string) []string {
	may := f.rowMay(template)
	for _, method := range coreMethods {
		truth := f.truths[method+" "+template]
		if truth.Word == Served || truth.Word == Crashes {
			may = append(may, "unknown-method")
		}
		wrong, excused := f.wrongAllow(method, template, truth)
		may = slices.Concat(may, wrong, excused)
	}
	return may
}

// withTables adds what expected.json says of rules. Which media types an app takes has nothing to
// do with its routing, and no truth says it.
func (f *Facts) withTables(d demands, method, template string) demands {
	d.may = append(d.may, "media-415")
	for _, faults := range []map[string][]string{f.system.Faults, f.variant.Faults} {
		for rule, cells := range faults {
			if covers(cells, method, template) {
				d.may = append(d.may, rule)
			}
		}
	}
	for _, may := range []map[string][]string{f.system.May, f.variant.May} {
		for rule, cells := range may {
			if covers(cells, method, template) {
				d.may = append(d.may, rule)
			}
		}
	}
	return d
}

// faults are the rules that expected.json says are broken at a cell, each of which has to be found.
func (f *Facts) faults(method, template string) []string {
	var rules []string
	for _, faults := range []map[string][]string{f.system.Faults, f.variant.Faults} {
		for rule, cells := range faults {
			if covers(cells, method, template) {
				rules = append(rules, rule)
			}
		}
	}
	slices.Sort(rules)
	return rules
}

// implied methods may be in Allow or not, as the server likes.
func implied(method string) bool { return method == "HEAD" || method == "OPTIONS" }
