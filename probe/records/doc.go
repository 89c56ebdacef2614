// Package records holds the run record: what a run asked, what came back and what was concluded, as
// one JSON document. Every report is rendered from it, and causes are found in it.
//
// Start at [Run], which is the document. Below it are a [Path], its [Cell]s, and what each cell has:
// an [Exchange] for each request, an [Answer], a [Check] for each rule that applies, a [Verdict].
//
// Beside the types there is only what can be told from them alone: which [Group]s of rules are asked
// at a cell, what [Cell.Conclude] makes of its checks, when two answers are the [Same], and the
// command that repeats an exchange. The package sends nothing, and judges no rule; package probe does.
package records
