package probe

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// answeredSearches are the POSTs whose name says that they only read, that asked for nothing in
// particular and were answered with a list, as POST /tasks/filter: where a collection has no GET,
// they show what is in it.
func (r *runner) answeredSearches() []Request {
	if r.world == nil {
		return nil
	}
	var searches []Request
	for _, row := range r.plan.Rows {
		run := r.world.runs[row]
		if run == nil || !onlyReads(lastLiteral(row.Item.Template)) {
			continue
		}
		post := run.cellOf(http.MethodPost)
		if post == nil || post.Operation == nil || post.earnest != nil || string(post.content) != "{}" {
			continue
		}
		if x := post.last(); x.Status()/100 == 2 && items(records.Decoded(x.Response.Whole()), 0) != nil {
			searches = append(searches, Request{Purpose: listPurpose, Method: http.MethodPost, URL: x.SentURL(), Schemes: post.Schemes, Whole: true,
				Fields: []Field{{"Accept", usualAccept}, {"Content-Type", post.Operation.Body.JSONMediaType()}}, Body: post.content})
		}
	}
	return searches
}

// search reads the collection that something was created in by a POST below it; where there is
// none, its GET stands.
func (c *cleaner) search(ctx context.Context, entry *Creation, get records.Exchange) records.Exchange {
	_, path, _ := strings.Cut(entry.By, " ")
	i := slices.IndexFunc(c.searches, func(r Request) bool {
		below, ok := strings.CutPrefix(r.URL, strings.TrimSuffix(path, "/")+"/")
		return ok && !strings.Contains(below, "/")
	})
	if i < 0 {
		return get
	}
	return c.wire.send(ctx, c.searches[i])
}
