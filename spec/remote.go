package spec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxRedirects is how many redirects are followed to a contract.
const maxRedirects = 10

var errRemote = errors.New("it leads to another origin than the contract's; --allow-remote-refs permits that")

// openURL fetches the contract itself. Its origin is that of the last redirect.
func (l *loader) openURL(ctx context.Context, source string) (location, []byte, error) {
	u, err := url.Parse(source)
	if err != nil || u.Host == "" {
		return location{}, nil, fmt.Errorf("reading contract %q: it is not a valid URL", source)
	}
	final, data, err := l.fetch(ctx, u, l.client(false))
	if err != nil {
		return location{}, nil, fmt.Errorf("fetching contract %q: %w", publicURL(u), err)
	}
	l.origin = final
	final.Fragment, final.RawFragment = "", ""
	return location{written: publicURL(u), url: final}, data, nil
}

// readURL fetches a document that a reference names.
func (l *loader) readURL(at location) ([]byte, error) {
	if at.url.Scheme != "http" && at.url.Scheme != "https" {
		return nil, fmt.Errorf("a contract at a URL may refer to http and https only, not %s", at.url.Scheme)
	}
	if !l.mayFetch(at.url) {
		return nil, errRemote
	}
	if l.fetched++; l.fetched > maxFetches {
		return nil, fmt.Errorf("the contract refers to more than %d URLs", maxFetches)
	}
	_, data, err := l.fetch(l.ctx, at.url, l.client(true))
	return data, err
}

func (l *loader) mayFetch(u *url.URL) bool {
	return l.opts.AllowRemoteRefs || l.origin != nil && origin(l.origin) == origin(u)
}

// origin is scheme, host and port of a URL (RFC 6454, section 4).
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}

// client is the user's, or one with timeouts. A reference must not be redirected to where it
// may not lead.
func (l *loader) client(reference bool) *http.Client {
	var client http.Client
	if l.opts.Client != nil {
		client = *l.opts.Client
	} else {
		client.Timeout = time.Minute
	}
	inner := client.CheckRedirect
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		switch {
		case reference && !l.mayFetch(req.URL):
			return errRemote
		case inner != nil:
			return inner(req, via)
		case len(via) >= maxRedirects:
			return fmt.Errorf("more than %d redirects", maxRedirects)
		}
		return nil
	}
	return &client
}

// fetch gets a document, and tells the URL that it came from in the end.
func (l *loader) fetch(ctx context.Context, u *url.URL, client *http.Client) (*url.URL, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Accept", "application/json, application/yaml, */*;q=0.5")
	req.Header.Set("User-Agent", "verbatim")
	resp, err := client.Do(req)
	if err != nil {
		return nil, nil, unwrapURL(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, nil, statusError(resp)
	}
	data, err := readLimited(resp.Body, 0, l.left)
	if err != nil {
		return nil, nil, err
	}
	if text := bytes.TrimSpace(utf8Text(data)); len(text) > 0 && text[0] == '<' {
		return nil, nil, fmt.Errorf("%s answers with an HTML page, not with a contract; is it a login or a documentation page? Give the URL of the YAML or JSON document itself, or download it and give the file", publicURL(resp.Request.URL))
	}
	return resp.Request.URL, data, nil
}

// unwrapURL takes the URL out of net/http's errors: it may hold secrets, and the caller names it.
func unwrapURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

func statusError(resp *http.Response) error {
	hint := "check the URL"
	switch {
	case resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden:
		hint = "it needs credentials: download the contract and give the file, or - for standard input"
	case resp.StatusCode >= http.StatusInternalServerError:
		hint = "try again later, or download the contract and give the file"
	}
	return fmt.Errorf("the answer is %q; %s", resp.Status, hint)
}
