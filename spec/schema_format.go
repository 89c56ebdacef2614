package spec

import (
	"encoding/json"
	"errors"
	"math/big"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// assertedFormats are the formats that a value must keep. They are those that generated clients
// parse into a type of their own, and so break on; of others, such as "uri" and "email",
// contracts and servers have too many opinions.
var assertedFormats = []*jsonschema.Format{
	{Name: "date", Validate: ofText(isDate)},
	{Name: "date-time", Validate: ofText(isDateTime)},
	{Name: "uuid", Validate: ofText(uuidForm.MatchString)},
	{Name: "ipv4", Validate: ofText(func(text string) bool { a, err := netip.ParseAddr(text); return err == nil && a.Is4() })},
	{Name: "ipv6", Validate: ofText(func(text string) bool { a, err := netip.ParseAddr(text); return err == nil && a.Is6() })},
	{Name: "int32", Validate: ofInteger(32)},
	{Name: "int64", Validate: ofInteger(64)},
}

// isAsserted reports whether a format is one of them.
func isAsserted(format string) bool {
	return slices.ContainsFunc(assertedFormats, func(f *jsonschema.Format) bool { return strings.EqualFold(f.Name, format) })
}

// isOfFormat reports whether a value keeps a format; it does where nothing is known of it.
func isOfFormat(format string, v any) bool {
	for _, f := range assertedFormats {
		if strings.EqualFold(f.Name, format) {
			return f.Validate(v) == nil
		}
	}
	return true
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
