package spec

// Contract is an OpenAPI document reduced to what a method-by-method check needs.
// It is read-only after [Load].
type Contract struct {
	// Title and Version are those of the Info Object; both may be empty.
	Title, Version string
	// Format names the specification and its version as written: "OpenAPI 3.1.0", "Swagger 2.0".
	Format string
	// Source is the file name, URL or "-" that was loaded.
	Source string
	// Servers are the root servers, in document order; never empty ("/" when none is given).
	Servers []Server
	// Paths are the path items, in document order.
	Paths []*PathItem
	// SecuritySchemes are the schemes by name.
	SecuritySchemes map[string]SecurityScheme
	// Warnings are what is wrong with the document and does not matter to the run, by file and line.
	Warnings []Problem

	schemas *schemaSet
}

// Place is a position in a document. The zero value is "unknown".
type Place struct {
	// File is the file name or URL as the user would write it.
	File string `json:"file,omitempty"`
	// Line counts from 1.
	Line int `json:"line,omitempty"`
}

// Problem is something wrong with a contract document.
type Problem struct {
	Place
	Text string `json:"text"`
}

// Server is a base URL of the contract, its variables replaced by their defaults.
type Server struct {
	URL string
	Place
}

// PathItem is one path template and what the contract says of it.
type PathItem struct {
	// Template is the key as written, without a query string or fragment: "/tasks/{id}".
	Template string
	Place
	// Operations are the declared operations, in document order, OpenAPI 3.2 query and
	// additionalOperations included.
	Operations []*Operation
	// Parameters are the distinct path parameters of the template, in template order, also those
	// that the contract forgets to describe (their schema is then empty).
	Parameters []*Parameter
	// Servers override the root servers; empty means no override.
	Servers []Server

	segments []segment
}

// Operation is one declared method of a path.
type Operation struct {
	// Method is the method token, case as it is sent.
	Method string
	// ID is the operationId; may be empty.
	ID string
	Place
	// Parameters are the operation's own and its path item's, the former overriding the latter,
	// path parameters included, in document order. Header parameters named Accept, Content-Type
	// and Authorization are left out (OpenAPI 3.1.0, Parameter Object).
	Parameters []*Parameter
	// Body is nil when the operation declares no request body.
	Body *Body
	// Responses are the declared responses, in document order.
	Responses []Response
	// Security lists the alternatives: each names the schemes that are needed together.
	// nil or empty means that no credential is needed; an alternative without schemes does too.
	Security [][]string
	// Servers override those of the path item and of the root; empty means no override.
	Servers []Server
	// Deprecated is the contract's mark.
	Deprecated bool
}

// Parameter is a Parameter Object.
type Parameter struct {
	Name string
	// In is "path", "query", "header" or "cookie".
	In       string
	Required bool
	Place

	style   string // as written; "" means the default of In
	explode *bool
	schema  node // absent when the contract gives none
	object  node // the Parameter Object, for its example, examples and content; may be absent
}

// Body is a Request Body Object.
type Body struct {
	Required bool
	// Content are the media types in document order.
	Content []MediaType
	Place
}

// MediaType is one entry of a content map.
type MediaType struct {
	// Name is the media type as written: "application/json; charset=utf-8".
	Name string

	schema  node // absent when the contract gives none
	object  node // the Media Type Object, for example and examples
	schemas *schemaSet
}

// Response is a declared response. [Response.Check] holds an answer against it.
type Response struct {
	// Status is the key as written: "200", "2XX", "default".
	Status string
	// MediaTypes are the keys of its content, in document order.
	MediaTypes []string

	object   node // the Response Object; absent when its reference leads nowhere
	swagger  bool
	contract *Contract
}

// SecurityScheme is a Security Scheme Object, Swagger 2.0 ones included.
type SecurityScheme struct {
	// Type is "apiKey", "http", "oauth2", "openIdConnect" or "mutualTLS".
	Type string
	// Scheme is the HTTP authentication scheme of type "http", in lower case: "basic", "bearer".
	Scheme string
	// In and Name say where an apiKey goes: "header", "query" or "cookie".
	In, Name string
	// Flows are the flows of type "oauth2", in document order.
	Flows []Flow
	// DiscoveryURL is where the provider of type "openIdConnect" describes itself.
	DiscoveryURL string
	// Scopes are those that the contract's operations demand of types "oauth2" and
	// "openIdConnect", each once, in the order of the alternatives that name them.
	Scopes []string
}

// Flow is one way to a token of an "oauth2" scheme.
type Flow struct {
	// Grant is "clientCredentials", "password", "authorizationCode", "implicit" or another key as
	// written; Swagger 2.0's names are translated to these.
	Grant string
	// TokenURL is as written, and may be relative to the server; empty when there is none.
	TokenURL string
}

// Operation returns the declared operation of a method, nil when the path does not declare it.
func (p *PathItem) Operation(method string) *Operation {
	for _, op := range p.Operations {
		if op.Method == method {
			return op
		}
	}
	return nil
}
