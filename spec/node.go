package spec

import (
	"encoding/json"

	"go.yaml.in/yaml/v3"
)

// kind is the JSON kind of a node.
type kind int

const (
	absentKind kind = iota
	nullKind
	boolKind
	numberKind
	stringKind
	arrayKind
	objectKind
)

func (k kind) String() string {
	return [...]string{"nothing", "null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// node is a place in a parsed document, JSON or YAML, decoded on demand. The zero node is
// "absent". Nodes are comparable: equal nodes are the same place. They may be read by several
// goroutines once [Load] has returned.
type node struct {
	doc  *document
	off  int        // where the value begins, in a JSON document
	yaml *yaml.Node // never an alias; nil in a JSON document
	made *made      // set when the node stands in no document
}

// made is a node that a reader put together from others, such as the schema of a Swagger 2.0 form.
type made struct {
	kind   kind
	text   string
	fields []field
	items  []node
	place  Place
}

// field is one member of an object.
type field struct {
	name  string
	value node
	place Place // of the key
}

func (n node) exists() bool { return n.doc != nil || n.made != nil }

func (n node) kind() kind {
	switch {
	case n.made != nil:
		return n.made.kind
	case n.doc == nil:
		return absentKind
	case n.yaml != nil:
		return yamlKind(n.yaml)
	default:
		return n.doc.json.kind(n.off)
	}
}

// fields are the members of an object in document order, YAML merge keys applied; nil for
// other kinds. Of a key that is written twice, the last one stays.
func (n node) fields() []field {
	switch {
	case n.kind() != objectKind:
		return nil
	case n.made != nil:
		return n.made.fields
	case n.yaml != nil:
		return n.yamlFields()
	}
	var fields []field
	text := n.doc.json
	for m := range text.members(n.off) {
		fields = append(fields, field{
			name:  text.unquote(m.key),
			value: node{doc: n.doc, off: m.value},
			place: n.doc.placeAt(m.key),
		})
	}
	return n.doc.dropDuplicates(fields)
}

// field is the value of a member, absent when there is none.
func (n node) field(name string) node {
	var found node
	switch {
	case n.kind() != objectKind:
	case n.made != nil:
		for _, f := range n.made.fields {
			if f.name == name {
				found = f.value
			}
		}
	case n.yaml != nil:
		found = n.yamlField(name)
	default:
		text := n.doc.json
		for m := range text.members(n.off) {
			if text.isKey(m.key, name) {
				found = node{doc: n.doc, off: m.value}
			}
		}
	}
	return found
}

// items are the elements of an array, nil for other kinds.
func (n node) items() []node {
	switch {
	case n.kind() != arrayKind:
		return nil
	case n.made != nil:
		return n.made.items
	}
	var items []node
	if n.yaml != nil {
		for _, y := range n.yaml.Content {
			items = append(items, yamlNode(n.doc, y))
		}
		return items
	}
	for off := range n.doc.json.elements(n.off) {
		items = append(items, node{doc: n.doc, off: off})
	}
	return items
}

// text is a string, number or boolean as it is written, without quotes: "3.1", "200", "1.0".
// It is "" for other kinds.
func (n node) text() string {
	switch k := n.kind(); {
	case k != stringKind && k != numberKind && k != boolKind:
		return ""
	case n.made != nil:
		return n.made.text
	case n.yaml != nil:
		return n.yaml.Value
	case k == stringKind:
		return n.doc.json.unquote(n.off)
	default:
		return n.doc.json.literal(n.off)
	}
}

// place is where the value begins; for a made node, where its origin stands.
func (n node) place() Place {
	switch {
	case n.made != nil:
		return n.made.place
	case n.doc == nil:
		return Place{}
	case n.yaml != nil:
		return Place{File: n.doc.name, Line: n.yaml.Line}
	default:
		return n.doc.placeAt(n.off)
	}
}

// length is how many bytes there are to read in a JSON node, 0 for others.
func (n node) length() int {
	if n.made != nil || n.doc == nil || n.yaml != nil {
		return 0
	}
	return n.doc.json.length(n.off)
}

// valueBudget bounds what one call of value may decode: aliases make a small YAML document
// arbitrarily large.
const (
	valueBudget = 500_000
	valueDepth  = 1_000
)

// value is the node decoded whole: nil, bool, json.Number with the digits as they are written,
// string, []any or map[string]any. What YAML calls a timestamp stays a string. It is nil for a
// value of more than half a million nodes, or nested a thousand deep.
func (n node) value() any {
	budget := valueBudget
	v := n.decode(&budget, 0)
	if budget < 0 {
		return nil
	}
	return v
}

func (n node) decode(budget *int, depth int) any {
	if *budget--; depth > valueDepth {
		*budget = -1
	}
	if *budget < 0 {
		return nil
	}
	switch n.kind() {
	case boolKind:
		return n.boolean()
	case numberKind:
		return n.number()
	case stringKind:
		return n.text()
	case arrayKind:
		array := []any{}
		for _, item := range n.items() {
			array = append(array, item.decode(budget, depth+1))
		}
		return array
	case objectKind:
		object := map[string]any{}
		for _, f := range n.fields() {
			object[f.name] = f.value.decode(budget, depth+1)
		}
		return object
	default:
		return nil
	}
}

// boolean is the value of a boolean, false for other kinds.
func (n node) boolean() bool {
	if n.kind() != boolKind {
		return false
	}
	text := n.text()
	return text == "true" || text == "True" || text == "TRUE"
}

// number is the value of a number, in the form that JSON gives it.
func (n node) number() json.Number {
	if n.yaml == nil {
		return json.Number(n.text())
	}
	text, _ := jsonNumber(n.yaml.Value)
	return json.Number(text)
}

// madeObject and madeText build nodes that stand in no document.
func madeObject(at Place, fields ...field) node {
	return node{made: &made{kind: objectKind, fields: fields, place: at}}
}

func madeText(at Place, text string) node {
	return node{made: &made{kind: stringKind, text: text, place: at}}
}

func madeArray(at Place, items ...node) node {
	return node{made: &made{kind: arrayKind, items: items, place: at}}
}
