// Package probe is the live side: it asks a deployment about every method at every path of a
// contract and judges the answers.
//
//	contract ─► plan ─► exchange ─► answer ─► verdict ─► record
//	            plan.go  wire.go    classify.go judge.go   records/
//	            cells.go run.go     notfound.go rules*.go  assemble.go
//	            params.go row.go                allow/     causes/
//	                      advertise.go           layer.go
//
// The parts that have a life of their own are packages: records, the run record and what can be told
// from it alone; allow, what an Allow field says; layers, which layer gave an answer; causes, why many
// cells are as they are; refusal, what an API says where it refuses input; naming, what names are made
// of; oauth and secret, what is sent and never shown; prose, what is told at length, and catalogue, all
// that is told of a rule, a cause or an answer. Of these only catalogue imports probe.
//
// When all answers are judged, causes takes off what only follows from another finding, and finds the
// [records.Cause] of those that are left.
//
// Start at [NewPlan], which works out what would be sent and sends nothing, and [Run], which
// sends it and returns the [records.Run]. What a rule is stands in judge.go, the rules in rules.go.
//
// Full mode has files of its own: resource.go and order.go plan what creates what, full.go goes
// over the rows, world.go keeps what was made, make.go makes it, identify.go reads from an answer
// where it is, try.go sends and remedy.go mends, ledger.go remembers, and remove.go removes.
//
// Which layer gave an answer is asked by layer.go when all is known.
//
// What hangs is given up by patience.go, a target that has died by breaker.go; one that is short of
// workers is relieved of idle connections by crowd.go.
//
// Planning and judging are pure; wire.go is the only file that sends to the target, tokenwire.go
// the only one that sends elsewhere, to token endpoints, and permit.go the only one that says what
// a mode lets out. The package never prints, logs or exits; the formats of the record are in package report.
package probe
