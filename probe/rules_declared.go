package probe

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

func isDeclared(s *site) bool { return s.cell.Operation != nil }

// wasToBeServed: asked in earnest, or it would have been if the run had what that takes.
func wasToBeServed(s *site) bool {
	return isAskedInEarnest(s) || isDeclared(s) && s.cell.unprovided != "" && s.cell.answer != records.Refused && s.cell.answer != records.AbsentPath
}

// isAskedInEarnest: a plain request with valid input was sent, and the answer is about that
// input. A refusal or a missing path is declared-routed's finding, a redirect
// declared-redirect's: one fault, one finding.
func isAskedInEarnest(s *site) bool {
	if !isDeclared(s) || (s.cell.evidence != records.Fired && !acceptsMalformed(s) && !s.cell.nothingAnswers()) {
		return false
	}
	return !slices.Contains([]records.Answer{records.Refused, records.AbsentPath, records.Redirected}, s.cell.answer)
}

func wasSentDeclared(s *site) bool {
	return isDeclared(s) && slices.Contains([]records.Answer{records.Served, records.Routed, records.Redirected}, s.cell.answer)
}

func hasServedStatus(s *site) bool {
	return isAskedInEarnest(s) && s.cell.answer == records.Served && len(s.cell.Operation.Responses) > 0
}

func judgeDeclaredRouted(s *site) outcome {
	switch s.cell.answer {
	case records.Served, records.Routed, records.Advertised:
		return kept()
	case records.Crashed:
		if s.cell.nothingAnswers() {
			return open("a gateway answered "+s.got()+": nothing behind it did", "a deployment whose every part is up")
		}
		if s.cell.evidence == records.Guarded {
			return open("answered "+s.got()+" to a guarded request: a handler failed, or a layer before it", "--mode full, where things may be changed")
		}
		if s.run.sameAsStandIn(s.cell.last()) || records.Same(s.cell.last(), s.run.base.get) {
			return open("whatever is asked fails the same way", "a deployment that does not crash")
		}
		return kept()
	case records.Refused:
		return judgeDeclaredRefusal(s)
	case records.AbsentPath:
		return broken("the path is not there", fmt.Sprintf("%s, as for a path that does not exist", s.got()), "a handler's answer")
	case records.CaughtAll:
		if still := s.survivor(); still != nil {
			return s.judgeSurvivor(still)
		}
	case records.NotAdvertised:
		return open(s.cell.reason, decidingMode(s.cell.Planned, s.run.plan.Options.Mode))
	}
	return s.undecidable()
}

func judgeDeclaredRefusal(s *site) outcome {
	if s.refusalIsDocumented() {
		return open(fmt.Sprintf("answered %s, which the contract documents for this operation: it may be about the input", s.got()),
			"valid input: --mode full, or --value")
	}
	return broken(fmt.Sprintf("declared, and refused with %d", s.cell.response().Status), s.got(), "a handler's answer", "Allow")
}

// refusalIsDocumented reports whether the contract documents the very status of a refusal, and
// methods that nobody knows are refused otherwise: contracts use 405 for "invalid input".
func (s *site) refusalIsDocumented() bool {
	if s.cell.Operation == nil || s.cell.response() == nil || s.cell.last().IsNotFound() {
		return false // a 404 that is the router's own is not about the input
	}
	status := fmt.Sprint(s.cell.response().Status)
	documented := slices.ContainsFunc(s.cell.Operation.Responses, func(r spec.Response) bool { return r.Status == status })
	return documented && !s.run.sameAsStandIn(s.cell.last())
}

// acceptsMalformed: a guarded request was answered with success, though its content was none.
func acceptsMalformed(s *site) bool {
	return s.cell.evidence == records.Guarded && s.cell.answer == records.Served && s.cell.Body != nil
}

