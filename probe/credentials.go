package probe

import (
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/secret"
)

// credentials are secrets as they go out and as they are shown.
type credentials struct {
	sent, shown           []Field
	sentQuery, shownQuery string
	// tokens are those among them that may be renewed, by security scheme.
	tokens map[string]string
	// printed are those that commands have printed, by command line.
	printed map[string]string
}

// newCredentials arranges secrets that were checked: several cookies make one field, several
// query parameters one query. Of two that go into one field, the later one counts.
func newCredentials(secrets []secret.Secret) credentials {
	var c credentials
	var cookies, shownCookies, query, shownQuery []string
	for i := range secrets {
		s := &secrets[i]
		variable := "${" + s.Variable + "}"
		switch {
		case s.In == "query":
			query = append(query, url.QueryEscape(s.Name)+"="+url.QueryEscape(s.Prefix+s.Encoded()))
			shownQuery = append(shownQuery, url.QueryEscape(s.Name)+"="+url.QueryEscape(s.Prefix)+variable)
		case s.In == "cookie":
			cookies = append(cookies, s.Name+"="+s.Prefix+s.Encoded())
			shownCookies = append(shownCookies, s.Name+"="+s.Prefix+variable)
		case s.Name == "Cookie":
			cookies = append(cookies, s.Value)
			shownCookies = append(shownCookies, variable)
		default:
			c.sent = replaceField(c.sent, Field{s.Name, s.Prefix + s.Encoded()})
			c.shown = replaceField(c.shown, Field{s.Name, s.Prefix + variable})
		}
	}
	if len(cookies) > 0 {
		c.sent = append(c.sent, Field{"Cookie", strings.Join(cookies, "; ")})
		c.shown = append(c.shown, Field{"Cookie", strings.Join(shownCookies, "; ")})
	}
	c.sentQuery, c.shownQuery = strings.Join(query, "&"), strings.Join(shownQuery, "&")
	return c
}

// replaceField adds a field in the place of one of its name.
func replaceField(fields []Field, f Field) []Field {
	if i := slices.IndexFunc(fields, func(other Field) bool { return other.Name == f.Name }); i >= 0 {
		fields[i] = f
		return fields
	}
	return append(fields, f)
}
