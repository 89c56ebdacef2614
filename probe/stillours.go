package probe

import (
	"context"

	"github.com/verbatim-http/verbatim/probe/records"
)

// shows reports whether an answer shows the marker of a run.
func shows(x *records.Exchange, marker string) bool {
	return x != nil && x.Status()/100 == 2 && bears(string(x.Response.Whole()), marker)
}

const replaced = "what is there now shows nothing of the run, as it did when it was created: the data may have been reset since; " +
	"look at it, and remove it by hand if it is the run's"

// isReplaced reports whether something else is by now where a thing of an earlier run was. Between
// the run and its cleanup data may be reset, and ids are then given out again.
func (c *cleaner) isReplaced(ctx context.Context, entry *Creation) bool {
	if !c.later || !entry.Shown {
		return false
	}
	r := plainGet("cleanup", entry.URL, entry.Schemes)
	r.Whole = true
	x := c.wire.send(ctx, r)
	return c.isAnother(entry, &x)
}

// isAnother reports whether a GET shows something else than what an earlier run created there.
func (c *cleaner) isAnother(entry *Creation, x *records.Exchange) bool {
	return c.later && entry.Shown && x.Status()/100 == 2 && !shows(x, c.marker)
}
