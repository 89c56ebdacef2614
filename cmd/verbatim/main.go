// Command verbatim holds a deployed API to its OpenAPI contract, method by method.
package main

import (
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
)

func main() {
	// net/http writes to the standard logger what a server does wrong on an idle connection.
	log.SetOutput(io.Discard)
	collectRarely()
	os.Exit(execute(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// collectRarely makes the garbage collector wait for 64 MB, which most runs never reach, and lets
// the memory grow to four times what is in use from then on: a run is short, its memory is mostly
// the record, and collecting as usual takes an eighth of the processor time (make bench).
func collectRarely() {
	const first, later = 1600, 300 // percent; the first collection comes at this part of 4 MB
	debug.SetGCPercent(first)
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, later)
}
