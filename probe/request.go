package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"golang.org/x/net/http/httpguts"
)

// impossibleTag is an entity tag that no representation has. Servers that evaluate If-Match
// refuse with 412; most evaluate nothing, so it is sent along and never relied on.
const impossibleTag = `"verbatim-impossible"`

// Request is one request that may leave the program.
type Request struct {
	// Purpose says what it is for: see [records.Exchange].
	Purpose string
	Method  string
	// URL is the escaped path and query at the target's origin: "/api/tasks/42?x=1".
	URL string
	// Fields are chosen by the plan: Accept, Content-Type.
	Fields []Field
	// Body is the content; empty means that none is sent.
	Body []byte
	// Guard is a label for the record; it permits nothing.
	Guard records.Guard
	// Anonymous says that no credential goes with it, as none goes with TRACE.
	Anonymous bool
	// Whole keeps all of the response's content, beside the record.
	Whole bool
	// MaySucceed says that a success is no sign of harm: a declared DELETE of what was proven
	// absent, which is idempotent (RFC 9110, section 9.2.2).
	MaySucceed bool
	// Schemes are the security schemes whose credentials go along; empty means none, nil those
	// that most operations of the contract use.
	Schemes []string

	// As names the second identity where it asks, with keys of its own; empty for the main one.
	As string

	// keys are those of the second identity; nil means the main one's.
	keys *keyring
	// carries are the credentials that go along, beside the fields; see [wire.ready].
	carries *credentials
}

func (r *Request) takesCredentials() bool {
	return r.Method != http.MethodTrace && !r.Anonymous && !endsSession(r.URL)
}

// Field is a field line of a request.
type Field struct{ Name, Value string }

// framingFields are set by the connection itself, or change what a request means on it.
var framingFields = []string{"Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Connection",
	"Te", "Trailer", "Transfer-Encoding", "Upgrade"}

// checkFields refuses user fields that cannot be sent as they are.
func checkFields(fields []Field) error {
	for _, f := range fields {
		switch {
		case !httpguts.ValidHeaderFieldName(f.Name):
			return fmt.Errorf("reading field %q: the name is not a token; write 'Name: value'", f.Name)
		case slices.Contains(framingFields, textproto.CanonicalMIMEHeaderKey(f.Name)):
			return fmt.Errorf("reading field %q: the connection sets it; leave it out", f.Name)
		case !httpguts.ValidHeaderFieldValue(f.Value):
			return fmt.Errorf("reading field %q: the value holds a control character", f.Name)
		}
	}
	return nil
}

// locate makes the URL of an escaped path and query at the target's origin. It never leaves
// the origin, whatever the path looks like ("//other.example/").
func (w *wire) locate(escaped string) (*url.URL, error) {
	if escaped == "" || escaped[0] != '/' || strings.ContainsAny(escaped, "# ") || !httpguts.ValidHeaderFieldValue(escaped) {
		return nil, errors.New("the URL is not an escaped path and query")
	}
	path, query, found := strings.Cut(escaped, "?")
	plain, err := url.PathUnescape(path)
	if err != nil {
		return nil, errors.New("the URL's path is not escaped correctly")
	}
	return &url.URL{
		Scheme: w.base.Scheme, Host: w.base.Host, Path: plain, RawPath: path,
		RawQuery: query, ForceQuery: found && query == "",
	}, nil
}

// outgoing gives all fields of a request but for credentials, with canonical names. A user's
// field replaces the plan's, except that the plan knows what its content is; TRACE gets none
// of them, because what it carries is echoed.
func (w *wire) outgoing(r *Request) []Field {
	out := make([]Field, 0, len(r.Fields)+len(w.user)+1)
	plain := r.Method == http.MethodTrace
	impossible := w.mode == GuardedMode && !records.IsSafe(r.Method)
	typed := false
	for _, f := range r.Fields {
		f.Name = textproto.CanonicalMIMEHeaderKey(f.Name)
		typed = typed || f.Name == "Content-Type"
		overridden := !plain && f.Name != "Content-Type" && w.userNames[f.Name]
		if !overridden && !(impossible && f.Name == "If-Match") {
			out = append(out, f)
		}
	}
	if !plain {
		for _, f := range w.user {
			if !(typed && f.Name == "Content-Type") && !(impossible && f.Name == "If-Match") {
				out = append(out, f)
			}
		}
	}
	if impossible {
		out = append(out, Field{"If-Match", impossibleTag})
	}
	return out
}

