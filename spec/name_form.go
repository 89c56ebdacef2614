package spec

import (
	"math/big"
	"slices"
	"strings"
	"time"
)

// nameForm is what the name of a property or a parameter says of its text, where its schema says
// no more than "a string": real APIs validate more than their schemas say.
type nameForm struct {
	// names are the last words of names, joined by blanks: "billingEmail" ends with "email".
	names  []string
	format string
}

// nameForms are looked through for the last three words of a name, then for the last two, then
// for the last one.
var nameForms = []nameForm{
	{[]string{"email", "e mail", "mail", "email address", "mail address"}, "email"},
	{[]string{"url", "uri", "href", "website", "web site", "homepage", "home page", "link", "callback", "webhook", "endpoint", "avatar", "redirect"}, "url"},
	{[]string{"phone", "telephone", "mobile", "fax", "phone number", "telephone number", "mobile number", "fax number", "msisdn"}, "phone"},
	{[]string{"hostname", "host", "host name", "domain", "domain name", "fqdn"}, "hostname"},
	{[]string{"ip", "ip address", "ipaddress", "ipv4", "ip addr"}, "ipv4"},
	{[]string{"ipv6"}, "ipv6"},
	{[]string{"cidr", "subnet"}, "cidr"},
	{[]string{"mac address"}, "mac"},
	{[]string{"uuid", "guid"}, "uuid"},
	{[]string{"date", "birthday", "dob", "day"}, "date"},
	{[]string{"datetime", "date time", "timestamp", "created at", "updated at", "expires at", "starts at", "ends at", "start at", "end at", "scheduled at", "published at", "due at", "expiration", "deadline", "expires"}, "date-time"},
	{[]string{"currency", "currency code"}, "currency"},
	{[]string{"country", "country code"}, "country"},
	{[]string{"language", "lang", "language code"}, "language"},
	{[]string{"locale", "culture"}, "locale"},
	{[]string{"timezone", "time zone", "tz"}, "timezone"},
	{[]string{"color", "colour", "background color", "hex color"}, "color"},
	{[]string{"password", "passwd", "passphrase", "new password", "password confirmation"}, "password"},
	{[]string{"username", "user name", "login", "nickname"}, "username"},
	{[]string{"slug"}, "slug"},
	{[]string{"zip", "zip code", "zipcode", "postal code", "postcode", "post code", "postalcode"}, "postal-code"},
	{[]string{"version", "semver"}, "semver"},
	{[]string{"iban"}, "iban"},
	{[]string{"mime type", "mimetype", "content type", "media type"}, "media-type"},
	{[]string{"filename", "file name"}, "filename"},
	{[]string{"cron", "cron expression"}, "cron"},
	{[]string{"latitude", "lat"}, "latitude"},
	{[]string{"longitude", "lng", "lon"}, "longitude"},
	{[]string{"amount", "price", "cost"}, "money"},
	{[]string{"sha", "commit", "commit sha"}, "sha1"},
	{[]string{"sha256", "digest"}, "sha256"},
}

// formatOfName is the format that a name gives away; "" when it does not.
func formatOfName(name string) string {
	words := wordsOf(name)
	for length := min(3, len(words)); length > 0; length-- {
		last := strings.Join(words[len(words)-length:], " ")
		for _, form := range nameForms {
			if slices.Contains(form.names, last) {
				return form.format
			}
		}
	}
	return ""
}

// timeWords say how many days from now a date lies that has such a word in its name.
var timeWords = []struct {
	words []string
	days  int
}{
	{[]string{"birth", "birthday", "birthdate", "dob", "born"}, -36 * 365},
	{[]string{"due", "expire", "expires", "expiry", "expiration", "expiring", "exp", "end", "ends", "ending", "until", "deadline", "valid"}, 30},
	{[]string{"checkout", "return", "arrival"}, 10},
	{[]string{"start", "starts", "starting", "begin", "begins", "from", "schedule", "scheduled", "departure", "checkin", "publish", "effective", "delivery", "appointment"}, 7},
}

// daysOfName is how many days from now a date of that name lies; false when the name does not say.
func daysOfName(name string) (int, bool) {
	words := wordsOf(name)
	for _, t := range timeWords {
		if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(t.words, word) }) {
			return t.days, true
		}
	}
	return 0, false
}

// namedNumbers are plausible numbers by the last words of a name.
var namedNumbers = []struct {
	names  []string
	number int64
}{
	{[]string{"port", "server port"}, 8080},
	{[]string{"year"}, 2026},
	{[]string{"age"}, 30},
	{[]string{"ttl", "expires in", "expire in", "max age", "lifetime"}, 3600},
	{[]string{"timeout", "interval"}, 60},
}

// numberOfName is a number that fits a name: 1 where it says nothing. Instants that lie in the
// future are seconds since 1970.
func numberOfName(name string, w wording) *big.Rat {
	words := wordsOf(name)
	for length := min(2, len(words)); length > 0; length-- {
		last := strings.Join(words[len(words)-length:], " ")
		for _, n := range namedNumbers {
			if slices.Contains(n.names, last) {
				return big.NewRat(n.number, 1)
			}
		}
	}
	days, dated := daysOfName(name)
	if dated && days > 0 && slices.Contains([]string{"at", "on", "date", "time", "timestamp", "exp", "expires", "until"}, words[len(words)-1]) {
		w.days = days
		return big.NewRat(w.day().Truncate(24*time.Hour).Unix(), 1)
	}
	return big.NewRat(1, 1)
}
