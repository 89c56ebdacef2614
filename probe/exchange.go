package probe

import "net/http"

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

// sentURL is path and query as sent, without credentials; in a record that was read, as recorded.
func (x *Exchange) sentURL() string {
	if x.url == "" {
		return x.URL
	}
	return x.url
}

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

	// content is the whole content that was read, kept where it was asked for; it is never recorded.
	content []byte
	// header are the fields as they came, with the names of what the run made, kept with content.
	header http.Header
	// unpacked is set when the content was read without its Content-Encoding.
	unpacked bool
	// cut is set when content is not all that was sent.
	cut bool
}

// whole is all of the content that was read.
func (r *Response) whole() []byte {
	if r.content != nil {
		return r.content
	}
	return []byte(r.Body)
}

// raw is the first field line of a name as it came; "" when there is none.
func (r *Response) raw(name string) string {
	if r.header != nil {
		return r.header.Get(name)
	}
	return r.value(name)
}

// TransportError is why no response came.
type TransportError struct {
	// Kind is "refused", "timeout", "closed", "dns", "tls", "proxy", "protocol", "unreachable" (the
	// target had stopped answering before), "hanging" (the method or the path had been given up, as
	// it had answered nothing) or "other".
	Kind string `json:"kind"`
	Text string `json:"text"`
}
