package causes

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// findAuthentication: nothing is known of the methods of a path, because 401, 403 or 407 comes
// before the router looks at them.
func findAuthentication(q *inquiry) *diagnosed {
	d := &diagnosed{confidence: records.Certain}
	if wall := q.wall(); wall == 401 || wall == 403 || wall == 407 {
		d.open = q.declaredSpots()
		d.title = fmt.Sprintf("every request is answered %d before the API is reached", wall)
		return d
	}
	var templates []string
	for i := range q.record.Paths {
		path := &q.record.Paths[i]
		if open := q.gated(path); len(open) > 0 {
			d.open = append(d.open, open...)
			templates = append(templates, path.Template)
		}
	}
	if len(d.open) == 0 {
		return nil
	}
	walled := map[*spot]bool{}
	for _, s := range d.open {
		walled[s] = true
	}
	d.findings = q.findings(func(b *brokenRule) bool { return walled[b.spot] }, "declared-routed", "undeclared-405")
	d.stack = stackOf(d.open, false)
	d.title = fmt.Sprintf("%s answers %d before it looks at the method, %s", subject(d.stack, "the target"), d.open[0].status(), atPaths(templates))
	return d
}

// gated are the walled cells of a path where methods that nobody knows meet the same wall.
func (q *inquiry) gated(path *records.Path) []*spot {
	status := 0
	for _, s := range q.paths[path] {
		if s.cell.Kind == records.StandIn && s.cell.Method != http.MethodTrace && s.cell.Answer == records.Walled {
			status = s.status()
		}
	}
	if status == 0 {
		return nil
	}
	var open []*spot
	for _, s := range q.paths[path] {
		switch {
		case !s.asked():
		case s.cell.Answer == records.Walled && s.status() == status:
			open = append(open, s)
		case s.cell.Declared && (s.cell.Answer == records.Served || s.cell.Answer == records.Routed):
			return nil // the wall stands before some methods only
		}
	}
	return open
}

// wall is the status that every path of an untestable target gets; 0 where it is another
// trouble.
func (q *inquiry) wall() int {
	if len(q.record.NoticesOf("wall")) == 0 || len(q.record.Controls) == 0 {
		return 0
	}
	return q.record.Controls[0].Status()
}

func (q *inquiry) declaredSpots() []*spot {
	var spots []*spot
	for _, s := range q.spots {
		if s.cell.Declared {
			spots = append(spots, s)
		}
	}
	return spots
}

