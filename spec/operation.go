package spec

import (
	"slices"
	"strings"
)

// operation reads one operation into the path item, unless its method is there already.
func (r *itemReader) operation(method string, f field, shared []*Parameter) {
	if r.declared[method] {
		r.warn(f.place, "%s %q is declared twice; the first one counts", method, r.item.Template)
		return
	}
	r.declared[method] = true
	op := &Operation{Method: method, Place: f.place}
	r.item.Operations = append(r.item.Operations, op)
	if f.value.kind() != objectKind {
		r.warn(f.place, "the operation is %s, not an object; the method counts as declared", describe(f.value))
	}
	n, err := f.value.deref()
	if err != nil {
		r.loader.warnError(f.value, err)
		n = node{}
	}
	own := r.operationFields(op, n)
	parameters := r.mergeParameters(own, shared)
	if r.swagger {
		parameters = r.swaggerBody(op, n, parameters)
	}
	op.Parameters = r.usable(parameters)
	op.Security = r.operationSecurity(n)
}

// operationFields reads what an operation says itself, and returns its own parameters.
func (r *itemReader) operationFields(op *Operation, n node) []*Parameter {
	var own []*Parameter
	for _, f := range r.fields(n) {
		switch f.name {
		case "operationId":
			op.ID = f.value.text()
			r.entries += len(op.ID) / 32
		case "deprecated":
			op.Deprecated = f.value.boolean()
		case "parameters":
			own = r.parameters(f.value)
		case "requestBody":
			if !r.swagger {
				op.Body = r.body(f.value)
			}
		case "responses":
			op.Responses = r.responses(f.value, n)
		case "servers":
			op.Servers = r.servers(n)
		}
	}
	return own
}

// fields are an object's fields, counted against what a contract may have.
func (r *reader) fields(n node) []field {
	if r.entries > maxEntries {
		return nil
	}
	fields := n.fields()
	r.entries += 1 + n.length()/512
	for _, f := range fields {
		r.entries += 1 + len(f.name)/32
	}
	return fields
}

// items are an array's elements, counted in the same way.
func (r *reader) items(n node) []node {
	if r.entries > maxEntries {
		return nil
	}
	items := n.items()
	r.entries += 1 + len(items)
	return items
}

// parameters reads a list of parameters; what is no parameter is left out with a warning.
func (r *reader) parameters(list node) []*Parameter {
	if k := list.kind(); k != arrayKind && k != nullKind {
		r.warn(list.place(), "\"parameters\" is %s, not an array; it is left out", k)
	}
	var parameters []*Parameter
	for _, item := range r.items(list) {
		n, ok := r.follow(item)
		if !ok {
			continue
		}
		p, read := r.parameterCache[n]
		if !read {
			p = r.parameter(n)
			r.parameterCache[n] = p
		}
		if p != nil {
			parameters = append(parameters, p)
		}
	}
	return parameters
}

// parameter reads one parameter, nil when it is none that can be sent.
func (r *reader) parameter(n node) *Parameter {
	p := &Parameter{Place: n.place(), object: n}
	for _, f := range r.fields(n) {
		switch f.name {
		case "name":
			p.Name = f.value.text()
		case "in":
			p.In = f.value.text()
		case "required":
			p.Required = f.value.boolean()
		case "style":
			p.style = f.value.text()
		case "explode":
			if f.value.kind() == boolKind {
				explode := f.value.boolean()
				p.explode = &explode
			}
		case "schema":
			p.schema = f.value
		}
	}
	p.Required = p.Required || p.In == "path"
	if p.Name == "" && p.In != "body" {
		r.warn(p.Place, "the parameter has no name; it is left out")
		return nil
	}
	if !slices.Contains(r.locations(), p.In) {
		r.warn(p.Place, "the parameter %q is in %q, which is not one of %s; it is left out", p.Name, p.In, strings.Join(r.locations(), ", "))
		return nil
	}
	if r.swagger && p.In != "body" {
		r.swaggerParameter(p)
	}
	return p
}

