package spec

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHostileDocuments loads what is made to exhaust a reader. Each must end soon, with a
// contract or with an error, and with little memory.
func TestHostileDocuments(t *testing.T) {
	repeat := strings.Repeat
	aliases := func(n int, what string) string { return strings.TrimSuffix(repeat(what+", ", n), ", ") }
	tests := map[string]func() string{
		"100 MB of opening brackets":    func() string { return repeat("[", 100<<20) },
		"100 MB of opening braces":      func() string { return repeat(`{"a":`, 20<<20) },
		"opening brackets in an object": func() string { return `{"openapi":"3.1.0","paths":` + repeat("[", 10<<20) },
		"10 MB of flow sequences":       func() string { return "a: " + repeat("[", 10<<20) },
		"10 MB of dashes":               func() string { return repeat("- ", 5<<20) },
		"10 MB of question marks":       func() string { return repeat("? ", 5<<20) },
		"10 MB of colons":               func() string { return repeat("a: ", 3<<20) },
		"10 MB of empty lines":          func() string { return "a: b" + repeat("\n", 10<<20) },
		"deep JSON": func() string {
			return `{"openapi":"3.1.0","paths":{"/a":` + repeat(`{"get":`, 9_000) + "1" + repeat("}", 9_002)
		},
		"deep YAML": func() string {
			return "openapi: 3.1.0\npaths: {/a: " + repeat("{get: ", 5_000) + "1" + repeat("}", 5_001)
		},
		"an alias bomb": func() string { return aliasBomb() + withPaths("  /a: {get: {requestBody: *a20, responses: *a20}}\n") },
		"an alias bomb of parameters": func() string {
			return "x: &x {name: a, in: query}\ny: &y [" + aliases(3_000, "*x") + "]\n" + withPaths("  /a:\n    parameters: *y\n    additionalOperations: {"+manyOperations(3_000)+"}\n")
		},
		"a document that contains itself": func() string { return "&x\nopenapi: 3.1.0\npaths: *x\n" },
		"an item that contains itself":    func() string { return withPaths("  /a: &x {get: *x, parameters: [*x], post: {requestBody: *x}}\n") },
		"a merge of itself":               func() string { return withPaths("  /a: &x {<<: *x, get: {}}\n") },
		"references that lead through": func() string {
			return `{"openapi":"3.1.0","paths":{"/a":{"$ref":"#/b/b/b/b"}},"b":{"$ref":"#/c/c/c/c"},"c":{"$ref":"#/b/b/b/b"}}`
		},
		"a long path": func() string { return `{"openapi":"3.1.0","paths":{"/` + repeat("{a}", 1_000_000) + `":{"get":{}}}}` },
		"many parameters in a path": func() string {
			return `{"openapi":"3.1.0","paths":{"` + repeat("/{a}", 1_000) + repeat("/{b}", 900) + `":{"get":{}}}}`
		},
		"a server URL with many variables": func() string {
			return "openapi: 3.1.0\nservers: [{url: '" + repeat("{a}", 1_000_000) + "'}]\npaths: {/a: {}}\n"
		},
		"quotes and backslashes": func() string { return `{"openapi":"3.1.0","x":"` + repeat(`\\\"`, 1<<20) + `","paths":{}}` },
		"NUL bytes":              func() string { return "openapi: 3.1.0\x00paths: {}" },
		"invalid UTF-8":          func() string { return withPaths("  /\xff\xfe: {get: {}}\n") },
		"invalid UTF-8 in JSON":  func() string { return "{\"openapi\":\"3.1.0\",\"paths\":{\"/\xff\":{\"get\":{}}}}" },
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			document := text()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, _ = loadText(document)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			assert.Less(t, took, 20*time.Second)
			assert.Less(t, (after.Sys-before.Sys)>>20, uint64(2_000), "MB taken from the system")
			t.Logf("%d MB in, %v, %d MB taken from the system", len(document)>>20, took.Round(time.Millisecond), (after.Sys-before.Sys)>>20)
		})
	}
}

func manyOperations(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "M%d: {}, ", i)
	}
	return b.String()
}

func manyPaths(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  /p%d: {$ref: '#/paths/~1item'}\n", i)
	}
	return b.String()
}

func manyFields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "    x-%d: 1\n", i)
	}
	return b.String()
}

func TestWhatMultipliesIsRefused(t *testing.T) {
	_, err := loadText(withPaths(manyPaths(20_000)+"  /item:\n") + manyFields(5_000))
	require.ErrorContains(t, err, "the references multiply to more entries than a contract can have")
	_, err = loadText(`{"openapi":"3.1.0","paths":{"/` + strings.Repeat("a", maxTemplate) + `":{}}}`)
	require.ErrorContains(t, err, "the path is longer than 8000 characters")
	var names strings.Builder
	for i := range maxNames + 1 {
		fmt.Fprintf(&names, "/{p%d}", i)
	}
	_, err = loadText(`{"openapi":"3.1.0","paths":{"` + names.String() + `":{}}}`)
	require.ErrorContains(t, err, "the path has more than 100 parameters")
}

func TestSizesAreLimited(t *testing.T) {
	large := "a: b\n#" + strings.Repeat("x", maxYAML)
	_, err := loadText(large)
	require.EqualError(t, err, "-:1: the document is larger than 64 MB, the most that is read of one")
}

func TestManyReferencesIntoOneObjectAreFast(t *testing.T) {
	var paths, parameters strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&paths, `,"/p%d":{"get":{"parameters":[{"$ref":"#/components/parameters/P%d"}]}}`, i, i)
		fmt.Fprintf(&parameters, `,"P%d":{"name":"p%d","in":"query"}`, i, i)
	}
	text := `{"openapi":"3.1.0","paths":{"/a":{}` + paths.String() + `},"components":{"parameters":{"x-":0` + parameters.String() + `}}}`
	start := time.Now()
	c := mustLoad(t, text)
	assert.Less(t, time.Since(start), 5*time.Second, "reading the object anew for each would take minutes")
	assert.Equal(t, "p19999", c.Paths[20_000].Operations[0].Parameters[0].Name)
}
