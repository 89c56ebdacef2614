package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParametersOfOperationsOverrideThoseOfThePathItem(t *testing.T) {
	c := mustLoad(t, `openapi: 3.1.0
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: q, in: query, schema: {type: string}}
      - {name: shared, in: header}
    get:
      parameters:
        - {name: own, in: cookie, style: form, explode: false, required: true}
        - {name: q, in: query, required: true, schema: {type: integer}}
        - {name: q, in: header}
    put: {}
`)
	require.Empty(t, c.Warnings)
	get := c.Paths[0].Operation("GET").Parameters
	require.Len(t, get, 5)
	assert.Equal(t, []string{"path id", "query q", "header shared", "cookie own", "header q"}, described(get))
	assert.True(t, get[1].Required)
	assert.Equal(t, 11, get[1].Line)
	assert.Equal(t, "integer", get[1].schema.field("type").text())
	assert.Equal(t, "q", get[1].object.field("name").text())
	assert.Equal(t, "form", get[3].style)
	require.NotNil(t, get[3].explode)
	assert.False(t, *get[3].explode)
	assert.Nil(t, get[4].explode)
	assert.False(t, get[4].schema.exists())

	put := c.Paths[0].Operation("PUT").Parameters
	assert.Equal(t, []string{"path id", "query q", "header shared"}, described(put))
	assert.False(t, put[1].Required)
	assert.Equal(t, []*Parameter{put[0]}, c.Paths[0].Parameters)
}

func described(parameters []*Parameter) []string {
	var all []string
	for _, p := range parameters {
		all = append(all, p.In+" "+p.Name)
	}
	return all
}

func TestPathParametersFollowTheTemplate(t *testing.T) {
	c := mustLoad(t, `openapi: 3.1.0
paths:
  /a/{x}/{y}.{z}/{x}:
    get:
      parameters: [{name: z, in: path}, {name: X, in: path, required: true}]
    put:
      parameters: [{name: y, in: path, schema: {type: integer}}]
`)
	item := c.Paths[0]
	assert.Equal(t, []string{"path x", "path y", "path z"}, described(item.Parameters))
	for _, p := range item.Parameters {
		assert.True(t, p.Required, p.Name)
	}
	assert.Equal(t, "integer", item.Parameters[1].schema.field("type").text(), "the description of another operation")
	assert.False(t, item.Parameters[0].schema.exists())
	assert.Equal(t, []string{"path z", "path x", "path y"}, described(item.Operation("GET").Parameters))
	assert.Same(t, item.Parameters[1], item.Operation("GET").Parameters[2])
	assert.Equal(t, []string{
		`3: the parameter "x" of the path "/a/{x}/{y}.{z}/{x}" is described nowhere`,
		`5: the path parameter "X" does not occur in "/a/{x}/{y}.{z}/{x}"; it is left out`,
	}, lines(c.Warnings))
}

func TestPathParametersWithoutOperationsAreThoseOfTheTemplate(t *testing.T) {
	c := mustLoad(t, withPaths("  /a/{x}: {}\n"))
	assert.Equal(t, []string{"path x"}, described(c.Paths[0].Parameters))
}

func TestIgnoredHeaderParametersAreLeftOut(t *testing.T) {
	c := mustLoad(t, withPaths("  /a:\n    get: {parameters: [{name: ACCEPT, in: header}, {name: Content-Type, in: header}, {name: authorization, in: header}, {name: X-A, in: header}, {name: accept, in: query}]}\n"))
	assert.Equal(t, []string{"header X-A", "query accept"}, described(c.Paths[0].Operations[0].Parameters))
	assert.Empty(t, c.Warnings)
}

func TestRepeatedParametersAreReported(t *testing.T) {
	c := mustLoad(t, withPaths("  /a:\n    get:\n      parameters:\n        - {name: q, in: query, style: one}\n        - {name: q, in: query, style: two}\n"))
	require.Len(t, c.Paths[0].Operations[0].Parameters, 1)
	assert.Equal(t, "two", c.Paths[0].Operations[0].Parameters[0].style)
	assert.Equal(t, []string{`7: the query parameter "q" is described twice in one list; the last one counts`}, lines(c.Warnings))
}

