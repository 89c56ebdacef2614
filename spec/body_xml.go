package spec

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// xmlWriter writes values as the XML Objects of their schemas say (OpenAPI 3.1.0, XML Object).
type xmlWriter struct {
	out   bytes.Buffer
	merge adapter
}

func (m MediaType) writeXML(v bodyValue) (Content, error) {
	if v.text != "" {
		return Content{MediaType: m.Name, Data: []byte(v.text), Source: v.source}, nil
	}
	root := refName(m.schema)
	if named := xmlField([]node{m.schema}, "name").text(); named != "" {
		root = named
	}
	if root == "" {
		return Content{}, errors.New("the contract does not name the root element of the XML; add an example")
	}
	w := &xmlWriter{}
	w.out.WriteString(strings.TrimSuffix(xml.Header, "\n"))
	if err := w.element(root, v.value, []node{m.schema}); err != nil {
		return Content{}, err
	}
	return Content{MediaType: m.Name, Data: w.out.Bytes(), Source: v.source}, nil
}

// xmlField is a field of the XML Object of the first of the schemas that has it, over references
// and allOf.
func xmlField(schemas []node, name string) node {
	for _, n := range schemas {
		if v := n.field("xml").field(name); v.exists() {
			return v
		}
		target, err := n.deref()
		if err != nil {
			continue
		}
		if v := target.field("xml").field(name); v.exists() {
			return v
		}
	}
	return node{}
}

// xmlName is the name of an element or attribute, and the namespace that it declares.
func xmlName(fallback string, schemas []node) (name, declared string, err error) {
	name = fallback
	if given := xmlField(schemas, "name").text(); given != "" {
		name = given
	}
	if !isXMLName(name) {
		return "", "", fmt.Errorf("%q cannot be the name of an XML element", name)
	}
	prefix, namespace := xmlField(schemas, "prefix").text(), xmlField(schemas, "namespace").text()
	if prefix != "" && !isXMLName(prefix) {
		return "", "", fmt.Errorf("%q cannot be the prefix of an XML element", prefix)
	}
	if namespace != "" {
		declared = ` xmlns` + choose(prefix != "", ":"+prefix, "") + `="` + escapedXML(namespace) + `"`
	}
	return choose(prefix != "", prefix+":", "") + name, declared, nil
}

func isXMLName(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && r != '_' && (i == 0 || !unicode.IsDigit(r) && r != '-' && r != '.') {
			return false
		}
	}
	return name != ""
}

func escapedXML(text string) string {
	var out strings.Builder
	if xml.EscapeText(&out, []byte(text)) != nil {
		return ""
	}
	return out.String()
}

// element writes a value as an element; an array as one for each item, within one of its own
// where it is wrapped.
func (w *xmlWriter) element(fallback string, v any, schemas []node) error {
	if items, ok := v.([]any); ok {
		return w.array(fallback, items, schemas)
	}
	name, declared, err := xmlName(fallback, schemas)
	if err != nil {
		return err
	}
	w.out.WriteString("<" + name + declared)
	object, ok := v.(map[string]any)
	if !ok {
		w.out.WriteString(">" + escapedXML(scalarText(v)) + "</" + name + ">")
		return nil
	}
	if err := w.members(object, w.merge.demands(schemas, v)); err != nil {
		return err
	}
	w.out.WriteString("</" + name + ">")
	return nil
}

func (w *xmlWriter) array(fallback string, items []any, schemas []node) error {
	s := w.merge.demands(schemas, items)
	wrapped := xmlField(schemas, "wrapped").boolean()
	item := fallback
	if wrapped {
		name, declared, err := xmlName(fallback, schemas)
		if err != nil {
			return err
		}
		w.out.WriteString("<" + name + declared + ">")
		defer w.out.WriteString("</" + name + ">")
		item = name[strings.Index(name, ":")+1:]
	}
	for i, v := range items {
		if err := w.element(item, v, s.itemSchemas(i)); err != nil {
			return err
		}
	}
	return nil
}

// members writes the attributes of an object, the end of its tag, and its elements in the order
// in which the schema describes them.
func (w *xmlWriter) members(object map[string]any, s *demands) error {
	names := slices.Clone(s.names)
	for _, name := range sortedKeys(object) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	var inner []string
	for _, name := range names {
		v, there := object[name]
		schemas := s.schemasOf(name)
		switch {
		case !there || v == nil:
		case isXMLAttribute(schemas):
			attribute, declared, err := xmlName(name, schemas)
			if err != nil {
				return err
			}
			w.out.WriteString(declared + " " + attribute + `="` + escapedXML(scalarText(v)) + `"`)
		default:
			inner = append(inner, name)
		}
	}
	w.out.WriteString(">")
	for _, name := range inner {
		if xmlField(s.schemasOf(name), "nodeType").text() == "text" {
			w.out.WriteString(escapedXML(scalarText(object[name])))
			continue
		}
		if err := w.element(name, object[name], s.schemasOf(name)); err != nil {
			return err
		}
	}
	return nil
}

// isXMLAttribute reports whether a property is an attribute, also as OpenAPI 3.2 says it.
func isXMLAttribute(schemas []node) bool {
	return xmlField(schemas, "attribute").boolean() || xmlField(schemas, "nodeType").text() == "attribute"
}
