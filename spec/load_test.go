package spec

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// loadText loads a contract from standard input.
func loadText(text string) (*Contract, error) {
	return Load(context.Background(), "-", LoadOptions{Stdin: strings.NewReader(text)})
}

func mustLoad(t *testing.T, text string) *Contract {
	t.Helper()
	c, err := loadText(text)
	require.NoError(t, err)
	return c
}

// withPaths is a contract with these lines below "paths:", which is in line 2.
func withPaths(paths string) string {
	return "openapi: 3.1.0\npaths:\n" + paths
}

// lines are problems as "line: text".
func lines(problems []Problem) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, strings.TrimPrefix(p.String(), p.File+":"))
	}
	return lines
}

// operations are "METHOD template", in order.
func operations(c *Contract) []string {
	var all []string
	for _, item := range c.Paths {
		for _, op := range item.Operations {
			all = append(all, op.Method+" "+item.Template)
		}
	}
	return all
}

func TestLoadRefusesWhatLeavesNothingToCheck(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"an empty document":          {" \n\n", []string{"1: the document is empty"}},
		"only a comment":             {"# nothing\n", []string{"1: this is not YAML: the document is empty"}},
		"text":                       {"just some text", []string{"1: the top level is a string, not an object; an OpenAPI contract begins with \"openapi: 3.1.0\""}},
		"an array":                   {"[1]", []string{"1: the top level is an array, not an object; an OpenAPI contract is an object"}},
		"a YAML list":                {"- a\n- b\n", []string{"1: the top level is an array, not an object; an OpenAPI contract begins with \"openapi: 3.1.0\""}},
		"an HTML page":               {"<!doctype html><html>", []string{"1: this is HTML or XML, not an OpenAPI contract in YAML or JSON"}},
		"broken YAML":                {"openapi: 3.1.0\npaths:\n  /a:\n    get: {}\n   post: {}\n", []string{"5: this is not YAML: did not find expected key"}},
		"broken JSON":                {"{\n\"openapi\": \"3.1.0\",\n\"paths\" {}\n}", []string{"3: this is not JSON: invalid character '{' after object key"}},
		"JSON that ends early":       {"{\n\"openapi\": \"3.1.0\",\n\"paths\": {\n", []string{"4: this is not JSON: unexpected end of JSON input"}},
		"a JSON Schema":              {`{"$schema": "x", "type": "object"}`, []string{`1: there is neither an "openapi" nor a "swagger" key; it seems to be a JSON Schema`}},
		"AsyncAPI":                   {"asyncapi: 3.0.0\n", []string{`1: there is neither an "openapi" nor a "swagger" key; it is an AsyncAPI document, which describes messages, not HTTP methods`}},
		"a Postman collection":       {`{"info": {"_postman_id": "1"}, "item": []}`, []string{`1: there is neither an "openapi" nor a "swagger" key; it seems to be a Postman collection; export the API as OpenAPI`}},
		"no version":                 {"info: {}\npaths: {}\n", []string{`1: there is neither an "openapi" nor a "swagger" key; it seems to be an OpenAPI contract without its version: add "openapi: 3.1.0", or "swagger: '2.0'" if it has "host" or "definitions"`}},
		"something else":             {"a: b\n", []string{`1: there is neither an "openapi" nor a "swagger" key; an OpenAPI contract begins with "openapi: 3.1.0"`}},
		"a version of the future":    {"# x\nopenapi: 4.0.0\npaths: {}\n", []string{`2: OpenAPI version "4.0.0" is not supported; 3.0, 3.1 and 3.2 and Swagger 2.0 are supported`}},
		"a version that looks alike": {"openapi: 3.10.0\npaths: {}\n", []string{`1: OpenAPI version "3.10.0" is not supported; 3.0, 3.1 and 3.2 and Swagger 2.0 are supported`}},
		"2.0 under the wrong key":    {"openapi: '2.0'\npaths: {}\n", []string{`1: OpenAPI version "2.0" is not supported; 3.0, 3.1 and 3.2 and Swagger 2.0 are supported; for 2.0 the key is "swagger"`}},
		"Swagger 1":                  {"swagger: '1.2'\npaths: {}\n", []string{`1: Swagger version "1.2" is not supported; OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 are supported`}},
		"a version that is none":     {"openapi: {}\npaths: {}\n", []string{`1: "openapi" is an object, not a version such as "3.1.0"`}},
		"no paths":                   {"openapi: 3.1.0\ninfo: {}\n", []string{`1: there is no "paths" key, so there is nothing to check`}},
		"empty paths":                {"openapi: 3.1.0\npaths: {}\n", []string{`2: "paths" is empty, so there is nothing to check`}},
		"null paths":                 {"openapi: 3.1.0\npaths:\n", []string{`2: "paths" is empty, so there is nothing to check`}},
		"paths of extensions only":   {withPaths("  x-a: {}\n"), []string{`3: "paths" is empty, so there is nothing to check`}},
		"webhooks only":              {"openapi: 3.1.0\nwebhooks: {}\n", []string{`1: there is no "paths" key, so there is nothing to check; the contract has webhooks only, which are requests that the API sends, not answers that it gives`}},
		"components only":            {"openapi: 3.1.0\ncomponents: {}\n", []string{`1: there is no "paths" key, so there is nothing to check; this seems to be a part of a contract: give the document that has the paths`}},
		"paths that are a list":      {"openapi: 3.1.0\npaths:\n  - /a\n", []string{`3: "paths" is an array, not an object`}},
		"several broken path items": {withPaths("  /a: text\n  /b: {get: {}}\n  /c: []\n  /d: {$ref: '#/x/y'}\n  /e: {$ref: '#/paths/~1e'}\n  /f:\n    $ref: '#/paths/~1g'\n  /g:\n    $ref: '#/paths/~1f'\n"), []string{
			`3: the path item "/a" is a string, not an object`,
			`5: the path item "/c" is an array, not an object`,
			`6: following the reference "#/x/y": there is no /x in standard input`,
			`7: the path item "/e" refers to itself, by the reference "#/paths/~1e"`,
			`8: the path item "/f" refers to itself, by the reference "#/paths/~1g"`,
			`10: the path item "/g" refers to itself, by the reference "#/paths/~1f"`,
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := loadText(test.text)
			require.Error(t, err)
			assert.Nil(t, c)
			var broken *LoadError
			require.ErrorAs(t, err, &broken)
			assert.Equal(t, test.want, lines(broken.Problems))
			assert.Equal(t, len(test.want), strings.Count(err.Error(), "\n")+1, "one line each")
			assert.True(t, strings.HasPrefix(err.Error(), "-:"), err.Error())
		})
	}
}

