package probe

import (
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// namingProperties are the properties under which things are often found.
var namingProperties = []string{"id", "name", "key", "slug", "code"}

// names are what a thing was called when it was created, and what the user gave for that, by
// property.
func (b *birth) names() map[string]string {
	sent, _ := records.Decoded(b.content).(map[string]any)
	given := givenNames(b.sample.Given)
	names := map[string]string{}
	for name, v := range sent {
		if text, ok := scalar(v); ok && (slices.Contains(namingProperties, name) || slices.Contains(given, name)) {
			names[name] = text
		}
	}
	return names
}

// keepNames lets a PUT or PATCH of a thing that the run made call it what it is called: under
// another name it would not be found again.
func (w *world) keepNames(cell *cellRun, b *birth) {
	entry := w.ledger.owner(b.url)
	if cell.Operation == nil || cell.Operation.Body == nil || entry == nil || entry.URL != b.url ||
		cell.Method != http.MethodPut && cell.Method != http.MethodPatch {
		return
	}
	_, thing := w.thingOf(entry)
	content, err := cell.Operation.Body.SampleWith(b.sample)
	if thing == nil || err != nil {
		return
	}
	object, _ := records.Decoded(content.Data).(map[string]any)
	for name, text := range thing.kept {
		if other, ok := scalar(object[name]); ok && other != text {
			if b.sample.Identity == nil {
				b.sample.Identity = map[string]string{}
			}
			b.sample.Identity[name] = text
		}
	}
}

// givenWithin names the value that the user gave below one that the run created; "" for none.
func givenWithin(values []spec.Value) string {
	for i, v := range values {
		if v.Source == spec.Given && slices.ContainsFunc(values[:i], func(above spec.Value) bool { return above.Source == spec.Created }) {
			return v.Name
		}
	}
	return ""
}

// doubtName lets a thing be looked for before it is used again, where the user gave what it was
// changed to: that may be another name.
func (w *world) doubtName(cell *cellRun, b *birth) {
	entry := w.ledger.owner(b.url)
	if b.sample.Given == nil || entry == nil || cell.Method == http.MethodPost {
		return
	}
	if _, thing := w.thingOf(entry); thing != nil {
		w.set(func() { thing.unsure = true })
	}
}
