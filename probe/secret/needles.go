package secret

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// needles are the forms in which a secret may come back: as it is, encoded for a header, a
// URL, JSON or HTML, in the ways of different languages.
func (s *Secret) needles() []string {
	raw := []string{s.Value}
	if s.Prefix == "Basic " {
		// A page that greets the user by name gives nothing away; one that shows the password does.
		_, password, _ := strings.Cut(s.Value, ":")
		raw = append(raw, s.Encoded(), password)
	}
	var all []string
	for _, v := range raw {
		if v == "" {
			continue
		}
		all = append(all, v, html.EscapeString(v), strings.ReplaceAll(html.EscapeString(v), "&#34;", "&quot;"))
		all = append(all, urlForms(v)...)
		all = append(all, jsonForms(v)...)
		for _, encoded := range base64Forms(v) {
			all = append(all, encoded)
			all = append(all, urlForms(encoded)...)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(n string) bool { return len(n) < shortestSought })
}

// base64Forms are the two alphabets, padded and not. Alone they are for a secret that begins
// where the encoding begins; one in the middle of other encoded text is not found.
func base64Forms(v string) []string {
	std, web := base64.StdEncoding.EncodeToString([]byte(v)), base64.URLEncoding.EncodeToString([]byte(v))
	return []string{std, web, strings.TrimRight(std, "="), strings.TrimRight(web, "=")}
}

var escapedByte = regexp.MustCompile(`%[0-9A-F]{2}`)

// urlForms escape for a query, for a path, and everything that is not a letter, a digit or one
// of "-._~", each with hexadecimal digits in both cases.
func urlForms(v string) []string {
	forms := []string{url.QueryEscape(v), url.PathEscape(v), strings.ReplaceAll(url.QueryEscape(v), "+", "%20")}
	for _, form := range forms {
		forms = append(forms, escapedByte.ReplaceAllStringFunc(form, strings.ToLower))
	}
	return forms
}

// jsonForms escape as Go does, as JavaScript does, with slashes escaped (PHP), and in ASCII only
// (Python, Ruby), with hexadecimal digits in both cases.
func jsonForms(v string) []string {
	cautious, _ := json.Marshal(v)
	var plain strings.Builder
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // a string can be encoded
	script := strings.TrimSuffix(plain.String(), "\n")
	forms := []string{string(cautious[1 : len(cautious)-1]), script[1 : len(script)-1]}
	for _, form := range forms {
		ascii := asciiJSON(form, "%04x")
		forms = append(forms, strings.ReplaceAll(form, "/", `\/`), ascii, strings.ReplaceAll(ascii, "/", `\/`), asciiJSON(form, "%04X"))
	}
	return forms
}

// asciiJSON escapes what is not ASCII in a JSON string.
func asciiJSON(text, digits string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u`+digits, unit)
		}
	}
	return b.String()
}
