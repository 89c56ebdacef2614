package prose

import "slices"

// Mend is what to change in one stack to be rid of one cause: a few lines to paste.
type Mend struct {
	// Cause is the id of a cause, or of a rule where no cause stands behind it.
	Cause string
	// Kind is one of several kinds of the cause; empty where it has one.
	Kind string
	// Stack is a name as package probe/layers has it; empty for any stack.
	Stack string
	// Text is the change, in several lines. It is written for the current version of the stack.
	Text string
}

// MendsOf are the changes for one cause, by stack; empty where only the general one of its row is
// known.
func MendsOf(cause string) []Mend {
	return slices.DeleteFunc(Mends(), func(m Mend) bool { return m.Cause != cause })
}

// Mends is the table of all of them.
func Mends() []Mend {
	return slices.Concat(generalMends, undiagnosedMends, nodeMends, pythonMends, jvmMends, phpRubyMends, goMends, rustMends, edgeMends)
}

// MendFor is what to change for a cause of a kind in a stack: the most exact text that there is;
// "" where only the general one of its row is known.
func MendFor(cause, kind, stack string) string {
	all := MendsOf(cause)
	for _, want := range []Mend{{Kind: kind, Stack: stack}, {Kind: kind}} {
		for _, m := range all {
			if m.Kind == want.Kind && m.Stack == want.Stack {
				return m.Text
			}
		}
	}
	return ""
}

// generalMends are for kinds of a cause, whatever the stack.
var generalMends = []Mend{
	{"redirect", "https", "", "Give the address with https as --base-url, and in the servers of the contract.\nAt the plain address refuse API requests with 403 in place of a redirect: a redirect hides that\ncredentials were sent in the clear."},
	{"redirect", "slash", "", "Register the path as the contract writes it, and switch off the redirect to the other form;\nor write the path in the contract as it is served."},
	{"redirect", "host", "", "Give the host that it leads to as --base-url, and in the servers of the contract."},
	{"redirect", "login", "", "Give the run credentials: --bearer env:TOKEN or --header-file FILE.\nLet the API answer 401 with WWW-Authenticate in place of the redirect, for all but browsers:\na client that follows it takes the login page for the answer."},
	{"wrong-base-path", "host", "", "Read what the answer says. Where it is about the host: let the service accept this name (ALLOWED_HOSTS,\nTrustedHostMiddleware, server_name), or give the name that it has as --base-url."},
	{"undeclared-handler", "lost", "", "See whether something in front of the application makes each method a GET: Varnish does where return (hash)\nis said of every method, nginx by proxy_method. Otherwise let the handlers look at the method."},
	{"allow-pasted", "added", "", "Look for what adds the field in front of the application (add_header Allow, Header set Allow, a response\nheader of the gateway), and remove it: the application sends its own."},
	{"undeclared-handler", "any", "", "Let the handler name the methods that it is for, where it is registered."},
	{"catch-all", "page", "", "Exclude the paths of the API from the fallback page, and answer 404 there."},
	{"permission", "csrf", "", "Switch the CSRF check off for the API: it protects cookies of browsers, and clients of an API\nsend a token in Authorization."},
	{"unknown-path-405", "options", "", "If a route for OPTIONS matches every path, routers answer 405 to all else there: answer preflights in a\nmiddleware. If a handler for what is not found answers 405, let it answer 404."},
	{"edge-blocks-method", "middleware", "", "Look for what refuses by the method alone, whatever the path: a rule of a proxy, a middleware or a filter\nthat has a list of methods. Remove it: the routes refuse what they do not have. If it has to stay, name every\ndeclared method there."},
	{"handler-fails", "refusals", "", "An error handler, or a default branch, makes 500 of what the framework refuses: let it keep the status and the\nfields of the framework's own errors (404, 405 with Allow), and make 500 of what it does not know."},
	{"handler-fails", "gateway", "", "See that the application is up and that the gateway has its right address; --wait 60s waits for it."},
}
