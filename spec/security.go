package spec

import (
	"slices"
	"strings"
)

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
	case "oauth2":
		s.Scheme, s.In, s.Name, s.Flows = "", "", "", r.flows(n)
	case "openIdConnect":
		s.Scheme, s.In, s.Name, s.DiscoveryURL = "", "", "", n.field("openIdConnectUrl").text()
	case "mutualTLS":
		s.Scheme, s.In, s.Name = "", "", ""
	default:
		r.warn(n.place(), "the type of the security scheme is %q, which no specification knows", s.Type)
	}
	return s
}

// swaggerGrants are the names of OpenAPI 3 for the flows of Swagger 2.0 that have other ones.
var swaggerGrants = map[string]string{"application": "clientCredentials", "accessCode": "authorizationCode"}

// flows reads the ways to a token; Swagger 2.0 has one for each scheme.
func (r *reader) flows(n node) []Flow {
	if r.swagger {
		grant := n.field("flow").text()
		if name, ok := swaggerGrants[grant]; ok {
			grant = name
		}
		return []Flow{{Grant: grant, TokenURL: n.field("tokenUrl").text()}}
	}
	var flows []Flow
	for _, f := range n.field("flows").fields() {
		if !strings.HasPrefix(f.name, "x-") {
			flows = append(flows, Flow{Grant: f.name, TokenURL: f.value.field("tokenUrl").text()})
		}
	}
	return flows
}

// mostScopes bounds what is kept of a contract that names scopes without end.
const mostScopes = 256

// demandScopes notes the scopes that a security requirement asks of a scheme. Schemes of other
// types name roles there, which no token endpoint knows.
func (r *reader) demandScopes(name string, list node) {
	scheme := r.contract.SecuritySchemes[name]
	if scheme.Type != "oauth2" && scheme.Type != "openIdConnect" {
		return
	}
	for _, item := range r.items(list) {
		if scope := item.text(); scope != "" && len(scheme.Scopes) < mostScopes && !slices.Contains(scheme.Scopes, scope) {
			scheme.Scopes = append(scheme.Scopes, scope)
		}
	}
	r.contract.SecuritySchemes[name] = scheme
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
			r.demandScopes(f.name, f.value)
			names = append(names, f.name)
		}
		all = append(all, names)
	}
	r.securityCache[list] = all
	return all
}
