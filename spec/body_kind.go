package spec

import (
	"errors"
	"slices"
	"strings"
)

// mediaKind is a family of media types that bodies are written in.
type mediaKind struct {
	matches func(essence string) bool
	// object says that the value is an object where the schema does not say what it is.
	object bool
	// exact says that an example that is a text is the content as it stands.
	exact bool
	// own says that a generated value does not come from the schema alone; write makes it.
	own   bool
	write func(m MediaType, v bodyValue) (Content, error)
}

// bodyValue is what a body says, before it is written in a media type.
type bodyValue struct {
	value  any
	text   string // an example that is sent as it stands; "" when there is none
	source Source
	Sampling
	body *Body
}

// mediaKinds are the kinds that bodies can be made of, the easiest to get right first. A media
// type is of the first kind that matches; see rank.
func mediaKinds() []mediaKind {
	return []mediaKind{
		{matches: is("application/json"), object: true, write: MediaType.writeJSON},
		{matches: func(e string) bool { return isJSON(e) && e != jsonPatch }, object: true, write: MediaType.writeJSON},
		{matches: is("*/*", "application/*"), object: true, write: MediaType.writeJSON},
		{matches: is(urlencoded), object: true, exact: true, write: MediaType.writeForm},
		{matches: is(multipart), object: true, write: MediaType.writeMultipart},
		{matches: isYAML, object: true, exact: true, write: MediaType.writeJSON},
		{matches: isLines, object: true, exact: true, write: MediaType.writeLines},
		{matches: isXML, object: true, exact: true, write: MediaType.writeXML},
		{matches: is("text/plain"), exact: true, write: MediaType.writeText},
		{matches: is(jsonPatch), own: true, write: MediaType.writePatch},
		{matches: is("application/octet-stream"), exact: true, write: MediaType.writeText},
		{matches: isFileType, own: true, exact: true, write: MediaType.writeFile},
		{matches: func(string) bool { return true }, exact: true, write: MediaType.writeExample},
	}
}

func is(names ...string) func(string) bool {
	return func(e string) bool { return slices.Contains(names, e) }
}

const jsonPatch = "application/json-patch+json"

func isYAML(e string) bool {
	return strings.HasSuffix(e, "+yaml") || is("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")(e)
}

func isXML(e string) bool {
	return strings.HasSuffix(e, "+xml") || is("application/xml", "text/xml")(e)
}

func isLines(e string) bool {
	return is("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines", "application/json-seq")(e)
}

// rank is the position of a media type's kind.
func rank(mediaType string) int {
	e := essence(mediaType)
	return slices.IndexFunc(mediaKinds(), func(k mediaKind) bool { return k.matches(e) })
}

func (m MediaType) sample(b *Body, s Sampling) (Content, error) {
	kind := mediaKinds()[rank(m.Name)]
	value := m.bodyValue
	switch given := s.Given.(type) {
	case nil:
	case string:
		return Content{MediaType: m.concrete(), Data: []byte(given), Source: Given}, nil
	default:
		value = m.sampleGiven
	}
	v, err := value(kind, s)
	if err != nil {
		return Content{}, err
	}
	v.body = b
	content, err := kind.write(m, v)
	content.Object, _ = v.value.(map[string]any)
	return content, err
}

// concrete is the name of the media type, or of JSON where the contract allows any.
func (m MediaType) concrete() string {
	if strings.Contains(m.Name, "*") {
		return "application/json"
	}
	return m.Name
}

// writeJSON writes JSON; it is YAML, too, and fits a media type that is any.
func (m MediaType) writeJSON(v bodyValue) (Content, error) {
	return Content{MediaType: m.concrete(), Data: []byte(v.orElse(compactJSON(v.value))), Source: v.source}, nil
}

// writeLines writes each item of an array on a line of its own.
func (m MediaType) writeLines(v bodyValue) (Content, error) {
	items, ok := v.value.([]any)
	if !ok {
		items = []any{v.value}
	}
	var lines strings.Builder
	for _, item := range items {
		lines.WriteString(compactJSON(item) + "\n")
	}
	return Content{MediaType: m.Name, Data: []byte(v.orElse(lines.String())), Source: v.source}, nil
}

func (m MediaType) writeText(v bodyValue) (Content, error) {
	return Content{MediaType: m.Name, Data: []byte(v.orElse(scalarText(v.value))), Source: v.source}, nil
}

func (m MediaType) writeExample(v bodyValue) (Content, error) {
	if v.source == Generated {
		return Content{}, errors.New("the contract gives no example, and none can be generated for this media type")
	}
	return m.writeText(v)
}

func (v bodyValue) orElse(text string) string {
	if v.text != "" {
		return v.text
	}
	return text
}
