package probe

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/verbatim-http/verbatim/probe/secret"
)

const (
	defaultConcurrency = 8
	defaultRetries     = 2
	// idleTimeout is below the keep-alive timeout of any server that we know: an unsafe request
	// on a connection that the server is just closing fails and cannot be repeated.
	idleTimeout = 1500 * time.Millisecond
	// mostHeaderBytes bounds the fields of a response.
	mostHeaderBytes = 64 << 10
)

// WireOptions say how requests are sent to one target.
type WireOptions struct {
	// BaseURL gives the origin; its path is not used.
	BaseURL *url.URL
	Mode    Mode
	// Fields go with every request but TRACE. Those whose names tell that they are credentials
	// (Authorization, Cookie, X-Api-Key) are treated as secrets.
	Fields []Field
	// Secrets go with every request but TRACE and never reach a record.
	Secrets []secret.Secret
	// Credentials go with the requests of operations that ask for their scheme.
	Credentials []Credential
	// UsualSchemes are the schemes of requests that belong to no operation; taken from the plan.
	UsualSchemes []string
	// UserAgent is the program's name and version; empty means "verbatim".
	UserAgent string
	// ConnectTimeout, FirstByteTimeout and Timeout bound one try: the connection (and the TLS
	// handshake), the answer's beginning, all of it. Zero means 5 s, 15 s and 30 s.
	ConnectTimeout, FirstByteTimeout, Timeout time.Duration
	// MaxBody is how many bytes of a response's content are read; zero means 1 MiB.
	MaxBody int64
	// Concurrency is how many requests are under way at once; it sizes the pool of idle
	// connections. Zero means 8.
	Concurrency int
	// Rate is the limit in requests per second; zero means none.
	Rate float64
	// Retries is how often a failed request is repeated where that is safe; zero means 2,
	// a negative number never.
	Retries int
	// MaxWait bounds a single wait that the target asks for; zero means 10 s.
	MaxWait time.Duration
	// Settle is how long a run waits at its end, where a GET still shows what a DELETE removed:
	// servers go on showing it from a cache of their own. Zero means not at all.
	Settle time.Duration
	// HTTP is "" to negotiate, "1.1" or "2"; the latter without negotiation at http URLs.
	HTTP string
	// CACert holds PEM certificates of authorities that are trusted beside the system's.
	CACert []byte
	// ClientCert is shown to servers that ask for one; nil for none.
	ClientCert *tls.Certificate
	// Insecure leaves the server's certificate unverified.
	Insecure bool
	// Proxy is used for every request; nil means what the environment says.
	Proxy *url.URL
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

func checkOrigin(base *url.URL) error {
	switch {
	case base == nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return errors.New("reading the base URL: it needs http or https and a host, such as https://staging.example.com")
	case base.Port() != "" && !isPort(base.Port()):
		return fmt.Errorf("reading the base URL: there is no port %s", base.Port())
	case base.User != nil:
		return errors.New("reading the base URL: it holds a user name; give credentials by reference, not in the URL")
	}
	return nil
}

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n > 0
}

// takeFields sorts the user's fields into plain ones and secrets.
func (w *wire) takeFields(o WireOptions) error {
	if err := checkFields(o.Fields); err != nil {
		return err
	}
	secrets := slices.Clone(o.Secrets)
	for _, f := range o.Fields {
		f.Name = textproto.CanonicalMIMEHeaderKey(f.Name)
		switch {
		case f.Name == "Host":
			w.host = f.Value
		case f.Name == "User-Agent":
			w.agent = []string{f.Value}
		case secret.IsSensitive(f.Name) && f.Value != "":
			secrets = append(secrets, secret.OfField(f.Name, f.Value))
		default:
			w.user = append(w.user, f)
			w.userNames[f.Name] = true
		}
	}
	var err error
	if w.keys, err = newKeyring(secrets, o.Credentials); err != nil {
		return err
	}
	w.keys.usual = o.UsualSchemes
	w.hide.Add(w.keys.secrets()...)
	w.sentLines, w.receivedLines = newFieldLines(&w.hide, requestLine), newFieldLines(&w.hide, responseLine)
	w.buffers.New = func() any { b := make([]byte, bufferBytes); return &b }
	return nil
}

func tlsConfig(o WireOptions) (*tls.Config, error) {
	c := &tls.Config{InsecureSkipVerify: o.Insecure, ClientSessionCache: tls.NewLRUClientSessionCache(0)}
	if o.ClientCert != nil {
		c.Certificates = []tls.Certificate{*o.ClientCert}
	}
	if len(o.CACert) == 0 {
		return c, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(o.CACert) {
		return nil, errors.New("reading the authority's certificate: no PEM certificate found")
	}
	c.RootCAs = roots
	return c, nil
}
