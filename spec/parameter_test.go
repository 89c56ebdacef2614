package spec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parameterOf reads a Parameter Object as the contract's reader does.
func parameterOf(t *testing.T, text string) *Parameter {
	t.Helper()
	n := parseNode(t, text)
	p := &Parameter{
		Name: n.field("name").text(), In: n.field("in").text(), style: n.field("style").text(),
		schema: n.field("schema"), object: n,
	}
	if e := n.field("explode"); e.exists() {
		explode := e.boolean()
		p.explode = &explode
	}
	return p
}

func TestParameterSample(t *testing.T) {
	for name, test := range map[string]struct {
		object, want string
		source       Source
	}{
		"own example":           {`{name: id, in: path, example: 7, schema: {example: 8}}`, "7", Example},
		"first of examples":     {`{name: id, in: path, examples: {a: {summary: x}, b: {value: 9}, c: {value: 10}}}`, "9", Example},
		"example beyond 2^53":   {`{name: id, in: path, example: 9007199254740993}`, "9007199254740993", Example},
		"example of content":    {`{name: f, in: query, content: {application/json: {example: {a: 1}}}}`, `{"a":1}`, Example},
		"generated content":     {`{name: f, in: query, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}`, `{"a":1}`, Generated},
		"schema's example":      {`{name: id, in: path, schema: {type: string, example: abc, default: d}}`, "abc", Example},
		"schema's examples":     {`{name: id, in: path, schema: {type: string, examples: [x, y]}}`, "x", Example},
		"default":               {`{name: n, in: query, schema: {type: integer, default: 30, enum: [10, 30]}}`, "30", Default},
		"enum":                  {`{name: n, in: query, schema: {enum: [b, a]}}`, "b", Enum},
		"const":                 {`{name: n, in: query, schema: {const: x}}`, "x", Enum},
		"generated integer":     {`{name: id, in: path, schema: {type: integer, minimum: 5}}`, "5", Generated},
		"no schema":             {`{name: id, in: path}`, "verbatim", Generated},
		"unusable in a path":    {`{name: id, in: path, example: "", schema: {default: "..", type: string}}`, "verbatim", Generated},
		"control in a header":   {`{name: X-A, in: header, example: "a\nb", schema: {type: string}}`, "verbatim", Generated},
		"boolean":               {`{name: b, in: query, schema: {type: boolean}}`, "false", Generated},
		"array gets an item":    {`{name: a, in: query, schema: {type: array, items: {type: integer}}}`, "1", Generated},
		"array in a path":       {`{name: a, in: path, schema: {type: array, minItems: 2, items: {enum: [x]}}}`, "x,x", Generated},
		"null is no example":    {`{name: id, in: path, example: null, schema: {type: integer}}`, "1", Generated},
		"one of several shapes": {`{name: id, in: path, schema: {anyOf: [{type: integer}, {type: string}]}}`, "1", Generated},
	} {
		t.Run(name, func(t *testing.T) {
			p := parameterOf(t, test.object)
			v, err := p.Sample()
			require.NoError(t, err)
			assert.Equal(t, Value{Name: p.Name, In: p.In, Text: test.want, Source: test.source}, v)
		})
	}
}

func TestParameterSampleSaysWhyThereIsNone(t *testing.T) {
	for object, want := range map[string]string{
		`{name: q, in: query, schema: {type: string, pattern: '^a$b'}}`:            `generating a value for parameter "q": the pattern "^a$b" cannot be met`,
		`{name: q, in: query, schema: {$ref: '#/components/schemas/No'}}`:          `"#/components/schemas/No"`,
		`{name: q, in: path, schema: {type: string, enum: ["."]}}`:                 "cannot be sent",
		`{name: q, in: query, schema: {type: integer, minimum: 2, maximum: 1}}`:    "no integer lies within its bounds",
		`{name: q, in: query, schema: {type: string, minLength: 5, maxLength: 2}}`: "there is no text with 5 to 2 characters",
		`{name: q, in: query, schema: {type: string, format: uuid, maxLength: 5}}`: `there is no text of format "uuid" with at most 5 characters`,
	} {
		_, err := parameterOf(t, object).Sample()
		assert.ErrorContains(t, err, want)
	}
}

