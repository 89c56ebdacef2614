package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
)

// progress is the line on a terminal that shows that something happens; nil shows nothing.
type progress struct{ bar *progressbar.ProgressBar }

func newProgress(w io.Writer, quiet bool, steps int, target string) *progress {
	if quiet || !isTerminal(w) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return &progress{progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription("probing "+target),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(24),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetRenderBlankState(true))}
}

func (p *progress) step() {
	if p != nil {
		_ = p.bar.Add(1)
	}
}

func (p *progress) clear() {
	if p != nil {
		_ = p.bar.Clear()
	}
}