func TestOperationFields(t *testing.T) {
	c := mustLoad(t, `openapi: 3.1.0
components:
  parameters: {P: {name: p, in: query}}
  requestBodies:
    B: {$ref: '#/components/requestBodies/C'}
    C:
      required: true
      content:
        application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/S'}, example: {a: 1}}
        text/plain:
        x-note: 1
  responses:
    R: {content: {text/html: {}, application/json: {}}}
  schemas: {S: {type: object}}
paths:
  /a:
    post:
      operationId: op
      deprecated: true
      servers: [{url: /op}]
      parameters: [{$ref: '#/components/parameters/P'}]
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses:
        201: {$ref: '#/components/responses/R'}
        '4XX': {description: x}
        default: {$ref: '#/components/responses/R'}
        404: {$ref: '#/nowhere'}
        x-note: 1
    get:
      requestBody: {$ref: '#/components/requestBodies/C'}
`)
	op := c.Paths[0].Operation("POST")
	assert.Equal(t, "op", op.ID)
	assert.True(t, op.Deprecated)
	assert.Equal(t, "/op", op.Servers[0].URL)
	assert.Equal(t, []string{"query p"}, described(op.Parameters))
	assert.Equal(t, []Response{
		{Status: "201", MediaTypes: []string{"text/html", "application/json"}},
		{Status: "4XX", MediaTypes: nil},
		{Status: "default", MediaTypes: []string{"text/html", "application/json"}},
		{Status: "404", MediaTypes: nil},
	}, documented(op.Responses))
	require.NotNil(t, op.Body)
	assert.True(t, op.Body.Required)
	assert.Equal(t, 7, op.Body.Line)
	require.Len(t, op.Body.Content, 2)
	assert.Equal(t, "application/json; charset=utf-8", op.Body.Content[0].Name)
	schema, err := op.Body.Content[0].schema.deref()
	require.NoError(t, err)
	assert.Equal(t, "object", schema.field("type").text())
	assert.True(t, op.Body.Content[0].object.field("example").exists())
	assert.False(t, op.Body.Content[1].schema.exists())
	assert.Equal(t, []string{`27: following the reference "#/nowhere": there is no /nowhere in standard input`}, lines(c.Warnings))
	get := c.Paths[0].Operation("GET")
	assert.Same(t, op.Body, get.Body, "what is shared is read once")
	assert.Nil(t, get.Responses)
	assert.False(t, get.Deprecated)
}

func TestOperationsMayBeReferredTo(t *testing.T) {
	c := mustLoad(t, "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      $ref: '#/x-op'\nx-op: {operationId: far, responses: {200: {}}}\n")
	op := c.Paths[0].Operations[0]
	assert.Equal(t, "far", op.ID)
	assert.Equal(t, []Response{{Status: "200"}}, documented(op.Responses))
	assert.Equal(t, 4, op.Line)
}

func TestSecurity(t *testing.T) {
	c := mustLoad(t, `openapi: 3.1.0
security: [{A: []}]
components:
  securitySchemes:
    A: {type: http, scheme: Bearer, name: ignored}
    B: {type: apiKey, in: cookie, name: sid, scheme: ignored}
    C: {$ref: '#/components/securitySchemes/B'}
    D: {type: oauth2, flows: {password: {tokenUrl: token}, clientCredentials: {tokenUrl: 'https://a.example/t'}, x-note: 1}}
    E: {type: openIdConnect, openIdConnectUrl: 'https://a.example/.well-known/openid-configuration'}
    F: {type: mutualTLS}
    G: {type: magic}
    x-note: 1
paths:
  /a:
    get: {}
    put: {security: []}
    post: {security: [{}, {B: [], D: [read]}]}
    delete: {security: [{Z: []}, text]}
    patch: {security: [{D: [write, read], B: [role]}]}
`)
	assert.Equal(t, map[string]SecurityScheme{
		"A": {Type: "http", Scheme: "bearer"},
		"B": {Type: "apiKey", In: "cookie", Name: "sid"},
		"C": {Type: "apiKey", In: "cookie", Name: "sid"},
		"D": {Type: "oauth2", Flows: []Flow{{"password", "token"}, {"clientCredentials", "https://a.example/t"}}, Scopes: []string{"read", "write"}},
		"E": {Type: "openIdConnect", DiscoveryURL: "https://a.example/.well-known/openid-configuration"},
		"F": {Type: "mutualTLS"},
		"G": {Type: "magic"},
	}, c.SecuritySchemes)
	item := c.Paths[0]
	assert.Equal(t, [][]string{{"A"}}, item.Operation("GET").Security)
	assert.Empty(t, item.Operation("PUT").Security)
	assert.Equal(t, [][]string{{}, {"B", "D"}}, item.Operation("POST").Security)
	assert.Equal(t, [][]string{{"Z"}}, item.Operation("DELETE").Security)
	assert.Equal(t, []string{
		`11: the type of the security scheme is "magic", which no specification knows`,
		`18: the security scheme "Z" is not defined`,
		`18: the security requirement is a string, not an object; it is left out`,
	}, lines(c.Warnings))
}
