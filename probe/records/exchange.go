package records

import (
	"fmt"
	"net/http"
	"strings"
)

// Exchange is a probe and what came back: exactly one of Response and Error is set.
type Exchange struct {
	// Purpose says what the request was for: "cell", "control", "list", "absent-id", "preflight",
	// "accept", "again", "setup".
	Purpose string `json:"purpose"`
	Method  string `json:"method"`
	// URL is path and query as sent, credentials redacted. What the run created goes by the name
	// of its parameter, "${userId}", because every run gets another id.
	URL string `json:"url"`
	// Fields are the request fields that the run chose, as "Name: value", secrets redacted.
	Fields []string `json:"fields,omitempty"`
	// Body is the request content, empty when none was sent.
	Body string `json:"body,omitempty"`
	// As names the second identity where it asked; empty for the main one.
	As string `json:"as,omitempty"`
	// Guard names how a handler was kept from acting; empty for a plain request.
	Guard Guard `json:"guard,omitempty"`
	// Sent counts how often the request was written to a connection; more than 1 means retries.
	Sent int `json:"sent"`
	// Microseconds is the time of the last attempt.
	Microseconds int64           `json:"microseconds"`
	Response     *Response       `json:"response,omitempty"`
	Error        *TransportError `json:"error,omitempty"`

	// url is path and query as sent, without credentials; it is never recorded.
	url string
}

// SentTo notes path and query as sent, which no record keeps: it holds what the run's own things are
// called here, and no credentials.
func (x *Exchange) SentTo(url string) { x.url = url }

// SentURL is path and query as sent, without credentials; in a record that was read, as recorded.
func (x *Exchange) SentURL() string {
	if x.url == "" {
		return x.URL
	}
	return x.url
}

// Status is the status that came back; 0 when none did, also for nil.
func (x *Exchange) Status() int {
	if x == nil || x.Response == nil {
		return 0
	}
	return x.Response.Status
}

// IsNotFound reports whether the answer says that there is nothing: 404 or 410.
func (x *Exchange) IsNotFound() bool { return x.Status() == 404 || x.Status() == 410 }

// IsGatewayError reports whether a gateway says that what is behind it gave no answer: no
// handler has looked at the request, whatever its content.
func (x *Exchange) IsGatewayError() bool { return x.Status() == 502 || x.Status() == 504 }

// StatusNoCSRFToken is the status that Laravel, and nobody else, has for a request without a CSRF token.
const StatusNoCSRFToken = 419

// Response is what came back. Secrets are replaced before it is stored.
type Response struct {
	Status int `json:"status"`
	// Reason is the reason phrase as sent; empty in HTTP/2.
	Reason string `json:"reason,omitempty"`
	// Proto is "HTTP/1.1", "HTTP/2.0".
	Proto string `json:"proto,omitempty"`
	// Fields are "Name: value", sorted by name, field lines of one name in their order.
	Fields []string `json:"fields,omitempty"`
	// Body is the beginning of the content, made valid UTF-8.
	Body string `json:"body,omitempty"`
	// Bytes is the content's length as far as it was read.
	Bytes int64 `json:"bytes,omitempty"`
	// Truncated is set when Body is not the whole content.
	Truncated bool `json:"truncated,omitempty"`

	kept Kept
}

// Whole is all of the content that was read.
func (r *Response) Whole() []byte {
	if r.kept.Content != nil {
		return r.kept.Content
	}
	return []byte(r.Body)
}

// Raw is the first field line of a name as it came; "" when there is none.
func (r *Response) Raw(name string) string {
	if r.kept.Header != nil {
		return r.kept.Header.Get(name)
	}
	return r.Value(name)
}

// Kept is what is known of a response while the run goes on, and never recorded.
type Kept struct {
	// Content is the whole content that was read; nil where it was not asked for.
	Content []byte
	// Header are the fields as they came, with the names of what the run made, kept with Content.
	Header http.Header
	// Unpacked is set when the content was read without its Content-Encoding.
	Unpacked bool
	// Cut is set when Content is not all that was sent.
	Cut bool
}

// Kept is what is kept of the response beside the record, to be read and to be set.
func (r *Response) Kept() *Kept { return &r.kept }

// TransportError is why no response came.
type TransportError struct {
	// Kind is "refused", "timeout", "closed", "dns", "tls", "proxy", "protocol", "unreachable" (the
	// target had stopped answering before), "hanging" (the method or the path had been given up, as
	// it had answered nothing) or "other".
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// Line is the status with its reason phrase, as messages show it: "405 Method Not Allowed".
func (r *Response) Line() string { return strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, r.Reason)) }

// LooksLikeFile reports whether a response has the fields that servers of files add: what they
// know of a file, and that parts of it can be had.
func (r *Response) LooksLikeFile() bool {
	if r == nil {
		return false
	}
	validator := r.Value("Last-Modified") != "" || r.Value("ETag") != ""
	if r.Value("X-Varnish") != "" || strings.Contains(strings.ToLower(r.Value("Via")), "varnish") {
		// Varnish takes ranges of whatever it passes on.
		return r.Value("Last-Modified") != "" && r.Value("ETag") != ""
	}
	ranges := r.Value("Accept-Ranges") == "bytes" || r.Value("Content-Disposition") != ""
	return validator && ranges
}
