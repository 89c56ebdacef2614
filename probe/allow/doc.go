// Package allow reads the Allow field of an answer and holds it against a contract.
//
// Start at [Parse], which joins the field lines of an answer to a [Field]. [Truth] is what a field is
// held against, and [Truth.Compare] the one place that says what an accurate Allow is. What follows
// from that for a verdict is said by the rules of package probe.
package allow
