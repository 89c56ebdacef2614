package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"

	"github.com/verbatim-http/verbatim/probe/records"
)

// Kinds of [records.TransportError].
const (
	kindRefused     = "refused"
	kindTimeout     = "timeout"
	kindClosed      = "closed"
	kindDNS         = "dns"
	kindTLS         = "tls"
	kindProtocol    = "protocol"
	kindCanceled    = "canceled"
	kindProxy       = "proxy"
	kindOther       = "other"
	kindWithheld    = "withheld"
	kindStopped     = "stopped"
	kindUnreachable = "unreachable"
	kindHanging     = "hanging"
)

var (
	// errWhole ends an attempt that took longer than the whole timeout.
	errWhole = errors.New("the whole timeout has passed")
	// errTwice ends an unsafe request that net/http was about to write again.
	errTwice = errors.New("an unsafe request is not sent twice")
	// errNoAttempt keeps requests from leaving by any way but send.
	errNoAttempt = errors.New("a request without a policy is not sent")
)

// proxyError is a proxy's refusal to connect us.
type proxyError struct{ status string }

func (e *proxyError) Error() string { return "the proxy answered " + e.status }

// failure says why no response came, in the same words for the same reason: no addresses, no
// ports, nothing that the server said.
func (w *wire) failure(ctx context.Context, err error) *records.TransportError {
	kind, text := w.classify(ctx, err)
	return &records.TransportError{Kind: kind, Text: w.hide.Text(text)}
}

func (w *wire) classify(ctx context.Context, err error) (kind, text string) {
	var refusal *proxyError
	var impatient impatience
	var dial *net.OpError
	proxied := w.proxied && errors.As(err, &dial) && dial.Op == "dial"
	switch {
	case errors.Is(context.Cause(ctx), errTwice) || errors.Is(err, errTwice):
		return kindClosed, "the server gave the request back unanswered, and an unsafe request is not sent twice"
	case errors.Is(context.Cause(ctx), errWhole):
		return kindTimeout, fmt.Sprintf("no complete answer within %s", w.timeout)
	case errors.As(context.Cause(ctx), &impatient):
		return kindTimeout, impatient.Error()
	case ctx.Err() != nil:
		return kindCanceled, "the run was canceled"
	case errors.As(err, &refusal):
		return kindProxy, refusal.Error()
	case errors.As(err, &dial) && (dial.Op == "proxyconnect" || strings.HasPrefix(dial.Op, "socks")), proxied:
		return kindProxy, "connecting to the proxy: " + innermost(err)
	}
	if kind, text = w.classifyTimeout(err); kind != "" {
		return kind, text
	}
	if kind, text = classifyTLS(err); kind != "" {
		return kind, text
	}
	return classifyConnection(err)
}

func (w *wire) classifyTimeout(err error) (kind, text string) {
	var dns *net.DNSError
	var dial *net.OpError
	var timeout net.Error
	switch {
	case errors.As(err, &dns):
		if dns.IsNotFound {
			return kindDNS, "looking up the host: no such host"
		}
		return kindDNS, "looking up the host failed; is the resolver reachable?"
	case !errors.As(err, &timeout) || !timeout.Timeout():
		return "", ""
	case strings.Contains(err.Error(), "TLS handshake timeout"):
		return kindTimeout, fmt.Sprintf("no TLS handshake within %s", w.connectTimeout)
	case errors.As(err, &dial) && dial.Op == "dial":
		return kindTimeout, fmt.Sprintf("no connection within %s", w.connectTimeout)
	case errors.Is(err, os.ErrDeadlineExceeded), strings.Contains(err.Error(), "awaiting response headers"):
		return kindTimeout, fmt.Sprintf("no answer within %s", w.firstByteTimeout)
	}
	return kindTimeout, "the connection timed out"
}

func classifyTLS(err error) (kind, text string) {
	var (
		authority   x509.UnknownAuthorityError
		host        x509.HostnameError
		invalid     x509.CertificateInvalidError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		alert       tls.AlertError
	)
	const hint = "; give its authority with --cacert, or use --insecure"
	switch {
	case errors.As(err, &authority):
		return kindTLS, "the certificate is signed by an unknown authority" + hint
	case errors.As(err, &host):
		return kindTLS, "the certificate is not for this host; check the URL, or use --insecure"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return kindTLS, "the certificate has expired or is not yet valid; renew it, or use --insecure"
	case errors.As(err, &invalid), errors.As(err, &certificate):
		return kindTLS, "the certificate is not valid" + hint
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &record):
		return kindTLS, "the server does not speak TLS here; use an http:// base URL"
	case errors.As(err, &alert), strings.Contains(err.Error(), "remote error: tls:"):
		_, alertText, _ := strings.Cut(err.Error(), "tls: ")
		if strings.Contains(alertText, "protocol version") {
			return kindTLS, "the server ended the TLS handshake: " + alertText + "; it may speak versions only that are no longer safe"
		}
		return kindTLS, "the server ended the TLS handshake: " + alertText + "; it may want a client certificate (--cert, --key)"
	case strings.Contains(err.Error(), "tls: "):
		_, cause, _ := strings.Cut(err.Error(), "tls: ")
		return kindTLS, "TLS: " + cause
	}
	return "", ""
}

func classifyConnection(err error) (kind, text string) {
	message := err.Error()
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return kindRefused, "connection refused"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return kindRefused, "no route to the host"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		strings.Contains(message, "server closed idle connection"), strings.Contains(message, "client connection lost"):
		return kindClosed, "the connection was closed without an answer"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return kindClosed, "the connection was reset without an answer"
	case strings.Contains(message, "GOAWAY"), strings.Contains(message, "REFUSED_STREAM"):
		return kindClosed, "the server ended the HTTP/2 connection without an answer"
	case isProtocol(message):
		return kindProtocol, "the answer is not valid HTTP: " + innermost(err)
	}
	return kindOther, innermost(err)
}

// isProtocol knows net/http's complaints about answers; most have no type.
func isProtocol(message string) bool {
	for _, part := range []string{
		"malformed ", "transport connection broken", "bad Content-Length", "invalid Content-Length", "multiple Content-Length", "http2: ",
		"stream error", "connection error", "unsupported transfer encoding", "too many transfer encodings", "unsupported protocol version",
		"1xx informational responses", "server response headers exceeded", "header fields", "invalid header field", "Content-Length",
	} {
		if strings.Contains(message, part) {
			return true
		}
	}
	return false
}

// innermost is the text of the error at the root, without what differs between runs or was
// said by the server.
func innermost(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var op *net.OpError
	for errors.As(err, &op) {
		err = op.Err
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		err = call.Err
	}
	text := err.Error()
	for _, prefix := range []string{"net/http: ", "HTTP/1.x ", "transport connection broken: ", "net/http: ", "http: ", "http2: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	// What follows a quote is the server's: it may be long, hostile, and another one next time.
	text, _, _ = strings.Cut(text, " \"")
	return strings.TrimRight(text, ": ")
}
