package probe

import (
	"bytes"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
)

// spellings are the ways in which the run's marker is written: as it is, and for names that take
// no hyphens.
func spellings(marker string) []string {
	return []string{marker, strings.ReplaceAll(marker, "-", "_"), strings.ReplaceAll(marker, "-", "")}
}

// bears reports whether a text has the marker, as it is or as a name that takes no hyphens.
func bears(text, marker string) bool {
	return says(text, spellings(strings.ToLower(marker)))
}

// characters are in refusals that are about what a text may consist of, and hyphens in those that
// are content with hyphens.
var (
	characters = []string{"underscore", "alphanumeric", "alpha-numeric", "letters", "characters", "must match", "pattern", "regex", "regular expression", "[a-z"}
	hyphens    = []string{"hyphen", "dash", "-]", `\-`}
)

// says reports whether a text has one of several parts, in capital or small letters.
func says(text string, parts []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// respell has the marker written without hyphens where a refusal is about the characters of a
// text that has it, once. It reports whether another try does better.
func (b *birth) respell(r *records.Response) bool {
	text, named := refusal.Text(r), refusal.Names(r)
	if b.spelt != "" || b.sample.Given != nil || !says(text, characters) || says(text, hyphens) {
		return false
	}
	marker := b.sample.Marker
	about := false
	for name, v := range b.sent() {
		sent, ok := v.(string)
		about = about || ok && strings.Contains(sent, marker) && (named[naming.Plain(name)] || refusal.Quotes(r, v))
	}
	if !about {
		return false
	}
	b.spelt = strings.ReplaceAll(marker, "-", "")
	if strings.Contains(text, "_") || strings.Contains(text, "underscore") {
		b.spelt = strings.ReplaceAll(marker, "-", "_")
	}
	b.named = string(b.respelt([]byte(b.named)))
	b.sample.Identity = maps.Clone(b.sample.Identity)
	for field, name := range b.sample.Identity {
		b.sample.Identity[field] = string(b.respelt([]byte(name)))
	}
	return true
}

// respelt is content with the marker, and the number behind it, written as the API takes them.
func (b *birth) respelt(content []byte) []byte {
	if b.spelt == "" {
		return content
	}
	hyphen := ""
	if strings.Contains(b.spelt, "_") {
		hyphen = "_"
	}
	whole := regexp.MustCompile(regexp.QuoteMeta(b.sample.Marker) + `(-[0-9]+)?`)
	return whole.ReplaceAllFunc(content, func(word []byte) []byte { return bytes.ReplaceAll(word, []byte("-"), []byte(hyphen)) })
}

// refusesName reports whether the last request of a maker was refused for the name in its path, and
// has the next one have no hyphens. It says so once of a kind.
func (w *world) refusesName(r *Resource, m Maker) bool {
	cell := w.runs[m.Row].cellOf(m.Method)
	x := cell.last()
	if !m.ByName || x == nil || x.Response == nil || x.Response.Status != http.StatusBadRequest && x.Response.Status != http.StatusUnprocessableEntity {
		return false
	}
	segments := segmentsOf(strings.TrimSuffix(x.SentURL(), "/"))
	name, named := segments[len(segments)-1], refusal.Names(x.Response)
	about := named["name"] || named[naming.Plain(r.lastParam(nil).Name)] || refusal.Quotes(x.Response, name)
	if !about || !strings.Contains(name, "-") || !w.bearsMarker(name) || !says(refusal.Text(x.Response), append([]string{"invalid", "not valid", "not allowed"}, characters...)) {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	cell.anew = !w.plain[r]
	w.plain[r] = true
	return cell.anew
}
