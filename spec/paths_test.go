package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPathItemsKeepTheirOrderAndPlaces(t *testing.T) {
	for name, text := range map[string]string{
		"YAML": "openapi: 3.0.0\npaths:\n  /z:\n    post: {}\n    get: {}\n  /a:\n    summary: x\n    delete: {}\n",
		"JSON": "{\"openapi\": \"3.0.0\",\n\"paths\": {\n\"/z\": {\n\"post\": {},\n\"get\": {}},\n\"/a\": {\n\"summary\": \"x\",\n\"delete\": {}}}}",
	} {
		t.Run(name, func(t *testing.T) {
			c := mustLoad(t, text)
			assert.Equal(t, []string{"POST /z", "GET /z", "DELETE /a"}, operations(c))
			assert.Equal(t, "OpenAPI 3.0.0", c.Format)
			assert.Equal(t, "-", c.Source)
			assert.Equal(t, 3, c.Paths[0].Line)
			assert.Equal(t, 4, c.Paths[0].Operations[0].Line)
			assert.Equal(t, 6, c.Paths[1].Line)
			assert.Equal(t, 8, c.Paths[1].Operation("DELETE").Line)
			assert.Equal(t, "-", c.Paths[1].File)
		})
	}
}

func TestMethods(t *testing.T) {
	all := "  /a: {get: {}, put: {}, post: {}, delete: {}, options: {}, head: {}, patch: {}, trace: {}}\n"
	query := "  /a:\n    query: {}\n    additionalOperations:\n      COPY: {operationId: c}\n      purge: {}\n      'NOT A TOKEN': {}\n      x-note: text\n      GET: {}\n"
	tests := map[string]struct {
		text       string
		operations []string
		warnings   []string
	}{
		"the eight of OpenAPI 3.0": {"openapi: 3.0.3\npaths:\n" + all, []string{"GET /a", "PUT /a", "POST /a", "DELETE /a", "OPTIONS /a", "HEAD /a", "PATCH /a", "TRACE /a"}, nil},
		"those of Swagger 2.0":     {"swagger: '2.0'\npaths:\n" + all, []string{"GET /a", "PUT /a", "POST /a", "DELETE /a", "OPTIONS /a", "HEAD /a", "PATCH /a", "TRACE /a"}, []string{`3: "trace" came with OpenAPI 3.0; it is read all the same`}},
		"those of OpenAPI 3.2": {"openapi: 3.2.0\npaths:\n" + query, []string{"QUERY /a", "COPY /a", "purge /a", "GET /a"}, []string{
			`8: "NOT A TOKEN" cannot be a method; it is left out`,
			`10: GET has a key of its own, "get"; it is read all the same`,
		}},
		"query before OpenAPI 3.2":             {"openapi: 3.1.0\npaths:\n  /a: {query: {}}\n", []string{"QUERY /a"}, []string{`3: "query" came with OpenAPI 3.2; it is read all the same`}},
		"additionalOperations that is no map":  {"openapi: 3.2.0\npaths:\n  /a: {get: {}, additionalOperations: [COPY]}\n", []string{"GET /a"}, []string{`3: "additionalOperations" is an array, not an object; it is left out`}},
		"capitals":                             {"openapi: 3.1.0\npaths:\n  /a:\n    Post: {}\n", []string{"POST /a"}, []string{`4: the key "Post" is read as "post": methods are written in lower case here`}},
		"capitals beside the key as specified": {"openapi: 3.1.0\npaths:\n  /a:\n    GET: {operationId: no}\n    get: {operationId: yes}\n", []string{"GET /a"}, []string{`4: "GET" is declared twice; "get" counts`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := mustLoad(t, test.text)
			assert.Equal(t, test.operations, operations(c))
			assert.Equal(t, test.warnings, lines(c.Warnings))
			assert.NotEqual(t, "no", c.Paths[0].Operations[0].ID)
		})
	}
}

