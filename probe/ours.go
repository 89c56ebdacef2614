package probe

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// mayNameOurs reports whether a value names something that may be acted on: what the user
// named, or a choice of the contract such as a language, which is nobody's.
func mayNameOurs(s spec.Source) bool {
	return s == spec.Given || s == spec.Enum || s == spec.Default || s == spec.Created
}

// notOurs says which value names something that this run may not act on.
func notOurs(values []spec.Value) string {
	for _, v := range slices.Backward(values) {
		if !mayNameOurs(v.Source) {
			return fmt.Sprintf("%s=%s (%s) is not this run's", v.Name, v.Text, v.Source)
		}
	}
	return "it is not this run's"
}

// isNew reports whether what an answer names is of the run's making: the answer says so, the name
// was proven free, or it bears the run's marker; and it does not say otherwise where the request
// had the marker.
func (w *world) isNew(m Maker, b *birth, x, seen *records.Exchange, name string) bool {
	marker := w.plan.Options.marker()
	marked := func(x *records.Exchange) bool {
		return x != nil && x.Response != nil && bears(string(x.Response.Whole()), marker)
	}
	if m.ByName || b.named == name || marked(seen) {
		return true
	}
	return !contradicts(b.content, seen, marker) && (saysCreated(x.Response) || marked(x))
}

// saysCreated reports whether an answer says that the request created what it names: 201, or 202
// with the Location of what watches over the work (RFC 9110, section 15.3.3).
func saysCreated(r *records.Response) bool {
	return r.Status == http.StatusCreated || r.Status == http.StatusAccepted && r.Value("Location") != ""
}

// contradicts reports whether a thing has another text where the creating request had the marker.
func contradicts(sent []byte, seen *records.Exchange, marker string) bool {
	if seen == nil || seen.Response == nil {
		return false
	}
	wanted, _ := records.Decoded(sent).(map[string]any)
	got := things(records.Decoded(seen.Response.Whole()), &Resource{})
	for name, v := range wanted {
		if text, ok := v.(string); !ok || !bears(text, marker) {
			continue
		}
		for _, object := range got {
			if other, ok := object[name].(string); ok && other != "" && !bears(other, marker) {
				return true
			}
		}
	}
	return false
}
