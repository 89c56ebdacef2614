package probe

import (
	"context"
	"fmt"
	"net/http"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// unknownTemplate stands in the place of a path template where the path does not exist.
const unknownTemplate = "of an unknown path"

// judgeUnknownPath asks what the target says to a path that does not exist: to GET, and in full
// mode to the unsafe core methods too.
func (r *runner) judgeUnknownPath(ctx context.Context, record *records.Run) {
	run := &rowRun{runner: r, row: &Row{Item: &spec.PathItem{Template: unknownTemplate}}}
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		cell := &cellRun{Planned: &Planned{Column: Column{method, records.UnknownPath}}}
		switch {
		case method == http.MethodGet:
			cell.take(r.base.get)
		case r.plan.Options.Mode == Full:
			(&Plan{}).planReal(run.row, cell.Planned)
			cell.take(r.controls.random(ctx, "", Request{Method: method, Fields: cell.Fields, Body: cell.Body}))
		default:
			continue
		}
		if cell.last() != nil {
			run.cells = append(run.cells, cell)
			record.Unknown = append(record.Unknown, run.judge(cell))
		}
	}
}

// take makes a control exchange the cell's own.
func (c *cellRun) take(x *records.Exchange) {
	if x == nil {
		return
	}
	c.exchanges = append(c.exchanges, *x)
	c.evidence, c.answer = records.Fired, records.Served
	switch {
	case x.Error != nil:
		c.answer, c.reason = records.Unreachable, x.Error.Text
	case x.IsNotFound():
		c.answer = records.AbsentPath
	case x.Response.Status == 405 || x.Response.Status == 501:
		c.answer = records.Refused
	case x.Response.Status == 429 || x.Response.Status == 503:
		c.answer, c.reason = records.Throttled, fmt.Sprintf("the target answered %d, and the retries are spent", x.Response.Status)
	case x.Response.Status/100 == 3:
		c.answer, c.reason = records.Redirected, "redirected to "+steady(x.Response.Value("Location"))
	case x.Response.Status >= 500:
		c.answer = records.Crashed
	case x.Response.Status/100 == 4:
		c.answer, c.reason = records.Walled, fmt.Sprintf("answered %d, so nothing shows whether the path is known", x.Response.Status)
	}
}

func isUnknownPath(s *site) bool { return s.cell.Kind == records.UnknownPath }

func judgeUnknownPath(s *site) outcome {
	switch s.cell.answer {
	case records.AbsentPath:
		return kept()
	case records.Served, records.Refused, records.Crashed:
		return broken(fmt.Sprintf("a path that does not exist is answered %d", s.cell.response().Status), s.got(), "404", "Content-Type", "Allow")
	case records.Redirected:
		return open(s.cell.reason, "the address that it redirects to, as --base-url")
	}
	return s.undecidable()
}
