package causes

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/prose"
	"github.com/verbatim-http/verbatim/probe/records"
)

// findMissingHandler: a declared method is refused where routers refuse what they have no route
// for, or a router's Allow leaves it out.
func findMissingHandler(q *inquiry) *diagnosed {
	refused := q.findings(func(b *brokenRule) bool {
		return slices.Contains([]int{404, 405, 410, 501}, b.status()) && !q.byHandler(b.spot)
	}, "declared-routed")
	left := q.findings(func(b *brokenRule) bool { return q.leavesOutUnseen(b) }, "allow-complete")
	found := append(refused, left...)
	if len(found) == 0 {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Likely, stack: q.stack(found)}
	if len(refused) == 0 {
		var templates []string
		for _, b := range left {
			if !slices.Contains(templates, b.template()) {
				templates = append(templates, b.template())
			}
		}
		d.title = "a declared method has no handler " + atPaths(templates) + ", going by what Allow leaves out"
		return d
	}
	if !slices.ContainsFunc(refused, func(b *brokenRule) bool { return !q.refusedLikeUnrouted(b) }) {
		d.confidence = records.Certain
	}
	d.title = "nothing handles " + methodsAndPaths(refused)
	return d
}

// leavesOutUnseen: every Allow of the path leaves the same declared methods out, and none of them
// was seen to work.
func (q *inquiry) leavesOutUnseen(b *brokenRule) bool {
	if b.allow == nil || len(b.allow.Demanded()) == 0 || q.isSentAnywhere(b.allow.Demanded()) {
		return false
	}
	for _, s := range q.paths[b.path] {
		if !s.cell.Declared || records.IsImplied(s.cell.Method) || b.allow.Lists(s.cell.Method) {
			continue
		}
		listed := slices.ContainsFunc(q.paths[b.path], func(o *spot) bool { return o.tellsAllow() && o.allow.Lists(s.cell.Method) })
		if listed || s.cell.Answer == records.Served || s.cell.Answer == records.Routed {
			return false
		}
	}
	return true
}

// refusedLikeUnrouted: the path is there, its 405 names other methods and not this one, as
// routers do that make Allow from their routes.
func (q *inquiry) refusedLikeUnrouted(b *brokenRule) bool {
	return b.status() == 405 && b.allow != nil && len(b.allow.Demanded()) > 0 && !b.allow.Lists(b.cell.Method) && !q.isSentAnywhere(b.allow.Demanded())
}

// findDefaultExport: every method of a path is 405 without Allow, and OPTIONS knows of OPTIONS
// only. Next.js answers so for a route file without a function named for a method.
func findDefaultExport(q *inquiry) *diagnosed {
	paths := map[*records.Path]bool{}
	d := &diagnosed{confidence: records.Likely, stack: "Next.js"}
	for i := range q.record.Paths {
		path := &q.record.Paths[i]
		if q.knowsOptionsOnly(path) {
			paths[path] = true
			for _, s := range q.paths[path] {
				if s.cell.Declared && s.cell.Verdict == records.Undecided {
					d.open = append(d.open, s)
				}
			}
		}
	}
	d.findings = q.findings(func(b *brokenRule) bool { return paths[b.path] },
		"declared-routed", "allow-present", "allow-complete", "preflight-methods", "preflight-trap")
	if len(d.findings) == 0 {
		return nil
	}
	if slices.ContainsFunc(d.findings, func(b *brokenRule) bool { return b.cell.Method == "GET" && b.cell.Declared }) {
		d.confidence = records.Certain
	}
	d.title = "the route file exports no function named for a method " + atPaths(templatesOf(d.findings)) + ": every method is 405"
	return d
}

