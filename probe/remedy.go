package probe

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// remedy reads from a refusal what was wrong with the input, and changes the sampling or the
// request's fields so that another try does better. It reports whether anything changed.
func (w *world) remedy(ctx context.Context, cell *cellRun, b *birth, r *Request, tries []records.Exchange) bool {
	x, first := &tries[len(tries)-1], len(tries) == 1 || b.unmarked && len(tries) == 2
	if x.Response == nil || cell.Operation == nil {
		return false
	}
	withBody := cell.Operation.Body != nil && b.content != nil
	switch status := x.Response.Status; {
	case status == http.StatusBadRequest, status == http.StatusConflict, status == http.StatusUnprocessableEntity:
		return first && w.remedyInputs(ctx, cell, x.Response) ||
			withBody && (w.nameSibling(cell, b, x.Response) || cell.Method == http.MethodPost && b.respell(x.Response) || remedyContent(cell.Operation, b, x.Response, first) || first && dropIdentity(cell, b))
	case status == http.StatusNotFound && withBody && w.nameSibling(cell, b, x.Response):
		return true
	case !first:
		return false
	case status == http.StatusNotFound:
		return withBody && dropIdentity(cell, b)
	case status == http.StatusPreconditionFailed, status == http.StatusPreconditionRequired:
		tag := w.entityTag(ctx, x)
		r.Fields = []Field{{"If-Match", tag}}
		return tag != ""
	case status == http.StatusUnsupportedMediaType && withBody:
		choices := cell.Operation.Body.Choices()
		if b.sample.MediaType != "" || len(choices) < 2 {
			return false
		}
		b.sample.MediaType = choices[1]
		return true
	}
	return false
}

// entityTag is the tag that a GET of the request's URL answers with.
func (w *world) entityTag(ctx context.Context, x *records.Exchange) string {
	entry := w.ledger.owner(x.SentURL())
	if entry == nil {
		return ""
	}
	if r, thing := w.thingOf(entry); r != nil {
		if seen := w.look(ctx, r, thing.values); seen != nil && seen.Response != nil {
			return seen.Response.Raw("ETag")
		}
	}
	return ""
}

// thingOf is the thing of a ledger's entry, with its kind; nil when it is not the current one.
func (w *world) thingOf(entry *Creation) (*Resource, *instance) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for r, thing := range w.living {
		if thing.entry == entry {
			return r, thing
		}
	}
	return nil, nil
}

// dropIdentity leaves out the id that the content of a creation chooses, where the schema lets it:
// some APIs take an id for that of a thing to change, and choose those of new ones themselves.
func dropIdentity(cell *cellRun, b *birth) bool {
	object := b.sent()
	chosen := slices.DeleteFunc(slices.Sorted(maps.Keys(b.sample.Identity)), func(name string) bool {
		return !strings.HasSuffix(naming.Plain(name), "id") // a name is what people find the thing by
	})
	has := func(object map[string]any) bool {
		return slices.ContainsFunc(chosen, func(name string) bool { return object[name] != nil })
	}
	if cell.Method != http.MethodPost || !has(object) {
		return false
	}
	sample := b.sample
	sample.Identity, sample.Drop = maps.Clone(sample.Identity), chosen
	maps.DeleteFunc(sample.Identity, func(name, _ string) bool { return slices.Contains(chosen, name) })
	content, err := cell.Operation.Body.SampleWith(sample)
	if err != nil {
		return false
	}
	if content.Object == nil || has(content.Object) {
		return false
	}
	b.sample, b.named = sample, ""
	return true
}

// remedyContent adds the properties that the refusal names and that were not sent, and renews those
// that were, the first time and once more where their value is said to be taken. A conflict that
// names none is taken to be about all that was chosen.
func remedyContent(op *spec.Operation, b *birth, r *records.Response, first bool) bool {
	body := op.Body
	given, partly := b.sample.Given.(map[string]any)
	if b.sample.Given != nil && !partly {
		return false // the user gives all of it
	}
	object := b.sent()
	named := refusal.Names(r)
	taken := r.Status == http.StatusConflict || refusal.Taken(named)
	if key := missingKey(body, b, r, named); key != "" {
		b.sample.Add = append(slices.Clone(b.sample.Add), key)
		return true
	}
	if b.reform(op, r, named) {
		return true
	}
	add, renew := b.toMend(body, r, named, taken, first)
	if place := b.missingWithin(body, named); len(add)+len(renew) == 0 && place != "" {
		add = []string{place}
	}
	if len(renew) == 0 && r.Status == http.StatusConflict && first {
		renew = slices.DeleteFunc(slices.Sorted(maps.Keys(object)), func(name string) bool { return given[name] != nil })
	}
	if len(add)+len(renew) == 0 {
		return false
	}
	b.sample.Add = append(slices.Clone(b.sample.Add), add...)
	b.sample.Renew = append(slices.Clone(b.sample.Renew), renew...)
	if taken {
		b.sample.Own = slices.DeleteFunc(append(slices.Clone(b.sample.Own), renew...), func(name string) bool {
			text, ok := object[name].(string)
			return !ok || !bears(text, b.sample.Marker) // a number that is made up may be that of somebody else's
		})
	}
	b.forgo(renew)
	return true
}

// toMend are the properties that a refusal names: those that were not sent, to be added, and those
// that were, to be renewed.
func (b *birth) toMend(body *spec.Body, r *records.Response, named map[string]bool, taken, first bool) (add, renew []string) {
	given := givenMembers(b.sample.Given)
	object, sent := b.sent(), map[string]bool{}
	for name := range object {
		sent[naming.Plain(name)] = true
	}
	for _, property := range body.Properties() {
		switch plain := naming.Plain(property); {
		case given[property] != nil:
		case sent[plain] && (named[plain] || taken && refusal.Quotes(r, object[property])):
			if first || taken && !slices.Contains(b.sample.Renew, property) {
				renew = append(renew, property)
			}
		case named[plain]:
			add = append(add, property)
		}
	}
	return add, renew
}

// sent is the object that was sent, in whatever form; nil when it was none.
func (b *birth) sent() map[string]any {
	if object, ok := records.Decoded(b.content).(map[string]any); ok {
		return object
	}
	return b.object
}

// forgo gives up the names that the client chose where others are to be sent.
func (b *birth) forgo(renewed []string) {
	for field := range b.sample.Identity {
		if slices.Contains(renewed, field) {
			b.sample.Identity, b.named = maps.Clone(b.sample.Identity), ""
			delete(b.sample.Identity, field)
		}
	}
}
