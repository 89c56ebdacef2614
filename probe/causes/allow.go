package causes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
)

// findAllowPerRoute: Allow lists one method wherever it is sent, also where several are
// declared, as routers do that look no further than the first route of a path.
func findAllowPerRoute(q *inquiry) *diagnosed {
	paths := map[*records.Path]bool{}
	for _, s := range q.spots {
		if !s.tellsAllow() {
			continue
		}
		listed := s.allow.Demanded()
		if len(listed) > 1 {
			return nil
		}
		if len(listed) == 1 && q.handles(s.path, listed[0]) > 0 {
			paths[s.path] = true
		}
	}
	found := q.among(paths, "allow-complete", "allow-consistent")
	stack := q.stack(found)
	// One path alone may as well lack the handlers that nobody has seen, and so may all of them where the
	// software is known and makes Allow of all its routes.
	serves := slices.ContainsFunc(found, q.servesOthers)
	if len(found) == 0 || stack != "Starlette" && !serves && (len(pathsOf(found)) == 1 || stack != "") {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Likely, stack: stack}
	if stack == "Starlette" || serves && len(pathsOf(found)) > 1 {
		d.confidence = records.Certain
	}
	d.title = subject(stack, "the router") + " lists in Allow only the methods of one route, " + atPaths(templatesOf(found)) + " with several"
	return d
}

// servesOthers: a declared method that the finding's Allow leaves out was seen to work.
func (q *inquiry) servesOthers(b *brokenRule) bool {
	return slices.ContainsFunc(q.paths[b.path], func(s *spot) bool {
		return s.cell.Declared && !b.allow.Lists(s.cell.Method) && (s.cell.Answer == records.Served || s.cell.Answer == records.Routed)
	})
}

// handles counts the declared methods of a path, other than one, that may work: those that were
// not refused.
func (q *inquiry) handles(path *records.Path, other string) int {
	n := 0
	for _, s := range q.paths[path] {
		if s.cell.Declared && s.cell.Method != other && !records.IsImplied(s.cell.Method) && s.cell.Answer != records.Refused && s.cell.Answer != records.AbsentPath {
			n++
		}
	}
	return n
}

// findAllowPasted: the same Allow at paths that declare different methods, and wrong at one.
func findAllowPasted(q *inquiry) *diagnosed {
	var pasted []string
	declared := map[string]bool{}
	refusedThoughListed, seen := false, false
	for _, s := range q.spots {
		if !s.tellsAllow() || s.path == nil {
			continue
		}
		listed := s.allow.Demanded()
		if seen && !slices.Equal(pasted, listed) {
			return q.pastedOnAll()
		}
		pasted, seen = listed, true
		declared[strings.Join(q.declared(s.path), ",")] = true
		refusedThoughListed = refusedThoughListed || (s.status() == 405 && s.allow.Lists(s.cell.Method)) || q.listsRefused(s)
	}
	refusedThoughListed = refusedThoughListed || q.isSentAnywhere(pasted)
	if len(declared) < 2 || len(pasted) < 2 || (!refusedThoughListed && !slices.Equal(pasted, q.declaredAnywhere())) {
		return nil
	}
	found := q.findings(nil, "allow-complete", "allow-undeclared", "allow-contradiction", "allow-truthful", "allow-consistent")
	if len(found) == 0 {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Likely, stack: q.stack(found),
		title: "the same Allow (" + strings.Join(pasted, ", ") + ") is sent " + atPaths(templatesOf(found)) + ", whatever the path has"}
	if refusedThoughListed {
		d.confidence = records.Certain
	}
	return d
}

// pastedOnAll: the methods that Allow lists and nobody declares are those that a path which does not exist is
// answered with, too: a proxy adds the field to whatever passes.
func (q *inquiry) pastedOnAll() *diagnosed {
	get := q.unknown()
	if get == nil || get.allow == nil || len(get.allow.Demanded()) == 0 {
		return nil
	}
	found := q.findings(func(b *brokenRule) bool {
		listed, declared := b.allow.Listing(), q.declared(b.path)
		return b.path != nil && !slices.ContainsFunc(listed, func(m string) bool {
			return !records.IsImplied(m) && !slices.Contains(declared, m) && !get.allow.Lists(m)
		}) && slices.ContainsFunc(get.allow.Demanded(), func(m string) bool { return !slices.Contains(declared, m) && b.allow.Lists(m) })
	}, "allow-undeclared", "allow-contradiction", "allow-truthful", "allow-consistent")
	if len(found) == 0 {
		return nil
	}
	return &diagnosed{findings: found, confidence: records.Likely, kind: "added",
		title: "Allow: " + strings.Join(get.allow.Demanded(), ", ") + " is sent with whatever is answered, also at a path that does not exist"}
}