func (q *inquiry) knowsOptionsOnly(path *records.Path) bool {
	options := q.spot(path, "OPTIONS")
	if options == nil || options.status()/100 != 2 || options.allow == nil || !slices.Equal(options.allow.Methods, []string{"OPTIONS"}) {
		return false
	}
	declared := false
	for _, s := range q.paths[path] {
		if s.cell.Method == "OPTIONS" || !s.asked() {
			continue
		}
		declared = declared || s.cell.Declared
		if s.last() != nil && (s.status() != 405 || s.allow != nil) {
			return false
		}
	}
	get := q.spot(path, "GET")
	return declared && get != nil && get.status() == 405
}

// findRouter404: undeclared methods get the router's own 404 on paths that exist.
func findRouter404(q *inquiry) *diagnosed {
	found := q.findings(func(b *brokenRule) bool { return q.refusal(b) == 404 }, "undeclared-405")
	if len(found) == 0 {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Certain, stack: q.stack(found)}
	if !slices.ContainsFunc(found, func(b *brokenRule) bool { return b.status() != 0 }) {
		d.confidence = records.Likely // going by methods that nobody knows: some routers take no such ones
	}
	d.title = q.subject(found, "the router") + fmt.Sprintf(" answers 404 to methods that a path does not have, %s", atPaths(templatesOf(found)))
	return d
}

// refusal is the status with which an undeclared method is refused: where it was not sent, or its
// answer says nothing, that of methods which nobody knows.
func (q *inquiry) refusal(b *brokenRule) int {
	if b.status() == 0 || b.cell.Evidence == records.Advertisement {
		return q.standInStatus(b.path)
	}
	return b.status()
}

// standInStatus is the status that methods which nobody knows get at a path; 0 where they differ.
func (q *inquiry) standInStatus(path *records.Path) int {
	status := 0
	for _, s := range q.paths[path] {
		if s.cell.Kind != records.StandIn || s.cell.Method == "TRACE" || s.status() == 0 || s.status() == 400 {
			continue
		}
		if status != 0 && status != s.status() {
			return 0
		}
		status = s.status()
	}
	return status
}

// findWrongBasePath: none of the declared paths is there.
func findWrongBasePath(q *inquiry) *diagnosed {
	if len(q.record.NoticesOf("base-path")) == 0 {
		return nil
	}
	d := &diagnosed{confidence: records.Likely}
	d.findings = q.findings(func(b *brokenRule) bool { return b.cell.Answer == records.AbsentPath },
		"declared-routed", "options-allow", "allow-complete", "allow-undeclared")
	for _, s := range q.spots {
		if s.cell.Declared && s.cell.Verdict == records.Undecided {
			d.open = append(d.open, s)
		}
	}
	d.title = "none of the declared paths is there: the base URL lacks a path prefix, or leads to another service"
	if status := q.unknown().status(); status == http.StatusBadRequest || status == http.StatusMisdirectedRequest {
		d.kind, d.title = "host", fmt.Sprintf("every request is answered %d, also to a path that does not exist", status)
	}
	return d
}

// findUnknownRefused: paths that do not exist are refused with 405 instead of 404.
func findUnknownRefused(q *inquiry) *diagnosed {
	found := q.findings(func(b *brokenRule) bool { return b.status() == 405 || b.status() == 501 }, "unknown-path")
	if len(found) == 0 {
		return nil
	}
	stack := q.stack(found)
	what := "paths that do not exist"
	if found[0].cell.Method != "GET" {
		what = methodsOf(found) + " of " + what
	}
	d := &diagnosed{findings: found, confidence: records.Certain, stack: stack,
		title: fmt.Sprintf("%s answers %d to %s", q.subject(found, "the target"), found[0].status(), what)}
	options := func(x records.Exchange) bool { return x.Method == http.MethodOptions && x.Status()/100 == 2 }
	if (stack == "" || stack == "gorilla/mux") && slices.ContainsFunc(q.record.Controls, options) {
		d.kind = "options" // such a route may be why
	}
	// What answers there answers the methods that a path does not have, too.
	d.findings = append(d.findings, q.findings(func(b *brokenRule) bool { return records.Same(b.last(), found[0].last()) }, "allow-present", "allow-complete", "allow-undeclared")...)
	return d
}

