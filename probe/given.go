package probe

import (
	"maps"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/spec"
)

// Input is what the user gives for one operation. In its texts, ${RUN} stands for a text that no
// other run has: see [PlanOptions.RunID].
type Input struct {
	// Values are those of the operation's query, header and cookie parameters, by name. They go
	// before [PlanOptions.Values].
	Values map[string]string
	// Body is what the request body says, decoded as JSON with numbers as [json.Number]: an object
	// is put over the body that would be sent without it, member by member, and null takes a
	// member out; a text is the whole content as it stands, and anything else the whole value.
	// nil is nothing.
	Body any
	// MediaType is that of the body, as the contract writes it; "" means that which is easiest to
	// get right.
	MediaType string
	// Safe says of a GET that it changes nothing, whatever its path says.
	Safe bool
}

// filled is a given text with the run's marker in the place of ${RUN}. Only full mode creates
// something, so that the others do not need another one in every run.
func (p *Plan) filled(text string) string {
	marker := p.Options.marker()
	if p.Options.Mode != Full {
		marker = PlanOptions{}.marker()
	}
	return strings.ReplaceAll(text, "${"+markerVariable+"}", marker)
}

// filledBody is a given body with the marker in all of its texts.
func (p *Plan) filledBody(v any) any {
	switch v := v.(type) {
	case string:
		return p.filled(v)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = p.filledBody(item)
		}
		return items
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			object[name] = p.filledBody(member)
		}
		return object
	}
	return v
}

// given returns the user's value for a parameter of a path.
func (p *Plan) given(template, name string) (string, bool) {
	text, ok := p.Options.Values[template+":"+name]
	if !ok {
		text, ok = p.Options.Values[name]
	}
	return p.filled(text), ok
}

// givenTo returns the user's value for a parameter of an operation.
func (p *Plan) givenTo(row *Row, op *spec.Operation) func(name string) (string, bool) {
	values := p.Options.Inputs[op].Values
	return func(name string) (string, bool) {
		if text, ok := values[name]; ok {
			return p.filled(text), true
		}
		return p.given(row.Item.Template, name)
	}
}

// wishes are what the user wants of the body of an operation.
func (p *Plan) wishes(op *spec.Operation, s spec.Sampling) spec.Sampling {
	input := p.Options.Inputs[op]
	s.Given, s.MediaType = p.filledBody(input.Body), input.MediaType
	return s
}

// givenNames are the members of a body that the user gives, sorted; nil where it is given whole.
func givenNames(given any) []string {
	members, _ := given.(map[string]any)
	return slices.Sorted(maps.Keys(members))
}

// givenName is the text by which the content of a creation chooses what the thing is called, where
// the user gave it; "" where it chooses nothing.
func givenName(given any, content map[string]any, param string) string {
	members, partly := given.(map[string]any)
	for _, name := range append(itemFields(param), "id", "name", "key", "slug", "code") {
		if _, ok := members[name]; given == nil || partly && !ok {
			continue
		}
		if text, ok := scalar(content[name]); ok && (slices.Contains(itemFields(param), name) || strings.Trim(text, "0123456789") != "") {
			return text
		}
	}
	return ""
}
