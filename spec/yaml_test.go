package spec

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestYAMLScalars(t *testing.T) {
	for written, want := range map[string]any{
		"3.1":                  json.Number("3.1"),
		"1.10":                 json.Number("1.10"),
		"9007199254740993":     json.Number("9007199254740993"),
		"-0.0":                 json.Number("-0.0"),
		"1e3":                  json.Number("1e3"),
		"+7":                   json.Number("7"),
		".5":                   json.Number("0.5"),
		"-.5":                  json.Number("-0.5"),
		"5.":                   json.Number("5"),
		"0x1F":                 json.Number("31"),
		"0o17":                 json.Number("15"),
		"1_000":                json.Number("1000"),
		"0755":                 "0755",
		".inf":                 ".inf",
		".nan":                 ".nan",
		"2024-02-30":           "2024-02-30",
		"2024-02-03T04:05:06Z": "2024-02-03T04:05:06Z",
		"12:30:45":             "12:30:45",
		"yes":                  "yes",
		"NO":                   "NO",
		"true":                 true,
		"False":                false,
		"~":                    nil,
		"":                     nil,
		"null":                 nil,
		`"null"`:               "null",
		`"12"`:                 "12",
		"!!str 12":             "12",
		"|\n  a\n  b":          "a\nb\n",
	} {
		assert.Equal(t, want, parseNode(t, "v: "+written+"\n").field("v").value(), written)
	}
}

func TestYAMLKindsAgreeWithValues(t *testing.T) {
	n := parseNode(t, "a: 0755\nb: 0x1F\nc: 2024-01-01\nd: 200\n200: e\n")
	assert.Equal(t, stringKind, n.field("a").kind())
	assert.Equal(t, numberKind, n.field("b").kind())
	assert.Equal(t, "0x1F", n.field("b").text(), "as written")
	assert.Equal(t, stringKind, n.field("c").kind())
	assert.Equal(t, "e", n.field("200").text(), "a number as key")
}

func TestYAMLMergeKeys(t *testing.T) {
	n := parseNode(t, `
base: &base {a: 1, b: 1}
more: &more {b: 2, c: 2}
deep: &deep {<<: *more, d: 3}
one: {<<: *base, b: 9}
late: {x: 0, <<: *base}
many: {<<: [*base, *deep, *more]}
plain: {"<<": text}
`)
	value := func(name string) any { return n.field(name).value() }
	number := func(text string) json.Number { return json.Number(text) }
	assert.Equal(t, map[string]any{"a": number("1"), "b": number("9")}, value("one"))
	assert.Equal(t, []string{"x", "a", "b"}, names(n.field("late")))
	assert.Equal(t, map[string]any{"a": number("1"), "b": number("1"), "c": number("2"), "d": number("3")}, value("many"))
	assert.Equal(t, "1", n.field("one").field("a").text(), "a single field sees merges too")
	assert.Equal(t, "2", n.field("deep").field("c").text())
	assert.Equal(t, "text", n.field("plain").field("<<").text(), "a quoted key is not a merge")
}

func TestYAMLAliases(t *testing.T) {
	n := parseNode(t, "a: &x {k: 1}\nb: *x\nc: [*x, *x]\n? *x\n: ignored\n")
	assert.Equal(t, n.field("a"), n.field("b"), "an alias is what it stands for")
	assert.Equal(t, "1", n.field("c").items()[1].field("k").text())
	assert.Equal(t, []string{"a", "b", "c"}, names(n), "a key that is not a scalar is left out")
}

func TestYAMLThatContainsItself(t *testing.T) {
	n := parseNode(t, "a: &x\n  me: *x\n  <<: *x\n  list: [*x, *x]\n")
	assert.Nil(t, n.value())
	assert.Equal(t, []string{"me", "list"}, names(n.field("a")))
}

func TestYAMLAliasBombIsNotDecoded(t *testing.T) {
	n := parseNode(t, aliasBomb())
	assert.Nil(t, n.value())
}

// aliasBomb is a small document that stands for 10^20 nodes.
func aliasBomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x]\n")
	for i := 1; i <= 20; i++ {
		prev, name := "a"+string(rune('0'+(i-1)/10))+string(rune('0'+(i-1)%10)), "a"+string(rune('0'+i/10))+string(rune('0'+i%10))
		if i == 1 {
			prev = "a0"
		}
		b.WriteString(name + ": &" + name + " [" + strings.TrimSuffix(strings.Repeat("*"+prev+", ", 10), ", ") + "]\n")
	}
	return b.String()
}

func TestYAMLMergesAreBounded(t *testing.T) {
	// Each mapping merges the one before it ten times: ten to the power of fifty if done naively.
	var b strings.Builder
	b.WriteString("m0: &m0 {k: v}\n")
	for i := range 50 {
		prev, name := strings.Repeat("m", i+1)+"0", strings.Repeat("m", i+2)+"0"
		b.WriteString(name + ": &" + name + " {<<: [" + strings.TrimSuffix(strings.Repeat("*"+prev+", ", 10), ", ") + "]}\n")
	}
	n := parseNode(t, b.String())
	assert.Equal(t, "v", n.field(strings.Repeat("m", 51)+"0").field("k").text())
}

func TestYAMLWithTooManyNodesIsRefused(t *testing.T) {
	_, err := parseYAML([]byte(strings.Repeat("[],", maxYAMLNodes/3+1)))
	require.ErrorIs(t, err, errManyNodes)
	_, err = parseYAML([]byte(strings.Repeat("%TAG !a! x\n", maxDirectives+2) + "---\na: b\n"))
	require.ErrorIs(t, err, errManyDirectives)
	_, err = parseYAML([]byte("- " + strings.Repeat("- ", maxYAMLNodes)))
	require.ErrorIs(t, err, errManyNodes)
}

func TestYAMLErrorsHaveLines(t *testing.T) {
	for text, want := range map[string]int{
		"a: 1\nb: [1, 2\nc: 3\n\n":            2,
		"a: 1\nb: {x: 1\n\nc: 2\n":            2,
		"a: 1\nb: 1\n\tb: 2\n":                3,
		"x: 1\ny:\n  a: 1\n b: 2\n\n\nz: 1\n": 4,
		"a: 1\nb:\n  - 1\n  c: 2\n\n\nz: 1\n": 4,
		"a: 1\nb: ]\nc: 1\n":                  2,
		"a: 1\nb: !x!y z\nc: 1\n":             2,
		"a: 1\nb: *nowhere\nc: 1\n":           2,
		"a: 1\nb: \x01\nc: 1\n":               2,
		"q: 1\nx: a: b\n":                     2,
		"q: 1\nx: @b\ny: 1\n":                 2,
		"]":                                   1,
	} {
		_, err := parseYAML([]byte(text))
		require.Error(t, err, text)
		line, message := yamlProblem([]byte(text), err)
		assert.Equal(t, want, line, "%q: %v", text, err)
		assert.NotContains(t, message, "yaml:")
		assert.NotRegexp(t, `line \d`, message)
	}
	line, message := yamlProblem(nil, errManyNodes)
	assert.Equal(t, 1, line)
	assert.Equal(t, errManyNodes.Error(), message)
}
