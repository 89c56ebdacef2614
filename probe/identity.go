package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// Identity is a second one who asks, beside that of the [WireOptions]: it tells a refusal for
// want of rights from one that everybody gets.
type Identity struct {
	// Name is the user's: "limited".
	Name string
	// Secrets go with every request that it makes, and Credentials with those of operations that
	// ask for their scheme.
	Secrets     []secret.Secret
	Credentials []Credential
	// Schemes are the contract's security schemes that it has something for.
	Schemes []string
}

// second is the other identity during a run.
type second struct {
	name       string
	keys       *keyring
	authorizer *authorizer
}

// introduce makes the second identity known to the wire; nil when there is none.
func (w *wire) introduce(contract *spec.Contract, i *Identity) (*second, error) {
	if i == nil {
		return nil, nil
	}
	keys, err := newKeyring(append([]secret.Secret(nil), i.Secrets...), i.Credentials)
	if err != nil {
		return nil, fmt.Errorf("reading the credentials of %s: %w", i.Name, err)
	}
	w.hide.Add(keys.secrets()...)
	w.others = append(w.others, keys)
	s := &second{name: i.Name, keys: keys, authorizer: newAuthorizer(contract, i.Schemes)}
	keys.usual = s.authorizer.usual.schemes
	return s, nil
}

// schemes are those whose credentials the identity sends for a cell.
func (s *second) schemes(row *Row, cell *Planned) []string {
	if cell.Operation != nil {
		return s.authorizer.operation(cell.Operation).schemes
	}
	return s.authorizer.most(row.Item.Operations).schemes
}

// askAgain asks as the second identity what the first one was refused. It returns the more telling
// answer of the two, and puts it into the cell's exchanges: what tells apart who asks has looked at
// more than the method.
func (run *rowRun) askAgain(ctx context.Context, cell *cellRun, r Request, x records.Exchange) records.Exchange {
	who := run.second
	if who == nil || !mayTell(r.Method, &x) {
		return x
	}
	if r.Guard.NamesAbsent() {
		if status := run.statusTo(ctx, who, r.URL); !isMissing(status) {
			cell.again = fmt.Sprintf("%s is not asked: a GET of the id that should be absent is answered %d to it", who.name, status)
			return x
		}
	}
	r.As, r.keys, r.Schemes = who.name, who.keys, who.schemes(run.row, cell.Planned)
	again := run.wire.send(ctx, r)
	switch status := again.Status(); {
	case again.Error != nil && again.Sent == 0:
		cell.again = fmt.Sprintf("%s is not asked: %s", who.name, strings.TrimPrefix(again.Error.Text, "withheld: "))
	case again.Error != nil:
		cell.again = fmt.Sprintf("%s got no answer", who.name)
	case status == http.StatusUnauthorized:
		cell.again = fmt.Sprintf("%s is answered 401, so its credentials are not taken here", who.name)
	case status == http.StatusForbidden || status == 429 || status >= 500 && status != http.StatusNotImplemented:
		cell.again = fmt.Sprintf("%s is answered %d", who.name, status)
	case isMissing(status) && !r.Guard.NamesAbsent() && run.statusTo(ctx, who, r.URL)/100 != 2:
		cell.again = fmt.Sprintf("%s is answered %d, and is not shown by GET what is there", who.name, status)
	default:
		cell.exchanges = append(cell.exchanges, again)
		cell.again = fmt.Sprintf("answered %d, and %d to %s: it depends on who asks", x.Response.Status, status, who.name)
		return again
	}
	return x
}

// mayTell reports whether another identity may be told something else: of what is safe where the
// answer is 401 or 403; of what is not only at a 403, where the first one was let in to be refused.
func mayTell(method string, x *records.Exchange) bool {
	status := x.Status()
	return status == http.StatusForbidden || status == http.StatusUnauthorized && records.IsSafe(method) && method != http.MethodTrace
}

// isMissing reports whether a status says that there is nothing.
func isMissing(status int) bool { return status == http.StatusNotFound || status == http.StatusGone }

// statusTo is what the row's GET is answered when the second identity sends it: what the first one
// may not see is absent to it alone, and the other way round. It is 0 where no GET is sent.
func (run *rowRun) statusTo(ctx context.Context, who *second, url string) int {
	get := run.get()
	if get.Withheld != "" {
		return 0
	}
	r := get.request("control", pathOf(url))
	r.As, r.keys, r.Schemes = who.name, who.keys, who.schemes(run.row, get.Planned)
	x := run.wire.send(ctx, r)
	return x.Status()
}

// askSecond asks as the second identity what the first one was answered 403 in full mode. Only what
// the run created, by the ledger, does it ask for in earnest: that nothing of others is touched was
// shown to the first one, who may not see all. What might create something goes out guarded, because
// what the second one creates may not be the first one's to remove.
func (w *world) askSecond(ctx context.Context, run *rowRun, cell *cellRun) {
	x := cell.last()
	if w.second == nil || cell.again != "" || cell.Guard != records.NoGuard || x == nil || x.As != "" || !mayTell(cell.Method, x) {
		return
	}
	refused := *x
	if path := pathOf(x.SentURL()); cell.Method != http.MethodPost && w.ledger.owns(path) {
		request, why := w.requestFor(cell, &birth{url: path, values: run.values, sample: w.sampling(run.row, cell)}, "cell")
		if why != "" {
			return
		}
		again := run.askAgain(ctx, cell, request, refused)
		if cell.allow = allow.Parse(again.Response); again.As != "" && again.Response.Status/100 == 2 {
			w.touched(cell.Method, request.URL)
		}
		return
	}
	w.askSecondGuarded(ctx, run, cell, refused)
}

// secondMayAsk reports whether there is a form in which askSecond may ask for an unsafe method.
func secondMayAsk(row *Row, cell *Planned, values []spec.Value) bool {
	ours := slices.ContainsFunc(values, func(v spec.Value) bool { return v.Source == spec.Created })
	guard, _ := guardFor(row, cell)
	return guard != records.NoGuard || ours && cell.Method != http.MethodPost
}

// askSecondGuarded asks in a form that no handler can act on; the cell is then known by that.
func (w *world) askSecondGuarded(ctx context.Context, run *rowRun, cell *cellRun, refused records.Exchange) {
	guarded := *cell.Fallback
	guarded.Schemes = cell.Schemes
	guard, _ := guardFor(run.row, cell.Planned)
	url := pathOf(refused.SentURL())
	switch {
	case guarded.Withheld != "" || guard == records.NoGuard:
		cell.again = fmt.Sprintf("%s is not asked: nothing would keep a handler from acting", w.second.name)
		return
	case guarded.Guard.NamesAbsent() && !run.proveAbsent(ctx):
		cell.again = fmt.Sprintf("%s is not asked: %s", w.second.name, run.why)
		return
	case guarded.Guard.NamesAbsent():
		url = run.absentURL
	}
	again := run.askAgain(ctx, cell, guarded.request("cell", url), refused)
	if again.As == "" {
		return
	}
	cell.allow = allow.Parse(again.Response)
	cell.earnest, cell.Planned = cell.Planned, &guarded
	cell.unprovided = fmt.Sprintf("answered %d, and %s was asked with %s", refused.Response.Status, w.second.name, guarded.Guard)
	cell.decides = "credentials with these rights for the first identity"
	cell.lasting = guarded.Guard == records.Malformed && again.Response.Status/100 == 2
}

// noteSecond adds to a cell's reason what the second identity was told.
func (c *cellRun) noteSecond() {
	switch {
	case c.again == "":
	case c.reason == "":
		c.reason = c.again
	default:
		c.reason += "; " + c.again
	}
}
