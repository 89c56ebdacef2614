package spec

import (
	"bytes"
	"errors"
	mimeparts "mime/multipart"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

var errNoForm = errors.New("a form is made from an object, and its schema describes none")

func (m MediaType) writeForm(v bodyValue) (Content, error) {
	object, ok := v.value.(map[string]any)
	switch {
	case v.text != "" && !ok:
		return Content{MediaType: m.Name, Data: []byte(v.text), Source: v.source}, nil
	case !ok:
		return Content{}, errNoForm
	}
	var parts []string
	for _, name := range sortedKeys(object) {
		for _, pair := range m.formPairs(name, object[name]) {
			parts = append(parts, url.QueryEscape(pair.Name)+"="+url.QueryEscape(pair.Value))
		}
	}
	return Content{MediaType: m.Name, Data: []byte(strings.Join(parts, "&")), Source: v.source}, nil
}

// formPairs writes a member as its Encoding Object says: by default items are repeated, and an
// object is JSON.
func (m MediaType) formPairs(name string, v any) []Pair {
	encoding := m.object.field("encoding").field(name)
	if encoding.field("style").text() == "deepObject" {
		return deepPairs(name, v)
	}
	items, ok := v.([]any)
	if !ok {
		return []Pair{{name, scalarText(v)}}
	}
	if explode := encoding.field("explode"); explode.exists() && !explode.boolean() {
		return []Pair{{name, joined(items, false, ",")}}
	}
	var pairs []Pair
	for _, item := range items {
		pairs = append(pairs, Pair{name, scalarText(item)})
	}
	return pairs
}

// boundary is fixed, so that the same contract gives the same request.
const boundary = "verbatim-7d1f0c4a9b"

func (m MediaType) writeMultipart(v bodyValue) (Content, error) {
	object, ok := v.value.(map[string]any)
	if !ok {
		return Content{}, errNoForm
	}
	var data bytes.Buffer
	w := mimeparts.NewWriter(&data)
	if err := w.SetBoundary(boundary); err != nil {
		return Content{}, err
	}
	for _, name := range sortedKeys(object) {
		for _, part := range partsOf(object[name]) {
			if err := m.writePart(w, name, part, wording{marker: v.Marker}.word()); err != nil {
				return Content{}, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return Content{}, err
	}
	return Content{MediaType: essence(m.Name) + "; boundary=" + boundary, Data: data.Bytes(), Source: v.source}, nil
}

// partsOf are the parts that a member is sent in: one for each item of an array.
func partsOf(v any) []any {
	if items, ok := v.([]any); ok {
		return items
	}
	return []any{v}
}

func (m MediaType) writePart(w *mimeparts.Writer, name string, v any, word string) error {
	disposition := `form-data; name="` + quoted(name) + `"`
	contentType := ""
	switch v.(type) {
	case map[string]any, []any:
		contentType = "application/json"
	}
	given := m.partType(name)
	content := []byte(scalarText(v))
	if m.isFile(name) {
		kind := fileKindNamed(name)
		if asked, ok := fileKindOf(given); ok {
			kind = asked
		}
		var err error
		if content, err = kind.data(word); err != nil {
			return err
		}
		disposition += `; filename="` + quoted(word) + "." + kind.extension + `"`
		contentType = kind.mediaType
	}
	if given != "" && !strings.Contains(given, "*") {
		contentType = given
	}
	header := textproto.MIMEHeader{"Content-Disposition": {disposition}}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	part, err := w.CreatePart(header)
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	return err
}

// partType is the first media type that the Encoding Object of a property names, of those that a
// file can be made of if there are any; "" when it names none.
func (m MediaType) partType(name string) string {
	given := m.object.field("encoding").field(name).field("contentType").text()
	if given == "" || strings.ContainsAny(given, "\r\n") {
		return ""
	}
	types := strings.Split(given, ",")
	for _, t := range types {
		if isFileType(essence(t)) {
			return strings.TrimSpace(t)
		}
	}
	return strings.TrimSpace(types[0])
}

// isFile reports whether a member, or each item of it, is a file.
func (m MediaType) isFile(name string) bool {
	g := &generator{}
	s := newDemands()
	if g.add(s, m.schema, true) != nil {
		return false
	}
	for _, schemas := range [][]node{s.properties[name], s.itemsOf(name)} {
		if slices.ContainsFunc(schemas, isFileSchema) {
			return true
		}
	}
	return false
}

// itemsOf are the schemas of the items of a property.
func (s *demands) itemsOf(name string) []node {
	var items []node
	for _, n := range s.properties[name] {
		if target, err := n.deref(); err == nil {
			items = append(items, target.field("items"))
		}
	}
	return items
}

func isFileSchema(n node) bool {
	target, err := n.deref()
	if err != nil {
		return false
	}
	return target.field("type").text() == "file" || target.field("format").text() == "binary" ||
		target.field("contentMediaType").exists() && !target.field("contentEncoding").exists()
}

func quoted(name string) string {
	return strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(name)
}
