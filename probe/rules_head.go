package probe

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// asksHead: HEAD was sent where a GET is served.
func asksHead(s *site) bool {
	return s.cell.Method == http.MethodHead && s.cell.last() != nil && s.cell.Operation == nil && s.run.get().answer == records.Served
}

// comparesHead: HEAD was answered and not refused, so that it can be compared with the GET.
func comparesHead(s *site) bool {
	return s.cell.Method == http.MethodHead && s.cell.response() != nil &&
		s.run.get().answer == records.Served && !refusesHead(s)
}

func refusesHead(s *site) bool {
	switch s.cell.last().Status() {
	case 404, 405, 501:
		return true
	}
	return false
}

func judgeHeadSupported(s *site) outcome {
	if s.cell.response() == nil {
		return s.undecidable()
	}
	if !refusesHead(s) {
		return kept()
	}
	return broken(fmt.Sprintf("HEAD is refused with %d where GET is served", s.cell.response().Status), s.got(), "the answer to GET, without its content", "Allow")
}

func judgeHeadParity(s *site) outcome {
	head, get := s.cell.response(), s.run.get().response()
	if s.cell.answer == records.Throttled {
		return s.undecidable()
	}
	if head.Status != get.Status {
		return broken("HEAD and GET differ in status", s.got(), fmt.Sprintf("%d, as GET", get.Status))
	}
	if head.MediaType() != get.MediaType() {
		return broken("HEAD and GET differ in media type", named(head.MediaType()), named(get.MediaType())+", as GET", "Content-Type")
	}
	return kept()
}

func named(mediaType string) string {
	if mediaType == "" {
		return "no Content-Type"
	}
	return mediaType
}

// judgeTraceOff looks for the request in the answer: a catch-all's 200 is not an echo.
func judgeTraceOff(s *site) outcome {
	r := s.cell.response()
	if r == nil {
		return s.undecidable()
	}
	echoed := r.MediaType() == "message/http" || strings.HasPrefix(r.Body, "TRACE "+s.cell.last().SentURL())
	if r.Status/100 != 2 || !echoed {
		return kept()
	}
	return broken("TRACE is echoed", s.got()+" with the request as content", "405", "Content-Type")
}
