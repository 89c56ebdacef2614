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
		return Content{m.Name, []byte(v.text), v.source}, nil
	case !ok:
		return Content{}, errNoForm
	}
	var parts []string
	for _, name := range sortedKeys(object) {
		for _, pair := range m.formPairs(name, object[name]) {
			parts = append(parts, url.QueryEscape(pair.Name)+"="+url.QueryEscape(pair.Value))
		}
	}
	return Content{m.Name, []byte(strings.Join(parts, "&")), v.source}, nil
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
			if err := m.writePart(w, name, part); err != nil {
				return Content{}, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return Content{}, err
	}
	return Content{essence(m.Name) + "; boundary=" + boundary, data.Bytes(), v.source}, nil
}

// partsOf are the parts that a member is sent in: one for each item of an array.
func partsOf(v any) []any {
	if items, ok := v.([]any); ok {
		return items
	}
	return []any{v}
}

func (m MediaType) writePart(w *mimeparts.Writer, name string, v any) error {
	disposition := `form-data; name="` + quoted(name) + `"`
	contentType := ""
	switch v.(type) {
	case map[string]any, []any:
		contentType = "application/json"
	}
	if m.isFile(name) {
		disposition += `; filename="verbatim.txt"`
		contentType = "application/octet-stream"
	}
	if given := m.object.field("encoding").field(name).field("contentType").text(); given != "" && !strings.ContainsAny(given, "*,\r\n") {
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
	_, err = part.Write([]byte(scalarText(v)))
	return err
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