func TestLoadToleratesWhatDoesNotMatter(t *testing.T) {
	get := "get: {responses: {200: {description: ok}}}"
	tests := map[string]struct {
		text     string
		warnings []string
	}{
		"an unquoted version":          {"openapi: 3.1\ninfo: {title: T, version: 1.0}\npaths: {/a: {" + get + "}}\n", []string{"1: the version 3.1 is a number; write it in quotes"}},
		"an unquoted Swagger version":  {"swagger: 2.0\npaths: {/a: {" + get + "}}\n", []string{"1: the version 2.0 is a number; write it in quotes"}},
		"a wrong example and format":   {withPaths("  /a:\n    get: {parameters: [{name: q, in: query, schema: {type: integer, format: zzz, example: [], minimum: abc}}]}\n"), nil},
		"a dangling schema reference":  {withPaths("  /a:\n    get: {parameters: [{name: q, in: query, schema: {$ref: '#/nowhere'}}]}\n"), nil},
		"a missing responses object":   {withPaths("  /a: {get: {}}\n"), nil},
		"a byte order mark":            {"\xEF\xBB\xBF" + withPaths("  /a: {get: {}}\n"), nil},
		"a byte order mark in JSON":    {"\xEF\xBB\xBF" + `{"openapi":"3.0.0","paths":{"/a":{"get":{}}}}`, nil},
		"a comma too many in JSON":     {`{"openapi":"3.0.0","paths":{"/a":{"get":{},}},}`, nil},
		"extensions everywhere":        {withPaths("  x-a: 1\n  /a: {x-b: 2, get: {x-c: 3, responses: {x-d: 4}}}\n"), nil},
		"a dangling parameter":         {withPaths("  /a:\n    get:\n      parameters:\n        - $ref: '#/components/parameters/P'\n"), []string{`6: following the reference "#/components/parameters/P": there is no /components in standard input`}},
		"parameters that go in circle": {withPaths("  /a:\n    get:\n      parameters:\n        - $ref: '#/paths/~1a/get/parameters/0'\n"), []string{`6: following the reference "#/paths/~1a/get/parameters/0": the references lead in a circle`}},
		"a dangling response":          {withPaths("  /a:\n    get:\n      responses:\n        200: {$ref: '#/x'}\n"), []string{`6: following the reference "#/x": there is no /x in standard input`}},
		"a dangling body":              {withPaths("  /a:\n    get:\n      requestBody: {$ref: '#/x'}\n"), []string{`5: following the reference "#/x": there is no /x in standard input`}},
		"a dangling operation":         {withPaths("  /a:\n    get: {$ref: '#/x'}\n"), []string{`4: following the reference "#/x": there is no /x in standard input`}},
		"an anchor":                    {withPaths("  /a:\n    get: {$ref: '#anchor'}\n"), []string{`4: following the reference "#anchor": "#anchor" is not a JSON pointer, and anchors are not followed`}},
		"an operation that is null":    {withPaths("  /a:\n    get:\n"), []string{"4: the operation is null, not an object; the method counts as declared"}},
		"capital methods":              {withPaths("  /a:\n    GET: {}\n"), []string{`4: the key "GET" is read as "get": methods are written in lower case here`}},
		"an unknown key":               {withPaths("  /a:\n    get: {}\n    purge: {}\n"), []string{`5: the key "purge" means nothing in a path item; it is left out`}},
		"no slash at the beginning":    {withPaths("  a: {get: {}}\n"), []string{`3: the path "a" does not begin with a slash; it is read as "/a"`}},
		"a key written twice":          {"openapi: 3.1.0\npaths: {}\npaths:\n  /a: {get: {}}\n", []string{`2: the key "paths" is written again in line 3, which counts`}},
		"a path written twice":         {withPaths("  /a: {post: {}}\n  /a: {get: {}}\n"), []string{`3: the key "/a" is written again in line 4, which counts`}},
		"a parameter without name":     {withPaths("  /a: {get: {parameters: [{in: query}]}}\n"), []string{"3: the parameter has no name; it is left out"}},
		"a parameter in nowhere":       {withPaths("  /a: {get: {parameters: [{name: a, in: body}]}}\n"), []string{`3: the parameter "a" is in "body", which is not one of path, query, header, cookie; it is left out`}},
		"a parameter that is text":     {withPaths("  /a: {get: {parameters: [text]}}\n"), []string{"3: here is a string instead of an object; it is left out"}},
		"parameters that are no list":  {withPaths("  /a: {get: {parameters: {}}}\n"), []string{`3: "parameters" is an object, not an array; it is left out`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := mustLoad(t, test.text)
			assert.Equal(t, test.warnings, lines(c.Warnings))
			require.Len(t, c.Paths, 1)
			assert.Equal(t, "/a", c.Paths[0].Template)
			require.Len(t, c.Paths[0].Operations, 1)
			assert.Equal(t, "GET", c.Paths[0].Operations[0].Method)
		})
	}
}

