package probe

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// findLost looks in the collections for what was created without the run being told where: it
// bears the run's marker.
func (c *cleaner) findLost(ctx context.Context) {
	for _, entry := range slices.Backward(c.ledger.left()) {
		if entry.State != Asked && entry.State != Created || entry.Members == "" {
			continue
		}
		x := c.list(ctx, entry)
		if x.Status()/100 != 2 {
			x = c.search(ctx, entry, x)
		}
		if x.Status()/100 != 2 {
			c.ledger.change(entry, func(e *Creation) { e.Why = strings.TrimSuffix(e.unknown(), unreadable) + unreadable })
			continue
		}
		list := items(records.Decoded(x.Response.Whole()), 0)
		if c.adopt(entry, list); list != nil && len(list) == 0 && entry.State == Asked {
			c.ledger.change(entry, func(e *Creation) { e.State = Nothing })
		}
	}
}

// findVanished looks in the collections for what is no longer where it was created, though no
// DELETE of the run was seen to remove it: a PUT may have given it another name. It reports
// whether anything was found.
func (c *cleaner) findVanished(ctx context.Context) bool {
	found := false
	for _, entry := range c.ledger.gone() {
		if !entry.Vanished || entry.Members == "" {
			continue
		}
		if x := c.list(ctx, entry); x.Status()/100 == 2 {
			found = c.adopt(entry, items(records.Decoded(x.Response.Whole()), 0)) || found
		}
	}
	return found
}

// list reads the collection that something was created in.
func (c *cleaner) list(ctx context.Context, entry *Creation) records.Exchange {
	_, path, _ := strings.Cut(entry.By, " ")
	r := plainGet(listPurpose, path, entry.Schemes)
	r.Whole = true
	return c.wire.send(ctx, r)
}

// adopt enters what a list shows to be the run's, and reports whether there was anything.
func (c *cleaner) adopt(entry *Creation, list []any) bool {
	found := false
	for _, item := range list {
		text, err := json.Marshal(item)
		object, _ := item.(map[string]any)
		if err != nil || !bears(string(text), c.marker) {
			continue
		}
		name := valueOf(object, entry.Param, true)
		target := strings.Replace(entry.Members, "{}", url.PathEscape(name), 1)
		path := pathOf(target)
		if name == "" || c.ledger.owns(path) {
			continue
		}
		found = true
		lost, err := c.ledger.ask(Creation{By: entry.By})
		if err != nil {
			continue
		}
		c.ledger.change(lost, func(e *Creation) { e.State, e.URL, e.Delete, e.Schemes = Owned, path, target, entry.Schemes })
	}
	if found || entry.Marked && entry.State == Asked {
		c.ledger.change(entry, func(e *Creation) { e.State = Nothing })
	}
	return found
}
