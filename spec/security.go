package spec

import "strings"

// readSecurity reads the security schemes, and what the root demands.
func (r *reader) readSecurity() {
	schemes := r.root.field("components").field("securitySchemes")
	if r.swagger {
		schemes = r.root.field("securityDefinitions")
	}
	r.contract.SecuritySchemes = map[string]SecurityScheme{}
	for _, f := range schemes.fields() {
		if strings.HasPrefix(f.name, "x-") {
			continue
		}
		if scheme, ok := r.follow(f.value); ok {
			r.contract.SecuritySchemes[f.name] = r.securityScheme(scheme)
		}
	}
	r.security = r.alternatives(r.root.field("security"))
}

func (r *reader) securityScheme(n node) SecurityScheme {
	s := SecurityScheme{
		Type:   n.field("type").text(),
		Scheme: strings.ToLower(n.field("scheme").text()),
		In:     n.field("in").text(),
		Name:   n.field("name").text(),
	}
	if r.swagger && s.Type == "basic" {
		s = SecurityScheme{Type: "http", Scheme: "basic"}
	}
	switch s.Type {
	case "apiKey":
		s.Scheme = ""
	case "http":
		s.In, s.Name = "", ""
	case "oauth2", "openIdConnect", "mutualTLS":
		s.Scheme, s.In, s.Name = "", "", ""
	default:
		r.warn(n.place(), "the type of the security scheme is %q, which no specification knows", s.Type)
	}
	return s
}

// operationSecurity is an operation's own security, also when it is empty, else that of the root.
func (r *reader) operationSecurity(op node) [][]string {
	own := op.field("security")
	if own.kind() == arrayKind {
		return r.alternatives(own)
	}
	return r.security
}

func (r *reader) alternatives(list node) [][]string {
	if all, read := r.securityCache[list]; read {
		return all
	}
	var all [][]string
	for _, item := range r.items(list) {
		if item.kind() != objectKind {
			r.warn(item.place(), "the security requirement is %s, not an object; it is left out", item.kind())
			continue
		}
		names := []string{}
		for _, f := range r.fields(item) {
			if _, known := r.contract.SecuritySchemes[f.name]; !known {
				r.warn(f.place, "the security scheme %q is not defined", f.name)
			}
			names = append(names, f.name)
		}
		all = append(all, names)
	}
	r.securityCache[list] = all
	return all
}