func TestLoadReadsUTF16(t *testing.T) {
	for mark, order := range map[string][2]int{"\xFF\xFE": {0, 1}, "\xFE\xFF": {1, 0}} {
		var b strings.Builder
		b.WriteString(mark)
		for _, c := range []byte(withPaths("  /a: {get: {}}\n")) {
			pair := [2]byte{}
			pair[order[0]] = c
			b.Write(pair[:])
		}
		assert.Equal(t, []string{"GET /a"}, operations(mustLoad(t, b.String())))
	}
}

func TestLoadFileErrors(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "openapi.yaml"), []byte("a: b"), 0o600))
	load := func(source string, opts LoadOptions) error {
		_, err := Load(context.Background(), source, opts)
		var broken *LoadError
		require.NotErrorAs(t, err, &broken, "an ordinary error")
		return err
	}
	missing := filepath.Join(folder, "missing.yaml")
	err := load(missing, LoadOptions{})
	require.ErrorIs(t, err, os.ErrNotExist)
	assert.ErrorContains(t, err, missing)
	assert.ErrorContains(t, err, "a contract is a file, a URL or - for standard input")
	assert.ErrorContains(t, load(folder, LoadOptions{}), "it is a folder; name the file in it, such as")
	assert.ErrorContains(t, load(folder, LoadOptions{}), "openapi.yaml")
	assert.ErrorContains(t, load("", LoadOptions{}), "no file, URL or - (standard input) is given")
	assert.ErrorContains(t, load("-", LoadOptions{}), "there is none")
	assert.ErrorContains(t, load("-", LoadOptions{Stdin: strings.NewReader("0123456789"), MaxBytes: 9}), "the document is larger than 9 bytes")
	assert.ErrorContains(t, load(filepath.Join(folder, "openapi.yaml"), LoadOptions{MaxBytes: 3}), "the document is larger than 3 bytes")
}

