package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

const (
	// acceptPurpose marks a GET whose Accept no server can meet.
	acceptPurpose = "accept"
	// foreignType is a media type that nobody has.
	foreignType = "application/vnd.verbatim.none"
)

// planForeignAccept asks, beside a declared GET, for a media type that nobody has.
func planForeignAccept(_ *Row, cell *Planned) []Side {
	if cell.Method != http.MethodGet || cell.Operation == nil {
		return nil
	}
	fields := slices.DeleteFunc(slices.Clone(cell.Fields), func(f Field) bool { return f.Name == "Accept" })
	return []Side{{Asks: foreignType, Method: cell.Method, Needs: ReadOnly, Fields: append(fields, Field{"Accept", foreignType}), Body: cell.Body,
		When: "where the GET is answered with success: an Accept that cannot be met"}}
}

func wantsForeignAccept(_ context.Context, _ *rowRun, cell *cellRun) bool {
	return cell.Method == http.MethodGet && cell.last().Status()/100 == 2 && cell.last().As == ""
}

// asksForeignAccept: the plain GET was served, and one with an Accept that cannot be met was sent.
func asksForeignAccept(s *site) bool {
	asked := s.cell.beside(acceptPurpose)
	return s.cell.answer == records.Served && len(asked) > 0 && slices.Contains(asked[0].exchange.Fields, "Accept: "+foreignType)
}

func judgeAccept406(s *site) outcome {
	side := s.cell.beside(acceptPurpose)[0]
	r := side.exchange.Response
	if r == nil {
		return open("the GET with an Accept that cannot be met got no answer", "another run")
	}
	switch {
	case r.Status/100 == 2, r.Status == http.StatusNotAcceptable, r.Status == http.StatusNotModified:
		return kept()
	case r.Status == 429 || r.Status == 503 || isWall(r.Status) || r.Status/100 == 3:
		return open(fmt.Sprintf("an Accept that cannot be met is answered %d", r.Status), "another run")
	}
	return broken(fmt.Sprintf("an Accept that cannot be met is answered %d", r.Status), r.Line(),
		fmt.Sprintf("406, or %d as without it", s.cell.response().Status), "Content-Type").beside(side)
}

// contentPurpose marks requests whose content is of a media type that the contract does not
// declare.
const contentPurpose = "content"

// planForeignContent sends, beside a declared request with content, the same content under a
// media type that nobody has.
func planForeignContent(_ *Row, cell *Planned) []Side {
	if cell.Operation == nil || cell.Operation.Body == nil || cell.Body == nil || cell.Guard != records.NoGuard || declaresContent(cell.Operation.Body, foreignType) {
		return nil
	}
	fields := slices.DeleteFunc(slices.Clone(cell.Fields), func(f Field) bool { return f.Name == "Content-Type" })
	return []Side{{Asks: foreignType, Method: cell.Method, Needs: Full, Fields: append(fields, Field{"Content-Type", foreignType}), Body: cell.Body,
		When: "where the request is answered with success: the same content under an undeclared media type"}}
}

func wantsForeignContent(_ context.Context, _ *rowRun, cell *cellRun) bool {
	return cell.Guard == records.NoGuard && cell.last().Status()/100 == 2
}

// asksForeignContent: the declared request was served, and the same content was sent under
// another media type.
func asksForeignContent(s *site) bool {
	return s.cell.answer == records.Served && len(s.cell.beside(contentPurpose)) > 0
}

// judgeMedia415 takes 400 and 422 for refusals too: RFC 9110 asks for 415 nowhere but in the
// definition of it, and frameworks differ.
func judgeMedia415(s *site) outcome {
	side := s.cell.beside(contentPurpose)[0]
	r := side.exchange.Response
	if r == nil {
		return open("the request with an undeclared media type got no answer", "another run")
	}
	got := r.Line() + " to content of type " + side.Asks
	const want = "415"
	switch {
	case r.Status == http.StatusUnsupportedMediaType:
		if wrong := s.foreignHints(r); wrong != "" {
			return broken("a 415 names media types that the contract does not declare", got+" with "+wrong, "the declared media types", hintFields...).beside(side)
		}
		return kept()
	case r.Status == http.StatusBadRequest || r.Status == http.StatusUnprocessableEntity:
		return kept()
	case r.Status/100 == 2:
		return broken("content of an undeclared media type is accepted", got, want, "Content-Type").beside(side)
	case r.Status >= 500 && r.Status != 503:
		return broken(fmt.Sprintf("content of an undeclared media type is answered %d", r.Status), got, want, "Content-Type").beside(side)
	}
	return open(fmt.Sprintf("content of an undeclared media type is answered %d, which need not be about the type", r.Status), "another run")
}

// hintFields are those in which a 415 says what would have been accepted.
var hintFields = []string{"Accept-Post", "Accept-Patch", "Accept-Query"}

// foreignHints are the media types in such fields that the contract does not declare.
func (s *site) foreignHints(r *records.Response) string {
	for _, name := range hintFields {
		for _, line := range r.Values(name) {
			for element := range strings.SplitSeq(line, ",") {
				essence := essenceOf(strings.Trim(element, ` "`))
				if essence != "" && !strings.Contains(essence, "*") && !declaresContent(s.cell.Operation.Body, essence) {
					return name + ": " + essence
				}
			}
		}
	}
	return ""
}
