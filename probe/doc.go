// Package probe is the live side: it asks a deployment about every method at every path of a
// contract and judges the answers.
//
//	contract ─► plan ─► exchange ─► answer ─► verdict ─► record
//	            plan.go  wire.go    classify.go judge.go   records/
//	            cells.go run.go     notfound.go rules*.go  assemble.go
//	            params.go row.go                allow.go
//	                      advertise.go           layer.go
//
// When all answers are judged, root.go takes off what only follows from another finding, and
// cause.go finds the [records.Cause] of many findings at once, from the table in causes.go.
//
// Start at [NewPlan], which works out what would be sent and sends nothing, and [Run], which
// sends it and returns the [records.Run]. What a rule is stands in judge.go, the rules in rules.go.
//
// Full mode has files of its own: resource.go and order.go plan what creates what, full.go goes
// over the rows, world.go keeps what was made, make.go makes it, identify.go reads from an answer
// where it is, try.go sends and remedy.go mends, ledger.go remembers, and remove.go removes.
//
// Which layer gave an answer is said by package layers; layer.go asks it when all is known. What is
// told of rules and causes at length, and what to change in which stack, is text in package prose.
//
// What hangs is given up by patience.go, a target that has died by breaker.go.
//
// Planning and judging are pure; wire.go is the only file that sends to the target, tokenwire.go
// the only one that sends elsewhere, to token endpoints, and permit.go the only one that says what
// a mode lets out. The package never prints, logs or exits; the formats of the record are in package report.
package probe
