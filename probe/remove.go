package probe

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
)

// removalTime is how long a run takes at most to remove what it created.
const removalTime = 30 * time.Second

// Cleanup removes what a ledger says is left, as a run does at its end. It returns what it could
// not remove and, with a [records.Leftover.ShownBy], what lists still show of what it removed. The target
// and the credentials are those of the options; an error means that nothing could be sent.
func Cleanup(ctx context.Context, h LedgerHeader, l *Ledger, o WireOptions) ([]records.Leftover, error) {
	o.Mode = Full
	w, err := newWire(o)
	if err != nil {
		return nil, fmt.Errorf("preparing to send: %w", err)
	}
	w.ledger = l
	c := &cleaner{wire: w, ledger: l, marker: h.Marker, archives: h.Archives, later: true}
	for _, list := range h.Lists {
		c.lists = append(c.lists, plainGet(listPurpose, list.URL, list.Schemes))
	}
	left := c.clean(ctx)
	still, _ := c.look(ctx)
	return append(left, still...), nil
}

// removeAll empties the ledger, also when the run was interrupted.
func (r *runner) removeAll(ctx context.Context, record *records.Run) {
	if r.plan.Options.Mode != Full {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removalTime)
	defer cancel()
	c := &cleaner{wire: r.wire, ledger: r.options.Ledger, marker: r.plan.Options.marker(), unknown: r.base.get,
		lists: r.answeredLists(), before: r.listedBefore(), unmarked: r.unmarkedBodies(), searches: r.answeredSearches(), archives: r.plan.archives()}
	record.Leftovers = c.clean(ctx)
	if n := len(record.Leftovers); n > 0 {
		record.Notices = append(record.Notices, leftoverNotice(record.Leftovers))
	}
	still, logs := c.look(ctx)
	record.Leftovers = append(record.Leftovers, still...)
	record.Notices = append(record.Notices, shownNotices(still, logs)...)
}

func leftoverNotice(left []records.Leftover) records.Notice {
	var texts []string
	for _, l := range left[:min(len(left), 10)] {
		where := l.URL
		if where == "" {
			where = "anything that " + l.By + " created"
		}
		texts = append(texts, fmt.Sprintf("%s (%s)", where, l.Why))
	}
	if more := len(left) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("%d more", more))
	}
	return records.Notice{Kind: "leftover", Text: "not removed: " + strings.Join(texts, "; "),
		Hint: "remove it by hand; texts that a run makes up begin with \"verbatim-\""}
}

// cleaner removes what is in a ledger.
type cleaner struct {
	wire   *wire
	ledger *Ledger
	marker string
	// later is set when the run that created it all has ended.
	later bool
	// unknown is what a path that does not exist gets; nil when that is not known.
	unknown *records.Exchange
	// lists are requests for what is looked at once more when everything is removed.
	lists []Request
	// before is what they showed at first, by path, and unmarked what things were created with that
	// bear no marker.
	before   map[string][]any
	unmarked []unmarkedBody
	// searches are POSTs that only read, and were answered with a list.
	searches []Request
	// archives may keep what was removed.
	archives []Archive
}

// clean removes everything, the last thing first. What others of the ledger still need goes in a
// later round.
func (c *cleaner) clean(ctx context.Context) []records.Leftover {
	c.findLost(ctx)
	c.removeLeft(ctx)
	if c.findVanished(ctx) {
		c.removeLeft(ctx)
	}
	c.forgetBelow()
	c.confirm(ctx)
	c.purge(ctx)
	var left []records.Leftover
	for _, entry := range c.ledger.left() {
		left = append(left, records.Leftover{By: entry.By, URL: entry.URL, Why: entry.unknown()})
	}
	// The ledger is in the order of the answers, which is another one in every run.
	slices.SortFunc(left, func(a, b records.Leftover) int { return cmp.Or(cmp.Compare(a.By, b.By), cmp.Compare(a.URL, b.URL)) })
	return left
}

const unreadable = "; the list cannot be read"

