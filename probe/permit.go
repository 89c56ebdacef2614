package probe

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// MalformedContent is the content of guarded requests: no JSON parser accepts it, so no
// handler gets to act on it.
const MalformedContent = "{"

// grounds are the facts on which a request may be permitted; a nil function knows none.
type grounds struct {
	// absent reports whether a GET of exactly that URL was just answered 404 or 410.
	absent func(url string) bool
	// owned reports whether this run created what the URL names, or what it is below.
	owned func(url string) bool
	// acts says why a URL is one where any method may act; "" where nothing says so.
	acts func(url string) string
	// consented reports whether the request was found to touch nothing of others.
	consented func(method, url string) bool
}

// permits decides whether a request may be sent. It is the one function that does, and it
// looks at what is about to go out, never at labels such as [Request.Guard]. Fields must be
// all the fields of the request but for credentials. A mode that is not known permits what
// [ReadOnly] does.
func permits(m Mode, r *Request, g grounds) error {
	switch {
	case r.Method == "":
		return errors.New("withheld: the request has no method")
	case strings.EqualFold(r.Method, http.MethodConnect):
		return errors.New("withheld: CONNECT is never sent")
	case g.acts != nil && g.acts(r.URL) != "" && !(m == Full && g.owns(r.URL)):
		return errors.New("withheld: " + g.acts(r.URL))
	case strings.EqualFold(r.Method, http.MethodTrace):
		return permitsTrace(r)
	case overridesMethod(r):
		if m == Full && g.owns(r.URL) {
			return nil
		}
		return errors.New("withheld: a field or query parameter asks the server to act on another method; that needs mode full and something that the run created")
	case records.IsSafe(r.Method):
		return nil
	case m == GuardedMode:
		return permitsGuarded(r, g)
	case m == Full:
		return permitsFull(r, g)
	}
	return fmt.Errorf("withheld: %s may change the target, and the mode is read-only", r.Method)
}

// permitsFull lets out what cannot touch what others made: requests to what the run created and
// to what was proven absent, to the random path, and those that were found to touch nothing.
func permitsFull(r *Request, g grounds) error {
	path := pathOf(r.URL)
	switch {
	case g.owns(r.URL), g.isAbsent(r.URL), strings.Contains(path, noSuchPath):
		return nil
	case g.consented != nil && g.consented(r.Method, r.URL):
		return nil
	case permitsGuarded(r, g) == nil, r.As == "" && r.Method == http.MethodPatch && permitsMalformed(r) == nil:
		return nil
	}
	return fmt.Errorf("withheld: %s may change or delete what this run did not create", r.Method)
}

func (g grounds) owns(url string) bool { return g.owned != nil && g.owned(url) }

func (g grounds) isAbsent(url string) bool { return g.absent != nil && g.absent(url) }

// permitsTrace keeps RFC 9110, section 9.3.8: no content and nothing sensitive, because the
// answer echoes the request.
func permitsTrace(r *Request) error {
	if len(r.Body) > 0 {
		return errors.New("withheld: TRACE is never sent with content")
	}
	for _, f := range r.Fields {
		if secret.IsSensitive(f.Name) {
			return fmt.Errorf("withheld: TRACE is never sent with %s", textproto.CanonicalMIMEHeaderKey(f.Name))
		}
	}
	return nil
}

func permitsGuarded(r *Request, g grounds) error {
	switch r.Method {
	case http.MethodPost, http.MethodPut:
		return permitsMalformed(r)
	case http.MethodPatch:
		if err := permitsMalformed(r); err != nil {
			return err
		}
	case http.MethodDelete:
		if len(r.Body) > 0 {
			return errors.New("withheld: a guarded DELETE carries no content")
		}
	default:
		return fmt.Errorf("withheld: %s cannot be kept from acting; that needs mode full", r.Method)
	}
	if !g.isAbsent(r.URL) {
		return fmt.Errorf("withheld: no GET has proven this URL absent, so %s might act", r.Method)
	}
	return nil
}

// permitsMalformed wants exactly the malformed content, under exactly one media type, a JSON one.
func permitsMalformed(r *Request) error {
	if string(r.Body) != MalformedContent {
		return fmt.Errorf("withheld: a guarded %s carries malformed content only", r.Method)
	}
	named := 0
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, "Content-Type") {
			named++
			if !isJSON(f.Value) {
				return fmt.Errorf("withheld: the content of %s is malformed only as JSON, and the media type is %q", r.Method, f.Value)
			}
		}
	}
	if named != 1 {
		return fmt.Errorf("withheld: a guarded %s names one JSON media type", r.Method)
	}
	return nil
}

func isJSON(mediaType string) bool {
	essence, _, err := mime.ParseMediaType(mediaType)
	return err == nil && (essence == "application/json" || strings.HasSuffix(essence, "+json"))
}

// overridesMethod reports whether the request asks for another method than its own: frameworks
// obey these fields and this parameter (Rails, Symfony, Express's method-override).
func overridesMethod(r *Request) bool {
	for _, f := range r.Fields {
		switch textproto.CanonicalMIMEHeaderKey(f.Name) {
		case "X-Http-Method-Override", "X-Http-Method", "X-Method-Override":
			return true
		}
	}
	_, query, found := strings.Cut(r.URL, "?")
	if !found || query == "" {
		return false
	}
	// ParseQuery returns what it could read beside the error: a bad pair hides no good one.
	values, _ := url.ParseQuery(query)
	return values.Has("_method")
}
