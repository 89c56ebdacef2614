package probe

import (
	"context"
	"fmt"
	"net/http"

	"github.com/verbatim-http/verbatim/spec"
)

// Identity is a second one who asks, beside that of the [WireOptions]: it tells a refusal for
// want of rights from one that everybody gets.
type Identity struct {
	// Name is the user's: "limited".
	Name string
	// Secrets go with every request that it makes, and Credentials with those of operations that
	// ask for their scheme.
	Secrets     []Secret
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
	keys, err := newKeyring(append([]Secret(nil), i.Secrets...), i.Credentials)
	if err != nil {
		return nil, fmt.Errorf("reading the credentials of %s: %w", i.Name, err)
	}
	w.hide.add(keys.secrets()...)
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

// askAgain asks as the second identity what the first one was refused, if it is safe to ask. It
// returns the more telling answer of the two, and puts it into the cell's exchanges: what tells
// apart who asks has looked at more than the method.
func (run *rowRun) askAgain(ctx context.Context, cell *cellRun, r Request, x Exchange) Exchange {
	who := run.second
	if who == nil || !isRefusalOfIdentity(&x) || !isSafe(r.Method) || r.Method == http.MethodTrace {
		return x
	}
	r.keys, r.Schemes = who.keys, who.schemes(run.row, cell.Planned)
	again := run.wire.send(ctx, r)
	switch {
	case again.Response == nil:
		cell.again = fmt.Sprintf("%s got no answer", who.name)
		return x
	case isRefusalOfIdentity(&again) || again.Response.Status == 429 || again.Response.Status >= 500:
		cell.again = fmt.Sprintf("%s is answered %d", who.name, again.Response.Status)
		return x
	}
	again.As = who.name
	cell.exchanges = append(cell.exchanges, again)
	cell.again = fmt.Sprintf("answered %d, and %d to %s: it depends on who asks", x.Response.Status, again.Response.Status, who.name)
	return again
}

// isRefusalOfIdentity reports whether an answer may be about who asks.
func isRefusalOfIdentity(x *Exchange) bool {
	return statusOf(x) == http.StatusUnauthorized || statusOf(x) == http.StatusForbidden
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
