// Command verbatim holds a deployed API to its OpenAPI contract, method by method.
package main

import (
	"io"
	"log"
	"os"
	"runtime/debug"
)

func main() {
	// net/http writes to the standard logger what a server does wrong on an idle connection.
	log.SetOutput(io.Discard)
	// A run is short and its memory is mostly the record: collecting less often is a tenth
	// faster, and still stays within 40 MB for 800 cells (make bench).
	debug.SetGCPercent(300)
	os.Exit(execute(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
