package probe

import (
	"net/url"
	"strings"
)

// credentials are secrets as they go out and as they are shown.
type credentials struct {
	sent, shown           []Field
	sentQuery, shownQuery string
	// variables are the shell variables that stand for secrets.
	variables []string
}

// newCredentials checks secrets and arranges them: several cookies make one field, several
// query parameters one query.
func newCredentials(secrets []Secret) (credentials, error) {
	var c credentials
	var cookies, shownCookies, query, shownQuery []string
	for i := range secrets {
		s := &secrets[i]
		if err := s.check(); err != nil {
			return credentials{}, err
		}
		variable := "${" + s.Variable + "}"
		c.variables = append(c.variables, s.Variable)
		switch {
		case s.In == "query":
			query = append(query, url.QueryEscape(s.Name)+"="+url.QueryEscape(s.Prefix+s.encoded()))
			shownQuery = append(shownQuery, url.QueryEscape(s.Name)+"="+url.QueryEscape(s.Prefix)+variable)
		case s.In == "cookie":
			cookies = append(cookies, s.Name+"="+s.Prefix+s.encoded())
			shownCookies = append(shownCookies, s.Name+"="+s.Prefix+variable)
		case s.Name == "Cookie":
			cookies = append(cookies, s.Value)
			shownCookies = append(shownCookies, variable)
		default:
			c.sent = append(c.sent, Field{s.Name, s.Prefix + s.encoded()})
			c.shown = append(c.shown, Field{s.Name, s.Prefix + variable})
		}
	}
	if len(cookies) > 0 {
		c.sent = append(c.sent, Field{"Cookie", strings.Join(cookies, "; ")})
		c.shown = append(c.shown, Field{"Cookie", strings.Join(shownCookies, "; ")})
	}
	c.sentQuery, c.shownQuery = strings.Join(query, "&"), strings.Join(shownQuery, "&")
	return c, nil
}
