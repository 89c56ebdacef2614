package probe

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/verbatim-http/verbatim/probe/oauth"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// tokenMargin is how long before its end a token is renewed, but never before half its life: a
// request takes time too, and an unsafe one that is refused is not sent again.
const tokenMargin = 10 * time.Second

// newTokenClient prepares what asks for tokens. The target's client certificate and --insecure
// are for the target's origin only; its authorities are trusted everywhere.
func (w *wire) newTokenClient(o WireOptions) (*oauth.Client, error) {
	own, err := w.transport(o)
	if err != nil {
		return nil, err
	}
	o.ClientCert, o.Insecure = nil, false
	other, err := w.transport(o)
	if err != nil {
		return nil, err
	}
	own.DisableKeepAlives, other.DisableKeepAlives = true, true
	origin := w.origin()
	return &oauth.Client{
		HTTP: &http.Client{
			Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
				req.Header["User-Agent"] = w.agent
				if req.URL.Scheme+"://"+req.URL.Host == origin {
					return own.RoundTrip(req)
				}
				return other.RoundTrip(req)
			}),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       w.timeout,
		},
		Explain: func(err error) string {
			_, text := w.classify(context.Background(), err)
			return text
		},
	}, nil
}

type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return r(req) }

// authenticate gets the tokens of schemes before anything is sent with them, and all those of
// other identities.
func (w *wire) authenticate(ctx context.Context, schemes []string) error {
	if err := w.authenticateWith(ctx, w.keys, schemes); err != nil {
		return err
	}
	for _, keys := range w.others {
		if err := w.authenticateWith(ctx, keys, keys.schemes()); err != nil {
			return err
		}
	}
	return nil
}

func (w *wire) authenticateWith(ctx context.Context, keys *keyring, schemes []string) error {
	for _, name := range schemes {
		if h := keys.holder(name); h != nil && h.grant != nil {
			if err := w.renew(ctx, keys, name, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// freshen renews the tokens that are about to end. A token that cannot be renewed is sent as it
// is, and the target says what it thinks of it.
func (w *wire) freshen(ctx context.Context, keys *keyring, schemes []string) {
	for _, name := range keys.chosen(schemes) {
		h := keys.holder(name)
		if h == nil || h.grant == nil {
			continue
		}
		if value, due := keys.token(h); !due.IsZero() && w.pace.now().After(due) {
			_ = w.renew(ctx, keys, name, value) // kept as the keyring's trouble
		}
	}
}

// renew gets a token in the place of old, unless another request has done so already.
func (w *wire) renew(ctx context.Context, keys *keyring, name, old string) error {
	h := keys.holder(name)
	h.renewing.Lock()
	defer h.renewing.Unlock()
	if value, _ := keys.token(h); value != old {
		return nil
	}
	got, err := w.tokens.Get(ctx, h.grant)
	if err != nil {
		err = fmt.Errorf("no token for the security scheme %s: %s", name, w.hide.Text(err.Error()))
		if ctx.Err() == nil {
			w.keys.note(err) // told of at the end, whoever's token it is
		}
		return err
	}
	token := h.secret
	token.Value, token.Prefix = got.Value, got.Kind+" "
	if err := token.Complete(); err != nil {
		return fmt.Errorf("no token for the security scheme %s: %w", name, err)
	}
	// Hidden before it is sent.
	w.hide.Add(token)
	for _, other := range got.Others {
		w.hide.Add(secret.Secret{Value: other, Variable: token.Variable})
	}
	w.sentLines.forget()
	w.receivedLines.forget()
	due := got.Until
	if !due.IsZero() {
		due = due.Add(-min(tokenMargin, time.Until(due)/2))
	}
	keys.replace(h, token, due)
	return nil
}
