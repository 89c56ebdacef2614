package records

import "net/http"

// MadeUpMethod is a method token that nobody routes.
const MadeUpMethod = "VERBATIM"

// IsSafe reports whether a method asks for no change on the server: GET, HEAD, OPTIONS and
// TRACE (RFC 9110, section 9.2.1), QUERY (RFC 10008), REPORT (RFC 3253), and the made-up
// method, which no server implements. Methods are case-sensitive; an unknown one is unsafe.
func IsSafe(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace,
		"QUERY", "REPORT", MadeUpMethod:
		return true
	}
	return false
}

// IsImplied reports whether a method is neither demanded nor an intruder where the contract
// does not declare it: HEAD goes with GET, OPTIONS with any path. No OpenAPI version says more.
func IsImplied(method string) bool { return method == "HEAD" || method == "OPTIONS" }