func TestLoadNamesPlacesAsTheUserWritesThem(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	text := withPaths("  /a:\n    get: {}\n")
	require.NoError(t, os.MkdirAll("api", 0o700))
	require.NoError(t, os.WriteFile("api/c.yaml", []byte(text), 0o600))
	for _, source := range []string{"api/c.yaml", "./api/c.yaml", filepath.Join(folder, "api/c.yaml")} {
		c, err := Load(context.Background(), source, LoadOptions{})
		require.NoError(t, err)
		assert.Equal(t, source, c.Source)
		assert.Equal(t, Place{File: source, Line: 3}, c.Paths[0].Place)
		assert.Equal(t, Place{File: source, Line: 4}, c.Paths[0].Operations[0].Place)
	}
}

func TestProblemsAreLimitedAndPrintable(t *testing.T) {
	var b strings.Builder
	for range 3 * maxWarnings {
		b.WriteString("  '/" + strings.Repeat("a", 3) + string(rune('b'+b.Len()%20)) + "?" + strings.Repeat("x", b.Len()%501) + "': {get: {}}\n")
	}
	c := mustLoad(t, withPaths(b.String()))
	require.Len(t, c.Warnings, maxWarnings+1)
	assert.Contains(t, c.Warnings[0].Text, "there are more than 1000 warnings")

	assert.Equal(t, "a b �c", printable("a\x1bb\n\xffc"))
	assert.Len(t, printable(strings.Repeat("x", 2*maxProblemText)), maxProblemText+len("…"))
}

func TestLoadIsDeterministic(t *testing.T) {
	text := withPaths("  /b/{x}: {get: {}, PUT: {}}\n  /b/{y}: {get: {}}\n  /a: {$ref: '#/paths/~1b~1{x}'}\n")
	assert.Equal(t, lines(mustLoad(t, text).Warnings), lines(mustLoad(t, text).Warnings))
	assert.Equal(t, []string{"GET /b/{x}", "PUT /b/{x}", "GET /b/{y}", "GET /a", "PUT /a"}, operations(mustLoad(t, text)))
}
