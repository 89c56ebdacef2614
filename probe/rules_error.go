package probe

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// isUnauthorized: the first 401 of the path without a challenge, or the first 401. The rule
// speaks once a path, of methods that the user asked about: others calibrate.
func isUnauthorized(s *site) bool {
	is401 := func(c *cellRun) bool { return c.isAskedAbout() && c.last().Status() == 401 }
	return s.cell == s.run.first(func(c *cellRun) bool { return is401(c) && !challenges(c.response()) }, is401)
}

// isAskedAbout reports whether other rules, too, judge whatever is answered: what these rules
// have to say of an error must not make a cell pass that nothing else is known of.
func (c *cellRun) isAskedAbout() bool {
	return c.Kind == records.Core || c.Kind == records.UnknownPath || c.Operation != nil
}

// challenges reports whether an answer names a way to authenticate, of whatever scheme.
func challenges(r *records.Response) bool {
	return strings.TrimSpace(strings.Join(r.Values("WWW-Authenticate"), "")) != ""
}

func judgeChallenge(s *site) outcome {
	if challenges(s.cell.response()) {
		return kept()
	}
	return broken("401 without WWW-Authenticate", s.got()+" without WWW-Authenticate", "a challenge, such as WWW-Authenticate: Bearer", "WWW-Authenticate")
}

// tellsProblem: the answer is a problem document with a readable status member. One that is cut
// off before the member, or has none, says nothing about the status.
func tellsProblem(s *site) bool {
	r := s.cell.response()
	if r == nil || !s.cell.isAskedAbout() {
		return false
	}
	_, ok := problemStatus(r)
	return ok
}

func judgeProblemStatus(s *site) outcome {
	r := s.cell.response()
	status, _ := problemStatus(r)
	if status == r.Status {
		return kept()
	}
	return broken("a problem document tells another status than the answer has", fmt.Sprintf("status %d in the document of a %s", status, r.Line()),
		fmt.Sprintf("status %d, or no status member", r.Status), "Content-Type")
}

func isProblem(mediaType string) bool {
	return mediaType == "application/problem+json" || mediaType == "application/problem+xml"
}

// problemStatus reads the status member of a problem document. A member of another type is to
// be ignored (RFC 9457, section 3.1).
func problemStatus(r *records.Response) (status int, ok bool) {
	switch r.MediaType() {
	case "application/problem+json":
		return jsonStatus(r.Whole())
	case "application/problem+xml":
		return xmlStatus(r.Whole())
	}
	return 0, false
}

// jsonStatus reads token by token, so that content that is cut off later can be read.
func jsonStatus(content []byte) (int, bool) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return 0, false
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return 0, false
		}
		var value any
		if err := decoder.Decode(&value); err != nil {
			return 0, false
		}
		if number, isNumber := value.(float64); name == "status" && isNumber {
			return int(number), number == math.Trunc(number) && number >= 0 && number < 1000
		}
	}
	return 0, false
}

func xmlStatus(content []byte) (int, bool) {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	depth := 0
	for {
		token, err := decoder.Token()
		if err != nil {
			return 0, false
		}
		switch element := token.(type) {
		case xml.StartElement:
			if depth == 1 && element.Name.Local == "status" {
				var status int
				err := decoder.DecodeElement(&status, &element)
				return status, err == nil
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}
