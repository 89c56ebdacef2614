package probe

import (
	"context"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

const (
	// preflightPurpose marks the requests with which a browser asks whether a page of another
	// origin may send a method (Fetch standard, "CORS-preflight fetch").
	preflightPurpose = "preflight"
	// preflightOrigin is the origin of the page that we claim to be.
	preflightOrigin = "https://verbatim.example"
	requestedMethod = "Access-Control-Request-Method"
)

// planPreflights asks, beside OPTIONS, for every declared method that browsers ask about first,
// and for one that is not declared.
func planPreflights(row *Row, cell *Planned) []Side {
	if cell.Method != http.MethodOptions {
		return nil
	}
	var sides []Side
	for _, op := range row.Item.Operations {
		if isPreflighted(op) {
			sides = append(sides, preflight(op.Method, "where CORS is on: browsers ask this before "+op.Method))
		}
	}
	for _, method := range []string{"DELETE", "PUT", "PATCH"} {
		if row.Item.Operation(method) == nil && row.cell(method).Overlaps == "" {
			sides = append(sides, preflight(method, "where CORS is on: "+method+" is not declared, and should not be allowed"))
			break
		}
	}
	if len(sides) > 0 && row.Item.Operation(http.MethodGet) != nil {
		sides = append(sides, preflight(http.MethodGet, "where CORS is on and the other preflights are refused: whether it is on at this path"))
	}
	return sides
}

// isNeedlessPreflight: browsers ask no leave to send GET. It shows that CORS is on where all
// other preflights are refused without saying so, as Spring does.
func isNeedlessPreflight(run *rowRun, side *Side) bool {
	return side.Asks == http.MethodGet && run.showsCORS()
}

// isPreflighted reports whether browsers ask before they send an operation from a page of
// another origin. They do not for GET and HEAD, nor for a POST whose content a form could have;
// TRACE and CONNECT no page may send (Fetch standard, "CORS-safelisted method", "forbidden
// method").
func isPreflighted(op *spec.Operation) bool {
	switch op.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return false
	case http.MethodPost:
		return op.Body != nil && !slices.ContainsFunc(op.Body.Content, func(m spec.MediaType) bool { return isFormLike(m.Name) })
	}
	return true
}

func isFormLike(name string) bool {
	switch essence, _, _ := mime.ParseMediaType(name); essence {
	case "application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "*/*", "text/*":
		return true
	}
	return false
}

func preflight(method, when string) Side {
	return Side{Purpose: preflightPurpose, Asks: method, Method: http.MethodOptions, Needs: ReadOnly, When: when,
		Fields: []Field{{"Origin", preflightOrigin}, {requestedMethod, method}}}
}

// wantsPreflights: CORS was seen, at this path or at the target.
func wantsPreflights(ctx context.Context, run *rowRun, cell *cellRun) bool {
	if cell.Method != http.MethodOptions || cell.last() == nil {
		return false
	}
	return run.showsCORS() || run.controls.showCORS(ctx)
}

// showsCORS reports whether an answer of the path, to a request or to a preflight, has a CORS
// field.
func (run *rowRun) showsCORS() bool {
	return slices.ContainsFunc(run.cells, func(c *cellRun) bool {
		return hasCORS(c.last()) || slices.ContainsFunc(c.beside(preflightPurpose), func(s sideRun) bool { return hasCORS(s.exchange) })
	})
}

// hasCORS reports whether an answer lets pages of some other origin read it. Other fields of
// CORS mean nothing without that one.
func hasCORS(x *records.Exchange) bool {
	return x != nil && x.Response != nil && x.Response.Values("Access-Control-Allow-Origin") != nil
}

// showCORS reports whether CORS is on at the target, going by a sample that is sent once a run.
func (c *controls) showCORS(ctx context.Context) bool {
	c.corsOnce.Do(func() { c.cors = c.sampleCORS(ctx) })
	return c.cors
}

// sampleCORS sends a preflight to a path that does not exist and one to the first path that takes
// no parameter: middleware that serves CORS for the whole target answers both.
func (c *controls) sampleCORS(ctx context.Context) bool {
	put := preflight(http.MethodPut, "")
	if hasCORS(randomPreflight(ctx, c, &put)) {
		return true
	}
	for _, row := range c.plan.Rows {
		cell := row.cell(http.MethodOptions)
		if len(row.Params) > 0 || cell == nil || len(cell.Sides) == 0 {
			continue
		}
		return hasCORS(c.exchange(ctx, cell.sideRequest(&cell.Sides[0], row.url(nil))))
	}
	return false
}

// randomPreflight is the same preflight at a path that does not exist; nil when the contract
// leaves no such path.
func randomPreflight(ctx context.Context, c *controls, side *Side) *records.Exchange {
	path := c.randomPath("")
	if path == "" {
		return nil
	}
	return c.exchange(ctx, (&Planned{}).sideRequest(side, c.plan.base+path))
}

// preflighted are the methods that preflights of the plan ask for, PUT first: it is the sample.
func (p *Plan) preflighted() []string {
	methods := []string{http.MethodPut}
	for _, row := range p.Rows {
		for _, cell := range row.Cells {
			for i := range cell.Sides {
				if side := &cell.Sides[i]; side.Purpose == preflightPurpose && !slices.Contains(methods, side.Asks) {
					methods = append(methods, side.Asks)
				}
			}
		}
	}
	return methods
}

// allowedMethods are the method tokens of Access-Control-Allow-Methods, all field lines joined.
func allowedMethods(r *records.Response) []string {
	var methods []string
	for _, line := range r.Values("Access-Control-Allow-Methods") {
		for element := range strings.SplitSeq(line, ",") {
			if token := strings.Trim(element, " \t"); token != "" && !slices.Contains(methods, token) {
				methods = append(methods, token)
			}
		}
	}
	return methods
}

// allowsOrigin reports whether an answer lets pages of our origin read it.
func allowsOrigin(x *records.Exchange, origin string) bool {
	if x == nil || x.Response == nil {
		return false
	}
	// Several field lines are one value, which is then neither of the two.
	allowed := strings.Join(x.Response.Values("Access-Control-Allow-Origin"), ", ")
	return allowed == "*" || allowed == origin
}

// originOf is the origin that a preflight was sent with: a user's own field replaces ours.
func originOf(x *records.Exchange) string {
	for _, line := range x.Fields {
		if value, ok := records.FieldValue(line, "Origin"); ok {
			return value
		}
	}
	return ""
}
