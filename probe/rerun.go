package probe

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// renewsAfter reports whether a request that was answered 401 should be sent once more, because
// a token of it was renewed. An unsafe one is not: the next will have the new token.
func (w *wire) renewsAfter(ctx context.Context, r *Request, x *records.Exchange) bool {
	if x.Status() != http.StatusUnauthorized || ctx.Err() != nil {
		return false
	}
	renewed := false
	for _, name := range slices.Sorted(maps.Keys(r.carries.tokens)) {
		if !r.keys.fruitless(r.keys.holder(name)) && w.renew(ctx, r.keys, name, r.carries.tokens[name]) == nil {
			renewed = true
		}
	}
	for _, line := range slices.Sorted(maps.Keys(r.carries.printed)) {
		if w.rerun(ctx, r.keys, line, r.carries.printed[line]) {
			renewed = true
		}
	}
	return renewed && records.IsSafe(r.Method)
}

// repeat sends a request again with what was renewed. When that is refused too, renewing does
// not help, and is not tried again in this run.
func (w *wire) repeat(ctx context.Context, r *Request, x *records.Exchange) {
	sent := x.Sent
	x.Response = nil
	r.carries = r.keys.carry(r.Schemes)
	w.exchange(ctx, r, x, w.retries)
	x.Sent += sent
	if x.Status() == http.StatusUnauthorized {
		r.keys.giveUp(r.carries)
	}
}

// rerun runs a command again in the place of whose output another request was refused, and reports
// whether there is another now. One that fails, or prints the same, is not run again.
func (w *wire) rerun(ctx context.Context, keys *keyring, line, refused string) bool {
	keys.rerunning.Lock()
	defer keys.rerunning.Unlock()
	now, again := keys.printed(line)
	switch {
	case now != refused:
		return true // another request had it run
	case !again:
		return false
	}
	value, _, err := secret.Read(ctx, "command:"+line)
	if err == nil && value == refused {
		err = errSamePrinted
	}
	if err != nil {
		keys.stopRunning(line)
		if ctx.Err() == nil && !errors.Is(err, errSamePrinted) {
			w.keys.note(fmt.Errorf("renewing a credential after a 401: %s", w.hide.Text(err.Error())))
		}
		return false
	}
	w.hide.Add(keys.printing(line, value)...) // before it is sent
	w.sentLines.forget()
	w.receivedLines.forget()
	keys.replacePrinted(line, value)
	return true
}

var errSamePrinted = errors.New("the command printed the same again")

// printed is what a command printed last, and whether it may be run again.
func (k *keyring) printed(line string) (value string, again bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.commanded(line) {
		value = s.Value
	}
	return value, !k.fruitlessCommands[line]
}

// commanded are the secrets that a command prints.
func (k *keyring) commanded(line string) []*secret.Secret {
	var found []*secret.Secret
	for i := range k.everywhere {
		if k.everywhere[i].Command == line {
			found = append(found, &k.everywhere[i])
		}
	}
	for _, name := range k.schemes() {
		if h := k.held[name]; h.grant == nil && h.secret.Command == line {
			found = append(found, &h.secret)
		}
	}
	return found
}

// printing are the secrets of a command as they are when it has printed a value.
func (k *keyring) printing(line, value string) []secret.Secret {
	k.mu.Lock()
	defer k.mu.Unlock()
	var all []secret.Secret
	for _, s := range k.commanded(line) {
		renewed := *s
		renewed.Value = value
		all = append(all, renewed)
	}
	return all
}

// replacePrinted makes what a command printed the value of its secrets.
func (k *keyring) replacePrinted(line, value string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.commanded(line) {
		s.Value = value
	}
	clear(k.sets)
}

// stopRunning has a command not be run again.
func (k *keyring) stopRunning(line string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fruitlessCommands == nil {
		k.fruitlessCommands = map[string]bool{}
	}
	k.fruitlessCommands[line] = true
}
