package probe

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// newRecord starts the record of a run: everything that is known before anything is sent.
func newRecord(plan *Plan, o RunOptions, started time.Time) *records.Run {
	operations := 0
	for _, item := range plan.Contract.Paths {
		operations += len(item.Operations)
	}
	record := &records.Run{
		SchemaVersion: records.SchemaVersion,
		Tool:          records.Tool{Name: "verbatim", Version: o.Version},
		Contract: records.Contract{Title: plan.Contract.Title, Version: plan.Contract.Version, Format: plan.Contract.Format,
			Source: plan.Contract.Source, Operations: operations, Warnings: plan.Contract.Warnings},
		Target:  records.Target{Name: o.TargetName, BaseURL: plan.Options.BaseURL.Redacted(), Mode: plan.Options.Mode, Insecure: o.Wire.Insecure},
		Started: started.UTC(),
		State:   records.Completed,
		FailOn:  o.FailOn,
		Paths:   make([]records.Path, len(plan.Rows)),
	}
	if o.Wire.Insecure {
		record.Notices = append(record.Notices, records.Notice{Kind: "insecure",
			Text: "the certificate of the target was not verified (--insecure): whoever stands between can have given these answers"})
	}
	return record
}

// fillUnjudged accounts for the rows that were never reached.
func (r *runner) fillUnjudged(ctx context.Context, record *records.Run) {
	reason, decides := "the target could not be tested", "another run"
	if len(record.Notices) > 0 && record.State == records.Untestable {
		decides = record.Notices[len(record.Notices)-1].Hint
	}
	if ctx.Err() != nil {
		reason = "the run was interrupted before it was sent"
	}
	for i, row := range r.plan.Rows {
		if record.Paths[i].Cells != nil {
			continue
		}
		run := newRowRun(r, row)
		for _, cell := range run.cells {
			cell.withhold(reason, decides)
		}
		record.Paths[i] = run.record()
	}
}

// hintBasePath says so when every declared path is missing and the contract's server has a path
// that the base URL lacks: the most common mistake in a command line.
func (r *runner) hintBasePath(record *records.Run) {
	declared, absent := 0, 0
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			if !cell.Declared || cell.Evidence != records.Fired {
				continue
			}
			declared++
			if cell.Answer == records.AbsentPath || cell.Answer == records.Unclear {
				absent++
			}
		}
	}
	if declared == 0 || absent < declared {
		return
	}
	notice := records.Notice{Kind: "base-path", Text: "none of the declared paths is there: the base URL may lack a path prefix, or lead to another service"}
	if prefix := serverPath(r.plan.Contract.Servers); prefix != "" && r.plan.base != prefix {
		base := *r.plan.Options.BaseURL
		base.Path, base.RawPath = prefix, ""
		notice.Hint = fmt.Sprintf("the contract's server has the path %s: try --base-url %s", prefix, base.Redacted())
	}
	record.Notices = append(record.Notices, notice)
}

// serverPath is the path of the first server, without a final slash.
func serverPath(servers []spec.Server) string {
	if len(servers) == 0 {
		return ""
	}
	u, err := url.Parse(servers[0].URL)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

// summarize counts the cells.
func summarize(record *records.Run, requests int) {
	s := records.Summary{Requests: requests, Findings: map[Level]int{}}
	for _, cell := range record.Unknown {
		countFindings(&s, cell)
	}
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			countFindings(&s, cell)
			if cell.Kind == records.Core {
				countCell(&s, cell)
			}
		}
	}
	record.Summary = s
}

func countFindings(s *records.Summary, c records.Cell) {
	for _, check := range c.Checks {
		switch {
		case check.Finding == nil:
		case check.Known != nil:
			s.Known++
		default:
			s.Findings[LevelOf(&check)]++
		}
	}
}

func countCell(s *records.Summary, c records.Cell) {
	s.Cells++
	switch c.Evidence {
	case records.Fired:
		s.Fired++
	case records.Guarded:
		s.Guarded++
	case records.Advertisement:
		s.Advertised++
	default:
		s.Withheld++
	}
	switch c.Verdict {
	case records.Passed:
		s.Passed++
	case records.Warned:
		s.Warned++
	case records.Failed:
		s.Failed++
	case records.Undecided:
		s.Undecided++
	case records.Errored:
		s.Errored++
	default:
		s.Skipped++
	}
}

// noteChanges names the unsafe requests that succeeded and whose work is not undone: what full
// mode did, the user must know.
func noteChanges(record *records.Run) {
	var done []string
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			if cell.Lasting() {
				done = append(done, cell.Method+" "+path.Template)
			}
		}
	}
	if len(done) == 0 {
		return
	}
	const shown = 10
	text := strings.Join(done[:min(len(done), shown)], ", ")
	if len(done) > shown {
		text += fmt.Sprintf(" and %d more", len(done)-shown)
	}
	record.Notices = append(record.Notices, records.Notice{Kind: "changed",
		Text: "unsafe requests were answered with success, created nothing known, and what else they may have done is not undone: " + text})
}