func (r *reader) locations() []string {
	if r.swagger {
		return []string{"path", "query", "header", "formData", "body"}
	}
	return []string{"path", "query", "header", "cookie"}
}

type parameterKey struct{ in, name string }

func (p *Parameter) key() parameterKey { return parameterKey{p.In, p.Name} }

// mergeParameters are the shared parameters, overridden by an operation's own, then the rest of
// its own. Of two with one name and place the last one counts.
func (r *reader) mergeParameters(own, shared []*Parameter) []*Parameter {
	r.entries += len(own) + len(shared)
	if r.entries > maxEntries {
		return nil
	}
	merged := slices.Clone(shared)
	at := make(map[parameterKey]int, len(merged)+len(own))
	for i, p := range merged {
		at[p.key()] = i
	}
	inherited := len(merged)
	for _, p := range own {
		i, ok := at[p.key()]
		if !ok {
			at[p.key()] = len(merged)
			merged = append(merged, p)
			continue
		}
		if i >= inherited && merged[i] != p {
			r.warn(p.Place, "the %s parameter %q is described twice in one list; the last one counts", p.In, p.Name)
		}
		merged[i] = p
	}
	return merged
}

// usable leaves out the header parameters that the specification says to ignore, and the path
// parameters that the template does not have.
func (r *itemReader) usable(parameters []*Parameter) []*Parameter {
	return slices.DeleteFunc(parameters, func(p *Parameter) bool {
		switch p.In {
		case "header":
			name := strings.ToLower(p.Name)
			return name == "accept" || name == "content-type" || name == "authorization"
		case "path":
			if !slices.Contains(r.names, p.Name) {
				r.warn(p.Place, "the path parameter %q does not occur in %q; it is left out", p.Name, r.item.Template)
				return true
			}
		}
		return false
	})
}

// body reads a Request Body Object, nil when there is none.
func (r *reader) body(n node) *Body {
	n, ok := r.follow(n)
	if !ok {
		return nil
	}
	if b, read := r.bodyCache[n]; read {
		return b
	}
	b := &Body{Place: n.place(), Required: n.field("required").boolean()}
	for _, f := range r.fields(n.field("content")) {
		if strings.HasPrefix(f.name, "x-") {
			continue
		}
		media := MediaType{Name: f.name, schemas: r.contract.schemas}
		if f.value.kind() == objectKind {
			if object, ok := r.follow(f.value); ok {
				media.object, media.schema = object, object.field("schema")
			}
		}
		b.Content = append(b.Content, media)
	}
	r.bodyCache[n] = b
	return b
}

// responses reads a Responses Object. A response whose reference leads nowhere keeps its
// status: that much the contract says.
func (r *reader) responses(n, op node) []Response {
	n, ok := r.follow(n)
	if !ok {
		return nil
	}
	var produces []string
	if r.swagger {
		produces = r.mediaTypes(op, "produces")
	}
	var responses []Response
	for _, f := range r.fields(n) {
		if strings.HasPrefix(f.name, "x-") {
			continue
		}
		response := Response{Status: f.name, swagger: r.swagger, contract: r.contract}
		if target, ok := r.follow(f.value); ok {
			response.object = target
			response.MediaTypes = r.responseTypes(target, produces, op.field("produces").exists())
		}
		responses = append(responses, response)
	}
	return responses
}

// responseTypes are the media types of a response. In Swagger 2.0 they are the operation's, and
// where it names none of its own, those of the document for a response that has a schema.
func (r *reader) responseTypes(response node, produces []string, own bool) []string {
	if r.swagger {
		if own || response.field("schema").exists() {
			return produces
		}
		return nil
	}
	if types, read := r.typeCache[response]; read {
		return types
	}
	var types []string
	for _, f := range r.fields(response.field("content")) {
		if !strings.HasPrefix(f.name, "x-") {
			types = append(types, f.name)
		}
	}
	r.typeCache[response] = types
	return types
}
