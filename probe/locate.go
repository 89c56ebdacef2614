package probe

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// locate finds out where the new thing is, and that it is new.
func (w *world) locate(ctx context.Context, r *Resource, m Maker, b *birth, entry *Creation, x *records.Exchange) (*instance, string) {
	why := "nothing in the answer says where it is"
	shown := why // every run gets other ids, and reasons must read the same
	var refused *candidate
	for _, c := range w.candidates(r, m, b, x) {
		thing, doubt := w.claim(ctx, r, m, b, x, c)
		if thing == nil {
			if c.sure && refused == nil {
				refused = &c
			}
			url := r.url(m.Row, r.created(c.texts, m))
			why, shown = fmt.Sprintf("the answer names %s, %s", url, doubt), fmt.Sprintf("the answer names a %s, %s", m.Row.Base+r.Template, doubt)
			continue
		}
		thing.entry = entry
		w.own(r, m, thing, c.sure)
		if refused != nil {
			w.nameInner(r, m, thing, innerTexts(r, refused, w.look(ctx, r, thing.values)))
		}
		if known := w.alive(r); known == nil || known.unsure || m == r.Makers[0] {
			w.set(func() { w.living[r] = thing }) // else the one stays that was made where that is most promising
		}
		return thing, ""
	}
	w.ledger.change(entry, func(c *Creation) {
		c.Why = why
		if x.Response.Status != http.StatusCreated && x.Response.Status != http.StatusAccepted && x.Response.Value("Location") == "" {
			c.State = Nothing
		}
	})
	return nil, fmt.Sprintf("%s answered %d, but %s", m, x.Response.Status, shown)
}

// candidates are the places where a new thing may be, the most certain first.
func (w *world) candidates(r *Resource, m Maker, b *birth, x *records.Exchange) []candidate {
	texts := make([]string, len(b.values))
	for i, v := range b.values {
		texts[i] = v.Text
	}
	if m.ByName {
		return []candidate{{texts, true}}
	}
	known := texts
	if len(texts) != r.params-1 {
		known = r.shared(m.Row, b.values)
	}
	found := identify(r, x, known, b.content)
	if linked := m.linked(r, b, x); linked != nil {
		found = append([]candidate{{linked, true}}, found...)
	}
	return append(found, w.markedTexts(r, known, x, found)...)
}

// mostMarkedTexts is how many texts of an answer are tried for the name of a new thing.
const mostMarkedTexts = 3

// markedTexts are the texts of an answer that bear the run's marker, where nothing else says where
// the new thing is and a GET can show whether one of them does: the {name} in
// /branch_protections/{name} may be its "rule_name".
func (w *world) markedTexts(r *Resource, known []string, x *records.Exchange, found []candidate) []candidate {
	if len(known) < r.params-1 || r.Row == nil || r.Row.declaredGet() == nil {
		return nil
	}
	tried := func(text string) bool {
		return slices.ContainsFunc(found, func(c candidate) bool { return c.texts[len(c.texts)-1] == text })
	}
	var marked []candidate
	for _, object := range things(records.Decoded(x.Response.Whole()), r) {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			text, ok := object[name].(string)
			if !ok || !w.bearsMarker(text) || strings.ContainsAny(text, "/@ ") || tried(text) || len(marked) == mostMarkedTexts {
				continue
			}
			c := candidate{append(slices.Clone(known[:r.params-1]), text), false}
			marked, found = append(marked, c), append(found, c)
		}
	}
	return marked
}

// claim shows that a thing is where a candidate says, and that the run made it; it says why not.
func (w *world) claim(ctx context.Context, r *Resource, m Maker, b *birth, x *records.Exchange, c candidate) (*instance, string) {
	values := r.created(c.texts, m)
	param, last := paramsOf(r.Template)[r.params-1], c.texts[len(c.texts)-1]
	if isListed(b.before, param, last, x) {
		if url := r.url(m.Row, values); w.ledger.isAt(url) {
			return &instance{url: url, values: values, kept: b.names()}, "" // the answer shows what the run has already
		}
		return nil, "which was there before"
	}
	seen := w.look(ctx, r, values)
	switch {
	case seen == nil || seen.Status()/100 == 2:
	case seen.Status()/100 == 3 && saysCreated(x.Response) && w.grewBy(ctx, m, b, param, last, x):
		// It is redirected, as the methods to be asked about may be: the list shows that it is there.
		return &instance{url: r.url(m.Row, values), values: values, kept: b.names(), seen: true}, ""
	default:
		return nil, fmt.Sprintf("and a GET of that answers %d", seen.Status())
	}
	if !w.isNew(m, b, x, seen, last) && !w.grewBy(ctx, m, b, param, last, x) {
		return nil, "and nothing shows that it is new"
	}
	return &instance{url: r.url(m.Row, values), values: values, kept: b.names(), seen: seen != nil, marked: shows(seen, w.plan.Options.marker()), removalName: w.removalName(r, last, x, seen)}, ""
}

// own enters a thing as the run's.
func (w *world) own(r *Resource, m Maker, thing *instance, sure bool) {
	removal := ""
	values, why := r.removalValues(thing)
	if values != nil {
		removal = r.deleteURL(values, w.bound)
	}
	w.ledger.change(thing.entry, func(c *Creation) {
		c.Unnamed = why
		c.State, c.URL, c.Delete, c.Schemes = Owned, thing.url, removal, r.deleteSchemes()
		c.Shown, c.Param = thing.marked, paramsOf(r.Template)[r.params-1]
		c.guessed = !sure && !thing.seen
	})
	w.ledger.name(thing.url, m.Row.Base+r.Template, paramsOf(r.Template))
	w.ownAt(r, thing, values)
}

// grewBy reports whether a collection lists just one thing more than before the request, and that
// is the one which the answer names.
func (w *world) grewBy(ctx context.Context, m Maker, b *birth, param, name string, x *records.Exchange) bool {
	if b.before == nil {
		return false
	}
	after := w.read(ctx, m.Row, b.url)
	if after.Status()/100 != 2 {
		return false
	}
	was, is := listsLike(b.before, x), listsLike(records.Decoded(after.Response.Whole()), x)
	return len(was) == 1 && len(is) == 1 && hasThing(is[0], param, name) && len(is[0]) == len(was[0])+1
}
