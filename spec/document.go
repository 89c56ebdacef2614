package spec

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"unicode/utf16"

	"go.yaml.in/yaml/v3"
)

// document is one parsed file, URL or stream.
type document struct {
	name   string // as the user would write it
	at     location
	loader *loader
	json   *jsonText  // nil in a YAML document
	yaml   *yaml.Node // nil in a JSON document

	// external is set when a reference may lead out of the document.
	external bool
	// mergeBudget is what YAML merge keys may still bring in, over all readings.
	mergeBudget int

	mu       sync.Mutex
	pointers map[string]node
	children map[node]map[string]node
	mappings map[node]map[node]string // of discriminators, see mappedName

	naming      sync.Once
	schemaNames map[node]string // see schemaName
}

// mergeLimit is how many keys merges may bring into all objects of a document together.
const mergeLimit = 20_000_000

// newDocument parses data as JSON or YAML. The error is a [*LoadError] of one problem.
func newDocument(l *loader, at location, data []byte) (*document, error) {
	d := &document{
		name:        at.name(),
		at:          at,
		loader:      l,
		mergeBudget: mergeLimit,
		pointers:    map[string]node{},
		children:    map[node]map[string]node{},
		mappings:    map[node]map[node]string{},
	}
	data = utf8Text(data)
	if err := d.parse(data, l.limits); err != nil {
		return nil, err
	}
	d.external = refersOut(data)
	return d, nil
}

// title is the document's name in the middle of a sentence.
func (d *document) title() string {
	if d.name == stdin {
		return "standard input"
	}
	return d.name
}

func (d *document) root() node {
	if d.json != nil {
		return node{doc: d, off: d.json.space(0)}
	}
	return node{doc: d, yaml: d.yaml}
}

func (d *document) parse(data []byte, limits limits) error {
	text := bytes.TrimSpace(data)
	switch {
	case len(text) == 0:
		return d.broken(1, "the document is empty")
	case text[0] == '<':
		return d.broken(1, "this is HTML or XML, not an OpenAPI contract in YAML or JSON")
	case text[0] == '[':
		return d.broken(1, "the top level is an array, not an object; an OpenAPI contract is an object")
	case text[0] == '{':
		return d.parseBraces(data, limits)
	default:
		return d.parseYAML(data, limits)
	}
}

// parseBraces parses a text that begins with a brace: JSON nearly always, else flow YAML, which
// also allows what people add to JSON by mistake, such as a comma too many.
func (d *document) parseBraces(data []byte, limits limits) error {
	if int64(len(data)) > limits.json {
		return d.broken(1, tooLarge(limits.json))
	}
	text, err := parseJSON(data)
	if err == nil {
		d.json = text
		return nil
	}
	if int64(len(data)) <= limits.yaml {
		if root, yamlErr := parseYAML(data); yamlErr == nil {
			d.yaml = root
			return nil
		}
	}
	line := 1
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		upTo := min(int(syntax.Offset), len(data))
		line += bytes.Count(data[:upTo], []byte{'\n'})
	}
	return d.broken(line, "this is not JSON: "+err.Error())
}

func (d *document) parseYAML(data []byte, limits limits) error {
	if int64(len(data)) > limits.yaml {
		return d.broken(1, tooLarge(limits.yaml))
	}
	root, err := parseYAML(data)
	if err != nil {
		line, text := yamlProblem(data, err)
		return d.broken(line, "this is not YAML: "+text)
	}
	d.yaml = root
	return nil
}

func tooLarge(limit int64) string {
	return fmt.Sprintf("the document is larger than %s, the most that is read of one", size(limit))
}

// size writes a number of bytes for people.
func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

func (d *document) broken(line int, text string) error {
	return &LoadError{Problems: []Problem{{Place: Place{File: d.name, Line: line}, Text: printable(text)}}}
}

func (d *document) placeAt(off int) Place {
	return Place{File: d.name, Line: d.json.line(off)}
}

// spendMerge takes n keys from the budget of merges; false when it is used up.
func (d *document) spendMerge(n int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mergeBudget -= n
	return d.mergeBudget >= 0
}

// dropDuplicates keeps the last field of each name, and reports the others.
func (d *document) dropDuplicates(fields []field) []field {
	const few = 12
	if len(fields) <= few {
		for i := range fields {
			for j := i + 1; j < len(fields); j++ {
				if fields[i].name == fields[j].name {
					return d.lastOfEach(fields)
				}
			}
		}
		return fields
	}
	seen := make(map[string]bool, len(fields))
	for _, f := range fields {
		if seen[f.name] {
			return d.lastOfEach(fields)
		}
		seen[f.name] = true
	}
	return fields
}

func (d *document) lastOfEach(fields []field) []field {
	last := make(map[string]int, len(fields))
	for i, f := range fields {
		last[f.name] = i
	}
	kept := make([]field, 0, len(last))
	for i, f := range fields {
		if j := last[f.name]; j != i {
			d.loader.warn(f.place, fmt.Sprintf("the key %q is written again in line %d, which counts", f.name, fields[j].place.Line))
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// refersOut reports whether some $ref in the text begins with anything but "#". It may err on
// the side of yes.
func refersOut(data []byte) bool {
	ref := []byte("$ref")
	for i := 0; ; {
		next := bytes.Index(data[i:], ref)
		if next < 0 {
			return false
		}
		before := i + next - 1
		i += next + len(ref)
		if before >= 0 && !bytes.ContainsRune([]byte(" \t\n{,'\""), rune(data[before])) {
			continue // the end of a longer key, such as the path "/members/$ref"
		}
		value, isKey := bytes.CutPrefix(bytes.TrimLeft(data[i:min(i+100, len(data))], " \t\r\n'\""), []byte(":"))
		value = bytes.TrimLeft(value, " \t\r\n'\"")
		if isKey && (len(value) == 0 || value[0] != '#' && value[0] != '{') {
			return true
		}
	}
}

// utf8Text makes UTF-8 of UTF-16 with a byte order mark, and takes away the mark.
func utf8Text(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		order = binary.BigEndian
	default:
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}
