package probe

import (
	"net/http"

	"github.com/verbatim-http/verbatim/probe/records"
)

// undecidable is the outcome for answers that decide nothing.
func (s *site) undecidable() outcome {
	reason := s.cell.reason
	switch s.cell.answer {
	case records.Unreachable:
		return outcome{verdict: records.Errored, reason: "no answer: " + reason}
	case records.Walled:
		return open(reason, or(s.cell.decides, givingCredentials))
	case records.Throttled:
		return open(reason, s.decidesThrottled())
	case records.Redirected:
		return open(reason+", before any method was looked at", "the address that it redirects to, as --base-url")
	case records.CaughtAll:
		return open(reason, "a deployment without that catch-all")
	case records.AbsentPath:
		return open(reason+": the path is not there, so there is nothing to refuse", "--base-url or --value that leads to the path")
	case records.Crashed:
		return open("answered "+s.got()+": nothing shows what ran before that", "a deployment that does not crash")
	case records.Unclear:
		if s.cell.Guard != records.NoGuard && s.cell.unprovided != "" {
			reason += "; no real request was sent: " + s.cell.unprovided
		}
		return open(reason, s.decidesUnclear())
	}
	decides := s.cell.decides
	if decides == "" {
		decides = decidingMode(s.cell.Planned, s.run.plan.Options.Mode)
	}
	return open(reason, decides)
}

func (s *site) decidesThrottled() string {
	if s.cell.last().Status() == http.StatusServiceUnavailable {
		return "a deployment whose every part is up; or, where it limits requests, --rate with fewer per second"
	}
	return "--rate with fewer requests per second"
}

func (s *site) decidesUnclear() string {
	if s.cell.Guard != records.NoGuard {
		return or(s.cell.decides, decidingMode(s.cell.Planned, s.run.plan.Options.Mode))
	}
	for _, v := range s.run.values {
		if !v.Source.Exists() {
			return decidingValue(v)
		}
	}
	return "a router that tells its refusals apart"
}
