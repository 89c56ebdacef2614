package causes

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// findCatchAll: a page or a handler stands in for whatever nobody handles, paths that do not exist
// among it.
func findCatchAll(q *inquiry) *diagnosed {
	found := q.findings(func(b *brokenRule) bool { return b.status()/100 == 2 }, "unknown-path")
	anywhere := q.caughtAnywhere()
	if len(found) == 0 && anywhere == nil {
		return nil
	}
	if len(found) > 0 {
		anywhere = found[0].last()
	}
	if q.unknown().status()/100 == 2 {
		// The route that answers GET refuses the rest.
		found = q.findings(nil, "unknown-path")
	}
	caught := q.findings(q.answeredBlindly, "declared-routed", "undeclared-405", "undeclared-refused", "unknown-method")
	found = append(append(found, caught...), q.among(pathsOf(caught), "options-allow")...)
	d := &diagnosed{findings: found, confidence: records.Certain, stack: q.stack(found), kind: "page"}
	d.title = fmt.Sprintf("%s stands in for whatever nobody handles: %s of a path that does not exist is answered %d",
		pageOrHandler(anywhere.Response), anywhere.Method, anywhere.Response.Status)
	for _, s := range q.spots {
		if s.asked() && s.cell.Verdict == records.Undecided && s.cell.Answer == records.CaughtAll {
			d.open = append(d.open, s)
		}
	}
	return d
}

// caughtAnywhere is the success with which a path that does not exist answers a method other than
// GET and OPTIONS; nil where it does not.
func (q *inquiry) caughtAnywhere() *records.Exchange {
	for i := range q.record.Controls {
		if x := &q.record.Controls[i]; x.Method != http.MethodGet && x.Method != http.MethodOptions && x.Status()/100 == 2 {
			return x
		}
	}
	return nil
}

// answeredBlindly: the answer is what every method gets, or what a path that does not exist gets.
func (q *inquiry) answeredBlindly(b *brokenRule) bool {
	if b.cell.Answer == records.CaughtAll || q.refusal(b)/100 == 2 && b.check.Rule != "undeclared-refused" {
		return true
	}
	unknown := q.spot(nil, b.cell.Method)
	return unknown != nil && b.status()/100 == 2 && records.Same(b.last(), unknown.last())
}

func pageOrHandler(r *records.Response) string {
	if r.MediaType() == "text/html" {
		return "a page"
	}
	return "a handler"
}

// findOverride: a POST with a field that names another method is taken for that method.
func findOverride(q *inquiry) *diagnosed {
	found := q.findings(nil, "method-override")
	if len(found) == 0 {
		return nil
	}
	return &diagnosed{findings: found, confidence: records.Certain, stack: q.stack(found),
		title: "a POST that names another method in a field or a parameter is taken for that method, " + atPaths(templatesOf(found))}
}

// findCrash: 5xx where a refusal or a success was due.
func findCrash(q *inquiry) *diagnosed {
	failed := func(b *brokenRule) bool { return b.status() >= 500 && b.status() != 501 }
	found := q.findings(failed, "declared-crash", "declared-served", "undeclared-405", "unknown-method", "unknown-path", "declared-routed", "head-parity", "accept-406", "media-415")
	if len(found) == 0 {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Certain, stack: q.stack(found)}
	if !slices.ContainsFunc(found, func(b *brokenRule) bool {
		return !b.last().IsGatewayError() && b.status() != http.StatusServiceUnavailable
	}) {
		d.kind = "gateway"
		d.title = fmt.Sprintf("nothing behind the gateway answers %s (%d)", methodsAndPaths(found), found[0].status())
		return d
	}
	d.title = fmt.Sprintf("%s %s with %d", methodsAndPaths(found), verb(found, "fails", "fail"), found[0].status())
	about := []string{"undeclared-405", "unknown-method", "unknown-path", "media-415", "accept-406"}
	if !slices.ContainsFunc(found, func(b *brokenRule) bool { return !slices.Contains(about, b.check.Rule) }) {
		d.kind = "refusals"
	}
	return d
}

