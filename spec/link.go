package spec

import (
	"slices"
	"strings"
)

// Link is a Link Object: what an answer tells about a request that may follow.
type Link struct {
	// Name is the key of the link.
	Name string
	// Template and Method are the operation that it leads to; both are empty when it leads to
	// none of this contract.
	Template, Method string
	// Parameters are the values for that operation's parameters, in document order.
	Parameters []LinkParameter

	body node // of the request that follows: a constant or an expression; may be absent
}

// LinkParameter is one parameter of a [Link].
type LinkParameter struct {
	// Name is the parameter's, In its location where the contract qualifies the name
	// ("path.id"), else "".
	Name, In string
	// Expression is the value as written: a runtime expression ("$response.body#/id"), a text
	// with expressions in braces, or a constant.
	Expression string
}

// Gives reports whether the link has a value for a parameter of the operation that it leads to.
func (l Link) Gives(name, in string) bool {
	return slices.ContainsFunc(l.Parameters, func(p LinkParameter) bool { return p.Name == name && (p.In == in || p.In == "") })
}

// HasBody reports whether the link says what the request that follows has for content.
func (l Link) HasBody() bool { return l.body.exists() && l.body.kind() != nullKind }

// Links are the links of the response, in document order.
func (r *Response) Links() []Link {
	var links []Link
	for _, f := range r.object.field("links").fields() {
		n, err := f.value.deref()
		if err != nil || n.kind() != objectKind {
			continue
		}
		l := Link{Name: f.name, body: n.field("requestBody")}
		l.Template, l.Method = r.contract.linked(n)
		for _, p := range n.field("parameters").fields() {
			l.Parameters = append(l.Parameters, linkParameter(p))
		}
		links = append(links, l)
	}
	return links
}

func linkParameter(f field) LinkParameter {
	p := LinkParameter{Name: f.name, Expression: f.value.text()}
	in, name, ok := strings.Cut(f.name, ".")
	if ok && is("path", "query", "header", "cookie")(in) {
		p.In, p.Name = in, name
	}
	if k := f.value.kind(); k == objectKind || k == arrayKind {
		p.Expression = compactJSON(f.value.value())
	}
	return p
}

// linked is the operation that a Link Object names, by its operationId or by a reference.
func (c *Contract) linked(link node) (template, method string) {
	id, ref := link.field("operationId").text(), link.field("operationRef").text()
	if id == "" {
		// "#/paths/~1users~1{id}/get", with any document before it.
		_, pointer, _ := strings.Cut(ref, "#/paths/")
		key, name, ok := strings.Cut(pointer, "/")
		if !ok {
			return "", ""
		}
		key = pointerToken(percentDecoded(key))
		for _, item := range c.Paths {
			if op := item.Operation(strings.ToUpper(name)); op != nil && item.Template == key {
				return item.Template, op.Method
			}
		}
		return "", ""
	}
	for _, item := range c.Paths {
		for _, op := range item.Operations {
			if op.ID == id {
				return item.Template, op.Method
			}
		}
	}
	return "", ""
}
