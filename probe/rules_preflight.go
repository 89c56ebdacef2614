package probe

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// isPreflightedPath: preflights were sent, and CORS is on at this path.
func isPreflightedPath(s *site) bool {
	return len(s.cell.beside(preflightPurpose)) > 0 && s.run.showsCORS()
}

// judgePreflightMethods speaks of the first declared method that a browser cannot send, else of
// the methods that are allowed though nobody declared them.
func judgePreflightMethods(s *site) outcome {
	sides := s.cell.beside(preflightPurpose)
	if reason := s.originInDoubt(sides); reason != "" {
		return open(reason, "an origin that the target allows, as an Origin field in --header-file")
	}
	for _, side := range sides {
		if s.run.row.Item.Operation(side.Asks) == nil {
			continue
		}
		if o := s.judgePreflight(side); o.verdict != records.Passed {
			return o.beside(side)
		}
	}
	for _, side := range sides {
		if extra := s.undeclaredBy(side); len(extra) > 0 {
			return s.allowsUndeclared(side, extra).beside(side)
		}
	}
	return kept()
}

// originInDoubt says why a refused preflight may be about our origin; "" when pages of any
// origin, or of ours, are let in somewhere at this path.
func (s *site) originInDoubt(sides []sideRun) string {
	for _, side := range sides {
		if allowsOrigin(side.exchange, originOf(side.exchange)) {
			return ""
		}
	}
	for _, c := range s.run.cells {
		if allowsOrigin(c.last(), "*") {
			return ""
		}
	}
	return "CORS is on here, and nothing shows that pages of " + originOf(sides[0].exchange) + " are let in"
}

// judgePreflight judges what a browser makes of the answer to its preflight for a declared method.
func (s *site) judgePreflight(side sideRun) outcome {
	x := side.exchange
	if x.Response == nil {
		return open("the preflight for "+side.Asks+" got no answer", "another run")
	}
	status := x.Response.Status
	want := "2xx with Access-Control-Allow-Methods: " + side.Asks
	switch {
	case status == 429 || status == 503:
		return open(fmt.Sprintf("the preflight for %s was answered %d", side.Asks, status), "another run")
	case isWall(status) && status == side.elsewhere.Status() && !s.letsPreflightsIn():
		return open(fmt.Sprintf("every preflight is answered %d, also at a path that does not exist: browsers send it without credentials, and what stands there may stand before this deployment only", status),
			"a deployment without that wall")
	case status/100 != 2:
		return broken(fmt.Sprintf("a preflight is answered %d", status), fmt.Sprintf("%s to the preflight for %s", x.Response.Line(), side.Asks), want, corsFields...)
	case !allowsOrigin(x, originOf(x)):
		return broken("a preflight is answered without one Access-Control-Allow-Origin that lets the page in", fmt.Sprintf("%s to the preflight for %s, which lets no page in", x.Response.Line(), side.Asks), want, corsFields...)
	}
	methods := allowedMethods(x.Response)
	withCredentials := x.Response.Value("Access-Control-Allow-Credentials") == "true"
	switch {
	case slices.Contains(methods, side.Asks), isSafelisted(side.Asks), slices.Contains(methods, "*") && !withCredentials:
		return kept()
	case slices.Contains(methods, "*"):
		return broken("a preflight allows `*`, which allows nothing to a page that sends credentials",
			gotMethods(methods)+" with Access-Control-Allow-Credentials: true", want, corsFields...)
	}
	return broken("a preflight does not allow a declared method", gotMethods(methods)+" to the preflight for "+side.Asks, want, corsFields...)
}

// letsPreflightsIn reports whether some preflight of the path was answered with success: then
// what refuses another one looks at more than who asks.
func (s *site) letsPreflightsIn() bool {
	return slices.ContainsFunc(s.cell.beside(preflightPurpose), func(side sideRun) bool { return side.exchange.Status()/100 == 2 })
}

// isSafelisted reports whether a page may send a method whatever the preflight's answer lists.
func isSafelisted(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodPost
}

var corsFields = []string{"Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Credentials", "Allow"}

func gotMethods(methods []string) string {
	if len(methods) == 0 {
		return "no Access-Control-Allow-Methods"
	}
	return "Access-Control-Allow-Methods: " + strings.Join(methods, ", ")
}

// undeclaredBy are the methods that a preflight allows though the path has none such. GET, HEAD
// and POST are allowed whatever the field says, so listing them changes nothing.
func (s *site) undeclaredBy(side sideRun) []string {
	if side.exchange.Status()/100 != 2 || !allowsOrigin(side.exchange, originOf(side.exchange)) {
		return nil
	}
	truth := s.run.allowTruth()
	return slices.DeleteFunc(allowedMethods(side.exchange.Response), func(m string) bool {
		return isSafelisted(m) || m == http.MethodOptions || m == "*" || slices.Contains(truth.Declared, m) || slices.Contains(truth.Tolerated, m) || slices.Contains(truth.Served, m)
	})
}

func (s *site) allowsUndeclared(side sideRun, extra []string) outcome {
	key, methods := "a preflight allows methods that the contract does not declare", allowedMethods(side.exchange.Response)
	// The middleware need not serve the path that does not exist: Flask-CORS adds its list to the 404.
	there := side.elsewhere
	switch same := there.Status() != 0 && slices.Equal(allowedMethods(there.Response), methods); {
	case same && slices.Equal(methods, []string{side.Asks}):
		key = "preflights allow whatever method is asked about, at every path"
	case same:
		key = "preflights allow the same methods at every path, declared or not"
	}
	return broken(key, gotMethods(methods)+", with "+strings.Join(extra, ", "),
		"the declared methods only", corsFields...)
}

// isWall reports whether a status is given before a handler looks at the request.
func isWall(status int) bool { return status == 401 || status == 403 || status == 407 }

// isSwallowed: a declared method was refused with 405 and Allow, where OPTIONS is served.
func isSwallowed(s *site) bool {
	return isDeclared(s) && s.cell.Method != http.MethodOptions && is405(s) && s.cell.allow != nil && s.run.servesOptions()
}

func (run *rowRun) servesOptions() bool {
	return slices.ContainsFunc(run.cells, func(c *cellRun) bool {
		return c.Method == http.MethodOptions && c.last().Status()/100 == 2
	})
}

func judgePreflightTrap(s *site) outcome {
	if len(s.cell.allow.Demanded()) > 0 || !s.cell.allow.Lists(http.MethodOptions) {
		return kept()
	}
	return broken("the handler of preflights swallows a declared method", s.got()+" with "+s.gotAllow(), "the answer of "+s.cell.Method+"'s own handler", "Allow")
}
