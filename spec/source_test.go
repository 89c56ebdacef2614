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

// writeFiles writes files into a new folder and makes "in" in it the current one.
func writeFiles(t *testing.T, files map[string]string) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "in"), 0o700))
	t.Chdir(filepath.Join(folder, "in"))
}

func loadFile(source string, opts LoadOptions) (*Contract, error) {
	return Load(context.Background(), source, opts)
}

func TestContractsOfSeveralFiles(t *testing.T) {
	writeFiles(t, map[string]string{
		"in/api/openapi.yaml":       withPaths("  /a: {$ref: 'paths/a.yaml'}\n  /b: {$ref: 'paths/all.json#/b'}\n"),
		"in/api/paths/a.yaml":       "# comment\nget:\n  parameters:\n    - $ref: '../parts/p q.yaml#/P'\n  responses: {200: {$ref: '../parts/p%20q.yaml#/R'}}\n",
		"in/api/paths/all.json":     "{\"b\": {\n\"post\": {\"operationId\": \"b\", \"requestBody\": {\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"../schemas/one.yaml\"}}}}}}}",
		"in/api/parts/p q.yaml":     "P: {name: q, in: query, schema: {type: string}}\nR: {content: {text/plain: {}}}\n",
		"in/api/schemas/one.yaml":   "type: object\nproperties: {two: {$ref: './two.yaml#/definitions/Two'}, me: {$ref: '#'}}\n",
		"in/api/schemas/two.yaml":   "definitions: {Two: {type: string, x: {$ref: '../openapi.yaml#/openapi'}}}\n",
		"in/api/schemas/other.yaml": "nobody asks for this: ]\n",
	})
	c, err := loadFile("api/openapi.yaml", LoadOptions{})
	require.NoError(t, err)
	assert.Empty(t, c.Warnings)
	assert.Equal(t, []string{"GET /a", "POST /b"}, operations(c))

	get := c.Paths[0].Operations[0]
	assert.Equal(t, Place{"api/openapi.yaml", 3}, c.Paths[0].Place)
	assert.Equal(t, Place{"api/paths/a.yaml", 2}, get.Place)
	assert.Equal(t, Place{"api/parts/p q.yaml", 1}, get.Parameters[0].Place)
	assert.Equal(t, []Response{{Status: "200", MediaTypes: []string{"text/plain"}}}, documented(get.Responses))

	post := c.Paths[1].Operations[0]
	assert.Equal(t, Place{"api/paths/all.json", 2}, post.Place)

	require.NoError(t, os.RemoveAll("api"), "everything was read when Load returned")
	schema, err := post.Body.Content[0].schema.deref()
	require.NoError(t, err)
	assert.Equal(t, "object", schema.field("type").text())
	two, err := schema.field("properties").field("two").deref()
	require.NoError(t, err)
	assert.Equal(t, "string", two.field("type").text())
	me, err := schema.field("properties").field("me").deref()
	require.NoError(t, err)
	assert.Equal(t, schema, me)
	back, err := two.field("x").deref()
	require.NoError(t, err)
	assert.Equal(t, Place{"api/openapi.yaml", 1}, back.place())
}

func TestSwaggerPathItemsInOtherFiles(t *testing.T) {
	writeFiles(t, map[string]string{
		"in/c.yaml": swagger("paths:\n  /a: {$ref: 'a.yaml'}\n"),
		"in/a.yaml": "get: {}\nput: {}\n",
	})
	c, err := loadFile("c.yaml", LoadOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{"GET /a", "PUT /a"}, operations(c))
}

func TestProblemsOfOtherFilesAreNamedThere(t *testing.T) {
	writeFiles(t, map[string]string{
		"in/c.yaml":       withPaths("  /a: {$ref: 'broken.yaml'}\n  /b: {$ref: 'missing.yaml'}\n  /c: {$ref: 'text.yaml'}\n  /d: {$ref: 'chain.yaml'}\n  /e: {$ref: '.'}\n"),
		"in/broken.yaml":  "get:\n  a: b\n c: d\n",
		"in/text.yaml":    "text",
		"in/chain.yaml":   "get: {}\n$ref: 'missing2.yaml'\n",
		"in/unrelated.md": "",
	})
	_, err := loadFile("c.yaml", LoadOptions{})
	var broken *LoadError
	require.ErrorAs(t, err, &broken)
	all := err.Error()
	assert.Contains(t, all, `c.yaml:3: following the reference "broken.yaml": broken.yaml:3: this is not YAML: did not find expected key`)
	assert.Contains(t, all, `c.yaml:4: following the reference "missing.yaml": `)
	assert.Contains(t, all, `no such file or directory`)
	assert.Contains(t, all, `c.yaml:5: the path item "/c" is a string, not an object`)
	assert.Contains(t, all, `chain.yaml:2: following the reference "missing2.yaml": `)
	assert.Contains(t, all, `c.yaml:7: following the reference ".": it is not a regular file`)
	assert.Len(t, broken.Problems, 5)
}