// unknown is why it is not known whether, or where, something is there.
func (e *Creation) unknown() string {
	if e.State == Asked {
		return or(e.Why, "nothing says whether it was created")
	}
	return or(e.Why, "nothing says where it is")
}

// removeLeft removes what can be removed.
func (c *cleaner) removeLeft(ctx context.Context) {
	for range 3 {
		removed := 0
		for _, entry := range c.ledger.left() {
			if c.remove(ctx, entry) {
				removed++
			}
		}
		if removed == 0 {
			return
		}
	}
}

// forgetBelow drops what can only have been created within something that is gone.
func (c *cleaner) forgetBelow() {
	for _, entry := range c.ledger.left() {
		if _, path, _ := strings.Cut(entry.By, " "); entry.State != Owned && !entry.Beside && c.ledger.removed(path) != nil {
			c.ledger.change(entry, func(e *Creation) { e.State = Nothing })
		}
	}
}

// remove deletes one thing and reports whether it is gone.
func (c *cleaner) remove(ctx context.Context, entry *Creation) bool {
	if entry.State != Owned {
		return false
	}
	why := or(entry.Unnamed, "the contract declares no DELETE for it")
	switch {
	case entry.Delete == "":
		if c.wentAlong(ctx, entry) {
			c.ledger.change(entry, func(e *Creation) { e.State = Gone })
			return true
		}
	case c.isReplaced(ctx, entry):
		why = replaced
	default:
		x := c.deleteMoved(ctx, entry)
		if x.Status()/100 == 2 || x.IsNotFound() || c.isMovedAway(&x) {
			c.ledger.change(entry, func(e *Creation) { e.State, e.Vanished = Gone, x.IsNotFound() })
			return true
		}
		why = "DELETE " + c.wire.said(&x)
	}
	if entry.Why != why {
		c.ledger.change(entry, func(e *Creation) { e.Why = why })
	}
	return false
}

// wentAlong reports whether a thing that has no DELETE went with the thing that it was in: that is gone,
// and a GET finds neither.
func (c *cleaner) wentAlong(ctx context.Context, entry *Creation) bool {
	if c.ledger.removed(entry.URL) == nil {
		return false
	}
	x := c.wire.send(ctx, plainGet(listPurpose, entry.URL, entry.Schemes))
	return x.IsNotFound()
}

// isMovedAway reports whether a redirect leads to what was removed.
func (c *cleaner) isMovedAway(x *records.Exchange) bool {
	path := movedTo(x, c.marker)
	return path != "" && c.ledger.removed(path) != nil
}

// deleteMoved sends the DELETE, and again to where a redirect says that the thing was moved.
func (c *cleaner) deleteMoved(ctx context.Context, entry *Creation) records.Exchange {
	x := c.delete(ctx, entry)
	path := movedTo(&x, c.marker)
	if path == "" || entry.URL == "" || c.isMovedAway(&x) {
		return x
	}
	if other := c.ledger.owner(path); other != nil && other.URL == path {
		return x
	}
	c.ledger.move(entry, path, strings.Replace(entry.Delete, entry.URL, path, 1))
	return c.delete(ctx, entry)
}

// delete sends the DELETE, and again with the thing's entity tag when one is asked for.
func (c *cleaner) delete(ctx context.Context, entry *Creation) records.Exchange {
	fields := []Field{{"Accept", usualAccept}}
	x := c.wire.send(ctx, Request{Purpose: "cleanup", Method: http.MethodDelete, URL: entry.Delete, Fields: fields, Schemes: entry.Schemes, Whole: true})
	if status := x.Status(); status != http.StatusPreconditionFailed && status != http.StatusPreconditionRequired {
		return x
	}
	seen := c.wire.send(ctx, plainGet("cleanup", entry.URL, entry.Schemes))
	if seen.Response == nil || seen.Response.Raw("ETag") == "" {
		return x
	}
	fields = append(fields, Field{"If-Match", seen.Response.Raw("ETag")})
	return c.wire.send(ctx, Request{Purpose: "cleanup", Method: http.MethodDelete, URL: entry.Delete, Fields: fields, Schemes: entry.Schemes, Whole: true})
}
