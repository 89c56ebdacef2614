package probe

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Listing is a declared GET whose path has no parameters: after a run in full mode such lists show
// what a DELETE only archived or renamed.
type Listing struct {
	// URL is path and query.
	URL string `json:"url"`
	// Schemes are the security schemes whose credentials it takes.
	Schemes []string `json:"schemes,omitempty"`
}

// mostListings is how many lists are looked at when everything is removed, and mostShown how many
// things of the run are named that they still show.
const mostListings, mostShown = 48, 20

// listings are the declared GETs without parameters in the path.
func (p *Plan) listings() []Listing {
	var lists []Listing
	for _, row := range p.Rows {
		if get := row.declaredGet(); get != nil && len(row.Params) == 0 && row.Elsewhere == "" && len(lists) < mostListings {
			lists = append(lists, Listing{URL: get.request(listPurpose, row.url(nil)).URL, Schemes: get.Schemes})
		}
	}
	return lists
}

// answeredLists are the GETs that were answered with success, at what the run did not make.
func (r *runner) answeredLists() []Request {
	if r.world == nil {
		return nil
	}
	var lists []Request
	for _, row := range r.plan.Rows {
		run, get := r.world.runs[row], row.declaredGet()
		if run == nil || get == nil || strings.HasSuffix(row.Item.Template, "}") {
			continue
		}
		x := run.get().last()
		if statusOf(x)/100 == 2 && !r.options.Ledger.owns(x.sentURL()) {
			request := run.get().request(listPurpose, "")
			request.URL = x.sentURL()
			lists = append(lists, request)
		}
	}
	return lists
}

// sighting is something in a list that bears the run's marker.
type sighting struct {
	list   string         // the path of the list
	object map[string]any // nil where the list has texts only
	field  string         // the member with the marker; "" where the list has texts only
	text   string
}

// look looks at lists once more for what bears the run's marker. It returns what no entry of the
// ledger says already, and the logs that go on naming the run.
func (c *cleaner) look(ctx context.Context) (still []Leftover, logs []string) {
	asked := c.listings()
	found := make([][]sighting, len(asked))
	sideBySide(min(4, len(asked)), len(asked), func(i int) { found[i] = c.sightings(ctx, asked[i]) })
	known := map[string]bool{}
	for _, s := range slices.Concat(found...) {
		if c.isLog(s.list) {
			if !slices.Contains(logs, "GET "+s.list) {
				logs = append(logs, "GET "+s.list)
			}
			continue
		}
		l, ok := c.told(s)
		if key := or(l.URL, s.describe(true)); ok && !known[key] && len(still) < mostShown {
			known[key] = true
			still = append(still, l)
		}
	}
	return still, logs
}

// listings are the requests for the lists, those of what the run created first: nothing where it
// created nothing.
func (c *cleaner) listings() []Request {
	var asked []Request
	add := func(r Request) {
		path, _, _ := strings.Cut(r.URL, "?")
		known := slices.ContainsFunc(asked, func(other Request) bool { return other.URL == r.URL })
		if !known && len(asked) < mostListings && c.ledger.removed(path) == nil {
			asked = append(asked, r)
		}
	}
	// The ledger is in the order of the answers, which is another one in every run.
	created := slices.SortedStableFunc(slices.Values(c.ledger.created()), func(a, b *Creation) int { return cmp.Compare(a.By, b.By) })
	for _, entry := range created {
		if method, path, _ := strings.Cut(entry.By, " "); method == http.MethodPost && entry.Members != "" {
			add(Request{Method: http.MethodGet, URL: path, Fields: []Field{{"Accept", usualAccept}}, Schemes: entry.Schemes})
		}
	}
	if len(created) == 0 {
		return nil
	}
	for _, r := range c.lists {
		add(r)
	}
	return asked
}

// sightings asks for a list, and once more past caches where it shows anything of the run.
func (c *cleaner) sightings(ctx context.Context, r Request) []sighting {
	r.Purpose, r.Whole = listPurpose, true
	path, _, _ := strings.Cut(r.URL, "?")
	x := c.wire.send(ctx, r)
	found := marked(&x, path, c.marker)
	if len(found) == 0 {
		return nil
	}
	// The query does not bear the marker: an answer that repeats it would show that.
	r.URL = withQuery(r.URL, "verbatim="+url.QueryEscape(strings.TrimPrefix(c.marker, "verbatim-")))
	if again := c.wire.send(ctx, r); statusOf(&again)/100 == 2 && !filters(&x, &again, len(found)) {
		found = marked(&again, path, c.marker)
	}
	return found
}

// filters reports whether a list took a query that it does not know for a condition: it then shows
// nothing at all, and without the query it shows things of others too.
func filters(all, with *Exchange, ours int) bool {
	return len(items(decoded(with.Response.whole()), 0)) == 0 && len(items(decoded(all.Response.whole()), 0)) > ours
}

