package probe

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// unmarkedBody is an object that something was created with, and that has the run's marker nowhere: what
// a contract's example says.
type unmarkedBody struct {
	method, url string
	// texts are its members that are texts, but for secrets.
	texts map[string]string
}

// fewTexts is how many texts an object within others must have to be told by them.
const fewTexts = 2

// noteUnmarked keeps what a request that succeeded has sent, where nothing in it tells the run's from
// others'.
func (w *world) noteUnmarked(b *birth, r Request) {
	if bears(string(r.Body), w.plan.Options.marker()) {
		return
	}
	var noted []unmarkedBody
	eachObject(b.sent(), false, func(object map[string]any, within bool) {
		texts := map[string]string{}
		for name, v := range object {
			if text, ok := v.(string); ok && text != "" && !secret.IsSensitive(name) {
				texts[name] = text
			}
		}
		if len(texts) >= fewTexts || len(texts) > 0 && !within {
			noted = append(noted, unmarkedBody{r.Method, pathOf(r.URL), texts})
		}
	})
	w.set(func() { w.unmarked = append(w.unmarked, noted...) })
}

// eachObject calls do for an object, which may be within another one, and for those within it.
func eachObject(v any, within bool, do func(object map[string]any, within bool)) {
	switch v := v.(type) {
	case map[string]any:
		do(v, within)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			eachObject(v[name], true, do)
		}
	case []any:
		for _, item := range v {
			eachObject(item, true, do)
		}
	}
}

// isIn reports whether a thing of a list has all the texts.
func (u *unmarkedBody) isIn(list []any) bool {
	return slices.ContainsFunc(list, func(item any) bool {
		object, _ := item.(map[string]any)
		for name, text := range u.texts {
			if object[name] != text {
				return false
			}
		}
		return true
	})
}

// unmarkedIn is what a list shows at the end that was not there when the run first read it, and has the texts
// of something that the run created without its marker. Somebody else may have made it meanwhile.
func (c *cleaner) unmarkedIn(path string, x *records.Exchange) []records.Leftover {
	before, known := c.before[path]
	if !known || x.Status()/100 != 2 {
		return nil
	}
	var left []records.Leftover
	now := items(records.Decoded(x.Response.Whole()), 0)
	for _, u := range c.unmarked {
		by := u.method + " " + c.wire.hide.Text(c.ledger.shown(u.url))
		told := slices.ContainsFunc(left, func(l records.Leftover) bool { return l.By == by }) ||
			slices.ContainsFunc(c.ledger.left(), func(e *Creation) bool { return e.By == u.method+" "+u.url || e.URL == u.url })
		if told || !u.isIn(now) || u.isIn(before) {
			continue
		}
		var texts []string
		for _, name := range slices.Sorted(maps.Keys(u.texts)) {
			texts = append(texts, name+" "+u.texts[name])
		}
		left = append(left, records.Leftover{By: by, ShownBy: "GET " + path,
			Why: fmt.Sprintf("GET %s shows what it did not before, with what %s sent: %s; it may be of this run", path, by, c.wire.hide.Text(strings.Join(texts, ", ")))})
	}
	return left
}

// listedBefore is what the lists that the run read showed then, by path.
func (r *runner) listedBefore() map[string][]any {
	before := map[string][]any{}
	if r.world == nil {
		return before
	}
	for _, run := range r.world.runs {
		if x := run.get().last(); x.Status()/100 == 2 {
			before[pathOf(x.SentURL())] = items(records.Decoded(x.Response.Whole()), 0)
		}
	}
	return before
}

// unmarkedBodies are what the run created with that has no marker.
func (r *runner) unmarkedBodies() []unmarkedBody {
	if r.world == nil {
		return nil
	}
	sorted := slices.Clone(r.world.unmarked) // they come in another order in every run
	slices.SortStableFunc(sorted, func(a, b unmarkedBody) int { return strings.Compare(a.method+a.url, b.method+b.url) })
	return sorted
}
