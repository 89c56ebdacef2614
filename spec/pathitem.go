package spec

import (
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// itemReader reads the path items of one template.
type itemReader struct {
	*reader
	item     *PathItem
	names    []string // of the template's parameters
	declared map[string]bool
}

func newItemReader(r *reader, template string, at Place) *itemReader {
	item := &PathItem{Template: template, Place: at, segments: parseTemplate(template)}
	return &itemReader{r, item, templateParams(item.segments), map[string]bool{}}
}

// isMethodKey reports whether a name is a method among the fixed fields of a Path Item Object
// (OpenAPI 3.2.0).
func isMethodKey(name string) bool {
	switch name {
	case "get", "put", "post", "delete", "options", "head", "patch", "trace", "query":
		return true
	}
	return false
}

// read reads the layers of one path item: what an earlier layer says, a later one does not change.
func (r *itemReader) read(layers []node) {
	var shared []*Parameter
	var members [][]field
	for _, layer := range layers {
		fields := r.fields(layer)
		members = append(members, fields)
		for _, f := range fields {
			switch f.name {
			case "parameters":
				shared = r.mergeParameters(r.parameters(f.value), shared)
			case "servers":
				if len(r.item.Servers) == 0 {
					r.item.Servers = r.servers(layer)
				}
			}
		}
	}
	for i, fields := range members {
		if i > 0 {
			r.warnBeside(members[i-1])
		}
		r.operations(fields, shared)
	}
}

// warnBeside reports operations beside a $ref: the specification leaves open what they mean.
func (r *itemReader) warnBeside(fields []field) {
	for _, f := range fields {
		if isMethodKey(f.name) {
			r.warn(f.place, "%q stands beside a $ref; it counts more than what the reference leads to", f.name)
		}
	}
}

func (r *itemReader) operations(fields []field, shared []*Parameter) {
	// The key as the specification writes it counts more than the same in capitals.
	exact := map[string]bool{}
	for _, f := range fields {
		exact[f.name] = true
	}
	for _, f := range fields {
		lower := strings.ToLower(f.name)
		switch {
		case isMethodKey(f.name):
			r.warnVersion(f)
			r.operation(strings.ToUpper(f.name), f, shared)
		case isMethodKey(lower) && exact[lower]:
			r.warn(f.place, "%q is declared twice; %q counts", f.name, lower)
		case isMethodKey(lower):
			r.warn(f.place, "the key %q is read as %q: methods are written in lower case here", f.name, lower)
			r.operation(strings.ToUpper(f.name), f, shared)
		case f.name == "additionalOperations":
			r.warnVersion(f)
			r.additionalOperations(f, shared)
		case !isItemKey(f.name):
			r.warn(f.place, "the key %q means nothing in a path item; it is left out", f.name)
		}
	}
}

func isItemKey(name string) bool {
	return strings.HasPrefix(name, "x-") ||
		slices.Contains([]string{"$ref", "summary", "description", "parameters", "servers"}, name)
}

// warnVersion reports what a later version of the specification brought. It is read all the
// same: who writes it means it, and to take the method for undeclared would be worse.
func (r *itemReader) warnVersion(f field) {
	switch {
	case f.name == "trace" && r.swagger:
		r.warn(f.place, "\"trace\" came with OpenAPI 3.0; it is read all the same")
	case (f.name == "query" || f.name == "additionalOperations") && r.minor != "2":
		r.warn(f.place, "%q came with OpenAPI 3.2; it is read all the same", f.name)
	}
}

func (r *itemReader) additionalOperations(f field, shared []*Parameter) {
	if f.value.kind() != objectKind {
		r.warn(f.place, "\"additionalOperations\" is %s, not an object; it is left out", f.value.kind())
		return
	}
	for _, op := range r.fields(f.value) {
		switch {
		case strings.HasPrefix(op.name, "x-") && op.value.kind() != objectKind:
		case !httpguts.ValidHeaderFieldName(op.name): // a method is a token too
			r.warn(op.place, "%q cannot be a method; it is left out", op.name)
		default:
			if isMethodKey(strings.ToLower(op.name)) && strings.ToUpper(op.name) == op.name {
				r.warn(op.place, "%s has a key of its own, %q; it is read all the same", op.name, strings.ToLower(op.name))
			}
			r.operation(op.name, op, shared)
		}
	}
}

// describeParameters gives the path item and its operations a parameter for each name in the
// template. Where an operation does not describe one, the description of another is taken.
func (r *itemReader) describeParameters() {
	for _, name := range r.names {
		found := r.described(name)
		if found == nil {
			found = &Parameter{Name: name, In: "path", Required: true, Place: r.item.Place}
			r.warn(r.item.Place, "the parameter %q of the path %q is described nowhere", name, r.item.Template)
		}
		r.item.Parameters = append(r.item.Parameters, found)
		for _, op := range r.item.Operations {
			if pathParameter(op.Parameters, name) == nil {
				op.Parameters = append(op.Parameters, found)
			}
		}
	}
}

func (r *itemReader) described(name string) *Parameter {
	for _, op := range r.item.Operations {
		if p := pathParameter(op.Parameters, name); p != nil {
			return p
		}
	}
	return pathParameter(r.item.Parameters, name)
}

func pathParameter(parameters []*Parameter, name string) *Parameter {
	for _, p := range parameters {
		if p.In == "path" && p.Name == name {
			return p
		}
	}
	return nil
}
