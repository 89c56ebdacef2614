package causes

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// findRedirect: declared methods are redirected, or everything is.
func findRedirect(q *inquiry) *diagnosed {
	if wall := q.wall(); wall/100 == 3 {
		x := &q.record.Controls[0]
		kind := RedirectKind(q.record.Target.BaseURL, x.URL, x.Response.Value("Location"))
		return &diagnosed{confidence: records.Certain, open: q.declaredSpots(), kind: kind,
			title: fmt.Sprintf("every request is redirected with %d %s", wall, redirectWords[kind])}
	}
	found := q.findings(nil, "declared-redirect")
	if len(found) == 0 {
		return nil
	}
	first := found[0].last()
	kind := RedirectKind(q.record.Target.BaseURL, first.URL, first.Response.Value("Location"))
	d := &diagnosed{findings: slices.Clone(found), confidence: records.Certain, kind: kind, stack: q.stack(found)}
	d.title = fmt.Sprintf("%s %s redirected with %d %s", methodsAndPaths(found), verb(found, "is", "are"), first.Response.Status, redirectWords[kind])
	if kind == "slash" {
		// The path as the contract has it is not the one that is routed.
		paths := pathsOf(found)
		d.findings = append(d.findings, q.findings(func(b *brokenRule) bool { return paths[b.path] && b.status() == 404 }, "undeclared-405")...)
	}
	for _, s := range q.spots {
		if s.asked() && s.cell.Verdict == records.Undecided && s.cell.Answer == records.Redirected {
			d.open = append(d.open, s)
		}
	}
	return d
}

// redirectWords say where a redirect of a kind leads.
var redirectWords = map[string]string{
	"https": "to https",
	"slash": "to the same path with or without its final slash",
	"host":  "to another host",
	"login": "to a login page",
	"other": "to another path",
}

// RedirectKind tells what a redirect changes of a URL. The path of the request may carry a query.
func RedirectKind(base, requested, location string) string {
	from, err := url.Parse(base)
	if err != nil {
		return "other"
	}
	asked, errAsked := url.Parse(requested)
	to, errTo := url.Parse(location)
	if errAsked != nil || errTo != nil {
		return "other"
	}
	to = from.ResolveReference(to)
	switch {
	case looksLikeLogin(to):
		return "login"
	case from.Scheme == "http" && to.Scheme == "https" && from.Hostname() == to.Hostname():
		return "https"
	case to.Path != asked.Path && strings.TrimRight(to.Path, "/") == strings.TrimRight(asked.Path, "/"):
		return "slash"
	case from.Hostname() != to.Hostname():
		return "host"
	}
	return "other"
}

func looksLikeLogin(u *url.URL) bool {
	path := strings.ToLower(u.Path)
	return slices.ContainsFunc([]string{"login", "signin", "sign-in", "sign_in", "oauth", "/auth", "saml", "sso"}, func(word string) bool {
		return strings.Contains(path, word)
	})
}