// withCredentials adds credentials to fields. They replace fields of their name, but cookies
// go together: there is one Cookie field in a request (RFC 6265, section 5.4).
func withCredentials(fields, credentials []Field) []Field {
	if len(credentials) == 0 {
		return fields
	}
	out := make([]Field, 0, len(fields)+len(credentials))
	var cookies []string
	for _, f := range fields {
		replaced := slices.ContainsFunc(credentials, func(c Field) bool { return c.Name == f.Name })
		switch {
		case !replaced:
			out = append(out, f)
		case f.Name == "Cookie":
			cookies = append(cookies, f.Value)
		}
	}
	for _, c := range credentials {
		if c.Name == "Cookie" && len(cookies) > 0 {
			c.Value = strings.Join(append(cookies, c.Value), "; ")
		}
		out = append(out, c)
	}
	return out
}

// header turns fields into what net/http sends. net/http repeats a request by itself when it
// sees an Idempotency-Key under its canonical name, also an unsafe one; a name in lower case
// means the same to the server and escapes its eye.
func (w *wire) header(fields []Field, safe bool) http.Header {
	h := make(http.Header, len(fields)+1)
	h["User-Agent"] = w.agent
	values := make([]string, len(fields))
	for i, f := range fields {
		if !safe && (f.Name == "Idempotency-Key" || f.Name == "X-Idempotency-Key") {
			f.Name = strings.ToLower(f.Name)
		}
		values[i] = f.Value
		if sent, ok := h[f.Name]; ok && f.Name != "User-Agent" {
			h[f.Name] = append(sent, f.Value)
		} else {
			h[f.Name] = values[i : i+1 : i+1]
		}
	}
	return h
}

// ready gives a request everything that goes out with it.
func (w *wire) ready(ctx context.Context, r *Request) {
	r.Fields = w.outgoing(r)
	r.carries = &credentials{}
	if r.takesCredentials() {
		if r.keys == nil {
			r.keys = w.keys
		}
		w.freshen(ctx, r.keys, r.Schemes)
		r.carries = r.keys.carry(r.Schemes)
	}
}

// describe writes the request into the record as it goes out, with variables for secrets.
// It is ready.
func (w *wire) describe(x *records.Exchange, r *Request) {
	x.Purpose, x.Method, x.Guard, x.As = r.Purpose, r.Method, r.Guard, r.As
	x.SentTo(r.URL)
	x.URL = w.hide.Text(w.ledger.shown(r.URL))
	if len(r.Body) > 0 {
		x.Body = w.hide.Text(strings.ToValidUTF8(string(r.Body), "\uFFFD"))
	}
	fields := withCredentials(r.Fields, r.carries.shown)
	x.URL = withQuery(x.URL, r.carries.shownQuery)
	if len(fields) == 0 {
		return
	}
	x.Fields = make([]string, len(fields))
	for i, f := range fields {
		x.Fields[i] = w.sentLines.line(f.Name, w.ledger.shownInput(f.Name, f.Value))
	}
}

// withQuery adds parameters to an escaped path and query.
func withQuery(u, query string) string {
	switch {
	case query == "":
		return u
	case !strings.Contains(u, "?"):
		return u + "?" + query
	case strings.HasSuffix(u, "?"):
		return u + query
	}
	return u + "&" + query
}

// pathOf is a URL of a request without its query.
func pathOf(url string) string {
	path, _, _ := strings.Cut(url, "?")
	return path
}

// plainGet is a GET of what is at a URL, with the usual Accept.
func plainGet(purpose, url string, schemes []string) Request {
	return Request{Purpose: purpose, Method: http.MethodGet, URL: url, Fields: []Field{{"Accept", usualAccept}}, Schemes: schemes}
}