func judgeDeclaredServed(s *site) outcome {
	if s.refusedWithoutInput() != nil {
		return s.judgeInputless()
	}
	if s.cell.unprovided != "" {
		return open("no real request was sent: "+s.cell.unprovided, s.cell.decides)
	}
	if acceptsMalformed(s) {
		return open("answered "+s.got()+" to malformed content: that it takes anything does not show that it takes valid input", "--mode full, where things may be changed")
	}
	if s.cell.answer == records.Served {
		if still := s.survivor(); still != nil {
			return s.judgeSurvivor(still)
		}
		return kept()
	}
	if s.cell.answer == records.Crashed {
		return open("it failed before it could succeed", "a server that does not crash")
	}
	status := s.cell.last().Status()
	if s.cell.answer != records.Routed && !s.refusesDeclaredType(status) {
		return s.undecidable()
	}
	if reason, decides := s.inputInDoubt(status); reason != "" {
		return open(reason, decides)
	}
	return broken(fmt.Sprintf("valid input is answered %d", status), s.got(), "success (2xx)", "Content-Type")
}

// refusesDeclaredType reports whether a real request got 415, though it had the media type that the contract
// declares, or no content where that declares none: whoever gave it, clients that keep to the contract cannot
// get through.
func (s *site) refusesDeclaredType(status int) bool {
	return status == http.StatusUnsupportedMediaType && s.cell.evidence == records.Fired && s.cell.answer == records.Unclear
}

// inputInDoubt says why an error may be about our input and not about the API; "" when it
// cannot be. Input is beyond doubt where there was none to choose, where the user gave it, and
// where a list of the target returned it.
func (s *site) inputInDoubt(status int) (reason, decides string) {
	if status == 406 {
		return "answered 406: the contract does not say which media type it has", "a media type for the response in the contract"
	}
	doubtful, decide := s.doubtfulInput(status)
	if len(doubtful) > 0 {
		return fmt.Sprintf("answered %d%s to input that is the contract's or made up: %s", status, s.said(), strings.Join(doubtful, ", ")), strings.Join(decide, " ")
	}
	if s.run.hasTwoNames(s.cell.last()) {
		return fmt.Sprintf("answered %d%s, and what was created goes by two names: nothing shows which of them this path takes", status, s.said()),
			"one name in the paths of the contract, or --value"
	}
	missing := status == 404 || status == 410
	if missing && s.run.isGuessed(s.cell.last()) {
		return fmt.Sprintf("answered %d, and only a likeness of names says that this is what the answer to its creation named", status),
			"a Location or a link in that answer, or a GET of the thing in the contract"
	}
	if (!missing || !s.run.row.endsInParam()) && documents(s.cell.Operation, status) {
		return fmt.Sprintf("answered %d%s, which the contract documents", status, s.said()), "a deployment in the state that this operation needs"
	}
	return "", ""
}

// doubtfulInput are the values that an error may be about, and what would settle each.
func (s *site) doubtfulInput(status int) (doubtful, decide []string) {
	doubt := func(v spec.Value, why string) {
		doubtful = append(doubtful, fmt.Sprintf("%s (%s)", v.Name, why))
		decide = append(decide, decidingValue(v))
	}
	for _, in := range s.cell.inputs {
		switch exists := in.value.Source.Exists(); {
		case !exists:
			doubt(in.value, string(in.value.Source))
		case in.byName:
			doubt(in.value, fmt.Sprintf("%s, and taken for what is meant by its name", in.value.Source))
		}
	}
	if status != 404 && status != 410 || len(s.run.values) == 0 || s.speaksOfMore() {
		if source := s.cell.BodySource; source != "" && !source.Exists() && status != 415 {
			doubt(spec.Value{Name: "the request body"}, string(source))
		}
	}
	if s.cell.within != "" && (status == 404 || status == 410) {
		doubt(spec.Value{Name: s.cell.within, In: "path"}, "given, and nothing shows that it is in what the run created")
	}
	for i, v := range s.run.values {
		switch {
		case s.run.row.isByName(i) && (status == 404 || status == 410):
			doubt(v, fmt.Sprintf("%s, and taken for what is meant by its name", v.Source))
		case !v.Source.Exists():
			doubt(v, string(v.Source))
		case s.run.row.isListedElsewhere(i, v):
			doubt(v, fmt.Sprintf("%s from %s, and taken for what is meant by its name", v.Source, v.From))
		}
	}
	return doubtful, decide
}