func TestParameterAbsent(t *testing.T) {
	for schema, want := range map[string]string{
		`{type: integer}`:                  "2147483629",
		`{type: integer, format: int32}`:   "2147483629",
		`{type: integer, format: int64}`:   "2147483629",
		`{type: integer, maximum: 100000}`: "100000",
		`{type: integer, maximum: 5000, exclusiveMaximum: true, multipleOf: 10}`: "4990",
		`{type: integer, minimum: 3000000000}`:                                   "3000001000",
		`{type: integer, minimum: 1, maximum: 12}`:                               "",
		`{type: number}`:                             "2147483629",
		`{type: string}`:                             "verbatim-absent",
		`{}`:                                         "verbatim-absent",
		`{type: string, maxLength: 8}`:               "verbatim",
		`{type: string, minLength: 20}`:              "verbatim-absentverba",
		`{type: string, maxLength: 2}`:               "",
		`{type: string, format: uuid}`:               absentUUID,
		`{type: string, format: email}`:              "verbatim-absent@example.com",
		`{type: string, format: date}`:               "2971-03-17",
		`{type: string, enum: [a, b]}`:               "",
		`{const: 1}`:                                 "",
		`{type: boolean}`:                            "",
		`{type: object}`:                             "",
		`{type: array, items: {type: integer}}`:      "2147483629",
		`{type: array, items: {enum: [a]}}`:          "",
		`{type: string, pattern: '^[a-z-]+$'}`:       "verbatim-absent",
		`{type: string, pattern: '^(red|green)$'}`:   "",
		`{anyOf: [{type: integer}, {type: string}]}`: "2147483629",
		`{type: [string, "null"], format: uuid}`:     absentUUID,
		`{type: string, example: 730d3e32-d098-4169-a20c-554c3bedce58}`:                   absentUUID,
		`{type: string, default: 730d3e32-d098-4169-a20c-554c3bedce58}`:                   "verbatim-absent",
		`{type: string, example: 730d3e32-d098-4169-a20c-554c3bedce58, pattern: '^[^.]'}`: "verbatim-absent",
	} {
		t.Run(schema, func(t *testing.T) {
			p := parameterOf(t, `{name: id, in: path, schema: `+schema+`}`)
			v, ok := p.Absent()
			if schema == `{type: string, maxLength: 8}` {
				assert.False(t, ok, "it would be the sample")
				return
			}
			assert.Equal(t, want != "", ok)
			assert.Equal(t, want, v.Text)
			if ok {
				assert.Equal(t, Absent, v.Source)
				assert.False(t, v.Source.Exists())
			}
		})
	}
}

func TestParameterAbsentKeepsPatterns(t *testing.T) {
	for _, pattern := range []string{`^\d+$`, `^[0-9a-f]{24}$`, `^cus_[A-Za-z0-9]{14}$`, `^[A-Z]{5}$`, `^(?!x)[a-w]{6}$`} {
		p := parameterOf(t, `{name: id, in: path, schema: {type: string, pattern: '`+pattern+`'}}`)
		v, ok := p.Absent()
		require.True(t, ok, pattern)
		m, err := compilePattern(pattern)
		require.NoError(t, err)
		assert.True(t, m.MatchString(v.Text), v.Text)
		sample, err := p.Sample()
		require.NoError(t, err)
		assert.NotEqual(t, sample.Text, v.Text)
	}
}

// TestParameterStyles follows the table of styles in OpenAPI 3.1.0, "Style Examples".
func TestParameterStyles(t *testing.T) {
	const (
		array  = `[blue, black]`
		object = `{R: 100, G: 200}`
	)
	for _, test := range []struct{ in, style, explode, value, text, pairs string }{
		{"path", "", "", "blue", "blue", ""},
		{"path", "simple", "false", array, "blue,black", ""},
		{"path", "simple", "false", object, "G,200,R,100", ""},
		{"path", "simple", "true", object, "G=200,R=100", ""},
		{"path", "label", "", "blue", ".blue", ""},
		{"path", "label", "false", array, ".blue,black", ""},
		{"path", "label", "true", array, ".blue.black", ""},
		{"path", "label", "true", object, ".G=200.R=100", ""},
		{"path", "matrix", "", "blue", ";color=blue", ""},
		{"path", "matrix", "false", array, ";color=blue,black", ""},
		{"path", "matrix", "true", array, ";color=blue;color=black", ""},
		{"path", "matrix", "false", object, ";color=G,200,R,100", ""},
		{"path", "matrix", "true", object, ";G=200;R=100", ""},
		{"header", "", "", array, "blue,black", ""},
		{"query", "", "", "blue", "blue", "color=blue"},
		{"query", "", "", array, "blue,black", "color=blue color=black"},
		{"query", "form", "false", array, "blue,black", "color=blue,black"},
		{"query", "form", "false", object, "G,200,R,100", "color=G,200,R,100"},
		{"query", "form", "true", object, "G,200,R,100", "G=200 R=100"},
		{"query", "spaceDelimited", "", array, "blue black", "color=blue black"},
		{"query", "pipeDelimited", "", array, "blue|black", "color=blue|black"},
		{"query", "deepObject", "true", object, "G,200,R,100", "color[G]=200 color[R]=100"},
		{"cookie", "form", "false", array, "blue,black", "color=blue,black"},
	} {
		t.Run(strings.Join([]string{test.in, test.style, test.explode, test.value}, " "), func(t *testing.T) {
			text := `{name: color, in: ` + test.in + `, example: ` + test.value
			if test.style != "" {
				text += `, style: ` + test.style
			}
			if test.explode != "" {
				text += `, explode: ` + test.explode
			}
			p := parameterOf(t, text+`}`)
			v, err := p.Sample()
			require.NoError(t, err)
			assert.Equal(t, test.text, v.Text)
			if test.pairs != "" {
				assert.Equal(t, test.pairs, pairsText(p.Pairs(v)))
			}
		})
	}
}

func pairsText(pairs []Pair) string {
	var all []string
	for _, p := range pairs {
		all = append(all, p.Name+"="+p.Value)
	}
	return strings.Join(all, " ")
}

func TestParameterPairsLeaveGivenValuesAlone(t *testing.T) {
	p := parameterOf(t, `{name: ids, in: query, schema: {type: array, items: {type: integer}}}`)
	assert.Equal(t, []Pair{{"ids", "1,2"}}, p.Pairs(Value{Name: "ids", In: "query", Text: "1,2", Source: Given}))
}
