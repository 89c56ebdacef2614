package spec

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDeref(t *testing.T) {
	for format, text := range map[string]string{
		"JSON": `{"a": {"$ref": "#/b"}, "b": {"$ref": "#/c%20c/1/~1x~0y%25"}, "c c": [0, {"/x~y%": {"end": 1}}],
			"through": {"$ref": "#/a/end"}, "one": {"$ref": "#/two"}, "two": {"$ref": "#/one"}, "self": {"$ref": "#/self"},
			"inside": {"$ref": "#/inside/x"}, "property": {"$ref": {"type": "string"}}, "dangling": {"$ref": "#/c c/7"},
			"root": {"$ref": "#"}, "empty": {"$ref": ""}}`,
		"YAML": `
a: {$ref: '#/b'}
b: {$ref: '#/c%20c/1/~1x~0y%25'}
c c: [0, {'/x~y%': {end: 1}}]
through: {$ref: '#/a/end'}
one: {$ref: '#/two'}
two: {$ref: '#/one'}
self: {$ref: '#/self'}
inside: {$ref: '#/inside/x'}
property: {$ref: {type: string}}
dangling: {$ref: '#/c c/7'}
root: {$ref: '#'}
empty: {$ref: ''}
`,
	} {
		t.Run(format, func(t *testing.T) {
			n := parseNode(t, text)
			follow := func(name string) (node, error) { return n.field(name).deref() }
			for _, name := range []string{"a", "b"} {
				target, err := follow(name)
				require.NoError(t, err, name)
				assert.Equal(t, "1", target.field("end").text(), name)
			}
			target, err := follow("through")
			require.NoError(t, err)
			assert.Equal(t, "1", target.text(), "a pointer that leads through a reference")
			target, err = follow("property")
			require.NoError(t, err)
			assert.Equal(t, n.field("property"), target, "a property that is called $ref is no reference")
			target, err = follow("root")
			require.NoError(t, err)
			assert.Equal(t, n, target)
			for _, name := range []string{"one", "two", "self", "inside"} {
				_, err := follow(name)
				require.ErrorIs(t, err, errCycle, name)
			}
			_, err = follow("dangling")
			require.EqualError(t, err, fmt.Sprintf("test.yaml:%d: following the reference \"#/c c/7\": there is no /c c/7 in test.yaml", n.field("dangling").field("$ref").place().Line))
			same, err := n.field("c c").deref()
			require.NoError(t, err)
			assert.Equal(t, n.field("c c"), same)
			_, err = node{}.deref()
			require.NoError(t, err)
		})
	}
}

func TestLongChainsOfReferencesEnd(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "r%d: {$ref: '#/r%d'}\n", i, i+1)
	}
	n := parseNode(t, b.String()+"r200: {end: 1}\n")
	_, err := n.field("r0").deref()
	require.ErrorIs(t, err, errCycle)
	target, err := n.field("r150").deref()
	require.NoError(t, err)
	assert.True(t, target.field("end").exists())
}

func TestNodesCanBeReadByManyAtOnce(t *testing.T) {
	c := mustLoad(t, withPaths("  /a: {get: {parameters: [{name: q, in: query, schema: {$ref: '#/s/a'}}]}}\n")+
		"s:\n  a: {$ref: '#/s/b'}\n  b: &b {<<: {x: 1}, x: 1, x: 2, type: string}\n")
	schema := c.Paths[0].Operations[0].Parameters[0].schema
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				target, err := schema.deref()
				assert.NoError(t, err)
				assert.Equal(t, "string", target.field("type").text())
				assert.Len(t, target.fields(), 2)
			}
		})
	}
	all.Wait()
}
