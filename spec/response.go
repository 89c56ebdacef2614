package spec

import (
	"fmt"
	"slices"
	"strings"
)

// Response is the declared response for a status code: the one of the code itself, else that of
// its class ("2XX"), else the default. It is false when the contract declares none.
func (o *Operation) Response(status int) (*Response, bool) {
	code := fmt.Sprint(status)
	for _, key := range []string{code, code[:1] + "XX", "default"} {
		for i := range o.Responses {
			if strings.EqualFold(o.Responses[i].Status, key) {
				return &o.Responses[i], true
			}
		}
	}
	return nil, false
}

// Headers are the names of the fields that the response describes, in document order, without
// Content-Type, which the contract describes as media types.
func (r *Response) Headers() []string {
	var names []string
	for _, f := range r.object.field("headers").fields() {
		if !strings.EqualFold(f.name, "Content-Type") && !strings.HasPrefix(f.name, "x-openapi") {
			names = append(names, f.name)
		}
	}
	return names
}

// media is the Media Type Object for a media type as the contract writes it: in Swagger 2.0 the
// response itself.
func (r *Response) media(name string) node {
	if r.swagger {
		return r.object
	}
	media, err := r.object.field("content").field(name).deref()
	if err != nil {
		return node{}
	}
	return media
}

// mainSchema is the schema of the JSON content, else that of the first content that has one.
func (r *Response) mainSchema() node {
	names := slices.Clone(r.MediaTypes)
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	for _, name := range names {
		if schema := r.media(name).field("schema"); schema.exists() {
			return schema
		}
	}
	return node{}
}

// SchemaName is the name of the schema of the response's content, "" when it has none: the last
// segment of its $ref. For a list it is that of the items. What is wrapped in an object of its
// own ("data", "items", "_embedded") is looked for there.
func (r *Response) SchemaName() (name string, list bool) {
	return resourceName(r.mainSchema())
}

// SchemaName is the name of the schema of the body, as [Response.SchemaName] finds it.
func (b *Body) SchemaName() (name string, list bool) {
	ranked := b.ranked()
	if len(ranked) == 0 {
		return "", false
	}
	return resourceName(ranked[0].schema)
}