// speaksOfMore reports whether a 404 says more than that what the path names is not there: what it
// misses may be what the content refers to.
func (s *site) speaksOfMore() bool {
	own := slices.Clone(wordsOfAbsence)
	for _, segment := range segmentsOf(s.run.row.Item.Template) {
		for _, word := range naming.Words(segment) {
			own = append(own, word, naming.Singular(word))
		}
	}
	for _, v := range s.run.values {
		own = append(own, naming.Words(v.Text)...)
	}
	return slices.ContainsFunc(naming.Words(refusal.Text(s.cell.response())), func(word string) bool { return !slices.Contains(own, word) && len(word) > 2 })
}

// wordsOfAbsence are what any 404 may say.
var wordsOfAbsence = []string{"not", "found", "the", "requested", "resource", "resources", "was", "does", "doesn", "exist", "exists", "there", "such", "with",
	"for", "this", "that", "you", "your", "were", "are", "looking", "object", "entity", "item", "record", "document", "page", "url", "uri", "path", "route", "server", "could", "cannot", "can", "unable",
	"find", "get", "error", "code", "status", "message", "detail", "invalid", "unknown", "missing", "name", "key", "uuid", "none", "any", "has", "have", "been", "http", "matches", "given", "query", "it", "is", "id"}

// said are the API's own words, in brackets; "" for none.
func (s *site) said() string { return s.run.saidOf(s.cell) }

// isGuessed reports whether a request was about a thing of the run of which nothing but a
// likeness of names says that it is there.
func (run *rowRun) isGuessed(x *records.Exchange) bool {
	entry := run.options.Ledger.owner(x.SentURL())
	return entry != nil && entry.guessed
}

// endsInParam reports whether the path names a thing, and not something below one.
func (r *Row) endsInParam() bool {
	segments := segmentsOf(r.Item.Template)
	return isParam(segments[len(segments)-1])
}

func decidingValue(v spec.Value) string {
	if v.In == "" {
		return "an example of the request body in the contract, or a body in the configuration"
	}
	if v.In == "path" {
		return fmt.Sprintf("--value %s=… that exists", v.Name)
	}
	return fmt.Sprintf("--value %s=…", v.Name)
}

func judgeDeclaredStatus(s *site) outcome {
	status := s.cell.response().Status
	var known []string
	for _, r := range s.cell.Operation.Responses {
		if r.Status == "default" {
			return kept()
		}
		known = append(known, r.Status)
	}
	if documents(s.cell.Operation, status) {
		return kept()
	}
	return broken(fmt.Sprintf("success is answered with an undocumented %d", status), s.got(), strings.Join(known, ", "))
}

func judgeDeclaredRedirect(s *site) outcome {
	if s.cell.answer != records.Redirected {
		return kept()
	}
	return broken(fmt.Sprintf("declared, and redirected with %d", s.cell.response().Status),
		fmt.Sprintf("%s to %s", s.got(), s.run.wire.ledger.shownIn(s.cell.response().Value("Location"))), "an answer without a redirect", "Location")
}

func judgeDeclaredCrash(s *site) outcome {
	switch s.cell.answer {
	case records.Crashed:
		return broken(fmt.Sprintf("fails with %d", s.cell.response().Status), s.got(), "any answer but 5xx", "Content-Type")
	case records.Served, records.Routed:
		return kept()
	}
	return s.undecidable()
}

// got is the answer's status as a noun phrase: "405 Method Not Allowed".
func (s *site) got() string {
	if r := s.cell.response(); r != nil {
		return r.Line()
	}
	return "no answer"
}
