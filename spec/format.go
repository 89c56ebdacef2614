package spec

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// formatText returns a text of a string format, "" for a format that says nothing about the
// text. Each wording gives another text.
func formatText(format string, w wording) string {
	for _, f := range formats {
		if strings.EqualFold(f.name, format) {
			return f.text(w)
		}
	}
	return ""
}

type stringFormat struct {
	name string
	text func(w wording) string
}

// formats are the string formats of OpenAPI, of JSON Schema and of the OpenAPI format registry
// that ask for a certain form.
var formats = []stringFormat{
	{"date", func(w wording) string { return fmt.Sprintf("2026-%02d-%02d", w.variant/28%12+1, w.variant%28+1) }},
	{"date-time", func(w wording) string {
		return fmt.Sprintf("2026-01-%02dT12:%02d:00Z", w.variant%28+1, w.variant/28%60)
	}},
	{"datetime", func(w wording) string {
		return fmt.Sprintf("2026-01-%02dT12:%02d:00Z", w.variant%28+1, w.variant/28%60)
	}},
	{"timestamp", func(w wording) string {
		return fmt.Sprintf("2026-01-%02dT12:%02d:00Z", w.variant%28+1, w.variant/28%60)
	}},
	{"date-time-local", func(w wording) string { return fmt.Sprintf("2026-01-%02dT12:%02d:00", w.variant%28+1, w.variant/28%60) }},
	{"time", func(w wording) string { return fmt.Sprintf("12:%02d:00Z", w.variant%60) }},
	{"time-local", func(w wording) string { return fmt.Sprintf("12:%02d:00", w.variant%60) }},
	{"partial-time", func(w wording) string { return fmt.Sprintf("12:%02d:00", w.variant%60) }},
	{"duration", func(w wording) string { return fmt.Sprintf("P%dD", w.variant+1) }},
	{"email", func(w wording) string { return w.word() + "@example.com" }},
	{"idn-email", func(w wording) string { return w.word() + "@example.com" }},
	{"hostname", func(w wording) string { return w.word() + ".example.com" }},
	{"idn-hostname", func(w wording) string { return w.word() + ".example.com" }},
	{"ipv4", func(w wording) string { return fmt.Sprintf("192.0.2.%d", w.variant%254+1) }},
	{"ip", func(w wording) string { return fmt.Sprintf("192.0.2.%d", w.variant%254+1) }},
	{"ip-address", func(w wording) string { return fmt.Sprintf("192.0.2.%d", w.variant%254+1) }},
	{"ipv6", func(w wording) string { return fmt.Sprintf("2001:db8::%x", w.variant%65_535+1) }},
	{"cidr", func(w wording) string { return fmt.Sprintf("192.0.2.%d/32", w.variant%254+1) }},
	{"ipv4-cidr", func(w wording) string { return fmt.Sprintf("192.0.2.%d/32", w.variant%254+1) }},
	{"mac", func(w wording) string { return fmt.Sprintf("02:00:5e:10:%02x:%02x", w.number()>>8%256, w.number()%256) }},
	{"uri", func(w wording) string { return "https://example.com/" + w.word() }},
	{"url", func(w wording) string { return "https://example.com/" + w.word() }},
	{"iri", func(w wording) string { return "https://example.com/" + w.word() }},
	{"http-url", func(w wording) string { return "https://example.com/" + w.word() }},
	{"uri-reference", func(w wording) string { return "/" + w.word() }},
	{"iri-reference", func(w wording) string { return "/" + w.word() }},
	{"uri-template", func(w wording) string { return "https://example.com/" + w.word() + "/{id}" }},
	{"json-pointer", func(w wording) string { return "/" + w.word() }},
	{"relative-json-pointer", func(w wording) string { return "0/" + w.word() }},
	{"regex", func(w wording) string { return "^" + w.word() + "$" }},
	{"uuid", func(w wording) string { return w.uuid() }},
	{"guid", func(w wording) string { return w.uuid() }},
	{"byte", base64Text},
	{"base64", base64Text},
	{"base64url", base64Text},
	{"phone", func(w wording) string { return fmt.Sprintf("+1202555%04d", 100+w.number()%100) }},
	{"phone-number", func(w wording) string { return fmt.Sprintf("+1202555%04d", 100+w.number()%100) }},
	{"tel", func(w wording) string { return fmt.Sprintf("+1202555%04d", 100+w.number()%100) }},
	{"color", func(w wording) string { return fmt.Sprintf("#%06x", 0x336699+w.variant) }},
	{"currency", func(w wording) string { return [...]string{"USD", "EUR", "GBP", "JPY"}[w.variant%4] }},
	{"iso-4217", func(w wording) string { return [...]string{"USD", "EUR", "GBP", "JPY"}[w.variant%4] }},
	{"country", func(w wording) string { return [...]string{"US", "DE", "GB", "JP"}[w.variant%4] }},
	{"country-code", func(w wording) string { return [...]string{"US", "DE", "GB", "JP"}[w.variant%4] }},
	{"language", func(w wording) string { return [...]string{"en", "de", "fr", "ja"}[w.variant%4] }},
	{"locale", func(w wording) string { return [...]string{"en-US", "de-DE", "fr-FR", "ja-JP"}[w.variant%4] }},
	{"timezone", func(w wording) string { return [...]string{"UTC", "Europe/Berlin", "Asia/Tokyo"}[w.variant%3] }},
	{"int32", decimalText},
	{"int64", decimalText},
	{"integer", decimalText},
	{"decimal", decimalText},
	{"number", decimalText},
	{"double", decimalText},
	{"float", decimalText},
}

