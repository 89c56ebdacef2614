package spec

import (
	"fmt"
	"strings"
)

// formats are the string formats of OpenAPI, of JSON Schema, of the OpenAPI format registry and
// of common use, and forms that are known by the names of properties alone, see nameForms.
var formats = []stringFormat{
	{names: []string{"date", "full-date"}, text: func(w wording) string { return w.day().Format("2006-01-02") }},
	{names: []string{"date-time", "datetime", "timestamp", "rfc3339"}, text: func(w wording) string { return w.day().Format("2006-01-02T15:04:05Z") }},
	{names: []string{"date-time-local", "local-date-time"}, text: func(w wording) string { return w.day().Format("2006-01-02T15:04:05") }},
	{names: []string{"http-date"}, text: func(w wording) string { return w.day().Format("Mon, 02 Jan 2006 15:04:05 GMT") }},
	{names: []string{"year-month"}, text: func(w wording) string { return w.day().AddDate(0, w.variant, 0).Format("2006-01") }, few: true},
	{names: []string{"time", "full-time"}, text: func(w wording) string { return fmt.Sprintf("12:%02d:00Z", w.variant%60) }},
	{names: []string{"time-local", "partial-time", "local-time"}, text: func(w wording) string { return fmt.Sprintf("12:%02d:00", w.variant%60) }},
	{names: []string{"duration"}, text: func(w wording) string { return fmt.Sprintf("P%dD", w.variant+1) }},
	{names: []string{"email", "idn-email"}, text: func(w wording) string { return w.word() + "@example.com" }},
	{names: []string{"hostname", "idn-hostname", "host", "domain", "fqdn"}, text: func(w wording) string { return w.word() + ".example.com" }},
	{names: []string{"ipv4", "ip", "ip-address"}, text: func(w wording) string { return fmt.Sprintf("192.0.2.%d", w.variant%254+1) }},
	{names: []string{"ipv6"}, text: func(w wording) string { return fmt.Sprintf("2001:db8::%x", w.variant%65_535+1) }},
	{names: []string{"cidr", "ipv4-cidr"}, text: func(w wording) string { return fmt.Sprintf("192.0.2.%d/32", w.variant%254+1) }},
	{names: []string{"mac", "mac-address"}, text: func(w wording) string { return fmt.Sprintf("02:00:5e:10:%02x:%02x", w.number()>>8%256, w.number()%256) }},
	{names: []string{"uri", "url", "iri", "http-url", "absolute-uri"}, text: func(w wording) string { return "https://example.com/" + w.word() }},
	{names: []string{"uri-reference", "iri-reference", "path"}, text: func(w wording) string { return "/" + w.word() }},
	{names: []string{"uri-template"}, text: func(w wording) string { return "https://example.com/" + w.word() + "/{id}" }},
	{names: []string{"json-pointer"}, text: func(w wording) string { return "/" + w.word() }},
	{names: []string{"relative-json-pointer"}, text: func(w wording) string { return "0/" + w.word() }},
	{names: []string{"json-path"}, text: func(w wording) string { return "$." + strings.ReplaceAll(w.word(), "-", "_") }},
	{names: []string{"json"}, text: func(w wording) string { return `{"name":"` + w.word() + `"}` }},
	{names: []string{"html"}, text: func(w wording) string { return "<p>" + w.word() + "</p>" }},
	{names: []string{"regex"}, text: func(w wording) string { return "^" + w.word() + "$" }},
	{names: []string{"uuid", "guid", "uuid4", "uuidv4"}, text: wording.uuid},
	{names: []string{"ulid"}, text: func(w wording) string { return "01" + strings.ToUpper(w.hex(24)) }},
	{names: []string{"objectid", "object-id", "mongo-id"}, text: func(w wording) string { return w.hex(24) }},
	{names: []string{"sha1"}, text: func(w wording) string { return w.hex(40) }},
	{names: []string{"sha256"}, text: func(w wording) string { return w.hex(64) }},
	{names: []string{"byte", "base64", "base64url"}, text: base64Text},
	{names: []string{"base64-image"}, text: base64Image},
	{names: []string{"ssh-public-key"}, text: sshPublicKey},
	{names: []string{"password"}, text: wording.password},
	{names: []string{"username"}, text: func(w wording) string { return strings.ReplaceAll(w.word(), "-", "") }},
	{names: []string{"slug"}, text: wording.word},
	{names: []string{"phone", "phone-number", "tel", "e164"}, text: func(w wording) string { return fmt.Sprintf("+1202555%04d", 100+w.number()%100) }},
	{names: []string{"postal-code"}, text: func(w wording) string { return fmt.Sprintf("%05d", 10115+w.variant) }, few: true},
	{names: []string{"color", "hex-color"}, text: func(w wording) string { return fmt.Sprintf("#%06x", 0x336699+w.variant) }},
	{names: []string{"semver", "version"}, text: func(w wording) string { return fmt.Sprintf("1.0.%d", w.variant) }, few: true},
	{names: []string{"iban"}, text: func(w wording) string { return pick(w, "DE89370400440532013000", "GB29NWBK60161331926819") }, few: true},
	{names: []string{"currency", "currency-code", "iso-4217"}, text: func(w wording) string { return pick(w, "EUR", "USD", "GBP", "JPY") }, few: true},
	{names: []string{"country", "country-code", "iso-3166", "iso-3166-alpha-2"}, text: func(w wording) string { return pick(w, "DE", "US", "GB", "JP") }, few: true},
	{names: []string{"language", "language-code"}, text: func(w wording) string { return pick(w, "en", "de", "fr", "ja") }, few: true},
	{names: []string{"locale", "bcp47"}, text: func(w wording) string { return pick(w, "en-US", "de-DE", "fr-FR", "ja-JP") }, few: true},
	{names: []string{"timezone", "time-zone"}, text: func(w wording) string { return pick(w, "UTC", "Europe/Berlin", "Asia/Tokyo") }, few: true},
	{names: []string{"media-type"}, text: func(w wording) string { return pick(w, "text/plain", "application/json") }, few: true},
	{names: []string{"filename"}, text: func(w wording) string { return w.word() + ".txt" }},
	{names: []string{"cron"}, text: func(w wording) string { return fmt.Sprintf("%d 3 * * *", w.variant%60) }, few: true},
	{names: []string{"latitude", "longitude"}, text: func(w wording) string { return fmt.Sprintf("%d.5", w.variant%80+1) }, few: true},
	{names: []string{"money"}, text: func(w wording) string { return fmt.Sprintf("%d.00", w.variant+1) }, few: true},
	{names: []string{"int32", "int64", "integer", "decimal", "number", "double", "float"}, text: decimalText},
}

func pick(w wording, texts ...string) string { return texts[w.variant%len(texts)] }