// marked are the things of a list that bear the marker: the innermost objects of its arrays, texts
// in them, and members that go by such a name.
func marked(x *Exchange, path, marker string) []sighting {
	if statusOf(x)/100 != 2 {
		return nil
	}
	var found []sighting
	see := func(object map[string]any, field, text string) {
		found = append(found, sighting{list: path, object: object, field: field, text: text})
	}
	var walk func(v any, listed bool)
	walk = func(v any, listed bool) {
		switch v := v.(type) {
		case string:
			if listed && bears(v, marker) {
				see(nil, "", v)
			}
		case []any:
			for _, item := range v {
				walk(item, true)
			}
		case map[string]any:
			seen := false
			for _, name := range slices.Sorted(maps.Keys(v)) {
				text, isText := v[name].(string)
				switch {
				case bears(name, marker):
					see(nil, "", name)
				case !isText:
					walk(v[name], listed)
				case listed && !seen && bears(text, marker):
					see(v, name, text)
					seen = true
				}
			}
		}
	}
	walk(decoded(x.Response.whole()), false)
	return found
}

// bears reports whether a text has the marker, as it is or as a name that takes no hyphens.
func bears(text, marker string) bool {
	text = strings.ToLower(text)
	for _, hyphen := range []string{"-", "_", ""} {
		if strings.Contains(text, strings.ReplaceAll(strings.ToLower(marker), "-", hyphen)) {
			return true
		}
	}
	return false
}

// told is what is said of something that a list shows; false where an entry that is left says it.
func (c *cleaner) told(s sighting) (Leftover, bool) {
	var gone []*Creation
	for _, entry := range c.ledger.created() {
		_, by, _ := strings.Cut(entry.By, " ")
		switch {
		case entry.State != Gone && (entry.URL == "" && by == s.list || s.isAt(entry.URL)):
			return Leftover{}, false
		case entry.State == Gone && s.isAt(entry.URL) && !slices.ContainsFunc(gone, func(o *Creation) bool { return o.URL == entry.URL }):
			gone = append(gone, entry)
		}
	}
	l := Leftover{By: "a request of this run", ShownBy: "GET " + s.list}
	if len(gone) == 1 { // else nothing says which of them it is
		l.By, l.URL = gone[0].By, gone[0].URL
	}
	l.Why = fmt.Sprintf("%s still shows something of this run: %s", l.ShownBy, c.wire.hide.text(s.describe(l.URL == "")))
	return l, true
}

// isAt reports whether what is shown is what a URL of the ledger names: it goes by the same name,
// and its list or that member says that it is of the same kind. Things of several kinds may have
// the same name or number.
func (s *sighting) isAt(address string) bool {
	collection, last := path.Split(address)
	name, err := url.PathUnescape(last)
	if address == "" || err != nil {
		return false
	}
	kind := singular(strings.ToLower(path.Base(collection)))
	ofKind := slices.ContainsFunc(segmentsOf(s.list), func(word string) bool { return singular(strings.ToLower(word)) == kind })
	if s.object == nil {
		return ofKind && s.text == name
	}
	for field, v := range s.object {
		text, ok := scalar(v)
		if ok && text == name && (ofKind && (s.field == field || namesThing(field)) || strings.HasPrefix(plainName(field), plainName(kind))) {
			return true
		}
	}
	return false
}

// namesThing reports whether a member is likely what a thing goes by.
func namesThing(field string) bool {
	plain := plainName(field)
	return slices.Contains(naming, plain) || strings.HasSuffix(plain, "id")
}

// describe is what is shown of a sighting: the text with the marker, after what it goes by where
// no URL says so.
func (s *sighting) describe(withID bool) string {
	text := s.text
	if cut := 80; len(text) > cut {
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	if s.object == nil {
		return text
	}
	for _, name := range append(slices.Clone(naming), slices.Sorted(maps.Keys(s.object))...) {
		if id, ok := scalar(s.object[name]); ok && withID && name != s.field && namesThing(name) {
			return fmt.Sprintf("%s %s, %s %s", name, id, s.field, text)
		}
	}
	return s.field + " " + text
}

// logWords are what lists are called that keep what was done.
var logWords = []string{"activity", "audit", "changelog", "event", "history", "journal", "log", "trail"}

// isLog reports whether the name of a list says that it keeps what was done, to name what is gone
// too, and the run created nothing in it.
func (c *cleaner) isLog(path string) bool {
	if slices.ContainsFunc(c.ledger.created(), func(e *Creation) bool { return e.By == http.MethodPost+" "+path }) {
		return false
	}
	for _, word := range nameWords(path) {
		if slices.Contains(logWords, singular(word)) {
			return true
		}
	}
	return false
}

// shownNotices say what lists still show.
func shownNotices(still []Leftover, logs []string) []Notice {
	var notices []Notice
	if len(still) > 0 {
		var texts []string
		for _, l := range still[:min(len(still), 10)] {
			texts = append(texts, strings.TrimPrefix(l.URL+" ("+l.Why+")", " "))
		}
		if more := len(still) - len(texts); more > 0 {
			texts = append(texts, fmt.Sprintf("%d more", more))
		}
		notices = append(notices, Notice{Kind: "leftover", Text: "still shown after everything was removed: " + strings.Join(texts, "; "),
			Hint: "see whether it was archived, renamed or is going yet, and remove by hand what should not stay; texts that a run makes up begin with \"verbatim\""})
	}
	if len(logs) > 0 {
		notices = append(notices, Notice{Kind: "trace", Text: "logs go on naming what this run did: " + strings.Join(logs, ", ")})
	}
	return notices
}
