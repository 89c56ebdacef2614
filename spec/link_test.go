package spec

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLinks(t *testing.T) {
	c := mustLoad(t, `
openapi: 3.0.3
paths:
  /tasks:
    post:
      responses:
        201:
          links:
            byId:
              operationId: getTask
              parameters: {path.id: '$response.body#/task/id', x: 'p-{$response.body#/task/id}', n: 5, l: $response.header.Location, lost: '$response.body#/nothing', o: '$response.body#/task'}
            byRef: {operationRef: 'other.yaml#/paths/~1tasks~1%7Bid%7D/put', requestBody: '$request.body'}
            shared: {$ref: '#/components/links/L'}
            elsewhere: {operationId: unheard-of, requestBody: {a: 1}}
  /tasks/{id}:
    get: {operationId: getTask, parameters: [{name: id, in: path}]}
    put: {parameters: [{name: id, in: path}]}
components:
  links:
    L: {operationRef: '#/paths/~1tasks~1{id}/get', parameters: {id: $request.path.id, q: $request.query.q, m: $method, s: $statusCode, u: $url, h: $request.header.X-A}}
`)
	r, ok := c.Paths[0].Operations[0].Response(201)
	require.True(t, ok)
	links := r.Links()
	require.Len(t, links, 4)
	from := LinkSource{
		Method: "POST", URL: "http://h/tasks?q=a+b", Status: 201, Path: map[string]string{"id": "7"},
		RequestFields: http.Header{"X-A": {"1"}}, RequestContent: []byte(`{"r":1}`),
		Fields: http.Header{"Location": {"/tasks/9"}}, Content: []byte(`{"task":{"id":9007199254740993}}`),
	}
	assert.Equal(t, "/tasks/{id} GET", links[0].Template+" "+links[0].Method)
	assert.Equal(t, LinkParameter{Name: "id", In: "path", Expression: "$response.body#/task/id"}, links[0].Parameters[0])
	assert.Equal(t, map[string]string{"id": "9007199254740993", "x": "p-9007199254740993", "n": "5", "l": "/tasks/9"}, links[0].Values(from))
	assert.Equal(t, "/tasks/{id} PUT", links[1].Template+" "+links[1].Method)
	body, ok := links[1].Body(from)
	assert.True(t, ok)
	assert.Equal(t, `{"r":1}`, string(body))
	assert.Equal(t, "/tasks/{id} GET", links[2].Template+" "+links[2].Method)
	assert.Equal(t, map[string]string{"id": "7", "q": "a b", "m": "POST", "s": "201", "u": "http://h/tasks?q=a+b", "h": "1"}, links[2].Values(from))
	assert.Empty(t, links[2].Values(LinkSource{}))
	assert.Empty(t, links[3].Template)
	assert.True(t, links[0].Gives("id", "path"))
	assert.False(t, links[0].Gives("id", "query"))
	assert.True(t, links[0].Gives("x", "query"))
	text, ok := links[0].Value("id", "path", from)
	assert.True(t, ok)
	assert.Equal(t, "9007199254740993", text)
	_, ok = links[0].Value("lost", "query", from)
	assert.False(t, ok)
	assert.True(t, links[1].HasBody())
	assert.False(t, links[2].HasBody())
	body, ok = links[3].Body(from)
	assert.True(t, ok)
	assert.Equal(t, `{"a":1}`, string(body))
}

func TestSchemaName(t *testing.T) {
	const components = `{schemas: {
		Task: {properties: {id: {type: integer}, lines: {type: array, items: {$ref: '#/components/schemas/Line'}}}}, Line: {properties: {n: {}}},
		Page: {properties: {total: {type: integer}, tasks: {type: array, items: {$ref: '#/components/schemas/Task'}}}},
		Order: {properties: {name: {type: string}, lines: {type: array, items: {$ref: '#/components/schemas/Line'}}}},
		Wrapped: {properties: {data: {$ref: '#/components/schemas/Task'}}}, Base: {properties: {ok: {type: boolean}}}}}`
	for schema, want := range map[string]struct {
		name string
		list bool
	}{
		`{$ref: '#/components/schemas/Task'}`:                                                                                             {"Task", false},
		`{type: array, items: {$ref: '#/components/schemas/Task'}}`:                                                                       {"Task", true},
		`{$ref: '#/components/schemas/Page'}`:                                                                                             {"Task", true},
		`{$ref: '#/components/schemas/Wrapped'}`:                                                                                          {"Task", false},
		`{$ref: '#/components/schemas/Order'}`:                                                                                            {"Order", false},
		`{properties: {data: {type: array, items: {allOf: [{$ref: '#/components/schemas/Task'}]}}}}`:                                      {"Task", true},
		`{properties: {_embedded: {properties: {tasks: {type: array, items: {$ref: '#/components/schemas/Task'}}}}}}`:                     {"Task", true},
		`{allOf: [{$ref: '#/components/schemas/Base'}, {properties: {data: {type: array, items: {$ref: '#/components/schemas/Task'}}}}]}`: {"Task", true},
		`{anyOf: [{$ref: '#/components/schemas/Task'}, {type: 'null'}]}`:                                                                  {"Task", false},
		`{type: object}`: {"", false},
		`{type: string}`: {"", false},
	} {
		t.Run(schema, func(t *testing.T) {
			r, _ := contractOf(t, "3.1.0", "{content: {text/csv: {}, application/json: {schema: "+schema+"}}}", components).Paths[0].Operations[0].Response(200)
			name, list := r.SchemaName()
			assert.Equal(t, want.name, name)
			assert.Equal(t, want.list, list)
		})
	}
}
