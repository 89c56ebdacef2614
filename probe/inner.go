package probe

import (
	"net/http"

	"github.com/verbatim-http/verbatim/probe/records"
)

// innerTexts are what the paths below a thing call it, where its own path takes another name: an
// answer has an id under the very name of the parameter, a GET of that is refused, and a GET of
// the name shows the same id. Nil where there is one name only.
func innerTexts(r *Resource, refused *candidate, seen *records.Exchange) []string {
	if refused == nil || seen == nil || seen.Status()/100 != 2 {
		return nil
	}
	param, id := paramsOf(r.Template)[r.params-1], refused.texts[len(refused.texts)-1]
	for _, object := range things(records.Decoded(seen.Response.Whole()), r) {
		if valueOf(object, param, false) == id {
			return refused.texts
		}
	}
	return nil
}

// nameInner makes a thing known by the name that the paths below it take.
func (w *world) nameInner(r *Resource, m Maker, thing *instance, texts []string) {
	if texts == nil {
		return
	}
	thing.inner = r.created(texts, m)
	path := r.url(m.Row, thing.inner)
	w.ledger.change(thing.entry, func(c *Creation) { c.twoNames = true })
	w.ledger.alias(path, thing.entry)
	w.ledger.name(path, m.Row.Base+r.Template, paramsOf(r.Template))
}

// hasTwoNames reports whether an error may be about which of two names a path takes.
func (run *rowRun) hasTwoNames(x *records.Exchange) bool {
	switch x.Status() {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity:
		entry := run.options.Ledger.owner(x.SentURL())
		return entry != nil && entry.twoNames
	}
	return false
}
