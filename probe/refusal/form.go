package refusal

import (
	"regexp"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// saidForms are the words by which refusals say what a text should have looked like.
var saidForms = []struct {
	words  []string
	format string
}{
	{[]string{"uuid", "guid"}, "uuid"},
	{[]string{"cidr"}, "cidr"},
	{[]string{"ipv6"}, "ipv6"},
	{[]string{"ip", "ipv4", "ipaddress"}, "ipv4"},
	{[]string{"url", "uri"}, "uri"},
	{[]string{"email", "emailaddress"}, "email"},
	{[]string{"hostname", "fqdn"}, "hostname"},
	{[]string{"path", "absolute", "absolutepath"}, "path"},
	{[]string{"rfc3339", "iso8601", "timestamp", "datetime"}, "date-time"},
	{[]string{"base64"}, "base64"},
	{[]string{"cron", "cronexpression"}, "cron"},
	{[]string{"semver"}, "semver"},
	{[]string{"timezone"}, "timezone"},
}

// Form is the form that a refusal asks a property's text to have.
func Form(r *records.Response, named map[string]bool, property, text string) (spec.Form, bool) {
	about := Quotes(r, text) && !Describes(property) || named[naming.Plain(property)]
	if pattern := patternSaid(Text(r)); pattern != "" {
		about = about || slices.ContainsFunc(naming.Words(property), func(word string) bool { return len(word) > 3 && named[word] })
		return spec.Form{Pattern: pattern}, about
	}
	for _, said := range saidForms {
		if about && slices.ContainsFunc(said.words, func(word string) bool { return named[word] }) {
			return spec.Form{Format: said.format}, true
		}
	}
	return spec.Form{}, false
}

// Describes reports whether a property is of free text, which nothing asks a form of.
func Describes(property string) bool {
	return slices.ContainsFunc(naming.Words(property), func(word string) bool {
		return slices.Contains([]string{"description", "comment", "note", "notes", "title", "summary", "text", "message"}, word)
	})
}

var anchored = regexp.MustCompile(`[\^][^\s'"` + "`" + `]+`)

// patternSaid is the regular expression that a refusal quotes, anchored at its begin; "" for none.
func patternSaid(text string) string {
	pattern := strings.TrimRight(anchored.FindString(text), ":,;.")
	if _, err := regexp.Compile(pattern); err != nil || len(pattern) < 3 {
		return ""
	}
	return pattern
}
