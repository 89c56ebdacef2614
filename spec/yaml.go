package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxYAMLNodes bounds the node tree of one YAML document; a node takes about 200 bytes.
const maxYAMLNodes = 4_000_000

// maxDirectives bounds the lines that begin with "%": the parser compares each with all others.
const maxDirectives = 100

var (
	errManyNodes      = errors.New("more values than a contract can have; is it data rather than a contract?")
	errManyDirectives = errors.New("more directives than a contract can have")
)

// parseYAML parses the first document of a YAML stream. See [yamlProblem] for the error.
func parseYAML(data []byte) (root *yaml.Node, err error) {
	if countYAML(data) > maxYAMLNodes {
		return nil, errManyNodes
	}
	if bytes.Count(data, []byte("\n%")) > maxDirectives {
		return nil, errManyDirectives
	}
	defer func() {
		// The parser panics on some broken documents; a contract must never end the program.
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	var top yaml.Node
	if err := yaml.Unmarshal(data, &top); err != nil {
		return nil, err
	}
	if len(top.Content) == 0 {
		return nil, errors.New("the document is empty")
	}
	return unalias(top.Content[0]), nil
}

// countYAML is an upper bound, in linear time, of the number of nodes that a document makes:
// each is ended by a line, or by one of the indicators.
func countYAML(data []byte) int {
	n := 2
	for i, c := range data {
		switch c {
		case '\n', '\r':
			n += 2
		case ',', '[', ']', '{', '}':
			n++
		case ':', '-', '?':
			if i+1 < len(data) && (data[i+1] == ' ' || data[i+1] == '\t') {
				n++
			}
		}
	}
	return n
}

// unalias follows an alias to what it stands for. An alias never stands for an alias.
func unalias(y *yaml.Node) *yaml.Node {
	if y.Kind == yaml.AliasNode && y.Alias != nil {
		return y.Alias
	}
	return y
}

func yamlNode(doc *document, y *yaml.Node) node { return node{doc: doc, yaml: unalias(y)} }

func yamlKind(y *yaml.Node) kind {
	switch y.Kind {
	case yaml.MappingNode:
		return objectKind
	case yaml.SequenceNode:
		return arrayKind
	case yaml.ScalarNode:
		return scalarKind(y)
	default:
		return nullKind
	}
}

// scalarKind takes for numbers only what can be written as a JSON number without guessing:
// 0755 is 493 in one YAML version and 755 in another, and was most likely meant as a string.
func scalarKind(y *yaml.Node) kind {
	switch y.ShortTag() {
	case "!!null":
		return nullKind
	case "!!bool":
		return boolKind
	case "!!int", "!!float":
		if _, ok := jsonNumber(y.Value); ok {
			return numberKind
		}
	}
	return stringKind
}

// jsonNumber writes a YAML number as JSON does, digit by digit: no number is ever rounded.
func jsonNumber(text string) (string, bool) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "_", ""), "+")
	if json.Valid([]byte(text)) && strings.Trim(text, "+-.0123456789eE") == "" {
		return text, true
	}
	digits := strings.TrimPrefix(text, "-")
	sign := text[:len(text)-len(digits)]
	if len(digits) > 2 && strings.ContainsAny(digits[:2], "xXoObB") && len(digits) < 100 {
		whole, ok := new(big.Int).SetString(digits, 0)
		if !ok {
			return "", false
		}
		return sign + whole.String(), true
	}
	if strings.HasPrefix(digits, ".") {
		digits = "0" + digits
	}
	digits = strings.TrimSuffix(digits, ".")
	if json.Valid([]byte(sign+digits)) && strings.Trim(digits, "+-.0123456789eE") == "" {
		return sign + digits, true
	}
	return "", false
}

func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == "<<" && key.ShortTag() == "!!merge"
}

func (n node) yamlField(name string) node {
	var found node
	merges := false
	for i := 0; i+1 < len(n.yaml.Content); i += 2 {
		key := unalias(n.yaml.Content[i])
		switch {
		case isMerge(key):
			merges = true
		case key.Kind == yaml.ScalarNode && key.Value == name:
			found = yamlNode(n.doc, n.yaml.Content[i+1])
		}
	}
	if found.exists() || !merges {
		return found
	}
	for _, f := range n.yamlFields() {
		if f.name == name {
			return f.value
		}
	}
	return node{}
}

func (n node) yamlFields() []field {
	m := merger{doc: n.doc, merged: map[*yaml.Node]bool{}}
	m.own(n.yaml)
	m.fields = n.doc.dropDuplicates(m.fields)
	if len(m.pending) == 0 {
		return m.fields
	}
	m.names = map[string]bool{}
	for _, f := range m.fields {
		m.names[f.name] = true
	}
	for len(m.pending) > 0 {
		next := m.pending[0]
		m.pending = m.pending[1:]
		m.merge(next)
	}
	return m.fields
}

// merger collects the fields of a mapping, then those that merge keys bring in. Each mapping is
// merged once: doing so again could add nothing, and chains of merges would take for ever.
type merger struct {
	doc     *document
	fields  []field
	names   map[string]bool
	pending []*yaml.Node
	merged  map[*yaml.Node]bool
}

func (m *merger) own(mapping *yaml.Node) {
	m.merged[mapping] = true
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key := unalias(mapping.Content[i])
		switch {
		case isMerge(key):
			m.queue(unalias(mapping.Content[i+1]))
		case key.Kind == yaml.ScalarNode:
			m.fields = append(m.fields, m.field(mapping, i))
		}
	}
}

func (m *merger) field(mapping *yaml.Node, i int) field {
	key := mapping.Content[i]
	return field{
		name:  unalias(key).Value,
		value: yamlNode(m.doc, mapping.Content[i+1]),
		place: Place{File: m.doc.name, Line: key.Line},
	}
}

func (m *merger) queue(source *yaml.Node) {
	switch source.Kind {
	case yaml.MappingNode:
		m.pending = append(m.pending, source)
	case yaml.SequenceNode:
		for _, item := range source.Content {
			if item = unalias(item); item.Kind == yaml.MappingNode {
				m.pending = append(m.pending, item)
			}
		}
	}
}

// merge adds the fields of a mapping that are not there yet, then those that it merges itself.
func (m *merger) merge(mapping *yaml.Node) {
	if m.merged[mapping] || !m.doc.spendMerge(len(mapping.Content)) {
		return
	}
	m.merged[mapping] = true
	rest := m.pending
	m.pending = nil
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key := unalias(mapping.Content[i])
		switch {
		case isMerge(key):
			m.queue(unalias(mapping.Content[i+1]))
		case key.Kind == yaml.ScalarNode && !m.names[key.Value]:
			m.names[key.Value] = true
			m.fields = append(m.fields, m.field(mapping, i))
		}
	}
	// What this mapping merges comes before the next one in line (YAML merge keys, in order).
	m.pending = append(m.pending, rest...)
}
