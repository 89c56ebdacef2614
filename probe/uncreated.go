package probe

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// uncreated is how the API answered a request that was to create something, the last time that it did
// not.
type uncreated struct {
	maker  Maker
	status int // 0 where no answer came
	sent   bool
}

// noteRefused keeps a refusal by what is said of it, and returns that.
func (w *world) noteRefused(m Maker, x *records.Exchange) string {
	why := fmt.Sprintf("%s %s", m, w.wire.said(x))
	if x.Error == nil || x.Sent > 0 || strings.Contains(why, noValidBody) {
		w.set(func() { w.refused[why] = uncreated{m, x.Status(), x.Sent > 0} })
	}
	return why
}

// notSent says why a request was not sent. Where that is the refusal of another one, which was to create
// what this one needs, the reason is that refusal alone: it is the same for all that rests on it.
func (w *world) notSent(m Maker, why string) string {
	if _, ok := w.refusedBy(why); ok {
		return why
	}
	return fmt.Sprintf("%s is not sent: %s", m, why)
}

func (w *world) refusedBy(why string) (uncreated, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r, ok := w.refused[why]
	return r, ok
}

// mends says what would have the API create what it refused to.
func (r uncreated) mends() string {
	op := r.maker.Row.Item.Operation(r.maker.Method)
	switch {
	case !r.sent:
		return fmt.Sprintf("an example of the body of %s in the contract, or its body in the configuration", r.maker)
	case r.status == http.StatusUnauthorized || r.status == http.StatusForbidden:
		return fmt.Sprintf("credentials that %s takes", r.maker)
	case r.status >= 500 || r.status == 0 || r.status == http.StatusTooManyRequests:
		return fmt.Sprintf("a deployment in which %s works, or --value with the id of a resource that may be changed", r.maker)
	case op != nil && op.Body != nil && r.status != http.StatusNotFound && r.status != http.StatusMethodNotAllowed:
		return fmt.Sprintf("input that %s accepts, as an example of its body in the contract or as its body in the configuration; or --value with the id of a resource that may be changed", r.maker)
	}
	return fmt.Sprintf("--value with the id of a resource that may be changed, or a contract and a deployment that agree about %s", r.maker)
}
