package causes

import (
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// unlikeTheRouter: a declared method is refused in another way than the router refuses others at the
// same path, and that way is not the application's; or an undeclared one is refused as such a one is.
func (q *inquiry) unlikeTheRouter(s *spot) bool {
	if s.layer().Kind == layers.App || q.isUnimplemented(s) {
		return false
	}
	return q.routedElse(s) && s.layer().Kind != layers.Framework || q.refusedElse(s) || !s.cell.Declared && s.cell.Answer == records.Refused && slices.ContainsFunc(q.paths[s.path], func(other *spot) bool {
		return q.routedElse(other) && records.Same(other.last(), s.last())
	})
}

// refusedElse: a method gets the 404 of a path that does not exist, and another method is refused with
// 405 and Allow at the same path. A router that knows the path answers both 405, so the 404 is
// another's: Traefik, whose rules may name methods, has the 404 of every Go program. A framework that
// is known by its 404 for certain may have been given the 405 by hand.
func (q *inquiry) refusedElse(refused *spot) bool {
	l := refused.layer()
	if refused.path == nil || refused.status() != http.StatusNotFound || refused.cell.Answer != records.Refused || l.Kind == layers.Framework && l.Sure == layers.Certain {
		return false
	}
	return slices.ContainsFunc(q.paths[refused.path], func(s *spot) bool {
		return s.cell.Kind == records.Core && s.status() == http.StatusMethodNotAllowed && s.allow != nil
	})
}

// isUnimplemented: a 501 in the form in which the target serves its data is a handler's word that
// this deployment lacks what that takes, as a store without the plugin for it. Nobody else's is JSON.
func (q *inquiry) isUnimplemented(s *spot) bool {
	media := s.response().MediaType()
	return s.status() == http.StatusNotImplemented && strings.HasSuffix(media, "json") && slices.ContainsFunc(q.spots, func(served *spot) bool {
		return served.cell.Declared && served.cell.Answer == records.Served && served.response().MediaType() == media
	})
}

// byHandler: a declared method is refused in another way than the router refuses others at the same
// path, and the application's own: a handler answers 405 of itself, as Gitea's do to what a repository
// of such an owner cannot have.
func (q *inquiry) byHandler(s *spot) bool {
	own := s.layer().Kind == layers.App || s.layer().Kind == layers.Framework
	return own && q.routedElse(s) && !q.byMethodAlone(s)
}

// routedElse: a declared method is refused, and its Allow, if there is one, leaves it out, in another media
// type than the router refuses others at the same path, whose Allow lists it.
func (q *inquiry) routedElse(refused *spot) bool {
	if !refused.cell.Declared || refused.cell.Answer != records.Refused || refused.allow.Lists(refused.cell.Method) {
		return false
	}
	return slices.ContainsFunc(q.paths[refused.path], func(s *spot) bool {
		return s.status() == 405 && s.cell.Method != http.MethodTrace && s.allow.Lists(refused.cell.Method) && s.response().MediaType() != refused.response().MediaType()
	})
}

// byMethodAlone: a method is refused in the same way, and with the same Allow if any, wherever it was sent,
// also at a path that does not exist, where GET is not found, and a declared method is refused so. What refuses it
// looks at no path: it is no router. Where it bears the mark of a framework, it is the application's own,
// and a router's unless that says otherwise; where that GET gets it too, it is the router's.
func (q *inquiry) byMethodAlone(refused *spot) bool {
	method := refused.cell.Method
	there := q.spot(nil, method)
	if there == nil && refused.cell.Declared {
		// Below full only methods that nobody knows were sent to a path that does not exist. A refusal without
		// content is like any other: that of Rails to such a method like that of a handler.
		told := refused.response() != nil && refused.response().Bytes > 0
		return told && refused.status() == http.StatusMethodNotAllowed && q.refusedAnywhere(refused.last()) && q.routesAll(method)
	}
	if there == nil || there.status() != refused.status() || method == http.MethodGet || records.Same(there.last(), q.unknown().last()) {
		return false
	}
	known, ok := q.filtered[method]
	if !ok {
		known = q.notFoundByGet() && q.isFiltered(there)
		q.filtered[method] = known
	}
	return known && (!bearsFramework(refused) || refused.status() == http.StatusMethodNotAllowed && q.routesAll(method))
}

// routesAll reports whether the router says, wherever a method is declared, that it has the method: by an
// Allow of the path's own. Then what refuses it is the application's, and not a route: a middleware.
func (q *inquiry) routesAll(method string) bool {
	if q.sameAllowEverywhere() {
		return false
	}
	return !slices.ContainsFunc(q.spots, func(s *spot) bool { return s.cell.Declared && s.cell.Method == method && !q.allowed(s) })
}

// isFiltered: every answer to a method is that of the path that does not exist, and some declared
// method gets it.
func (q *inquiry) isFiltered(there *spot) bool {
	alike := func(s *spot) bool {
		return records.Same(s.last(), there.last()) && (s.allow == nil) == (there.allow == nil) && slices.Equal(s.allow.Listing(), there.allow.Listing())
	}
	passes := func(s *spot) bool { return s.cell.Method == there.cell.Method && s.last() != nil && !alike(s) }
	return !slices.ContainsFunc(q.spots, passes) &&
		slices.ContainsFunc(q.spots, func(s *spot) bool { return s.cell.Declared && alike(s) })
}

// notFoundByGet: a GET of a path that does not exist gets 404.
func (q *inquiry) notFoundByGet() bool {
	get := q.unknown()
	return get != nil && get.last().IsNotFound()
}

// bearsFramework reports whether an answer shows that the application gave it.
func bearsFramework(s *spot) bool {
	l, r := s.layer(), s.response()
	return l.Kind == layers.Framework || l.Kind == layers.App && (l.Sure == layers.Certain || r.Value("X-Powered-By") != "" || r.Value("X-Runtime") != "")
}
