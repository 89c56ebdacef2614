package records

// Answer is what an exchange means for routing.
type Answer string

const (
	// Served means 2xx or a documented 3xx, and the made-up method did not get the same.
	Served Answer = "served"
	// Routed means a handler looked at it: a 4xx that the router does not give of itself.
	Routed Answer = "routed"
	// Refused means 405, 501, the router's own 404 on a path that exists, or 403 with credentials
	// that work elsewhere on the path.
	Refused Answer = "refused"
	// AbsentPath means the router's 404 for every method; the path is not there.
	AbsentPath Answer = "absent"
	// Walled means 401, 403, 407 before anything could be learned.
	Walled Answer = "walled"
	// Redirected means a 3xx that the contract does not document.
	Redirected Answer = "redirected"
	// CaughtAll means the made-up method gets the same 2xx.
	CaughtAll Answer = "caught-all"
	// Crashed means 5xx other than 501 and 503.
	Crashed Answer = "crashed"
	// Throttled means 429 or 503 after the retries are spent.
	Throttled Answer = "throttled"
	// Unreachable means no response.
	Unreachable Answer = "unreachable"
	// Unclear means an answer that the controls do not explain; never a verdict.
	Unclear Answer = "unclear"
	// Advertised means not sent, and listed in an Allow field.
	Advertised Answer = "advertised"
	// NotAdvertised means not sent, and left out of the Allow fields.
	NotAdvertised Answer = "not-advertised"
	// Withheld means not sent, and nothing is known.
	Withheld Answer = "withheld"
)
