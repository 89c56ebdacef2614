package probe

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
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
		if x.Status()/100 == 2 && !r.options.Ledger.owns(x.SentURL()) {
			request := run.get().request(listPurpose, "")
			request.URL = x.SentURL()
			lists = append(lists, request)
		}
	}
	return lists
}

// look looks at lists once more for what bears the run's marker. It returns what no entry of the
// ledger says already, and the logs that go on naming the run.
func (c *cleaner) look(ctx context.Context) (still []records.Leftover, logs []string) {
	asked := c.listings()
	found, unmarked := make([][]sighting, len(asked)), make([][]records.Leftover, len(asked))
	sideBySide(min(4, c.wire.concurrency, len(asked)), len(asked), func(i int) { found[i], unmarked[i] = c.sightings(ctx, asked[i]) })
	known := map[string]bool{}
	for _, s := range slices.Concat(found...) {
		if c.isLog(s.list) {
			if !slices.Contains(logs, "GET "+s.list) {
				logs = append(logs, "GET "+s.list)
			}
			continue
		}
		l, ok := c.told(s, len(found[slices.IndexFunc(asked, func(r Request) bool { return pathOf(r.URL) == s.list })]))
		if key := or(l.URL, s.describe(true)); ok && !known[key] && len(still) < mostShown {
			known[key] = true
			still = append(still, l)
		}
	}
	return append(still, slices.Concat(unmarked...)...), logs
}

// listings are the requests for the lists, those of what the run created first: nothing where it
// created nothing.
func (c *cleaner) listings() []Request {
	var asked []Request
	add := func(r Request) {
		path := pathOf(r.URL)
		known := slices.ContainsFunc(asked, func(other Request) bool { return other.URL == r.URL })
		if !known && len(asked) < mostListings && c.ledger.removed(path) == nil {
			asked = append(asked, r)
		}
	}
	// The ledger is in the order of the answers, which is another one in every run.
	created := slices.SortedStableFunc(slices.Values(c.ledger.created()), func(a, b *Creation) int { return cmp.Compare(a.By, b.By) })
	for _, entry := range created {
		if method, path, _ := strings.Cut(entry.By, " "); method == http.MethodPost && entry.Members != "" {
			add(plainGet(listPurpose, path, entry.Schemes))
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

// sightings asks for a list, and once more past caches where it shows anything of the run. It returns
// what bears the marker, and what may be of the run without it.
func (c *cleaner) sightings(ctx context.Context, r Request) ([]sighting, []records.Leftover) {
	r.Purpose, r.Whole = listPurpose, true
	path := pathOf(r.URL)
	x := c.wire.send(ctx, r)
	found, unmarked := marked(&x, path, c.marker), c.unmarkedIn(path, &x)
	if len(found) == 0 {
		return nil, unmarked
	}
	// The query does not bear the marker: an answer that repeats it would show that.
	r.URL = withQuery(r.URL, "verbatim="+url.QueryEscape(strings.TrimPrefix(c.marker, "verbatim-")))
	if again := c.wire.send(ctx, r); again.Status()/100 == 2 && !filters(&x, &again, len(found)) {
		found = marked(&again, path, c.marker)
	}
	return found, unmarked
}

// filters reports whether a list took a query that it does not know for a condition: it then shows
// nothing at all, and without the query it shows things of others too.
func filters(all, with *records.Exchange, ours int) bool {
	return len(items(records.Decoded(with.Response.Whole()), 0)) == 0 && len(items(records.Decoded(all.Response.Whole()), 0)) > ours
}

// told is what is said of something that a list shows together with so many others of the run; false
// where an entry that is left says it: what was created nobody knows where may be one of them, not all.
func (c *cleaner) told(s sighting, shown int) (records.Leftover, bool) {
	var gone []*Creation
	somewhere := 0
	for _, entry := range c.ledger.created() {
		_, by, _ := strings.Cut(entry.By, " ")
		if entry.State != Gone && entry.URL == "" && by == s.list {
			somewhere++
		}
		switch {
		case entry.State != Gone && (shown <= somewhere || s.isAt(entry.URL) || s.has(entry.URL)):
			return records.Leftover{}, false
		case entry.State == Gone && s.isAt(entry.URL) && !slices.ContainsFunc(gone, func(o *Creation) bool { return o.URL == entry.URL }):
			gone = append(gone, entry)
		}
	}
	l := records.Leftover{By: "a request of this run", ShownBy: "GET " + s.list}
	if len(gone) == 1 { // else nothing says which of them it is
		l.By, l.URL = gone[0].By, gone[0].URL
	}
	l.Why = fmt.Sprintf("%s still shows something of this run: %s", l.ShownBy, c.wire.hide.Text(s.describe(l.URL == "")))
	return l, true
}

// logWords are what lists are called that keep what was done.
var logWords = []string{"activity", "audit", "changelog", "event", "feed", "history", "journal", "log", "metric", "notification", "statistic", "timeline", "trail"}

// isLog reports whether the name of a list says that it keeps what was done, to name what is gone
// too, and the run created nothing in it.
func (c *cleaner) isLog(path string) bool {
	if slices.ContainsFunc(c.ledger.created(), func(e *Creation) bool { return e.By == http.MethodPost+" "+path }) {
		return false
	}
	for _, word := range naming.Words(path) {
		if slices.Contains(logWords, naming.Singular(word)) {
			return true
		}
	}
	return false
}

// shownNotices say what lists still show.
func shownNotices(still []records.Leftover, logs []string) []records.Notice {
	var notices []records.Notice
	if len(still) > 0 {
		var texts []string
		for _, l := range still[:min(len(still), 10)] {
			texts = append(texts, strings.TrimPrefix(l.URL+" ("+l.Why+")", " "))
		}
		if more := len(still) - len(texts); more > 0 {
			texts = append(texts, fmt.Sprintf("%d more", more))
		}
		notices = append(notices, records.Notice{Kind: "leftover", Text: "still shown after everything was removed: " + strings.Join(texts, "; "),
			Hint: "see whether it was archived, renamed or is going yet, and remove by hand what should not stay; texts that a run makes up begin with \"verbatim\""})
	}
	if len(logs) > 0 {
		notices = append(notices, records.Notice{Kind: "trace", Text: "logs go on naming what this run did: " + strings.Join(logs, ", ")})
	}
	return notices
}