func TestTemplates(t *testing.T) {
	tests := map[string]struct {
		key      string
		template string
		warnings []string
	}{
		"as it should be":           {"/a/{b}.{c}", "/a/{b}.{c}", nil},
		"a slash at the end":        {"/a/", "/a/", nil},
		"the root":                  {"/", "/", nil},
		"encoded":                   {"/a%20b", "/a%20b", nil},
		"a query string":            {"/a?x=1", "/a", []string{`3: the path "/a?x=1" has a query string or a fragment; it is read as "/a"`}},
		"a fragment":                {"/#X-Target=b", "/", []string{`3: the path "/#X-Target=b" has a query string or a fragment; it is read as "/"`}},
		"a query expression":        {"/a{?x,y}", "/a", []string{`3: the path "/a{?x,y}" has a query string or a fragment; it is read as "/a"`}},
		"a question mark in braces": {"/a/{b?}", "/a/{b?}", nil},
		"an open brace":             {"/a/{b", "/a/{b", []string{`3: the path "/a/{b" has an opening brace without a closing one`}},
		"a closing brace":           {"/a/b}", "/a/b}", []string{`3: the path "/a/b}" has a closing brace without an opening one`}},
		"nested braces":             {"/a/{{b}}", "/a/{{b}}", []string{`3: the path "/a/{{b}}" has a brace within braces`}},
		"braces over a slash":       {"/a/{b/c}", "/a/{b/c}", []string{`3: the path "/a/{b/c}" has braces that are not closed before the next slash`}},
		"braces without a name":     {"/a/{}", "/a/{}", []string{`3: the path "/a/{}" has braces without a name`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			template, changes := template(test.key)
			assert.Equal(t, test.template, template)
			assert.Len(t, changes, len(test.warnings))
			c := mustLoad(t, withPaths("  '"+test.key+"': {}\n"))
			require.Len(t, c.Paths, 1)
			assert.Equal(t, test.template, c.Paths[0].Template)
			for _, want := range test.warnings {
				assert.Contains(t, lines(c.Warnings), want)
			}
		})
	}
}

func TestPathsWithEqualTemplatesAreOne(t *testing.T) {
	c := mustLoad(t, withPaths("  /a:\n    get: {operationId: first}\n  /b: {}\n  '/a?x=1':\n    get: {operationId: second}\n    post: {}\n"))
	assert.Equal(t, []string{"GET /a", "POST /a"}, operations(c))
	assert.Equal(t, "first", c.Paths[0].Operation("GET").ID)
	assert.Equal(t, 3, c.Paths[0].Line)
	assert.Equal(t, []string{
		`6: the path "/a?x=1" is "/a" again; its methods are added to those of line 3`,
		`7: GET "/a" is declared twice; the first one counts`,
	}, lines(c.Warnings))
}

func TestPathsThatLookAlike(t *testing.T) {
	p := func(name string) string { return "parameters: [{name: " + name + ", in: path}]" }
	c := mustLoad(t, withPaths("  /a/{x}: {get: {}, "+p("x")+"}\n  /a/{y}: {post: {}, "+p("y")+"}\n  /a/{x}/: {get: {}, "+p("x")+"}\n  /b/: {}\n"))
	assert.Len(t, c.Paths, 4, "all are kept")
	assert.Equal(t, []string{
		`4: "/a/{y}" and "/a/{x}" (-:3) differ only in the names of their parameters, so they match the same paths`,
		`5: "/a/{x}/" and "/a/{x}" (-:3) differ only in the slash at the end; each is checked as it is written`,
	}, lines(c.Warnings))
}

func TestEmptyPathItems(t *testing.T) {
	c := mustLoad(t, withPaths("  /a: {}\n  /b:\n"))
	assert.Len(t, c.Paths, 2)
	assert.Empty(t, operations(c))
	assert.Equal(t, []string{`4: the path item "/b" has no value; it declares no method`}, lines(c.Warnings))
}

func TestPathItemReferences(t *testing.T) {
	c := mustLoad(t, `openapi: 3.1.0
paths:
  /a:
    $ref: '#/components/pathItems/A'
    get: {operationId: near}
    servers: [{url: /near}]
  /b: {$ref: '#/paths/~1a'}
components:
  pathItems:
    A:
      parameters: [{name: q, in: query}]
      servers: [{url: /far}]
      get: {operationId: far}
      put: {}
`)
	assert.Equal(t, []string{"GET /a", "PUT /a", "GET /b", "PUT /b"}, operations(c))
	assert.Equal(t, "near", c.Paths[0].Operation("GET").ID)
	assert.Equal(t, 3, c.Paths[0].Line)
	assert.Equal(t, 14, c.Paths[0].Operation("PUT").Line, "where the key stands")
	require.Len(t, c.Paths[0].Operation("GET").Parameters, 1)
	assert.Equal(t, "q", c.Paths[1].Operation("PUT").Parameters[0].Name)
	assert.Equal(t, "/near", c.Paths[0].Servers[0].URL)
	assert.Contains(t, lines(c.Warnings), `5: "get" stands beside a $ref; it counts more than what the reference leads to`)
}

func TestPathsObjectMayBeReferredTo(t *testing.T) {
	c := mustLoad(t, "openapi: 3.0.0\npaths: {$ref: '#/x-paths'}\nx-paths:\n  /a: {get: {}}\n")
	assert.Equal(t, []string{"GET /a"}, operations(c))
	_, err := loadText("openapi: 3.0.0\npaths: {$ref: '#/nowhere'}\n")
	require.EqualError(t, err, `-:2: following the reference "#/nowhere": there is no /nowhere in standard input`)
}
