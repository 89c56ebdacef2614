package report_test

import (
	"fmt"
	"os"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/report"
)

func Example() {
	record := &records.Run{
		SchemaVersion: records.SchemaVersion,
		Contract:      records.Contract{Title: "Tasks", Format: "OpenAPI 3.1.0", Source: "tasks.yaml", Operations: 1},
		Target:        records.Target{BaseURL: "http://localhost:8080", Mode: probe.ReadOnly},
		Tool:          records.Tool{Name: "verbatim", Version: "v1.0.0"},
		State:         records.Completed,
		FailOn:        probe.Must,
		Paths: []records.Path{{Template: "/tasks", Cells: []records.Cell{
			{Method: "GET", Kind: records.Core, Declared: true, Answer: records.Served, Evidence: records.Fired, Verdict: records.Passed},
		}}},
		Summary: records.Summary{Cells: 1, Fired: 1, Passed: 1, Requests: 4},
	}
	format, err := report.Lookup("console")
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := format.Write(os.Stdout, record, report.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Tasks at http://localhost:8080
	// tasks.yaml, OpenAPI 3.1.0 with 1 operation; mode read-only; verbatim v1.0.0
	//
	//        GET
	// /tasks ✓
	//
	//   ✓  answers as it should
	//
	// 1 core cell: 1 fired
	//              1 passed
	// 4 requests in 0.000 s
	//
	// verbatim: kept: 1 of 1 cell passed
}

func ExampleLookup() {
	_, err := report.Lookup("pdf")
	fmt.Println(err)
	// Output: choosing report format "pdf": not one of console, json, junit
}
