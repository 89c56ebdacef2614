package probe

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// advertisers are the exchanges of the path whose Allow may speak for methods that were not
// sent: OPTIONS, and the 405 to a safe method, TRACE aside (nginx and Tomcat answer it for the
// application, with a field of their own). A field that a path which does not exist gets too
// says nothing.
func (run *rowRun) advertisers() []*cellRun {
	var found []*cellRun
	for _, cell := range slices.Concat(run.cells, run.further()) {
		r := cell.response()
		if r == nil || cell.allow == nil || cell.Method == http.MethodTrace || run.blanketAllow(cell) {
			continue
		}
		if r.Status == 405 || (cell.Method == "OPTIONS" && r.Status/100 == 2) {
			found = append(found, cell)
		}
	}
	return found
}

// listsPerRoute reports whether the target's router makes Allow for each route and not for each
// path, as Starlette does: somewhere it lists one method where several are declared, and nowhere
// more than one. Such a field says nothing about the methods that it leaves out, at any path.
func listsPerRoute(runs []*rowRun) bool {
	lonely := false
	for _, run := range runs {
		for _, a := range run.advertisers() {
			switch listed := len(a.allow.Demanded()); {
			case listed > 1:
				return false
			case listed == 1 && len(run.row.Item.Operations) > 1:
				lonely = true
			}
		}
	}
	return lonely
}

// advertised says which answers of the path list a method and which leave it out. A field that
// leaves out a declared method, too, or one that was seen served, is not believed about what it
// leaves out: routers that make Allow for each route list only the first one's.
func (run *rowRun) advertised(method string) (listed, left, incomplete []string) {
	truth := run.allowTruth()
	for _, a := range run.advertisers() {
		missing, _ := truth.Compare(a.allow)
		missing = slices.DeleteFunc(missing, func(m string) bool { return m == method })
		switch {
		case a.allow.Lists(method):
			listed = append(listed, a.Method)
		case run.allowPerRoute || len(missing) > 0 || slices.ContainsFunc(truth.Served, func(m string) bool { return !a.allow.Lists(m) }):
			incomplete = append(incomplete, a.Method)
		default:
			left = append(left, a.Method)
		}
	}
	return listed, left, incomplete
}

// isPasted reports whether the same Allow is sent by every path that sends one, though they declare
// different methods, and one of them does not declare all that it lists. Such a list was written
// down once, and says of no declared method that it works.
func isPasted(runs []*rowRun) bool {
	var pasted []string
	declared := map[string]bool{}
	seen, extra := false, false
	for _, run := range runs {
		truth := run.allowTruth()
		for _, a := range run.advertisers() {
			listed := a.allow.Demanded()
			if seen && !slices.Equal(pasted, listed) {
				return false
			}
			pasted, seen = listed, true
			declared[strings.Join(truth.Declared, " ")] = true
			_, more := truth.Compare(a.allow)
			extra = extra || len(more) > 0
		}
	}
	return extra && len(declared) > 1 && len(pasted) > 1
}

// doubtOfListed says why a field that lists a declared method does not show that it works; "" when
// nothing is to be said against it.
func (run *rowRun) doubtOfListed() string {
	if method := run.listedButRefused(); method != "" {
		return method + " too, which is refused with 405"
	}
	if run.redirectsGet() {
		return "GET too, which is redirected"
	}
	if run.allowPasted {
		return "it is the same at every path, whatever that declares"
	}
	return ""
}

// redirectsGet reports whether a declared GET is redirected, and listed all the same: Allow then is that of
// the path to which it leads.
func (run *rowRun) redirectsGet() bool {
	return slices.ContainsFunc(run.cells, func(c *cellRun) bool {
		return c.Method == http.MethodGet && c.Operation != nil && c.answer == records.Redirected &&
			slices.ContainsFunc(run.advertisers(), func(a *cellRun) bool { return a.allow.Lists(c.Method) })
	})
}

// listedButRefused is a method that was refused with 405 though an Allow of the path lists it; ""
// when there is none. A list that was written down and not made from the routes says of no method
// that it works. Methods that come for nothing (HEAD, OPTIONS) do not count.
func (run *rowRun) listedButRefused() string {
	for _, cell := range run.cells {
		refused := cell.Kind == records.Core && cell.answer == records.Refused && cell.last().Status() == 405
		if refused && slices.ContainsFunc(run.advertisers(), func(a *cellRun) bool { return a.allow.Lists(cell.Method) }) {
			return cell.Method
		}
	}
	return ""
}

