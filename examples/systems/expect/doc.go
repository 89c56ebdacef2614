// Package expect holds what verbatim says of a real server against what is known of it. The
// knowledge is a file expected.json beside each system, written from the system's documentation
// and source and never from a run; the package is the judge between the two.
//
//	Load ─► System ─► Variant.Facts ─► Facts.Judge(run record) ─► Result ─► Table
//
// Start at truth.go for the vocabulary, at demands.go for the rules that a truth asks for, and
// at reasons.go for what may stay undecided. The package starts no server and sends nothing.
package expect
