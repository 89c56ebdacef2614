package probe

import (
	"fmt"
	"net/http"
	"strings"
)

// advertisers are the exchanges of the path whose Allow may speak for methods that were not
// sent: OPTIONS, and the 405 to a safe method, TRACE aside (nginx and Tomcat answer it for the
// application, with a field of their own). A field that a path which does not exist gets too
// says nothing.
func (run *rowRun) advertisers() []*cellRun {
	var found []*cellRun
	for _, cell := range run.cells {
		r := cell.response()
		if r == nil || cell.allow == nil || cell.Method == http.MethodTrace || run.blanketAllow(cell.last()) {
			continue
		}
		if r.Status == 405 || (cell.Method == "OPTIONS" && r.Status/100 == 2) {
			found = append(found, cell)
		}
	}
	return found
}

// advertise says of a method that was not sent what the Allow fields of the path say of it.
func (run *rowRun) advertise(cell *cellRun) {
	withheld := cell.reason
	if withheld == "" {
		withheld, cell.decides = cell.Withheld, decidingMode(cell.Planned, run.plan.Options.Mode)
	}
	cell.answer, cell.evidence, cell.reason = Withheld, None, withheld
	var listed, left []string
	for _, a := range run.advertisers() {
		if a.allow.lists(cell.Method) {
			listed = append(listed, a.Method)
		} else {
			left = append(left, a.Method)
		}
	}
	cell.listedBy = listed
	switch {
	case len(listed) > 0 && len(left) > 0:
		cell.reason = fmt.Sprintf("%s; the Allow of %s lists it and that of %s does not", withheld, strings.Join(listed, ", "), strings.Join(left, ", "))
	case len(listed) > 0:
		cell.answer, cell.evidence = Advertised, Advertisement
		cell.reason = fmt.Sprintf("%s; the Allow of %s lists it", withheld, strings.Join(listed, ", "))
	case len(left) > 0:
		cell.answer, cell.evidence = NotAdvertised, Advertisement
		cell.reason = fmt.Sprintf("%s; the Allow of %s does not list it", withheld, strings.Join(left, ", "))
	default:
		cell.reason = withheld + "; no Allow field tells what this path allows"
	}
}

// decidingMode says which mode would send a withheld request.
func decidingMode(cell *Planned, mode Mode) string {
	switch {
	case mode == ReadOnly && cell.Needs == GuardedMode:
		return "--mode guarded"
	case mode != Full:
		return "--mode full, where things may be changed"
	case cell.Overlaps != "":
		return "the contract, by saying what this method does here"
	}
	return "--value with the id of a resource that may be changed"
}