func TestDanglingReferencesToFilesInSchemasAreWarnings(t *testing.T) {
	writeFiles(t, map[string]string{
		"in/c.yaml": withPaths("  /a:\n    get:\n      parameters:\n        - name: q\n          in: query\n          schema: {items: {$ref: 'missing.yaml'}}\n"),
	})
	c, err := loadFile("c.yaml", LoadOptions{})
	require.NoError(t, err)
	require.Len(t, c.Warnings, 1)
	assert.Equal(t, Place{"c.yaml", 8}, c.Warnings[0].Place)
	assert.Contains(t, c.Warnings[0].Text, `following the reference "missing.yaml"`)
}

func TestFilesOutsideTheFolder(t *testing.T) {
	files := map[string]string{"out.yaml": "get: {}\n", "in/inside.yaml": "get: {}\n"}
	ref := func(ref string) map[string]string {
		all := map[string]string{"in/c.yaml": withPaths("  /a: {$ref: '" + ref + "'}\n")}
		for name, text := range files {
			all[name] = text
		}
		return all
	}
	for name, target := range map[string]string{
		"above":              "../out.yaml",
		"above and about":    "x/../../out.yaml",
		"encoded":            "%2e%2e/out.yaml",
		"through a link":     "link.yaml",
		"through a link dir": "up/out.yaml",
		"absolute":           "ABSOLUTE/out.yaml",
		"as a file URL":      "file://ABSOLUTE/out.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			writeFiles(t, ref(target))
			require.NoError(t, os.Symlink("../out.yaml", "link.yaml"))
			require.NoError(t, os.Symlink("..", "up"))
			above, err := filepath.Abs("..")
			require.NoError(t, err)
			written := strings.Replace(target, "ABSOLUTE", above, 1)
			require.NoError(t, os.WriteFile("c.yaml", []byte(withPaths("  /a: {$ref: '"+written+"'}\n")), 0o600))

			_, err = loadFile("c.yaml", LoadOptions{})
			require.Error(t, err)
			assert.Contains(t, err.Error(), "it leads out of the contract's folder; --allow-outside-refs permits that")
			c, err := loadFile("c.yaml", LoadOptions{AllowOutsideRefs: true})
			require.NoError(t, err)
			assert.Equal(t, []string{"GET /a"}, operations(c))
		})
	}
	t.Run("links and absolute names that stay inside", func(t *testing.T) {
		writeFiles(t, ref("link.yaml"))
		require.NoError(t, os.Symlink("inside.yaml", "link.yaml"))
		_, err := loadFile("c.yaml", LoadOptions{})
		require.NoError(t, err)
		inside, err := filepath.Abs("inside.yaml")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("c.yaml", []byte(withPaths("  /a: {$ref: '"+inside+"'}\n")), 0o600))
		_, err = loadFile("c.yaml", LoadOptions{})
		require.NoError(t, err)
	})
	t.Run("a contract that is a link itself", func(t *testing.T) {
		writeFiles(t, ref("inside.yaml"))
		require.NoError(t, os.Rename("c.yaml", "../c.yaml"))
		require.NoError(t, os.Symlink("../c.yaml", "c.yaml"))
		_, err := loadFile("c.yaml", LoadOptions{})
		require.NoError(t, err, "what the user names is read, and its neighbors are those of the link")
	})
	t.Run("standard input has no folder", func(t *testing.T) {
		writeFiles(t, files)
		text := withPaths("  /a: {$ref: 'inside.yaml'}\n")
		_, err := Load(context.Background(), "-", LoadOptions{Stdin: strings.NewReader(text)})
		require.ErrorContains(t, err, "--allow-outside-refs")
		_, err = Load(context.Background(), "-", LoadOptions{Stdin: strings.NewReader(text), AllowOutsideRefs: true})
		require.NoError(t, err)
	})
}

func TestOtherSchemesAreNotFollowed(t *testing.T) {
	for _, ref := range []string{"ftp://a.example/b", "urn:x:y", "javascript:alert(1)"} {
		_, err := loadText(withPaths("  /a: {$ref: '" + ref + "'}\n"))
		require.ErrorContains(t, err, "is neither a file nor an HTTP URL", ref)
	}
	_, err := loadText(withPaths("  /a: {$ref: 'http://a.example/b'}\n"))
	require.ErrorContains(t, err, "--allow-remote-refs permits that")
}

func TestBytesAreLimitedOverAllDocuments(t *testing.T) {
	part := "get: {}\n#" + strings.Repeat("x", 600) + "\n"
	writeFiles(t, map[string]string{
		"in/c.yaml": withPaths("  /a: {$ref: 'a.yaml'}\n  /b: {$ref: 'b.yaml'}\n"),
		"in/a.yaml": part,
		"in/b.yaml": part,
	})
	_, err := loadFile("c.yaml", LoadOptions{MaxBytes: 1_000})
	require.ErrorContains(t, err, `c.yaml:4: following the reference "b.yaml": the document is larger than`)
	_, err = loadFile("c.yaml", LoadOptions{MaxBytes: 2_000})
	require.NoError(t, err)
}