// base64Text has a length that is a multiple of three before it is encoded: padding would make
// base64url, which allows none, a different thing.
func base64Text(w wording) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "verbatim%d", w.variant%10))
}

func decimalText(w wording) string { return fmt.Sprint(w.number() + 1) }

// absentUUID is a valid random UUID (RFC 9562, version 4) that no resource has.
const absentUUID = "d9a1f0c4-52b7-4e83-8f6d-0b71c2e94a35"

// absentFormatText is a text of a format that no resource has; "" when the format has no room
// for one, or asks for no certain form.
func absentFormatText(format string) string {
	switch strings.ToLower(format) {
	case "uuid", "guid":
		return absentUUID
	case "email", "idn-email":
		return absentWord + "@example.com"
	case "hostname", "idn-hostname":
		return absentWord + ".example.com"
	case "date":
		return "2971-03-17"
	case "date-time", "datetime", "timestamp":
		return "2971-03-17T03:14:15Z"
	case "int32":
		return "2147483629"
	case "int64", "integer", "number", "decimal", "double", "float":
		return "9007199254740881"
	case "uri", "url", "iri", "http-url":
		return "https://example.com/" + absentWord
	case "byte", "base64", "base64url":
		return base64.StdEncoding.EncodeToString([]byte(absentWord))
	default:
		return formatText(format, wording{variant: 97})
	}
}

const absentWord = "verbatim-absent"

// usualForms are texts that a pattern often describes.
var usualForms = []string{
	"3f1c9a52-7d64-4b0e-9c21-5e8a6b7c9d10",
	"2026-01-01T12:00:00Z",
	"2026-01-01T12:00:00.000Z",
	"2026-01-01",
	"2026-01",
	"12:00:00",
	"12:00",
	"192.0.2.1",
	"2001:db8::1",
	"verbatim@example.com",
	"verbatim.example.com",
	"https://example.com/verbatim",
	"+12025550100",
	"Verbatim-1234!",
	"Verbatim1",
	"1.0.0",
	"en-US",
	"USD",
	"US",
	"1",
}

// nameFormats are formats that the name of a property or a parameter gives away, where its
// schema says no more than "a string".
var nameFormats = map[string]string{
	"email": "email", "emailaddress": "email",
	"url": "url", "uri": "uri", "website": "url", "homepage": "url", "callbackurl": "url", "redirecturi": "uri",
	"phone": "phone", "phonenumber": "phone",
	"hostname": "hostname", "domain": "hostname",
	"ipaddress": "ipv4",
	"uuid":      "uuid", "guid": "uuid",
	"date": "date", "startdate": "date", "enddate": "date",
	"currency": "currency", "currencycode": "currency",
	"country": "country", "countrycode": "country",
	"language": "language", "locale": "locale", "timezone": "timezone",
}

// formatOfName is the format that a name gives away; "" when it does not.
func formatOfName(name string) string {
	return nameFormats[strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(name))]
}
