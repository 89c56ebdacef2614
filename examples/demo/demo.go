package demo

import (
	_ "embed"
	"net/http"
)

//go:embed openapi.yaml
var contract []byte

// Contract returns the API's OpenAPI document, in YAML. The caller owns the copy.
func Contract() []byte { return append([]byte(nil), contract...) }

// Handler returns the API as it is deployed, faults included. Every call starts from the same
// few tasks and shares no state with the others. It is safe for concurrent use.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", noSuchPath)
	for _, row := range routes() {
		mux.Handle(row.template, row.deployed())
	}
	return mux
}

// Fault is one rule that the deployment breaks at one cell of the matrix.
type Fault struct {
	// Template and Method name the cell: "/tasks/{id}", "DELETE".
	Template, Method string
	// Rule is the id of the rule that must be reported there: "undeclared-405".
	Rule string
	// Text says what is wrong, in one sentence without a final stop.
	Text string
}

// Faults returns the planted faults, in the order of the contract's paths. The list is exact
// for a run in mode full: a cell that is not in it breaks no rule.
func Faults() []Fault {
	var all []Fault
	for _, row := range routes() {
		if row.fault == nil {
			continue
		}
		for _, b := range row.fault.breaks {
			for _, method := range b.methods {
				all = append(all, Fault{Template: row.template, Method: method, Rule: b.rule, Text: b.text})
			}
		}
	}
	return all
}
