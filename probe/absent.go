package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// proveAbsent shows by a GET that the row's path with an id of our own names nothing. It is
// done once a row.
func (run *rowRun) proveAbsent(ctx context.Context) bool {
	if run.absentURL != "" || run.why != "" {
		return run.absentURL != ""
	}
	values, ok := run.row.absentValues(run.values)
	if !ok || run.plan.fallsOn(run.row, run.row.url(values)) {
		run.why = "no id could be made up that is surely absent"
		return false
	}
	x := run.askAbsent(ctx, values)
	if other, ok := run.otherAbsent(values, x.Response); ok && run.mayBeRefusedForItsForm(ctx, x) {
		if again := run.askAbsent(ctx, other); again.IsNotFound() && !(x.IsNotFound() && run.mayBeRefusedForItsForm(ctx, again)) {
			values, x = other, again
		}
	}
	switch {
	case x.Response == nil:
		run.why = "the GET that should prove an id absent got no answer"
	case x.IsNotFound():
		run.absentURL, run.absentProof = run.row.url(values), x
	default:
		run.why = fmt.Sprintf("a GET of an id that should be absent was answered %d, so nothing proves that it is", x.Response.Status)
	}
	return run.absentURL != ""
}

func (run *rowRun) askAbsent(ctx context.Context, values []spec.Value) *records.Exchange {
	return run.controls.exchange(ctx, run.get().request("absent-id", run.row.url(values)))
}

// mayBeRefusedForItsForm reports whether what a GET of a made-up id was told may be about how the id
// is written: a refusal of input, or the router's own 404, because routes take ids of one form only.
func (run *rowRun) mayBeRefusedForItsForm(ctx context.Context, x *records.Exchange) bool {
	switch x.Status() {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return true
	}
	return x.IsNotFound() && (records.Same(x, run.base.get) || records.Same(x, run.near(ctx)))
}

// otherAbsent are the values with the made-up id in another form, once: that of an id which is there,
// else the one that the refusal asks for.
func (run *rowRun) otherAbsent(values []spec.Value, refused *records.Response) ([]spec.Value, bool) {
	last := len(values) - 1
	param := run.row.Item.Parameters[last]
	shown := run.values[last]
	var other spec.Value
	ok := false
	if shown.Source.Exists() || shown.Source == spec.Example || run.get().last().Status()/100 == 2 {
		other, ok = param.AbsentLike(shown.Text)
	}
	if !ok && refused != nil && (refused.Status == http.StatusBadRequest || refused.Status == http.StatusUnprocessableEntity) {
		named := refusal.Names(refused)
		for _, said := range saidIDForms {
			if !ok && slices.ContainsFunc(said.words, func(word string) bool { return named[word] }) {
				other, ok = param.AbsentAs(said.format)
			}
		}
	}
	if !ok || other.Text == values[last].Text || other.Text == shown.Text {
		return nil, false
	}
	values = append(slices.Clone(values[:last]), other)
	return values, !run.plan.fallsOn(run.row, run.row.url(values))
}

// saidIDForms are the words by which refusals of an id say what it should have looked like.
var saidIDForms = []struct {
	words  []string
	format string
}{
	{[]string{"uuid", "guid"}, "uuid"},
	{[]string{"objectid", "hex", "hexadecimal"}, "objectid"},
	{[]string{"ulid"}, "ulid"},
	{[]string{"integer", "int", "int32", "int64", "long", "number", "numeric", "digits"}, "int32"},
}

const otherForm = "another one, where this is refused for its form"
