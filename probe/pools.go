package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/verbatim-http/verbatim/probe/records"
)

// connect prepares three pools. A server that sends content with its answer to HEAD leaves bytes
// on the connection that would be taken for the answer to whatever is sent on it next; one whose
// parser refuses the made-up method or TRACE closes the connection without saying so, and an
// unsafe request that is sent on it next is lost and cannot be repeated. So these have
// connections of their own.
func (w *wire) connect(o WireOptions) error {
	for i := range w.pools {
		t, err := w.transport(o)
		if err != nil {
			return err
		}
		w.pools[i] = t
	}
	proxy, err := w.pools[0].Proxy(&http.Request{URL: w.base})
	if err != nil {
		return errors.New("reading the proxy's URL: it is not a URL")
	}
	w.proxied = proxy != nil
	w.hideProxyLogin()
	w.client = &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport:     outlet{w},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		// The attempt counts, because only it knows the method.
		RetryMax:   1 << 20,
		CheckRetry: checkRetry,
		// The outlet waits, because only it knows the pace of the others.
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	return nil
}

func (w *wire) transport(o WireOptions) (*http.Transport, error) {
	security, err := tlsConfig(o)
	if err != nil {
		return nil, err
	}
	protocols := new(http.Protocols)
	switch o.HTTP {
	case "":
		protocols.SetHTTP1(true)
		protocols.SetHTTP2(true)
	case "1.1":
		protocols.SetHTTP1(true)
	case "2":
		protocols.SetHTTP2(true)
		protocols.SetUnencryptedHTTP2(w.clearHTTP2)
	default:
		return nil, fmt.Errorf("reading HTTP version %q: not one of 1.1, 2", o.HTTP)
	}
	proxy := http.ProxyFromEnvironment
	if o.Proxy != nil {
		proxy = http.ProxyURL(o.Proxy)
	}
	return &http.Transport{
		Proxy: proxy, TLSClientConfig: security, Protocols: protocols,
		DialContext:         (&net.Dialer{Timeout: w.connectTimeout}).DialContext,
		TLSHandshakeTimeout: w.connectTimeout, ResponseHeaderTimeout: w.firstByteTimeout,
		MaxIdleConnsPerHost: w.concurrency, IdleConnTimeout: idleTimeout,
		MaxResponseHeaderBytes: mostHeaderBytes,
		// Fields are judged as the server sends them to a client that asks for nothing special.
		DisableCompression: true,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
			if resp.StatusCode != http.StatusOK {
				return &proxyError{resp.Status}
			}
			return nil
		},
	}, nil
}

// isHTTP2 reports whether a connection carries HTTP/2.
func (w *wire) isHTTP2(c net.Conn) bool {
	secured, ok := c.(*tls.Conn)
	return w.clearHTTP2 || ok && secured.ConnectionState().NegotiatedProtocol == "h2"
}

// close gives up the idle connections.
func (w *wire) close() {
	for _, pool := range w.pools {
		pool.CloseIdleConnections()
	}
}

// pool is where the connections for a method are.
func (w *wire) pool(method string) *http.Transport {
	switch method {
	case http.MethodHead:
		return w.pools[1]
	case http.MethodTrace, records.MadeUpMethod:
		return w.pools[2]
	}
	return w.pools[0]
}
