package probe

import (
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
)

// inputless are the refusals that cannot be about any input, by the row whose DELETE got them. What
// gets the same answer is refused whatever it sends: a filter before the handlers asks for
// something that the contract does not name, such as a token against forged forms.
type inputless struct {
	mu       sync.Mutex
	refusals map[*Row]*records.Exchange
}

func (i *inputless) note(row *Row, x *records.Exchange) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.refusals == nil {
		i.refusals = map[*Row]*records.Exchange{}
	}
	i.refusals[row] = x
}

func (i *inputless) of(row *Row) *records.Exchange {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.refusals[row]
}

// noteInputless notes a declared DELETE that had nothing to be wrong in it and is refused without a
// word: no content, no parameter but an id that a GET takes for one.
func (run *rowRun) noteInputless() {
	remove := run.cellOf(http.MethodDelete)
	if remove == nil || remove.Operation == nil || remove.answer != records.Routed || remove.Body != nil || len(remove.Values) > 0 || remove.lacks != "" {
		return
	}
	takesID := run.get().last().Status()/100 == 2
	if remove.Guard.NamesAbsent() {
		takesID = run.absentProof.IsNotFound()
	}
	r := remove.response()
	if takesID && refusal.Text(r) == "" && !slices.Contains([]int{404, 409, 410, 412, 423}, r.Status) {
		run.inputless.note(run.row, remove.last())
	}
}

// refusedWithoutInput is a refusal that a DELETE got of the same thing, or of what the row
// creates, and that is the cell's own answer too; nil where there is none.
func (s *site) refusedWithoutInput() *records.Exchange {
	if s.cell.answer != records.Routed || s.run.plan.Options.Mode != Full {
		return nil
	}
	for _, row := range s.run.plan.Rows {
		if row != s.run.row && !row.isMadeAt(s.run.row) {
			continue
		}
		if x := s.run.inputless.of(row); x != nil && records.Same(x, s.cell.last()) {
			return x
		}
	}
	return nil
}

// isMadeAt reports whether a request at another row creates what the row names. Such rows are
// judged after it.
func (r *Row) isMadeAt(maker *Row) bool {
	made := r.resource()
	return made != nil && slices.ContainsFunc(made.Makers, func(m Maker) bool { return m.Row == maker })
}

func (s *site) judgeInputless() outcome {
	status := s.cell.response().Status
	return broken(fmt.Sprintf("answered %d whatever the input", status), s.got()+", as a DELETE without any input is", "success (2xx)", "Content-Type")
}
