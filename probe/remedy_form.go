package probe

import (
	"context"
	"maps"
	"mime"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// reform gives a text that was sent the form that a refusal asks for: an IP, a UUID, what matches
// a pattern, or one of the texts that the contract says an answer has there. The refusal must quote
// the text or name the property, and no form is tried twice.
func (b *birth) reform(op *spec.Operation, r *records.Response, named map[string]bool) bool {
	if refusal.Taken(named) {
		return false
	}
	object, given := b.sent(), givenMembers(b.sample.Given)
	for _, property := range slices.Sorted(maps.Keys(object)) {
		text, ok := object[property].(string)
		if _, tried := b.sample.Forms[property]; !ok || tried || given[property] != nil || slices.Contains(b.sample.Renew, property) {
			continue
		}
		form, ok := refusal.Form(r, named, property, text)
		if choices := answerChoices(op, property); len(choices) > 0 && (named[naming.Plain(property)] || refusal.Quotes(r, text)) && !slices.Contains(choices, text) {
			form, ok = spec.Form{Text: choices[0]}, true
		}
		if ok && b.takesForm(op.Body, property, form) {
			return true
		}
	}
	return b.reformMember(op.Body, named)
}

// shortKinds are what the kind of a content is called by APIs that take no media type for it.
const shortKinds = "json"

// isMediaType reports whether a text looks like a media type.
func isMediaType(text string) bool {
	parsed, _, err := mime.ParseMediaType(text)
	return err == nil && strings.Contains(parsed, "/")
}

// reformMember gives the one member of a map that a refusal names another text: what a map's members
// look like, no schema says. "Invalid content type" is about /config/content_type.
func (b *birth) reformMember(body *spec.Body, named map[string]bool) bool {
	object, given := b.sent(), givenMembers(b.sample.Given)
	for _, property := range body.Maps() {
		members, _ := object[property].(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(members)) {
			place := "/" + property + "/" + key
			_, tried := b.sample.Forms[place]
			if text, ok := members[key].(string); !ok || tried || given[property] != nil || !named[naming.Plain(key)] || !isMediaType(text) {
				continue
			}
			b.sample.Forms = withForm(b.sample.Forms, place, spec.Form{Text: shortKinds})
			return true
		}
	}
	return false
}

// answerChoices are the texts that an operation's success has for a property; nil for any.
func answerChoices(op *spec.Operation, property string) []string {
	for i := range op.Responses {
		if strings.HasPrefix(op.Responses[i].Status, "2") {
			if choices := op.Responses[i].Choices(property); len(choices) > 0 {
				return choices
			}
		}
	}
	return nil
}

// withForm is a copy of forms with one more.
func withForm(forms map[string]spec.Form, place string, form spec.Form) map[string]spec.Form {
	more := maps.Clone(forms)
	if more == nil {
		more = map[string]spec.Form{}
	}
	more[place] = form
	return more
}

func givenMembers(given any) map[string]any {
	members, _ := given.(map[string]any)
	return members
}

// takesForm notes a form, and reports whether that makes a difference to the content.
func (b *birth) takesForm(body *spec.Body, property string, form spec.Form) bool {
	sample := b.sample
	sample.Forms = withForm(sample.Forms, property, form)
	sample.Identity, sample.Add = maps.Clone(sample.Identity), append(slices.Clone(sample.Add), property)
	delete(sample.Identity, property)
	content, err := body.SampleWith(sample)
	if err != nil || content.Object == nil || content.Object[property] == b.sent()[property] {
		return false
	}
	if _, chosen := b.sample.Identity[property]; chosen {
		if b.resource != nil && b.resource.params == len(b.values) {
			return false // the path has the name too
		}
		b.named, b.renamed = "", property
	}
	b.sample = sample
	return true
}

// stillFree reports whether what a creation is called now, in the form that a refusal asked for, is
// no name of others, as far as a GET can tell.
func (w *world) stillFree(ctx context.Context, b *birth) bool {
	name, ok := scalar(b.sent()[b.renamed])
	if b.renamed == "" || !ok || b.resource == nil || b.resource.params != len(b.values)+1 {
		return true
	}
	b.renamed = ""
	x := w.look(ctx, b.resource, append(slices.Clone(b.values), spec.Value{In: "path", Text: name}))
	if x != nil && !x.IsNotFound() {
		return false
	}
	b.named = name
	return true
}

// missingWithin is the place of the one property inside an object of the content that a refusal
// names together with the object: "HTTP endpoint is required" is about /http_config/endpoint. ""
// for none, or where it may be one of several.
func (b *birth) missingWithin(body *spec.Body, named map[string]bool) string {
	object, given, found := b.sent(), givenMembers(b.sample.Given), ""
	for _, place := range body.Inner() {
		path := strings.Split(strings.TrimPrefix(place, "/"), "/")
		last := len(path) - 1
		var there any = object
		for _, name := range path {
			there = member(there, name)
		}
		outerNamed := slices.ContainsFunc(naming.Words(path[last-1]), func(word string) bool { return len(word) > 2 && named[word] })
		if !named[naming.Plain(path[last])] || !outerNamed || there != nil || given[path[0]] != nil || slices.Contains(b.sample.Add, place) {
			continue
		}
		if found != "" {
			return ""
		}
		found = place
	}
	return found
}
