package probe

import (
	"context"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
)

// standInPurpose marks a second registered method that nobody routes, asked where a server stops
// the first one before any router sees it: QUERY is young, and Rails, PHP's own server and older
// parsers do not know it. REPORT is safe too (RFC 3253), and old enough to be let through.
const standInPurpose = "stand-in"

const secondStandIn = "REPORT"

// planStandIn asks REPORT beside QUERY.
func planStandIn(_ *Row, cell *Planned) []Side {
	if !cell.calibrates() || cell.Method != "QUERY" {
		return nil
	}
	return []Side{{Asks: secondStandIn, Method: secondStandIn, Fields: cell.Fields, Needs: ReadOnly,
		When: "where QUERY is answered before any router, and REPORT is not"}}
}

// wantsStandIn: REPORT gets further than QUERY at this target, and QUERY was told nothing of this
// path: Fastify has a parser for what no route takes, and routes QUERY all the same.
func wantsStandIn(_ context.Context, run *rowRun, query *cellRun) bool {
	return run.base.reachesFurther() && query.last().Status() == run.base.registered.Status() && (query.allow == nil || run.blanketAllow(query))
}

// stopsEarly reports whether a registered method may have been answered before any router: by a
// parser, a server or what filters methods, for every path alike.
func stopsEarly(x *records.Exchange) bool {
	if x == nil {
		return false
	}
	return x.Error != nil || slices.Contains([]int{400, 403, 405, 500, 501}, x.Status())
}

// reachesFurther reports whether REPORT was asked at the random path, and got to see the router.
func (b *baseline) reachesFurther() bool {
	status := b.second.Status()
	return status != 0 && status != b.registered.Status() && (status == 405 || !stopsEarly(b.second))
}

// unrouted is what a method that nobody routes gets at a path that does not exist; nil where none
// was asked.
func (b *baseline) unrouted() *records.Exchange {
	if b.reachesFurther() {
		return b.second
	}
	return b.registered
}

// calibrators are the methods that nobody routes, as they were answered at this path.
func (run *rowRun) calibrators() []*cellRun {
	var found []*cellRun
	for _, cell := range run.cells {
		if !cell.calibrates() {
			continue
		}
		if cell.response() != nil {
			found = append(found, cell)
		}
		for _, side := range cell.beside(standInPurpose) {
			second := &cellRun{Planned: &Planned{Column: Column{side.Method, records.StandIn}, Fields: side.Fields, Schemes: cell.Schemes}}
			if second.keep(*side.exchange); second.response() != nil {
				found = append(found, second)
			}
		}
	}
	return found
}

// refusersOfKnown are the undeclared methods that routers know, and that this path refuses with 405
// and an Allow of its own: so it refuses the others.
func (run *rowRun) refusersOfKnown() []*cellRun {
	var found []*cellRun
	for _, cell := range run.cells {
		known := cell.Kind == records.Core || cell.Method == http.MethodOptions
		if known && cell.Operation == nil && cell.last().Status() == 405 && cell.allow != nil && len(cell.allow.Demanded()) > 0 && run.isThisPaths(cell) {
			found = append(found, cell)
		}
	}
	return found
}

// refuserOfKnown is the first request for an undeclared method that routers know that was refused with
// 405, as "GET /tasks/{id}/restart"; "" where there is none. A target that has such a path may refuse so
// at others too, whatever it says to a method that its router does not know (Fastify 4 has no QUERY).
func refuserOfKnown(runs []*rowRun) string {
	for _, run := range runs {
		for _, cell := range run.cells {
			if cell.Kind == records.Core && cell.Operation == nil && cell.last().Status() == 405 && run.isThisPaths(cell) {
				return cell.Method + " " + run.row.Item.Template
			}
		}
	}
	return ""
}

// refusedTrace is TRACE where the path refuses it with 405 and the Allow that its OPTIONS has, as
// "TRACE /tasks": its routes do that, and may for other methods that their router knows; "" otherwise.
func (run *rowRun) refusedTrace() string {
	trace, options := run.cellOf(http.MethodTrace), run.cellOf(http.MethodOptions)
	if trace == nil || options == nil || trace.last().Status() != 405 || trace.allow == nil || options.allow == nil {
		return ""
	}
	if run.blanketAllow(options) || len(trace.allow.Demanded()) == 0 || !slices.Equal(trace.allow.Demanded(), options.allow.Demanded()) {
		return ""
	}
	return trace.Method + " " + run.row.Item.Template
}

// isAboutTheMethod reports whether a 404 to a method that nobody routes tells of that method alone: it
// gets the same at a path that does not exist, and a GET of such a path gets another 404. Fastify 4
// stops QUERY so behind its router, whatever the path does with what it knows.
func (run *rowRun) isAboutTheMethod(c *cellRun) bool {
	there := run.baseOf(c.Method)
	return there.IsNotFound() && run.base.get.IsNotFound() && records.Same(c.last(), there) && !records.Same(there, run.base.get)
}

// isThisPaths reports whether a 405 is about this path: a path that does not exist gets another
// answer, or another Allow.
func (run *rowRun) isThisPaths(cell *cellRun) bool {
	if run.baseOf(cell.Method).Status() != 405 {
		return true
	}
	return cell.allow != nil && !run.blanketAllow(cell)
}

// further are the methods that nobody routes and that are no cells of the matrix.
func (run *rowRun) further() []*cellRun {
	return slices.DeleteFunc(run.calibrators(), func(c *cellRun) bool { return slices.Contains(run.cells, c) })
}

// pagesByGetAlone reports whether paths that do not exist are served to GET, and refused to a
// method that nobody routes.
func (b *baseline) pagesByGetAlone() bool {
	refused := b.unrouted().Status()
	return b.get.Status()/100 == 2 && (refused == 404 || refused == 405)
}
