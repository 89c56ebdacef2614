package spec

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func swagger(text string) string { return "swagger: '2.0'\n" + text }

func TestSwaggerServers(t *testing.T) {
	tests := map[string]struct {
		text string
		want []Server
	}{
		"nothing":                        {"", []Server{{URL: "/"}}},
		"basePath":                       {"basePath: /v1\n", []Server{{"/v1", Place{"-", 3}}}},
		"basePath without slash":         {"basePath: v1\n", []Server{{"/v1", Place{"-", 3}}}},
		"host":                           {"host: a.example:81\n", []Server{{"https://a.example:81", Place{"-", 3}}}},
		"schemes, host and basePath":     {"basePath: /v1\nschemes: [http, https]\nhost: a.example\n", []Server{{"http://a.example/v1", Place{"-", 5}}, {"https://a.example/v1", Place{"-", 5}}}},
		"servers are not of Swagger 2.0": {"servers: [{url: /v3}]\n", []Server{{URL: "/"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, mustLoad(t, swagger("paths: {/a: {}}\n"+test.text)).Servers)
		})
	}
}

func TestSwaggerParameters(t *testing.T) {
	c := mustLoad(t, swagger(`
parameters: {P: {name: p, in: header, type: string, enum: [x]}}
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, type: integer, format: int64, x-example: 7}]
    get:
      parameters:
        - {$ref: '#/parameters/P'}
        - {name: csv, in: query, type: array, items: {type: string}}
        - {name: multi, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: ssv, in: query, type: array, collectionFormat: ssv}
        - {name: pipes, in: query, type: array, collectionFormat: pipes}
        - {name: tsv, in: query, type: array, collectionFormat: tsv}
        - {name: c, in: cookie}
`))
	get := c.Paths[0].Operation("GET").Parameters
	assert.Equal(t, []string{"path id", "header p", "query csv", "query multi", "query ssv", "query pipes", "query tsv"}, described(get))
	assert.Equal(t, map[string]any{"type": "integer", "format": "int64", "x-example": json.Number("7")}, get[0].schema.value())
	assert.Equal(t, "id", get[0].object.field("name").text())
	assert.Nil(t, get[0].explode)
	assert.Equal(t, map[string]any{"type": "string", "enum": []any{"x"}}, get[1].schema.value())
	for i, want := range []struct {
		style   string
		explode bool
	}{{"", false}, {"form", true}, {"spaceDelimited", false}, {"pipeDelimited", false}, {"", false}} {
		p := get[i+2]
		require.NotNil(t, p.explode, p.Name)
		assert.Equal(t, want.style, p.style, p.Name)
		assert.Equal(t, want.explode, *p.explode, p.Name)
	}
	assert.Equal(t, []string{
		`14: the collectionFormat "tsv" of "tsv" is read as "csv"`,
		`15: the parameter "c" is in "cookie", which is not one of path, query, header, formData, body; it is left out`,
	}, lines(c.Warnings))
}

func TestSwaggerBodies(t *testing.T) {
	c := mustLoad(t, swagger(`
consumes: [application/json, application/xml]
definitions: {D: {type: object}}
paths:
  /a:
    parameters: [{name: d, in: body, required: true, schema: {$ref: '#/definitions/D'}}]
    post: {}
    put: {consumes: [text/plain]}
    patch: {consumes: []}
    delete: {parameters: [{name: other, in: body, schema: {type: string}}]}
`))
	post := c.Paths[0].Operation("POST")
	require.NotNil(t, post.Body)
	assert.Empty(t, post.Parameters)
	assert.True(t, post.Body.Required)
	assert.Equal(t, 7, post.Body.Line)
	assert.Equal(t, []string{"application/json", "application/xml"}, contentNames(post.Body))
	schema, err := post.Body.Content[1].schema.deref()
	require.NoError(t, err)
	assert.Equal(t, "object", schema.field("type").text())
	assert.Equal(t, []string{"text/plain"}, contentNames(c.Paths[0].Operation("PUT").Body))
	assert.Equal(t, []string{"application/json"}, contentNames(c.Paths[0].Operation("PATCH").Body))
	deleted := c.Paths[0].Operation("DELETE").Body
	assert.False(t, deleted.Required, "an operation's own body counts more")
	assert.Equal(t, "string", deleted.Content[0].schema.field("type").text())
}