// findPermission: writing methods alone are answered 403, or as a missing CSRF token is.
func findPermission(q *inquiry) *diagnosed {
	forbidden := func(s *spot) bool {
		writes := s.path != nil && (!records.IsSafe(s.cell.Method) || records.IsImplied(s.cell.Method))
		return writes && (s.status() == 403 || csrfSign(s))
	}
	found := q.findings(func(b *brokenRule) bool { return forbidden(b.spot) }, "declared-routed", "declared-served", "undeclared-405", "head-parity", "head-supported")
	d := &diagnosed{findings: found, confidence: records.Likely}
	for _, s := range q.spots {
		if s.asked() && s.cell.Verdict == records.Undecided && forbidden(s) && (len(found) > 0 || q.forbidsAlike(s)) {
			d.open = append(d.open, s)
		}
	}
	all := slices.Clone(d.open)
	for _, b := range found {
		all = append(all, b.spot)
	}
	if q.forbidsReading() || !slices.ContainsFunc(all, func(s *spot) bool { return !records.IsSafe(s.cell.Method) }) {
		return nil
	}
	if len(found) == 0 {
		d.confidence = records.Possible // credentials may be all that is missing
	}
	d.stack = q.stackOfSpots(all)
	d.findings = append(d.findings, q.findings(func(b *brokenRule) bool {
		return !records.IsSafe(b.cell.Method) && b.layer().Outer() && b.layer().Name == d.stack
	}, "declared-crash")...)
	d.title = fmt.Sprintf("%s forbids writing: %s answered %d while reading is served", subject(d.stack, "the target"), methodsAndPlaces(all), all[0].status())
	if slices.ContainsFunc(all, csrfSign) {
		d.kind, d.confidence = "csrf", records.Certain
		d.title = subject(d.stack, "the application") + " asks for a CSRF token, which API clients do not have: " + methodsAndPlaces(all)
	}
	return d
}

// forbidsAlike: a method that has no handler gets the same answer, so that no handler asked for
// credentials; or the server of the files gave it.
func (q *inquiry) forbidsAlike(s *spot) bool {
	if csrfSign(s) {
		return true
	}
	if get := q.spot(s.path, http.MethodGet); get != nil && get.response().LooksLikeFile() && s.layer().Outer() {
		return true
	}
	return slices.ContainsFunc(q.paths[s.path], func(o *spot) bool {
		unhandled := o.cell.Kind == records.StandIn || (o.cell.Kind == records.Core && !o.cell.Declared && !records.IsSafe(o.cell.Method))
		return unhandled && records.Same(o.last(), s.last())
	})
}

// forbidsReading: GET is forbidden too, so that it is not about writing.
func (q *inquiry) forbidsReading() bool {
	return slices.ContainsFunc(q.spots, func(s *spot) bool {
		return s.path != nil && s.cell.Method == http.MethodGet && s.status() == 403
	})
}

// csrfSign recognises the refusal of a request without a CSRF token. The page of Rails says so, or
// it is empty: an API that judges content answers 422 in its own media type.
func csrfSign(s *spot) bool {
	r := s.response()
	if r == nil || r.Status/100 != 4 {
		return false
	}
	return strings.Contains(r.Body, "CSRF") || strings.Contains(r.Body, "csrf") || strings.Contains(r.Body, "The change you wanted was rejected") ||
		r.Status == records.StatusNoCSRFToken ||
		(r.Status == 422 && s.layer().Name == "Rails" && r.MediaType() == "text/html")
}

// findRefusedOtherwise: undeclared methods are refused, with another status than 405 and 404.
func findRefusedOtherwise(q *inquiry) *diagnosed {
	found := q.findings(func(b *brokenRule) bool {
		return q.refusal(b)/100 == 4 || q.refusal(b) == 501 || b.status()/100 == 3
	}, "undeclared-405")
	if len(found) == 0 {
		return nil
	}
	stack := q.stack(found)
	return &diagnosed{findings: found, confidence: records.Certain, stack: stack,
		title: fmt.Sprintf("%s refuses with %d where 405 is due, %s", q.subject(found, "the target"), q.refusal(found[0]), atPaths(templatesOf(found)))}
}

// findPreflightBlocked: browsers cannot ask, while the method itself works.
func findPreflightBlocked(q *inquiry) *diagnosed {
	// Of the preflight: a plain OPTIONS may be answered all the same, as Spring does.
	found := q.findings(func(b *brokenRule) bool { return b.status()/100 == 4 }, "preflight-methods")
	if len(found) == 0 {
		return nil
	}
	stack := q.stack(found)
	return &diagnosed{findings: found, confidence: records.Likely, stack: stack,
		title: subject(stack, "the target") + " refuses the preflight of browsers " + atPaths(templatesOf(found)) + ", while the methods work"}
}

// rewrittenTo is the path that an answer says it comes from, where that is another one than was
// asked for; "" otherwise.
func rewrittenTo(requested string, r *records.Response) string {
	target := r.Value("X-Middleware-Rewrite")
	if target == "" {
		return ""
	}
	if _, path, found := strings.Cut(target, "://"); found {
		if i := strings.IndexByte(path, '/'); i >= 0 {
			target = path[i:]
		}
	}
	asked, _, _ := strings.Cut(requested, "?")
	if path, _, _ := strings.Cut(target, "?"); strings.TrimRight(path, "/") == strings.TrimRight(asked, "/") {
		return ""
	}
	return target
}