// findUndeclaredHandler: the deployment has a method that the contract does not.
func findUndeclaredHandler(q *inquiry) *diagnosed {
	served := q.findings(nil, "undeclared-refused")
	blind := q.findings(q.answeredBlindly, "undeclared-405", "unknown-method")
	listed := q.findings(func(b *brokenRule) bool { return len(q.listedUndeclared(b)) > 0 }, "allow-undeclared")
	found := slices.Concat(served, blind, q.among(pathsOf(blind), "options-allow"), listed)
	if len(found) == 0 {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Certain, stack: q.stack(found)}
	blindAt := pathsOf(blind)
	apart := slices.DeleteFunc(slices.Clone(served), func(b *brokenRule) bool { return blindAt[b.path] })
	var parts []string
	if len(blind) > 0 {
		d.kind = "any"
		parts = append(parts, "a handler that looks at no method takes whatever is asked, "+atPaths(templatesOf(blind)))
	}
	if len(apart) > 0 {
		parts = append(parts, "the deployment handles "+methodsAndPaths(apart)+", which the contract does not declare")
	}
	if len(parts) == 0 {
		d.confidence = records.Likely
		parts = append(parts, "Allow lists "+prose.Conjoined(q.methodsListed(listed))+" "+atPaths(templatesOf(listed))+", which the contract does not declare")
	}
	d.title = strings.Join(parts, "; ")
	if len(blind) > 0 && q.losesMethods() {
		d.kind, d.stack = "lost", ""
		d.title = "every method is answered alike, those too that the contract declares, " + atPaths(templatesOf(blind))
	}
	return d
}

// losesMethods: declared methods that write are answered as one is that nobody knows, and none otherwise. An
// application of which no method but GET works is rare, proxies that fetch all by GET are not.
func (q *inquiry) losesMethods() bool {
	lost := false
	for _, s := range q.spots {
		if !s.cell.Declared || records.IsSafe(s.cell.Method) || s.last() == nil {
			continue
		}
		if s.cell.Answer != records.CaughtAll {
			return false
		}
		lost = true
	}
	return lost
}

// methodsListed are the undeclared methods that some findings are about, each once.
func (q *inquiry) methodsListed(findings []*brokenRule) []string {
	var methods []string
	for _, b := range findings {
		for _, m := range q.listedUndeclared(b) {
			if !slices.Contains(methods, m) {
				methods = append(methods, m)
			}
		}
	}
	return methods
}

// listedUndeclared are the undeclared core methods that a finding's Allow lists, or the method of
// a cell that others list; none where one of them was seen refused.
func (q *inquiry) listedUndeclared(b *brokenRule) []string {
	if b.allow == nil {
		return []string{b.cell.Method}
	}
	var listed []string
	for _, s := range q.paths[b.path] {
		if s.cell.Kind != records.Core || s.cell.Declared || !b.allow.Lists(s.cell.Method) {
			continue
		}
		if s.cell.Answer == records.Refused {
			return nil
		}
		listed = append(listed, s.cell.Method)
	}
	return listed
}

// templatesOf are the path templates of some findings, each once.
func templatesOf(findings []*brokenRule) []string {
	var templates []string
	seen := map[string]bool{}
	for _, b := range findings {
		if t := b.template(); !seen[t] {
			seen[t] = true
			templates = append(templates, t)
		}
	}
	return templates
}

// subject is what gave the answers of some findings, as the subject of a sentence. Where that was
// code of the application's own, naming what it is built on would blame the wrong one.
func (q *inquiry) subject(findings []*brokenRule, otherwise string) string {
	if slices.ContainsFunc(findings, func(b *brokenRule) bool { return b.layer().Kind == layers.App }) {
		return "the application"
	}
	return subject(q.stack(findings), otherwise)
}

// subject is a stack as the subject of a sentence, or what to say where it is not known.
func subject(stack, otherwise string) string {
	if stack == "" {
		return otherwise
	}
	return stack
}
