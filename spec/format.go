package spec

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// formatText returns a text of a string format, "" for a format that says nothing about the
// text. Variant 0 is the usual one; every other variant gives another text.
func formatText(format string, variant int) string {
	for _, f := range formats {
		if strings.EqualFold(f.name, format) {
			return f.text(variant)
		}
	}
	return ""
}

type stringFormat struct {
	name string
	text func(variant int) string
}

// formats are the string formats of OpenAPI, of JSON Schema and of the OpenAPI format registry
// that ask for a certain form.
var formats = []stringFormat{
	{"date", func(v int) string { return fmt.Sprintf("2026-%02d-%02d", v/28%12+1, v%28+1) }},
	{"date-time", func(v int) string { return fmt.Sprintf("2026-01-%02dT12:%02d:00Z", v%28+1, v/28%60) }},
	{"datetime", func(v int) string { return fmt.Sprintf("2026-01-%02dT12:%02d:00Z", v%28+1, v/28%60) }},
	{"timestamp", func(v int) string { return fmt.Sprintf("2026-01-%02dT12:%02d:00Z", v%28+1, v/28%60) }},
	{"date-time-local", func(v int) string { return fmt.Sprintf("2026-01-%02dT12:%02d:00", v%28+1, v/28%60) }},
	{"time", func(v int) string { return fmt.Sprintf("12:%02d:00Z", v%60) }},
	{"time-local", func(v int) string { return fmt.Sprintf("12:%02d:00", v%60) }},
	{"partial-time", func(v int) string { return fmt.Sprintf("12:%02d:00", v%60) }},
	{"duration", func(v int) string { return fmt.Sprintf("P%dD", v+1) }},
	{"email", func(v int) string { return variantText(v) + "@example.com" }},
	{"idn-email", func(v int) string { return variantText(v) + "@example.com" }},
	{"hostname", func(v int) string { return variantText(v) + ".example.com" }},
	{"idn-hostname", func(v int) string { return variantText(v) + ".example.com" }},
	{"ipv4", func(v int) string { return fmt.Sprintf("192.0.2.%d", v%254+1) }},
	{"ip", func(v int) string { return fmt.Sprintf("192.0.2.%d", v%254+1) }},
	{"ip-address", func(v int) string { return fmt.Sprintf("192.0.2.%d", v%254+1) }},
	{"ipv6", func(v int) string { return fmt.Sprintf("2001:db8::%x", v%65_535+1) }},
	{"cidr", func(v int) string { return fmt.Sprintf("192.0.2.%d/32", v%254+1) }},
	{"ipv4-cidr", func(v int) string { return fmt.Sprintf("192.0.2.%d/32", v%254+1) }},
	{"mac", func(v int) string { return fmt.Sprintf("02:00:5e:10:00:%02x", v%256) }},
	{"uri", func(v int) string { return "https://example.com/" + variantText(v) }},
	{"url", func(v int) string { return "https://example.com/" + variantText(v) }},
	{"iri", func(v int) string { return "https://example.com/" + variantText(v) }},
	{"http-url", func(v int) string { return "https://example.com/" + variantText(v) }},
	{"uri-reference", func(v int) string { return "/" + variantText(v) }},
	{"iri-reference", func(v int) string { return "/" + variantText(v) }},
	{"uri-template", func(v int) string { return "https://example.com/" + variantText(v) + "/{id}" }},
	{"json-pointer", func(v int) string { return "/" + variantText(v) }},
	{"relative-json-pointer", func(v int) string { return "0/" + variantText(v) }},
	{"regex", func(v int) string { return "^" + variantText(v) + "$" }},
	{"uuid", func(v int) string { return fmt.Sprintf("3f1c9a52-7d64-4b0e-9c21-%012x", 0x5e8a6b7c9d10+v) }},
	{"guid", func(v int) string { return fmt.Sprintf("3f1c9a52-7d64-4b0e-9c21-%012x", 0x5e8a6b7c9d10+v) }},
	{"byte", base64Text},
	{"base64", base64Text},
	{"base64url", base64Text},
	{"phone", func(v int) string { return fmt.Sprintf("+1202555%04d", 100+v%100) }},
	{"phone-number", func(v int) string { return fmt.Sprintf("+1202555%04d", 100+v%100) }},
	{"tel", func(v int) string { return fmt.Sprintf("+1202555%04d", 100+v%100) }},
	{"color", func(v int) string { return fmt.Sprintf("#%06x", 0x336699+v) }},
	{"currency", func(v int) string { return [...]string{"USD", "EUR", "GBP", "JPY"}[v%4] }},
	{"iso-4217", func(v int) string { return [...]string{"USD", "EUR", "GBP", "JPY"}[v%4] }},
	{"country", func(v int) string { return [...]string{"US", "DE", "GB", "JP"}[v%4] }},
	{"country-code", func(v int) string { return [...]string{"US", "DE", "GB", "JP"}[v%4] }},
	{"language", func(v int) string { return [...]string{"en", "de", "fr", "ja"}[v%4] }},
	{"locale", func(v int) string { return [...]string{"en-US", "de-DE", "fr-FR", "ja-JP"}[v%4] }},
	{"timezone", func(v int) string { return [...]string{"UTC", "Europe/Berlin", "Asia/Tokyo"}[v%3] }},
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
func base64Text(variant int) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "verbatim%d", variant%10))
}

func decimalText(variant int) string { return fmt.Sprint(variant + 1) }

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
		return formatText(format, 97)
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
