package spec

import (
	"fmt"
	"strings"
)

// reader turns the documents of one contract into a [Contract].
type reader struct {
	loader   *loader
	root     node
	contract *Contract
	swagger  bool
	// minor is the second number of an OpenAPI 3 version.
	minor    string
	security [][]string // of the root
	problems []Problem
	// entries counts what was read; references and aliases can multiply it.
	entries int

	// What many operations refer to is read once, and shared.
	parameterCache map[node]*Parameter
	bodyCache      map[node]*Body
	serverCache    map[node][]Server
	securityCache  map[node][][]string
	typeCache      map[node][]string   // media types of a response
	rootTypes      map[string][]string // consumes and produces of the root
}

func newReader(l *loader, doc *document) *reader {
	return &reader{
		loader:         l,
		root:           doc.root(),
		contract:       &Contract{Source: l.at.name()},
		parameterCache: map[node]*Parameter{},
		bodyCache:      map[node]*Body{},
		serverCache:    map[node][]Server{},
		securityCache:  map[node][][]string{},
		typeCache:      map[node][]string{},
		rootTypes:      map[string][]string{},
	}
}

// readContract reads what the tool needs; problems that leave nothing to check are a [*LoadError].
func readContract(l *loader, doc *document) (*Contract, error) {
	r := newReader(l, doc)
	r.fields(r.root) // reports keys that are written twice
	if r.readVersion() {
		r.contract.schemas = newSchemaSet(!r.swagger && r.minor != "0")
		info := r.root.field("info")
		r.contract.Title = info.field("title").text()
		r.contract.Version = info.field("version").text()
		r.readServers()
		r.readSecurity()
		r.readPaths()
	}
	if len(r.problems) > 0 {
		return nil, &LoadError{Problems: l.sortedProblems(r.problems)}
	}
	return r.contract, nil
}

func (r *reader) fail(at Place, text string) {
	if len(r.problems) < maxProblems {
		r.problems = append(r.problems, Problem{Place: at, Text: printable(text)})
	}
}

func (r *reader) warn(at Place, format string, args ...any) {
	r.loader.warn(at, fmt.Sprintf(format, args...))
}

// start is where the document begins: where a missing key is reported.
func (r *reader) start() Place { return Place{File: r.root.doc.name, Line: 1} }

// readVersion reports whether the document is one that can be read.
func (r *reader) readVersion() bool {
	if r.root.kind() != objectKind {
		r.fail(r.start(), fmt.Sprintf("the top level is %s, not an object; an OpenAPI contract begins with \"openapi: 3.1.0\"", r.root.kind()))
		return false
	}
	openapi, swagger := r.root.field("openapi"), r.root.field("swagger")
	switch {
	case openapi.exists():
		return r.readOpenAPIVersion(openapi)
	case swagger.exists():
		return r.readSwaggerVersion(swagger)
	default:
		r.fail(r.start(), "there is neither an \"openapi\" nor a \"swagger\" key; "+resemblance(r.root))
		return false
	}
}

const supported = "3.0, 3.1 and 3.2 and Swagger 2.0 are supported"

func (r *reader) readOpenAPIVersion(version node) bool {
	text := strings.TrimSpace(version.text())
	r.contract.Format = "OpenAPI " + text
	for _, minor := range []string{"0", "1", "2"} {
		if rest, ok := strings.CutPrefix(text, "3."+minor); ok && (rest == "" || strings.ContainsAny(rest[:1], ".-+")) {
			r.minor = minor
			r.warnUnquoted(version)
			return true
		}
	}
	if text == "" {
		r.fail(version.place(), fmt.Sprintf("\"openapi\" is %s, not a version such as \"3.1.0\"", describe(version)))
		return false
	}
	hint := ""
	if strings.HasPrefix(text, "2") {
		hint = "; for 2.0 the key is \"swagger\""
	}
	r.fail(version.place(), fmt.Sprintf("OpenAPI version %q is not supported; %s%s", text, supported, hint))
	return false
}

func (r *reader) readSwaggerVersion(version node) bool {
	text := strings.TrimSpace(version.text())
	r.contract.Format = "Swagger " + text
	if text == "2" || text == "2.0" {
		r.swagger = true
		r.warnUnquoted(version)
		return true
	}
	r.fail(version.place(), fmt.Sprintf("Swagger version %q is not supported; OpenAPI %s", text, supported))
	return false
}

func (r *reader) warnUnquoted(version node) {
	if version.kind() == numberKind {
		r.warn(version.place(), "the version %s is a number; write it in quotes", version.text())
	}
}

// describe is a value's kind, and "an empty string" for one.
func describe(n node) string {
	if n.kind() == stringKind && n.text() == "" {
		return "an empty string"
	}
	return n.kind().String()
}

// readServers reads the root's servers; "/" when there are none (OpenAPI 3.1.0, OpenAPI Object).
func (r *reader) readServers() {
	if r.swagger {
		r.contract.Servers = r.swaggerServers()
	} else {
		r.contract.Servers = r.servers(r.root)
	}
	if len(r.contract.Servers) == 0 {
		r.contract.Servers = []Server{{URL: "/"}}
	}
}

// servers are those of an OpenAPI, Path Item or Operation Object.
func (r *reader) servers(owner node) []Server {
	list := owner.field("servers")
	if list.exists() && list.kind() != arrayKind && list.kind() != nullKind {
		r.warn(list.place(), "\"servers\" is %s, not an array; it is left out", list.kind())
	}
	if servers, read := r.serverCache[list]; read {
		return servers
	}
	var servers []Server
	for _, s := range r.items(list) {
		s, ok := r.follow(s)
		if !ok {
			continue
		}
		text := strings.TrimSpace(s.field("url").text())
		if text == "" {
			r.warn(s.place(), "the server has no url; it is left out")
			continue
		}
		servers = append(servers, Server{URL: r.expand(text, s), Place: s.place()})
	}
	r.serverCache[list] = servers
	return servers
}

// expand puts the defaults of a server's variables into its URL.
func (r *reader) expand(text string, server node) string {
	variables := server.field("variables")
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !ok || !closed {
			if ok {
				b.WriteString("{" + rest)
			}
			return b.String()
		}
		b.WriteString(r.variable(name, variables.field(name), server))
		text = after
	}
}

func (r *reader) variable(name string, variable, server node) string {
	fallback := variable.field("default")
	switch choices := variable.field("enum").items(); {
	case fallback.exists() && fallback.kind() != nullKind:
		return fallback.text()
	case len(choices) > 0:
		r.warn(variable.place(), "the server variable %q has no default; the first of its enum is taken", name)
		return choices[0].text()
	default:
		r.warn(server.place(), "the server variable %q has no default", name)
		return "{" + name + "}"
	}
}

// follow dereferences an object that is left out when it is none.
func (r *reader) follow(n node) (node, bool) {
	target, err := n.deref()
	if err != nil {
		r.loader.warnError(n, err)
		return node{}, false
	}
	if target.kind() != objectKind {
		r.warn(target.place(), "here is %s instead of an object; it is left out", target.kind())
		return node{}, false
	}
	return target, true
}
