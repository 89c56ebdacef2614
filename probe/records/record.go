package records

import (
	"time"

	"github.com/verbatim-http/verbatim/spec"
)

// SchemaVersion is the version of the run record's form; it grows when a reader would have to change.
const SchemaVersion = 1

// Run is the run record: everything that is known about one run. Every report is rendered
// from it, offline. What varies between two equal runs (times, the base URL) is data here and
// is read from nowhere else.
type Run struct {
	SchemaVersion int       `json:"schema_version"`
	Tool          Tool      `json:"tool"`
	Contract      Contract  `json:"contract"`
	Target        Target    `json:"target"`
	Started       time.Time `json:"started"`
	// Milliseconds is how long the run took.
	Milliseconds int64 `json:"milliseconds"`
	// State says how the run ended.
	State State `json:"state"`
	// FailOn is the level from which a finding makes a cell failed; below it the cell is warned.
	FailOn Level `json:"fail_on"`
	// Notices are what a reader must know before the matrix, most important first.
	Notices []Notice `json:"notices,omitempty"`
	// Causes are the diagnoses, what fails the run first, then most cells first.
	Causes []Cause `json:"causes,omitempty"`
	// Controls are what a path that does not exist is answered, GET first: other answers are read
	// against these. Only the GET where the target could not be tested.
	Controls []Exchange `json:"controls,omitempty"`
	// Unknown are the cells of a path that does not exist: what the target says to it.
	Unknown []Cell `json:"unknown_path,omitempty"`
	// Paths are the path items of the contract, in document order.
	Paths []Path `json:"paths"`
	// Summary counts the cells.
	Summary Summary `json:"summary"`
	// Leftovers are what the run created and could not remove, and what lists still show of it.
	Leftovers []Leftover `json:"leftovers,omitempty"`
}

// NoticesOf are the notices of a kind, in their order; nil when there is none.
func (r *Run) NoticesOf(kind string) []Notice {
	var found []Notice
	for _, n := range r.Notices {
		if n.Kind == kind {
			found = append(found, n)
		}
	}
	return found
}

// Leftover is something that a run created, or may have created, and could not remove.
type Leftover struct {
	// By is the request that created it: "POST /tasks".
	By string `json:"by"`
	// URL is its path at the target; "" when it is not known.
	URL string `json:"url,omitempty"`
	// ShownBy is the list that still shows it, or something with the run's marker, after everything
	// was removed: it may be archived, renamed or only named there. "" for what was not removed.
	ShownBy string `json:"shown_by,omitempty"`
	// Why says why it is still there.
	Why string `json:"why"`
}

// Tool names the program that made the record.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Contract is what the record keeps of the contract.
type Contract struct {
	Title      string         `json:"title,omitempty"`
	Version    string         `json:"version,omitempty"`
	Format     string         `json:"format"`
	Source     string         `json:"source"`
	Operations int            `json:"operations"`
	Warnings   []spec.Problem `json:"warnings,omitempty"`
}

// Target is what the record keeps of the target: never a credential.
type Target struct {
	// Name is the user's name for it ("staging"); may be empty.
	Name    string `json:"name,omitempty"`
	BaseURL string `json:"base_url"`
	Mode    Mode   `json:"mode"`
	// Insecure is set when the server's certificate was not verified.
	Insecure bool `json:"insecure,omitempty"`
}

// State says how a run ended.
type State string

const (
	// Completed means every probe that the plan permits was sent or accounted for.
	Completed State = "completed"
	// Interrupted means stopped by a signal; what was not reached is undecided.
	Interrupted State = "interrupted"
	// Untestable means the target could not be tested (unreachable, walled); a notice says why.
	Untestable State = "untestable"
)

// Notice is a message about the whole run.
type Notice struct {
	// Kind is stable: "incident", "wall", "credentials", "alternative", "unreachable", "throttled", "hanging", "interrupted", "inconsistent",
	// "changed", "leftover", "trace", "insecure", "base-path", "levels", "known".
	Kind string `json:"kind"`
	// Text is one sentence, or several.
	Text string `json:"text"`
	// Hint says what to do next; may be empty.
	Hint string `json:"hint,omitempty"`
}

// Summary counts cells: core cells by how they are known, all cells by verdict.
type Summary struct {
	// Cells is the number of core cells.
	Cells int `json:"cells"`
	// Fired, Guarded, Advertised and Withheld split the core cells by evidence.
	Fired      int `json:"fired"`
	Guarded    int `json:"guarded"`
	Advertised int `json:"advertised"`
	Withheld   int `json:"withheld"`
	// Passed, Warned, Failed, Undecided, Skipped and Errored split the core cells by verdict.
	Passed    int `json:"passed"`
	Warned    int `json:"warned"`
	Failed    int `json:"failed"`
	Undecided int `json:"undecided"`
	Skipped   int `json:"skipped"`
	Errored   int `json:"errored"`
	// Known counts the broken rules over all cells that the user knows of; Findings has none of them.
	Known int `json:"known,omitempty"`
	// Findings counts the broken rules over all cells, by level.
	Findings map[Level]int `json:"findings,omitempty"`
	// Requests is how many requests were sent, controls and retries included.
	Requests int `json:"requests"`
}
