package probe

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
)

// settleInterval is how long a removal is waited for before it is looked at again.
const settleInterval = time.Second

// confirm looks once more for what a DELETE is said to have removed: some answer with success and
// do nothing of the kind. Others only go on showing it for a while, so it looks again.
func (c *cleaner) confirm(ctx context.Context) {
	still := c.ledger.gone()
	statuses := map[*Creation]int{}
	for waited := time.Duration(0); ; waited += settleInterval {
		still = slices.DeleteFunc(still, func(entry *Creation) bool {
			statuses[entry] = c.shown(ctx, entry)
			return statuses[entry] == 0
		})
		if len(still) == 0 || waited >= c.wire.settle || c.wire.pace.sleep(ctx, settleInterval) != nil {
			break
		}
	}
	for _, entry := range still {
		c.ledger.change(entry, func(e *Creation) {
			e.State, e.Why = Owned, fmt.Sprintf("DELETE was answered as if it were gone, and a GET still answers %d", statuses[entry])
		})
	}
}

// shown is the success that a GET of a thing answers with; 0 where it shows nothing.
func (c *cleaner) shown(ctx context.Context, entry *Creation) int {
	x := c.wire.lookPastCaches(ctx, plainGet("cleanup", entry.URL, entry.Schemes), c.marker)
	if x.Status()/100 == 2 && !records.Same(&x, c.unknown) && !showsNothing(&x) && !c.isAnother(entry, &x) {
		return x.Status()
	}
	return 0
}

// showsNothing reports whether an answer is an empty list and nothing else: a path may look for all
// things of a name.
func showsNothing(x *records.Exchange) bool {
	var empty func(v any) bool
	empty = func(v any) bool {
		switch v := v.(type) {
		case nil:
			return true
		case json.Number:
			return v == "0"
		case []any:
			return len(v) == 0
		case map[string]any:
			for _, member := range v {
				if !empty(member) {
					return false
				}
			}
			return true
		}
		return false
	}
	content := records.Decoded(x.Response.Whole())
	return items(content, 0) != nil && empty(content)
}
