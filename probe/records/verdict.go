package records

import (
	"errors"
	"fmt"
	"slices"
)

// Verdict is what is concluded of a cell, or of one rule at a cell. The zero value is
// "unjudged" and refuses to be written, so that what is forgotten can never read as passed.
type Verdict int

const (
	unjudged Verdict = iota
	// Passed means every rule that applies is kept.
	Passed
	// Warned means a rule below the fail-on level is broken.
	Warned
	// Failed means a rule at or above the fail-on level is broken.
	Failed
	// Undecided means the evidence does not decide; the reason is given.
	Undecided
	// Skipped means left out by the user's choice, or no rule has anything to say here.
	Skipped
	// Errored means no answer, because something on our side or the network broke.
	Errored
)

var verdictNames = [...]string{"", "passed", "warned", "failed", "undecided", "skipped", "errored"}

// ErrUnjudged is returned when a record that holds an unjudged cell is written.
var ErrUnjudged = errors.New("writing a cell that was never judged")

// String returns the verdict's name in reports; "unjudged" for the zero value.
func (v Verdict) String() string {
	if v == unjudged || int(v) >= len(verdictNames) {
		return "unjudged"
	}
	return verdictNames[v]
}

// MarshalText writes the verdict's name. It fails for the zero value.
func (v Verdict) MarshalText() ([]byte, error) {
	if v <= unjudged || int(v) >= len(verdictNames) {
		return nil, ErrUnjudged
	}
	return []byte(verdictNames[v]), nil
}

// UnmarshalText reads a verdict's name.
func (v *Verdict) UnmarshalText(text []byte) error {
	for i, name := range verdictNames {
		if i > 0 && name == string(text) {
			*v = Verdict(i)
			return nil
		}
	}
	return fmt.Errorf("reading verdict %q: not one of passed, warned, failed, undecided, skipped, errored", text)
}

// Severity orders verdicts from harmless to worst.
func (v Verdict) Severity() int {
	return slices.Index([]Verdict{unjudged, Skipped, Passed, Warned, Undecided, Errored, Failed}, v)
}
