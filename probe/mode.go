package probe

import "github.com/verbatim-http/verbatim/probe/records"

// Mode says how far a run may go: see [records.Mode].
type Mode = records.Mode

// The modes of a run.
const (
	ReadOnly    = records.ReadOnly
	GuardedMode = records.GuardedMode
	Full        = records.Full
)

// Level is how binding a rule is: see [records.Level].
type Level = records.Level

// The levels of rules, the most binding first, and that of a rule that is not judged.
const (
	Must   = records.Must
	Should = records.Should
	Advice = records.Advice
	Off    = records.Off
)
