package probe

import (
	"net/url"
	"regexp"
	"strings"
)

// parameter matches one parameter of a query, of a fragment or of a path.
var parameter = regexp.MustCompile(`([?&#;])([^=&#;?]*)=([^&#;?]*)`)

// fleetingName matches the names of parameters that have another value in every redirect.
var fleetingName = regexp.MustCompile(`(?i)^(.*(state|nonce|challenge|token|csrf|xsrf|signature|session|sess_?id|session_?id|request_?id)|saml(request|response)|sid|sig|ts|t|timestamp|expires|flow|ticket|execution|_)$`)

// countedValue matches values that count or tell the time.
var countedValue = regexp.MustCompile(`^[0-9]{9,}$`)

// drawnValue matches letters with digits, which read as drawn at random from so many characters on.
var drawnValue = regexp.MustCompile(`^[A-Za-z0-9_+=-]*[0-9][A-Za-z0-9_+=-]*$`)

const shortestDrawn = 12

// steady is a reference, such as a Location, as messages show it: a parameter that is another one in
// every answer loses its value, so that two reports of equal runs are equal. The exchange keeps it.
func steady(ref string) string {
	return parameter.ReplaceAllStringFunc(ref, func(pair string) string {
		parts := parameter.FindStringSubmatch(pair)
		if value := parts[3]; value == "" || !isFleeting(parts[2], value) {
			return pair
		}
		return parts[1] + parts[2] + "=…"
	})
}

func isFleeting(name, value string) bool {
	if strings.HasPrefix(value, "${") {
		return false // what the run created, by its name
	}
	plain, err := url.QueryUnescape(value)
	if err != nil {
		plain = value
	}
	if fleetingName.MatchString(name) || steadyWithin(plain) {
		return true
	}
	return countedValue.MatchString(plain) || len(plain) >= shortestDrawn && drawnValue.MatchString(plain)
}

// steadyWithin reports whether a value is a reference that has such a parameter itself.
func steadyWithin(value string) bool {
	return strings.ContainsAny(value, "?#;") && steady(value) != value
}