func contentNames(b *Body) []string {
	var names []string
	for _, m := range b.Content {
		names = append(names, m.Name)
	}
	return names
}

func TestSwaggerForms(t *testing.T) {
	field := "{name: a, in: formData, required: true, type: string, maxLength: 3}, {name: b, in: formData, type: integer}"
	file := "{name: f, in: formData, type: file}"
	c := mustLoad(t, swagger(`
paths:
  /a:
    post: {parameters: [`+field+`]}
    put: {parameters: [`+field+`, `+file+`]}
    patch: {parameters: [`+field+`], consumes: [application/json, multipart/form-data; boundary=x, application/x-www-form-urlencoded]}
    delete: {parameters: [`+file+`], consumes: [application/x-www-form-urlencoded]}
    get: {parameters: [`+file+`, {name: body, in: body, schema: {type: string}}]}
`))
	form := func(method string) *Body { return c.Paths[0].Operation(method).Body }
	assert.Equal(t, []string{"application/x-www-form-urlencoded"}, contentNames(form("POST")))
	assert.True(t, form("POST").Required)
	assert.Equal(t, map[string]any{
		"type":     "object",
		"required": []any{"a"},
		"properties": map[string]any{
			"a": map[string]any{"type": "string", "maxLength": json.Number("3")},
			"b": map[string]any{"type": "integer"},
		},
	}, form("POST").Content[0].schema.value())
	assert.Equal(t, []string{"multipart/form-data"}, contentNames(form("PUT")))
	assert.Equal(t, map[string]any{"type": "string", "format": "binary"}, form("PUT").Content[0].schema.field("properties").field("f").value())
	assert.Equal(t, []string{"multipart/form-data; boundary=x", "application/x-www-form-urlencoded"}, contentNames(form("PATCH")))
	assert.Equal(t, []string{"multipart/form-data"}, contentNames(form("DELETE")), "a file is never urlencoded")
	assert.False(t, form("DELETE").Required)
	assert.Equal(t, []string{"application/json"}, contentNames(form("GET")), "a body counts more than a form")
}

func TestSwaggerResponses(t *testing.T) {
	c := mustLoad(t, swagger(`
produces: [application/json]
responses: {R: {schema: {type: string}}}
paths:
  /a:
    get:
      responses:
        200: {schema: {type: string}}
        204: {description: nothing}
        default: {$ref: '#/responses/R'}
    put:
      produces: [text/csv]
      responses: {200: {schema: {}}}
`))
	assert.Equal(t, []Response{{Status: "200", MediaTypes: []string{"application/json"}}, {Status: "204", MediaTypes: nil}, {Status: "default", MediaTypes: []string{"application/json"}}}, documented(c.Paths[0].Operation("GET").Responses))
	assert.Equal(t, []Response{{Status: "200", MediaTypes: []string{"text/csv"}}}, documented(c.Paths[0].Operation("PUT").Responses))
}

func TestSwaggerSecurity(t *testing.T) {
	c := mustLoad(t, swagger(`
securityDefinitions:
  basic: {type: basic}
  key: {type: apiKey, in: query, name: k}
  oauth: {type: oauth2, flow: application, tokenUrl: /token}
security: [{basic: []}]
paths: {/a: {get: {}, put: {security: [{key: [], oauth: [a]}]}}}
`))
	assert.Equal(t, map[string]SecurityScheme{
		"basic": {Type: "http", Scheme: "basic"},
		"key":   {Type: "apiKey", In: "query", Name: "k"},
		"oauth": {Type: "oauth2", Flows: []Flow{{"clientCredentials", "/token"}}, Scopes: []string{"a"}},
	}, c.SecuritySchemes)
	assert.Equal(t, [][]string{{"basic"}}, c.Paths[0].Operation("GET").Security)
	assert.Equal(t, [][]string{{"key", "oauth"}}, c.Paths[0].Operation("PUT").Security)
}
