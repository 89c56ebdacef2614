// Package demo is the API that "verbatim demo" probes: a small tasks API whose deployment breaks
// its contract in twenty-one classic ways, one at a path, beside three paths where
// everything is right.
//
// Start with routes in routes.go: one row a path, what the contract declares there and what is
// wrong with it. The faults are spelled out in faults.go; methods.go is how a path answers when
// nothing is wrong. [Faults] is the exact list of what a run in mode full must report: nothing
// less, and nothing else.
//
// The package knows nothing of verbatim: it is an API like any other, and holds its state in
// memory. It is not an example of how to build one.
package demo
