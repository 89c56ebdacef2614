package spec

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Pair is one name and value of a query, a form or a cookie, not yet percent-encoded.
type Pair struct{ Name, Value string }

// Pairs returns what a value of the parameter adds to a query string (or a cookie, a form):
// several pairs for an array or an object that the contract explodes. A value that did not come
// from the contract's schema is one pair as it stands.
func (p *Parameter) Pairs(v Value) []Pair {
	if v.Source != Given && v.Source != Harvested && v.Source != Absent {
		if decoded, _, err := p.sample(""); err == nil && p.text(decoded) == v.Text {
			return p.pairs(decoded)
		}
	}
	return []Pair{{p.Name, v.Text}}
}

func (p *Parameter) pairs(v any) []Pair {
	style, explode := p.styled()
	if _, media := p.content(); media.exists() {
		return []Pair{{p.Name, p.text(v)}}
	}
	var pairs []Pair
	switch v := v.(type) {
	case []any:
		if !explode || style == "spaceDelimited" || style == "pipeDelimited" {
			break
		}
		for _, item := range v {
			pairs = append(pairs, Pair{p.Name, scalarText(item)})
		}
		return pairs
	case map[string]any:
		if style == "deepObject" {
			return deepPairs(p.Name, v)
		}
		if !explode {
			break
		}
		for _, name := range sortedKeys(v) {
			pairs = append(pairs, Pair{name, scalarText(v[name])})
		}
		return pairs
	}
	return []Pair{{p.Name, p.text(v)}}
}

// deepPairs writes an object as name[member]=value, as deep as it goes.
func deepPairs(name string, v any) []Pair {
	var pairs []Pair
	switch v := v.(type) {
	case map[string]any:
		for _, member := range sortedKeys(v) {
			pairs = append(pairs, deepPairs(name+"["+member+"]", v[member])...)
		}
	case []any:
		for _, item := range v {
			pairs = append(pairs, deepPairs(name+"[]", item)...)
		}
	default:
		return []Pair{{name, scalarText(v)}}
	}
	return pairs
}

// styled is the style and explode of the parameter, or their defaults.
func (p *Parameter) styled() (style string, explode bool) {
	style = p.style
	if style == "" {
		style = map[string]string{"path": "simple", "header": "simple"}[p.In]
	}
	if style == "" {
		style = "form"
	}
	explode = style == "form" || style == "cookie"
	if p.explode != nil {
		explode = *p.explode
	}
	return style, explode
}

// text serializes a value in the parameter's style, as it stands in [Value.Text].
func (p *Parameter) text(v any) string {
	if mediaType, media := p.content(); media.exists() {
		if isJSON(mediaType) {
			return compactJSON(v)
		}
		return scalarText(v)
	}
	style, explode := p.styled()
	switch style {
	case "label":
		return "." + joined(v, explode, choose(explode, ".", ","))
	case "matrix":
		return p.matrix(v, explode)
	case "spaceDelimited":
		return joined(v, false, " ")
	case "pipeDelimited":
		return joined(v, false, "|")
	case "simple":
		return joined(v, explode, ",")
	default:
		return joined(v, false, ",")
	}
}

// matrix is the path style ";name=value" (RFC 6570, section 3.2.7).
func (p *Parameter) matrix(v any, explode bool) string {
	var out strings.Builder
	switch v := v.(type) {
	case []any:
		if explode {
			for _, item := range v {
				out.WriteString(";" + p.Name + "=" + scalarText(item))
			}
			return out.String()
		}
	case map[string]any:
		if explode {
			for _, name := range sortedKeys(v) {
				out.WriteString(";" + name + "=" + scalarText(v[name]))
			}
			return out.String()
		}
	}
	return ";" + p.Name + "=" + joined(v, false, ",")
}

// joined writes an array as its items, an object as its names and values, with a separator;
// equals says that it is = that stands between a name and its value.
func joined(v any, equals bool, separator string) string {
	var parts []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			parts = append(parts, scalarText(item))
		}
	case map[string]any:
		for _, name := range sortedKeys(v) {
			parts = append(parts, name+choose(equals, "=", separator)+scalarText(v[name]))
		}
	default:
		return scalarText(v)
	}
	return strings.Join(parts, separator)
}

// scalarText writes a scalar without quotes, and what is none as JSON.
func scalarText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return string(v)
	default:
		return compactJSON(v)
	}
}

// compactJSON writes a decoded value; names are sorted, so that the same value is the same text.
func compactJSON(v any) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return ""
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func sortedKeys(v map[string]any) []string {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