// findGateway: a gateway answers by itself, because it has no route for the method.
func findGateway(q *inquiry) *diagnosed {
	byGateway := func(s *spot) bool {
		return s.layer().Kind == layers.Gateway && slices.Contains([]int{403, 404, 405}, s.status())
	}
	d := &diagnosed{confidence: records.Certain}
	d.findings = q.findings(func(b *brokenRule) bool { return byGateway(b.spot) },
		"declared-routed", "undeclared-405", "allow-present", "head-supported", "head-parity", "unknown-path")
	broken := spotsOf(d.findings)
	var all []*spot
	for _, s := range q.spots {
		switch {
		case s.path == nil || !byGateway(s):
		case s.asked() && s.cell.Verdict == records.Undecided:
			d.open = append(d.open, s)
			all = append(all, s)
		case broken[s]:
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	d.stack = stackOf(all, false)
	where := fmt.Sprintf("undeclared methods, which it answers with %d", all[0].status())
	if declared := slices.DeleteFunc(slices.Clone(all), func(s *spot) bool { return !s.cell.Declared }); len(declared) > 0 {
		where = methodsAndPlaces(declared)
	}
	d.title = subject(d.stack, "the gateway") + " has no route for " + where
	return d
}

// findEdge: something in front of the application refuses methods by itself.
func findEdge(q *inquiry) *diagnosed {
	blocks := func(s *spot) bool {
		return slices.Contains([]int{403, 404, 405, 501}, s.status()) && (q.outer(s) || q.unlikeTheRouter(s) || q.byMethodAlone(s))
	}
	found := q.findings(func(b *brokenRule) bool { return blocks(b.spot) }, "declared-routed", "undeclared-405", "unknown-path",
		"allow-present", "allow-undeclared", "allow-complete", "allow-contradiction", "allow-truthful", "allow-consistent")
	d := &diagnosed{confidence: records.Certain}
	broken := spotsOf(found)
	var blocked []*spot
	for _, s := range q.spots {
		if s.path == nil && broken[s] && s.cell.Method != http.MethodGet && q.notFoundByGet() {
			blocked = append(blocked, s)
		}
		// An undeclared method is to be refused with 405, by whom is no matter; HEAD and OPTIONS are not.
		if s.path == nil || !s.asked() || !blocks(s) || (!s.cell.Declared && s.status() == 405 && (s.cell.Kind == records.Core || q.refusedAsUndeclared(s))) {
			continue
		}
		undecided := (s.cell.Declared || q.byMethodAlone(s)) && s.cell.Verdict == records.Undecided && s.cell.Answer == records.Walled && s.status() == 403
		if undecided {
			d.open = append(d.open, s)
		}
		if undecided || broken[s] {
			blocked = append(blocked, s)
		}
	}
	if len(blocked) == 0 || !q.showsApplication() {
		return nil
	}
	d.findings = found
	// What has the form of the router's own 404 may be another's.
	if own := slices.DeleteFunc(slices.Clone(blocked), func(s *spot) bool { return q.refusedElse(s) && !q.outer(s) }); len(own) > 0 {
		d.stack = q.stackOfSpots(own)
	}
	if slices.ContainsFunc(blocked, func(s *spot) bool { return s.layer().Sure != layers.Certain || !q.outer(s) }) {
		d.confidence = records.Likely
	}
	q.nameEdge(d, blocked)
	return d
}

// nameEdge says who blocks what. What looks at the method alone and bears no mark of an outer layer may as
// well be a part of the application.
func (q *inquiry) nameEdge(d *diagnosed, blocked []*spot) {
	d.title = subject(d.stack, "a layer before the application") + " blocks " + methodsAndPlaces(blocked)
	if !slices.ContainsFunc(blocked, func(s *spot) bool { return q.outer(s) || !q.byMethodAlone(s) }) {
		d.kind, d.stack, d.title = "middleware", "", "something before the routes blocks "+methodsAndPlaces(blocked)
	}
	if slices.ContainsFunc(blocked, q.allowed) {
		d.title += "; Allow says that there are routes for them"
	}
}

// refusedAsUndeclared: another method that is not declared is refused in the same way at the path, and not
// at one that does not exist. So an error page that stands in for the application's does not block OPTIONS.
func (q *inquiry) refusedAsUndeclared(refused *spot) bool {
	return !q.refusedAnywhere(refused.last()) && slices.ContainsFunc(q.paths[refused.path], func(s *spot) bool {
		return s != refused && !s.cell.Declared && s.cell.Method != http.MethodTrace && s.cell.Kind != records.Implied && records.Same(s.last(), refused.last())
	})
}

// allowed: another answer of the path, from further in, lists the method in Allow.
func (q *inquiry) allowed(blocked *spot) bool {
	return slices.ContainsFunc(q.paths[blocked.path], func(s *spot) bool {
		return s != blocked && s.tellsAllow() && !q.outer(s) && s.allow.Lists(blocked.cell.Method)
	})
}

// findStale: the answer is a cache's, and an answer of the application itself says otherwise.
func findStale(q *inquiry) *diagnosed {
	found := q.findings(func(b *brokenRule) bool {
		return b.path != nil && b.cell.Declared && records.IsSafe(b.cell.Method) && fromCache(b.response()) && q.worksBesides(b)
	}, "declared-routed", "declared-served", "declared-redirect", "declared-crash")
	if len(found) == 0 {
		return nil
	}
	return &diagnosed{findings: found, confidence: records.Possible, stack: q.stack(found),
		title: "a cache answers " + methodsAndPaths(found) + ", maybe with what was there before the last deployment"}
}

// worksBesides: another answer of the path that no cache gave shows that the path is there.
func (q *inquiry) worksBesides(b *brokenRule) bool {
	return slices.ContainsFunc(q.paths[b.path], func(s *spot) bool {
		return s != b.spot && !fromCache(s.response()) &&
			(s.tellsAllow() && s.allow.Lists(b.cell.Method) || s.cell.Declared && (s.cell.Answer == records.Served || s.cell.Answer == records.Routed))
	})
}

// fromCache reports whether a cache says that it gave the answer.
func fromCache(r *records.Response) bool {
	if r == nil {
		return false
	}
	if age := r.Value("Age"); age != "" && strings.Trim(age, "0") != "" {
		return true
	}
	for _, name := range []string{"X-Cache", "X-Cache-Status", "CF-Cache-Status", "X-Vercel-Cache", "Cache-Status"} {
		value := strings.ToLower(r.Value(name))
		if strings.HasPrefix(value, "hit") || strings.Contains(value, "; hit") || strings.Contains(value, " hit") {
			return true
		}
	}
	return false
}

// spotsOf are the cells of some findings.
func spotsOf(findings []*brokenRule) map[*spot]bool {
	spots := map[*spot]bool{}
	for _, b := range findings {
		spots[b.spot] = true
	}
	return spots
}

// methodsAndPlaces is [methodsAndPaths] for cells.
func methodsAndPlaces(spots []*spot) string {
	var findings []*brokenRule
	for _, s := range spots {
		findings = append(findings, &brokenRule{spot: s})
	}
	return methodsAndPaths(findings)
}
