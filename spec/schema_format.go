package spec

import (
	"encoding/json"
	"errors"
	"math/big"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// assertedFormats are the formats that a value must keep. They are those that generated clients
// parse into a type of their own, and so break on; of others, such as "uri" and "email",
// contracts and servers have too many opinions.
func assertedFormats() []*jsonschema.Format {
	return []*jsonschema.Format{
		{Name: "date", Validate: ofText(isDate)},
		{Name: "date-time", Validate: ofText(isDateTime)},
		{Name: "uuid", Validate: ofText(uuidForm.MatchString)},
		{Name: "ipv4", Validate: ofText(func(text string) bool { a, err := netip.ParseAddr(text); return err == nil && a.Is4() })},
		{Name: "ipv6", Validate: ofText(func(text string) bool { a, err := netip.ParseAddr(text); return err == nil && a.Is6() })},
		{Name: "int32", Validate: ofInteger(32)},
		{Name: "int64", Validate: ofInteger(64)},
	}
}

func isAsserted(format string) bool {
	switch strings.ToLower(format) {
	case "date", "date-time", "uuid", "ipv4", "ipv6", "int32", "int64":
		return true
	}
	return false
}

var (
	errForm  = errors.New("another form")
	uuidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	leapForm = regexp.MustCompile(`:60(\.\d+)?(Z|[+-]\d\d:\d\d)$`)
)

func ofText(keeps func(string) bool) func(any) error {
	return func(v any) error {
		if text, ok := v.(string); ok && !keeps(text) {
			return errForm
		}
		return nil
	}
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// isDateTime is RFC 3339, section 5.6, with small letters and leap seconds, as it allows them.
func isDateTime(text string) bool {
	text = leapForm.ReplaceAllString(strings.ToUpper(text), ":59$1$2")
	if len(text) > 10 && text[10] == ' ' {
		text = text[:10] + "T" + text[11:]
	}
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

// ofInteger checks whole numbers only: what is none is a matter of the type.
func ofInteger(bits uint) func(any) error {
	edge := new(big.Int).Lsh(big.NewInt(1), bits-1)
	return func(v any) error {
		number, ok := v.(json.Number)
		if !ok {
			return nil
		}
		r := exact(number)
		if r == nil || !r.IsInt() {
			return nil
		}
		if r.Num().Cmp(edge) >= 0 || r.Num().Cmp(new(big.Int).Neg(edge)) < 0 {
			return errForm
		}
		return nil
	}
}
