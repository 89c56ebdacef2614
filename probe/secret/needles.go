package secret

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// needles are the texts that give a secret away, folded: the secret itself, and as base64 and
// hexadecimal digits. How it may be escaped besides, and in which case its letters are, is for fold.
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
		// In queries and forms a plus stands for a blank.
		all = append(all, v, strings.ReplaceAll(v, " ", "+"), hex.EncodeToString([]byte(v)))
		all = append(all, base64Forms(v)...)
	}
	for i := range all {
		all[i] = fold(all[i]).text
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(n string) bool { return len(n) < shortestSought })
}

// shortestWithin is the length of what stands in the middle of other base64 from which it is sought:
// shorter texts occur there by chance.
const shortestWithin = 8

// base64Forms are the two alphabets, padded and not, and what remains of the secret in the middle of
// other encoded text, where it may begin at each of three places in a group of characters.
func base64Forms(v string) []string {
	std := base64.StdEncoding.EncodeToString([]byte(v))
	forms := []string{std, strings.TrimRight(std, "=")}
	for before := range 3 {
		text := base64.StdEncoding.EncodeToString([]byte("\x00\x00"[:before] + v))
		// Each character has six bits: those that the neighbours have a part in are left out.
		if text = text[(before*8+5)/6 : (before+len(v))*8/6]; len(text) >= shortestWithin {
			forms = append(forms, text)
		}
	}
	for _, form := range forms {
		forms = append(forms, strings.NewReplacer("+", "-", "/", "_").Replace(form))
	}
	return forms
}
