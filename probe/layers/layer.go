package layers

import "strings"

// Answer is a response as far as it tells who gave it.
type Answer struct {
	Method string
	Status int
	// Reason is the reason phrase as sent; HTTP/2 and later have none.
	Reason string
	// Proto is "HTTP/1.1", "HTTP/2.0"; may be empty.
	Proto string
	// Fields are "Name: value", in any order and any case of the name.
	Fields []string
	// Body is the beginning of the content.
	Body string
}

// Kind says what sort of layer it is.
type Kind string

const (
	// App is the application itself: a handler made the answer, or code that belongs to it.
	App Kind = "app"
	// Framework is what the application is built on: its router, its default error pages.
	Framework Kind = "framework"
	// WebServer serves files or runs applications: nginx, Tomcat, the parser of Node.js.
	WebServer Kind = "web server"
	// Proxy passes requests on.
	Proxy Kind = "proxy"
	// Gateway passes requests on by a table of routes of its own.
	Gateway Kind = "gateway"
	// CDN is a content delivery network, or the edge of a hosting platform.
	CDN Kind = "CDN"
	// WAF is a web application firewall.
	WAF Kind = "WAF"
	// AuthWall asks for a login before anything else.
	AuthWall Kind = "auth wall"
	// Unknown means that the signs do not decide.
	Unknown Kind = "unknown"
)

// How sure an attribution is.
const (
	// Certain means that nothing else is known to answer so.
	Certain = "certain"
	// Likely means that something else could answer so, but seldom does.
	Likely = "likely"
	// Unsure goes with [Unknown].
	Unsure = "unknown"
)

// Layer is who gave an answer.
type Layer struct {
	Kind Kind `json:"kind"`
	// Name is the product's, as [Fingerprints] has it ("Express", "nginx"); empty when only the
	// kind is known.
	Name string `json:"name,omitempty"`
	// Sure is [Certain], [Likely] or [Unsure].
	Sure string `json:"sure"`
	// Evidence are the signs, the one that decided first. Also an unknown layer may have some.
	Evidence []string `json:"evidence,omitempty"`
}

// Outer reports whether the layer stands in front of applications, or serves files in their
// place: the application has not seen the request.
func (l Layer) Outer() bool {
	switch l.Kind {
	case WebServer, Proxy, Gateway, CDN, WAF, AuthWall:
		return true
	}
	return false
}

// String is "nginx (web server), certain: the sign; another".
func (l Layer) String() string {
	text := string(l.Kind)
	switch {
	case l.Kind == Unknown:
		text = "an unknown layer"
	case l.Name != "":
		text = l.Name + " (" + text + ")"
	}
	if l.Kind != Unknown {
		text += ", " + l.Sure
	}
	if len(l.Evidence) > 0 {
		text += ": " + strings.Join(l.Evidence, "; ")
	}
	return text
}

// field splits "Name: value"; the name in lower case.
func field(line string) (name, value string) {
	name, value, _ = strings.Cut(line, ":")
	return strings.ToLower(name), strings.TrimSpace(value)
}

// hasReason reports whether the protocol has reason phrases at all.
func (a Answer) hasReason() bool { return a.Proto == "" || strings.HasPrefix(a.Proto, "HTTP/1") }