// isSentAnywhere: a path that does not exist, and has no methods, is answered with the list.
func (q *inquiry) isSentAnywhere(list []string) bool {
	return slices.ContainsFunc(q.record.Controls, func(x records.Exchange) bool {
		if x.Status()/100 != 4 {
			return false
		}
		allow := allow.Parse(x.Response)
		return allow != nil && slices.Equal(allow.Demanded(), list)
	})
}

// listsRefused: the field lists an undeclared method that was seen refused.
func (q *inquiry) listsRefused(s *spot) bool {
	return slices.ContainsFunc(q.paths[s.path], func(o *spot) bool {
		return o.cell.Kind == records.Core && !o.cell.Declared && o.cell.Answer == records.Refused && s.allow.Lists(o.cell.Method)
	})
}

// declared are the declared methods of a path that matter in Allow, sorted.
func (q *inquiry) declared(path *records.Path) []string {
	var methods []string
	for _, s := range q.paths[path] {
		if s.cell.Declared && !records.IsImplied(s.cell.Method) {
			methods = append(methods, s.cell.Method)
		}
	}
	slices.Sort(methods)
	return methods
}

func (q *inquiry) declaredAnywhere() []string {
	var methods []string
	for i := range q.record.Paths {
		methods = append(methods, q.declared(&q.record.Paths[i])...)
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// findAllowNotSent: 405s without Allow.
func findAllowNotSent(q *inquiry) *diagnosed {
	found := q.findings(nil, "allow-present")
	if len(found) == 0 {
		return nil
	}
	stack := q.stack(found)
	return &diagnosed{findings: found, confidence: records.Certain, stack: stack,
		title: q.subject(found, "the target") + " sends its 405 without Allow, " + atPaths(templatesOf(found))}
}

// findPreflightTrap: methods are refused with 405 and an Allow of OPTIONS only, which comes from
// a route for OPTIONS that matches more than it should.
func findPreflightTrap(q *inquiry) *diagnosed {
	optionsOnly := func(b *brokenRule) bool {
		return b.status() == 405 && b.allow != nil && slices.Equal(b.allow.Methods, []string{"OPTIONS"})
	}
	found := append(q.findings(nil, "preflight-trap"),
		q.findings(optionsOnly, "unknown-path", "declared-routed", "allow-complete", "allow-contradiction", "allow-consistent")...)
	if len(found) == 0 {
		return nil
	}
	stack := q.stack(found)
	return &diagnosed{findings: found, confidence: records.Certain, stack: stack,
		title: "a route for OPTIONS alone matches " + atPaths(templatesOf(found)) + ": every other method is 405 with Allow: OPTIONS"}
}

// findRewrite: the answer is another path's. Next.js names that path in a field; elsewhere the
// Allow of the refusal is exactly what another path has.
func findRewrite(q *inquiry) *diagnosed {
	var to string
	named := map[*spot]bool{}
	for _, s := range q.spots {
		if r := s.response(); r != nil {
			if target := rewrittenTo(s.last().URL, r); target != "" {
				named[s], to = true, target
			}
		}
	}
	rules := []string{"declared-routed", "allow-complete", "allow-undeclared", "allow-present", "allow-truthful", "undeclared-405"}
	if found := q.findings(func(b *brokenRule) bool { return named[b.spot] }, rules...); len(found) > 0 {
		return &diagnosed{findings: found, confidence: records.Certain, stack: "Next.js",
			title: fmt.Sprintf("a rewrite sends %s to %s, which does not have them", methodsAndPaths(found), to)}
	}
	return q.rewriteByAllow()
}

func (q *inquiry) rewriteByAllow() *diagnosed {
	var other string
	refused := q.findings(func(b *brokenRule) bool {
		if b.status() != 405 || b.allow == nil || q.allowed(b.spot) {
			return false
		}
		listed, own := b.allow.Demanded(), q.declared(b.path)
		if !slices.ContainsFunc(listed, func(m string) bool { return !slices.Contains(own, m) }) {
			return false
		}
		for i := range q.record.Paths {
			if path := &q.record.Paths[i]; path != b.path && slices.Equal(q.declared(path), listed) {
				other = path.Template
				return true
			}
		}
		return false
	}, "declared-routed")
	if len(refused) == 0 || q.sameAllowEverywhere() {
		return nil
	}
	found := append(refused, q.among(pathsOf(refused), "allow-complete", "allow-undeclared", "allow-truthful", "allow-consistent")...)
	return &diagnosed{findings: found, confidence: records.Possible, stack: q.stack(found),
		title: "the Allow of the refusals " + atPaths(templatesOf(refused)) + " is that of " + other + ": something rewrites the path"}
}

func (q *inquiry) sameAllowEverywhere() bool {
	var first []string
	seen := false
	for _, s := range q.spots {
		if !s.tellsAllow() || s.path == nil {
			continue
		}
		if seen && !slices.Equal(first, s.allow.Demanded()) {
			return false
		}
		first, seen = s.allow.Demanded(), true
	}
	return true
}
