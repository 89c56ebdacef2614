package probe

import (
	"fmt"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
)

// answerWall reads a status that is given before a handler looks at the request.
func (run *rowRun) answerWall(cell *cellRun, status int) (records.Answer, string) {
	if cell.lacks != "" && (status == 401 || status == 403) {
		cell.decides = cell.lackDecides
		return records.Walled, fmt.Sprintf("answered %d: it needs %s, and no credential was given for it", status, cell.lacks)
	}
	if len(cell.Schemes) > 0 && (status == 401 || status == 403) {
		names := strings.Join(run.wire.keys.chosen(cell.Schemes), " and ")
		cell.decides = "credentials for " + names + " that have the right to do it"
		if others := run.otherCredentials(cell); others != "" {
			cell.decides += "; or a run without them, which would use those for " + others
		}
		return records.Walled, fmt.Sprintf("answered %d to the credentials for %s, before anything could be learned", status, names)
	}
	if len(run.options.Wire.Secrets) > 0 && status == 403 {
		cell.decides = "credentials that have the right to do it: those that were given for every request are answered 403 here"
		return records.Walled, fmt.Sprintf("answered %d%s to the credentials that go with every request, before anything could be learned", status, run.saidOf(cell))
	}
	return records.Walled, fmt.Sprintf("answered %d, before anything could be learned", status)
}

// saidOf are the API's own words to a cell's last request, in brackets; "" for none.
func (run *rowRun) saidOf(cell *cellRun) string {
	if cell.response() == nil {
		return ""
	}
	if text := run.wire.hide.Text(refusal.Text(cell.response())); text != "" {
		return " (" + text + ")"
	}
	return ""
}

// carriesCredentials reports whether credentials go with what is asked at this path.
func (run *rowRun) carriesCredentials() bool {
	if len(run.options.Wire.Secrets) > 0 {
		return true
	}
	for _, cell := range run.cells {
		if len(cell.Schemes) > 0 {
			return true
		}
	}
	return false
}

// openWithout finds the credentials that the contract asks for, nobody gave, and the target does
// well without: a deployment that asks for none.
func openWithout(runs []*rowRun) map[string]bool {
	open := map[string]bool{}
	for _, run := range runs {
		for _, cell := range run.cells {
			if cell.Operation != nil && cell.lacks != "" && cell.last().Status()/100 == 2 {
				open[cell.lacks] = true
			}
		}
	}
	return open
}

// lacksCredentials makes an open question of an outcome that is none yet, or about something
// else, where the contract asks for a credential that nobody gave and the answer may be about
// that: targets hide what they have behind 404, 400 or the way to a login page. 405, 406, 415 and
// server errors are about something else, and so is all but 401 and 403 where the target serves
// other operations without that credential.
func (s *site) lacksCredentials(o outcome) outcome {
	status := s.cell.last().Status()
	if s.cell.Operation == nil || s.cell.lacks == "" || o.verdict != records.Failed && o.verdict != records.Undecided {
		return o
	}
	switch {
	case status == 405 || status == 406 || status == 415,
		s.run.open[s.cell.lacks] && status != 401 && status != 403:
		return o
	case status/100 == 4 || status/100 == 3 && s.cell.answer == records.Redirected:
		return open(fmt.Sprintf("answered %d: it needs %s, and no credential was given for it", status, s.cell.lacks), s.cell.lackDecides)
	}
	return o
}
