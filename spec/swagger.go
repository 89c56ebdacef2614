package spec

import (
	"slices"
	"strings"
)

// What Swagger 2.0 says in other words than OpenAPI 3: servers, media types, and parameters
// that are the body or a part of it.

// swaggerServers are made of schemes, host and basePath. Without schemes, those of the
// contract's own URL count (Swagger 2.0, Swagger Object), and https for a file.
func (r *reader) swaggerServers() []Server {
	at := r.start()
	for _, key := range []string{"basePath", "host"} {
		if n := r.root.field(key); n.exists() {
			at = n.place()
		}
	}
	host := strings.TrimSpace(r.root.field("host").text())
	base := strings.TrimSpace(r.root.field("basePath").text())
	if base != "" && !strings.HasPrefix(base, "/") {
		r.warn(at, "the basePath %q does not begin with a slash; it is read as %q", base, "/"+base)
		base = "/" + base
	}
	if host == "" {
		if base == "" {
			return nil
		}
		return []Server{{URL: base, Place: at}}
	}
	schemes := r.texts(r.root.field("schemes"))
	if len(schemes) == 0 {
		schemes = []string{"https"}
		if r.loader.origin != nil {
			schemes = []string{r.loader.origin.Scheme}
		}
	}
	var servers []Server
	for _, scheme := range schemes {
		servers = append(servers, Server{URL: scheme + "://" + host + base, Place: at})
	}
	return servers
}

func (r *reader) texts(list node) []string {
	var texts []string
	for _, item := range r.items(list) {
		if text := item.text(); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// mediaTypes are an operation's consumes or produces, else those of the root.
func (r *reader) mediaTypes(op node, key string) []string {
	if own := op.field(key); own.kind() == arrayKind {
		return r.texts(own)
	}
	types, read := r.rootTypes[key]
	if !read {
		types = r.texts(r.root.field(key))
		r.rootTypes[key] = types
	}
	return types
}

// swaggerParameter completes a parameter whose schema stands in the parameter itself.
func (r *reader) swaggerParameter(p *Parameter) {
	p.schema = inlineSchema(p.object)
	format := p.object.field("collectionFormat").text()
	if format == "" && p.object.field("type").text() != "array" {
		return
	}
	explode := false
	switch format {
	case "multi":
		explode = true
		p.style = "form"
	case "ssv":
		p.style = "spaceDelimited"
	case "pipes":
		p.style = "pipeDelimited"
	case "tsv":
		r.warn(p.Place, "the collectionFormat \"tsv\" of %q is read as \"csv\"", p.Name)
	}
	p.explode = &explode
}

// inlineSchema is a parameter without what is not part of a schema, or means something else in
// one, such as required: true.
func inlineSchema(parameter node) node {
	var fields []field
	for _, f := range parameter.fields() {
		switch {
		case slices.Contains([]string{"name", "in", "required", "allowEmptyValue", "collectionFormat"}, f.name):
		case f.name == "type" && f.value.text() == "file":
			at := f.value.place()
			fields = append(fields,
				field{name: "type", value: madeText(at, "string"), place: f.place},
				field{name: "format", value: madeText(at, "binary"), place: f.place})
		default:
			fields = append(fields, f)
		}
	}
	return madeObject(parameter.place(), fields...)
}

// swaggerBody makes the operation's body of the parameters that stand for it, and returns the others.
func (r *reader) swaggerBody(op *Operation, n node, parameters []*Parameter) []*Parameter {
	var rest, form []*Parameter
	for _, p := range parameters {
		switch p.In {
		case "body":
			op.Body = r.contentBody(p, n)
		case "formData":
			form = append(form, p)
		default:
			rest = append(rest, p)
		}
	}
	if op.Body == nil && len(form) > 0 {
		op.Body = r.formBody(form, n)
	}
	return rest
}

func (r *reader) contentBody(p *Parameter, op node) *Body {
	types := r.mediaTypes(op, "consumes")
	if len(types) == 0 {
		types = []string{"application/json"}
	}
	b := &Body{Required: p.Required, Place: p.Place}
	for _, name := range types {
		b.Content = append(b.Content, MediaType{Name: name, schema: p.schema, object: p.object, schemas: r.contract.schemas})
	}
	return b
}

const (
	urlencoded = "application/x-www-form-urlencoded"
	multipart  = "multipart/form-data"
)

// formBody is a form whose fields are the formData parameters.
func (r *reader) formBody(form []*Parameter, op node) *Body {
	b := &Body{Place: form[0].Place}
	properties := make([]field, len(form))
	var required []node
	fallback := urlencoded
	for i, p := range form {
		properties[i] = field{name: p.Name, value: p.schema, place: p.Place}
		if p.Required {
			b.Required = true
			required = append(required, madeText(p.Place, p.Name))
		}
		if p.object.field("type").text() == "file" {
			fallback = multipart
		}
	}
	schema := []field{
		{name: "type", value: madeText(b.Place, "object"), place: b.Place},
		{name: "properties", value: madeObject(b.Place, properties...), place: b.Place},
	}
	if len(required) > 0 {
		schema = append(schema, field{name: "required", value: madeArray(b.Place, required...), place: b.Place})
	}
	for _, name := range formTypes(r.mediaTypes(op, "consumes"), fallback) {
		b.Content = append(b.Content, MediaType{Name: name, schema: madeObject(b.Place, schema...), schemas: r.contract.schemas})
	}
	return b
}

// formTypes are those of the media types that carry forms; the fallback when there is none. A
// form with a file is not urlencoded (Swagger 2.0, Parameter Object).
func formTypes(consumes []string, fallback string) []string {
	var types []string
	for _, name := range consumes {
		bare, _, _ := strings.Cut(name, ";")
		switch strings.ToLower(strings.TrimSpace(bare)) {
		case multipart:
			types = append(types, name)
		case urlencoded:
			if fallback != multipart {
				types = append(types, name)
			}
		}
	}
	if len(types) == 0 {
		return []string{fallback}
	}
	return types
}