// advertise says of a method that was not sent what the Allow fields of the path say of it.
func (run *rowRun) advertise(cell *cellRun) {
	withheld := cell.reason
	if withheld == "" {
		withheld, cell.decides = cell.Withheld, decidingMode(cell.Planned, run.plan.Options.Mode)
	}
	cell.answer, cell.evidence, cell.reason = records.Withheld, records.None, withheld
	listed, left, incomplete := run.advertised(cell.Method)
	cell.listedBy = listed
	outer := run.outerLayer()
	switch {
	case outer != 0:
		cell.reason = fmt.Sprintf("%s; methods that nobody knows are answered %d here, so Allow comes from behind whatever does that", withheld, outer)
		if outer/100 == 4 {
			cell.decides = givingCredentials
		}
	case len(listed) > 0 && len(left) > 0:
		cell.reason = fmt.Sprintf("%s; the Allow of %s lists it and that of %s does not", withheld, strings.Join(listed, ", "), strings.Join(left, ", "))
	case len(listed) > 0 && cell.Operation != nil && run.doubtOfListed() != "":
		cell.reason = fmt.Sprintf("%s; the Allow of %s lists it, but %s, so that says nothing", withheld, strings.Join(listed, ", "), run.doubtOfListed())
	case len(listed) > 0:
		cell.answer, cell.evidence = records.Advertised, records.Advertisement
		cell.reason = fmt.Sprintf("%s; the Allow of %s lists it", withheld, strings.Join(listed, ", "))
	case len(left) > 0:
		cell.answer, cell.evidence = records.NotAdvertised, records.Advertisement
		cell.reason = fmt.Sprintf("%s; the Allow of %s does not list it", withheld, strings.Join(left, ", "))
	case len(incomplete) > 0:
		cell.reason = fmt.Sprintf("%s; the Allow of %s does not list it, but leaves out methods that are declared or served too (here or at other paths), so that says nothing", withheld, strings.Join(incomplete, ", "))
	default:
		cell.reason = withheld + "; no Allow field tells what this path allows"
	}
}

// fallBackOnAllow decides a guarded cell whose answer decided nothing by what the Allow fields
// of the path say, as read-only mode does.
func (run *rowRun) fallBackOnAllow(cell *cellRun) {
	if cell.last().Status() >= 500 || run.outerLayer() != 0 || isBlocked(cell) {
		return // what fails, or stands before the application, is not believed about it
	}
	listed, left, _ := run.advertised(cell.Method)
	switch {
	case len(listed) > 0 && cell.Operation != nil && run.doubtOfListed() != "":
		cell.reason += fmt.Sprintf("; the Allow of %s lists it, but %s", strings.Join(listed, ", "), run.doubtOfListed())
	case len(listed) > 0 && len(left) == 0:
		cell.answer, cell.evidence, cell.listedBy = records.Advertised, records.Advertisement, listed
		cell.reason += "; the Allow of " + strings.Join(listed, ", ") + " lists it"
	case len(left) > 0 && len(listed) == 0:
		cell.answer, cell.evidence = records.NotAdvertised, records.Advertisement
		cell.reason += "; the Allow of " + strings.Join(left, ", ") + " does not list it"
	}
}

// isBlocked reports whether a guarded request was refused for what neither its content nor its id can
// be to blame for: something before the router wants no such method, whatever Allow says behind it.
func isBlocked(cell *cellRun) bool {
	switch status := cell.last().Status(); status {
	case 404, 410:
		return false
	case 400, 413, 415, 422:
		return cell.Body == nil
	default:
		return status/100 == 4
	}
}

// outerLayer is the status with which methods that nobody knows are stopped here, when that is a
// wall or a redirect: it answers before the application, and may stop others too. 0 otherwise.
func (run *rowRun) outerLayer() int {
	stopped := 0
	for _, x := range run.standIns() {
		switch status := x.Response.Status; {
		case status == 401 || status == 403 || status == 407 || (status/100 == 3 && status != 304):
			stopped = status
		case status != 400: // a parser's 400 says nothing either way
			return 0
		}
	}
	return stopped
}

const givingCredentials = "credentials: --credential, --bearer, --basic or --header-file"

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
	if cell.Operation == nil {
		return toCreateOne
	}
	return "--value with the id of a resource that may be changed"
}
