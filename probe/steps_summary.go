package probe

import (
	"fmt"
	"strings"
)

// PlanSummary is what is said of a plan as a whole, after its steps. A plan's own, from
// [Plan.Summary], has counted none of them yet.
type PlanSummary struct {
	Mode Mode `json:"mode"`
	// Always, IfNeeded and Withheld are how many steps have the Send of that name.
	Always   int `json:"always"`
	IfNeeded int `json:"if_needed"`
	Withheld int `json:"withheld"`
	// Besides are sentences about what a run may send beside the steps.
	Besides []string `json:"besides"`
}

// Summary is the plan's, before its steps are counted.
func (p *Plan) Summary() PlanSummary {
	return PlanSummary{Mode: p.Options.Mode, Besides: besides(p.Options.Mode)}
}

// Count adds a step to the summary.
func (s *PlanSummary) Count(step Step) {
	switch step.Send {
	case "always":
		s.Always++
	case "if needed":
		s.IfNeeded++
	case "withheld":
		s.Withheld++
	}
}

// String is the summary as a line that counts and one for each sentence.
func (s PlanSummary) String() string {
	counts := fmt.Sprintf("%s mode: %d requests, %d more if they are needed, %d withheld; nothing was sent", s.Mode, s.Always, s.IfNeeded, s.Withheld)
	return strings.Join(append([]string{counts}, s.Besides...), "\n")
}

// besides says in sentences what a run of a mode may send beside the steps of its plan: safe requests
// that are sent again, and what takes the place of a step.
func besides(m Mode) []string {
	again := fmt.Sprintf("the first %d GETs and OPTIONS that would fail are sent once more", MostLookedAgain)
	switch m {
	case GuardedMode:
		return []string{again, "GET, QUERY and the made-up method are also sent beside an unsafe method, at the same path and with the same content, where its answer leaves something open"}
	case Full:
		return []string{
			"lists and what the run created are read as often as it takes to see what changed",
			"what was not there within the run's things is asked about once more when everything has been created",
			fmt.Sprintf("input that is refused is sent again with what the refusal asks for, %d times in all at most, and once without the marker of the run where an example has got that", mostTries),
			"where the run cannot create what a request is about, that is sent guarded: with malformed content, or at an id that a GET proved absent",
		}
	default:
		return []string{again}
	}
}
