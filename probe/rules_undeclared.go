package probe

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/records"
)

func isUndeclared(s *site) bool { return s.cell.Operation == nil && s.cell.Kind == records.Core }

func judgeUndeclaredRefused(s *site) outcome {
	if s.cell.Overlaps != "" && s.cell.answer != records.Refused {
		return s.overlapping()
	}
	switch s.cell.answer {
	case records.Refused, records.NotAdvertised:
		return kept()
	case records.Served:
		return broken("not declared, and served", s.got(), "405", "Content-Type", "Allow")
	case records.Routed:
		return broken("not declared, and a handler answers", s.got()+" from a handler", "405", "Content-Type", "Allow")
	case records.Advertised:
		return open(s.cell.reason, or(s.cell.decides, decidingMode(s.cell.Planned, s.run.plan.Options.Mode)))
	}
	return s.undecidable()
}

// overlapping is the outcome where another template matches the same URL and declares the
// method: whether it is served here depends on the router, and either is right.
func (s *site) overlapping() outcome {
	return open(fmt.Sprintf("overlaps %s, which declares %s and matches the same URL: what happens depends on the router", s.cell.Overlaps, s.cell.Method),
		"the contract, by saying what "+s.cell.Method+" does here")
}

func judgeUndeclared405(s *site) outcome {
	if s.cell.Overlaps != "" && (s.cell.answer != records.Refused || s.cell.response().Status != 405) {
		return s.overlapping()
	}
	const want = "405 with Allow"
	switch s.cell.answer {
	case records.Refused:
		if status := s.cell.response().Status; status != 405 {
			return broken(fmt.Sprintf("refused with %d instead of 405", status), s.got(), want, "Allow", "Content-Type")
		}
		return kept()
	case records.Served, records.Routed:
		return open("it is not refused at all", "a refusal")
	case records.CaughtAll:
		return broken("answered like any method: a catch-all", s.got(), want, "Content-Type")
	case records.Crashed:
		if s.cell.evidence == records.Fired && !s.cell.nothingAnswers() {
			return broken(fmt.Sprintf("not declared, and answered %d instead of 405", s.cell.response().Status), s.got(), want)
		}
	case records.Redirected:
		if s.isRedirectedAlone() {
			return broken(fmt.Sprintf("not declared, and redirected with %d instead of 405", s.cell.response().Status), s.got(), want, "Location")
		}
	case records.NotAdvertised:
		return s.refusalOfStandIn()
	case records.Advertised, records.Withheld:
		if s.refusesNothing() != 0 {
			return s.refusalOfStandIn()
		}
	}
	return s.undecidable()
}

// isRedirectedAlone reports whether the redirect is what becomes of the method, and not of the address: a
// declared method is answered at the same URL, and it leads neither to another form of that, nor to another
// host, nor to a login.
func (s *site) isRedirectedAlone() bool {
	kind := causes.RedirectKind(s.run.plan.Options.BaseURL.String(), s.cell.last().URL, s.cell.response().Value("Location"))
	return kind == "other" && slices.ContainsFunc(s.run.cells, func(c *cellRun) bool {
		return c.Operation != nil && (c.answer == records.Served || c.answer == records.Routed)
	})
}

// refusesNothing is the status with which the path answers every method that nobody knows, when
// that is what its GET is answered: such a path does not look at the method. 0 otherwise; a
// success of another kind may be a default for what nothing matches, and other methods may match.
func (s *site) refusesNothing() int {
	standIns := s.run.standIns()
	if len(standIns) < 2 {
		return 0
	}
	for _, x := range standIns {
		if x.Response.Status/100 != 2 || !records.Same(x, s.run.get().last()) {
			return 0
		}
	}
	return standIns[0].Response.Status
}

// refusalOfStandIn reads off the methods that nobody routes how this path refuses one. It
// decides only where they agree and the status is not given to paths that do not exist too.
func (s *site) refusalOfStandIn() outcome {
	refusal := 0
	if status := s.refusesNothing(); status != 0 {
		return broken("answered like any method: a catch-all", fmt.Sprintf("%d, going by what every method that nobody knows gets here", status), "405 with Allow")
	}
	for _, c := range s.run.calibrators() {
		status := c.last().Status()
		if status != 404 && (status != 405 || !s.run.isThisPaths(c)) {
			continue
		}
		if status == 404 && c.Method == secondStandIn {
			continue // routers that cannot route REPORT (Fastify) say so, whatever they say to a PATCH
		}
		if s.run.isAboutTheMethod(c) {
			continue
		}
		if refusal != 0 && refusal != status {
			refusal = 0
			break
		}
		refusal = status
	}
	switch {
	case refusal == 405, len(s.run.refusersOfKnown()) > 0:
		return kept() // methods that it knows are refused so, whatever it does with others
	case refusal == 404 && or(s.run.refuser, s.run.refusedTrace()) != "":
		return open(fmt.Sprintf("%s; methods that nobody knows are answered 404 here, and %s is refused with 405: how this one is refused, only a request shows", s.cell.reason, or(s.run.refuser, s.run.refusedTrace())),
			decidingMode(s.cell.Planned, s.run.plan.Options.Mode))
	case refusal == 404:
		return broken("refused with 404 instead of 405", "404, going by what a method that nobody knows gets here", "405 with Allow")
	}
	return open(s.cell.reason+"; how it is refused, only a request shows", or(s.cell.decides, decidingMode(s.cell.Planned, s.run.plan.Options.Mode)))
}

func asksTrace(s *site) bool {
	return s.cell.Method == http.MethodTrace && s.cell.Operation == nil && s.cell.last() != nil
}

func asksStandIn(s *site) bool {
	return s.cell.calibrates() && s.cell.last() != nil
}

func judgeUnknownMethod(s *site) outcome {
	r := s.cell.response()
	if r == nil {
		return s.undecidable()
	}
	switch {
	case r.Status == 503 || r.Status == 429 || r.Status/100 == 3 || s.cell.answer == records.Walled:
		return s.undecidable()
	case r.Status/100 == 2:
		return broken("a method that nobody knows is answered with success", s.got(), "501 or 405", "Content-Type")
	case r.Status >= 500 && r.Status != 501:
		return broken(fmt.Sprintf("a method that nobody knows is answered %d", r.Status), s.got(), "501 or 405")
	}
	return kept()
}
