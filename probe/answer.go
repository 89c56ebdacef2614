package probe

// Answer is what an exchange means for routing.
type Answer string

const (
	// Served: 2xx or a documented 3xx, and the made-up method did not get the same.
	Served Answer = "served"
	// Routed: a handler looked at it: a 4xx that the router does not give of itself.
	Routed Answer = "routed"
	// Refused: 405, 501, the router's own 404 on a path that exists, or 403 with credentials
	// that work elsewhere on the path.
	Refused Answer = "refused"
	// AbsentPath: the router's 404 for every method; the path is not there.
	AbsentPath Answer = "absent"
	// Walled: 401, 403, 407 before anything could be learned.
	Walled Answer = "walled"
	// Redirected: a 3xx that the contract does not document.
	Redirected Answer = "redirected"
	// CaughtAll: the made-up method gets the same 2xx.
	CaughtAll Answer = "caught-all"
	// Crashed: 5xx other than 501 and 503.
	Crashed Answer = "crashed"
	// Throttled: 429 or 503 after the retries are spent.
	Throttled Answer = "throttled"
	// Unreachable: no response.
	Unreachable Answer = "unreachable"
	// Unclear: an answer that the controls do not explain; never a verdict.
	Unclear Answer = "unclear"
	// Advertised and NotAdvertised: not sent; known from Allow.
	Advertised    Answer = "advertised"
	NotAdvertised Answer = "not-advertised"
	// Withheld: not sent, and nothing is known.
	Withheld Answer = "withheld"
)
