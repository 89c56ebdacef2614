package spec

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parseNode parses a JSON or YAML document and returns its top.
func parseNode(t testing.TB, text string) node {
	t.Helper()
	l := newLoader(context.Background(), LoadOptions{})
	l.at = location{written: "test.yaml", file: "test.yaml", folder: t.TempDir()}
	doc, err := newDocument(l, l.at, []byte(text))
	require.NoError(t, err)
	l.docs[l.at.key()] = opened{doc: doc}
	return doc.root()
}

// names are the names of an object's fields, in order.
func names(n node) []string {
	var names []string
	for _, f := range n.fields() {
		names = append(names, f.name)
	}
	return names
}

// TestNode reads the same document as JSON and as YAML.
func TestNode(t *testing.T) {
	documents := map[string]string{
		"JSON": `{
  "z": {"text": "a\u00e9\"b", "big": 9007199254740993, "float": 1.10},
  "a": [true, null, "x", {"k": []}],
  "empty": {}
}`,
		"YAML": `# a comment
z: {text: "aé\"b", big: 9007199254740993, float: 1.10}
a: [true, null, x, {k: []}]
empty: {}
`,
	}
	for format, text := range documents {
		t.Run(format, func(t *testing.T) {
			n := parseNode(t, text)
			assert.Equal(t, []string{"z", "a", "empty"}, names(n), "document order")
			assert.Equal(t, objectKind, n.kind())
			assert.Equal(t, `aé"b`, n.field("z").field("text").text())
			assert.Equal(t, "9007199254740993", n.field("z").field("big").text())
			assert.Equal(t, json.Number("1.10"), n.field("z").field("float").value())
			assert.Equal(t, []any{true, nil, "x", map[string]any{"k": []any{}}}, n.field("a").value())
			assert.Equal(t, map[string]any{}, n.field("empty").value())
			assert.Empty(t, n.field("empty").fields())

			items := n.field("a").items()
			require.Len(t, items, 4)
			assert.Equal(t, boolKind, items[0].kind())
			assert.True(t, items[0].boolean())
			assert.Equal(t, nullKind, items[1].kind())
			assert.Equal(t, "", items[1].text())
			assert.Equal(t, stringKind, items[2].kind())
			assert.Equal(t, numberKind, n.field("z").field("big").kind())

			assert.False(t, n.field("absent").exists())
			assert.Equal(t, absentKind, n.field("absent").field("deeper").kind())
			assert.Nil(t, n.field("absent").value())
			assert.Equal(t, Place{}, node{}.place())

			assert.Equal(t, Place{File: "test.yaml", Line: 2}, n.fields()[0].place)
			assert.Equal(t, Place{File: "test.yaml", Line: 3}, n.field("a").place())
			assert.Equal(t, n.field("a"), n.field("a"), "the same place is the same node")
		})
	}
}

func TestNodeKeepsTheLastOfRepeatedKeys(t *testing.T) {
	for _, text := range []string{
		"{\"a\": 1,\n\"b\": 2,\n\"a\": 3}",
		"a: 1\nb: 2\na: 3\n",
	} {
		n := parseNode(t, text)
		assert.Equal(t, []string{"b", "a"}, names(n))
		assert.Equal(t, "3", n.field("a").text())
		assert.Equal(t, map[string]any{"a": json.Number("3"), "b": json.Number("2")}, n.value())
		require.Len(t, n.doc.loader.warnings, 1)
		assert.Equal(t, 1, n.doc.loader.warnings[0].Line)
		assert.Contains(t, n.doc.loader.warnings[0].Text, `the key "a" is written again in line 3`)
	}
}

func TestNodeFindsRepeatedKeysAmongMany(t *testing.T) {
	var b strings.Builder
	for range 40 {
		b.WriteString("k" + strings.Repeat("x", b.Len()%37) + ": 1\n")
	}
	n := parseNode(t, b.String()+"last: 1\nlast: 2\n")
	assert.Equal(t, "2", n.field("last").text())
	seen := map[string]bool{}
	for _, name := range names(n) {
		assert.False(t, seen[name], name)
		seen[name] = true
	}
}

func TestNodeValueIsBounded(t *testing.T) {
	t.Run("by nodes", func(t *testing.T) {
		n := parseNode(t, `{"a":[`+strings.Repeat("1,", valueBudget)+"1]}")
		assert.True(t, n.value() == nil)
	})
	t.Run("by depth", func(t *testing.T) {
		n := parseNode(t, `{"a":`+strings.Repeat("[", valueDepth+1)+strings.Repeat("]", valueDepth+1)+"}")
		assert.True(t, n.value() == nil)
	})
	t.Run("a value within the bounds", func(t *testing.T) {
		n := parseNode(t, `{"a":`+strings.Repeat("[", 500)+strings.Repeat("]", 500)+"}")
		assert.NotNil(t, n.value())
	})
}

func TestMadeNode(t *testing.T) {
	at := Place{File: "a", Line: 3}
	n := madeObject(at, field{name: "type", value: madeText(at, "object")}, field{name: "required", value: madeArray(at, madeText(at, "x"))})
	assert.True(t, n.exists())
	assert.Equal(t, at, n.place())
	assert.Equal(t, map[string]any{"type": "object", "required": []any{"x"}}, n.value())
	assert.Equal(t, "object", n.field("type").text())
	target, err := n.deref()
	require.NoError(t, err)
	assert.Equal(t, n, target)
}
