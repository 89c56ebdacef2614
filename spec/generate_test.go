package spec

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// generated is the value made from a schema, as JSON.
func generated(t *testing.T, schema string) string {
	t.Helper()
	v, err := newGenerator().value([]node{parseNode(t, schema)}, "")
	require.NoError(t, err)
	return compactJSON(v)
}

func TestGenerate(t *testing.T) {
	for name, test := range map[string]struct{ schema, want string }{
		"plain string":                 {`{type: string}`, `"verbatim"`},
		"short string":                 {`{type: string, maxLength: 3}`, `"ver"`},
		"long string":                  {`{type: string, minLength: 10}`, `"verbatimve"`},
		"empty schema":                 {`{}`, `"verbatim"`},
		"uuid":                         {`{type: string, format: uuid}`, `"3f1c9a52-7d64-4b0e-9c21-5e8a6b7c9d10"`},
		"unknown format":               {`{type: string, format: verse}`, `"verbatim"`},
		"pattern":                      {`{type: string, pattern: '^x\d{2}$'}`, `"x11"`},
		"pattern and format":           {`{type: string, format: date, pattern: '^2026-'}`, `"2026-01-01"`},
		"integer":                      {`{type: integer}`, `1`},
		"integer with a minimum":       {`{type: integer, minimum: 18}`, `18`},
		"integer with a maximum":       {`{type: integer, maximum: -5}`, `-5`},
		"exclusive bounds of 3.0":      {`{type: integer, minimum: 5, exclusiveMinimum: true}`, `6`},
		"exclusive bounds of 3.1":      {`{type: integer, exclusiveMaximum: 1}`, `0`},
		"narrow number":                {`{type: number, exclusiveMinimum: 0, exclusiveMaximum: 0.5}`, `0.25`},
		"multiple":                     {`{type: integer, minimum: 10, multipleOf: 7}`, `14`},
		"multiple of a fraction":       {`{type: number, minimum: 0.35, exclusiveMinimum: true, multipleOf: 0.05, maximum: 0.5}`, `0.4`},
		"integer beyond 2^53":          {`{type: integer, minimum: 9007199254740993}`, `9007199254740993`},
		"beyond 2^53 in an enum":       {`{enum: [9007199254740993]}`, `9007199254740993`},
		"boolean":                      {`{type: boolean}`, `false`},
		"null":                         {`{type: "null"}`, `null`},
		"types with null first":        {`{type: ["null", integer]}`, `1`},
		"enum with null first":         {`{enum: [null, b, c]}`, `"b"`},
		"enum of another type":         {`{type: integer, enum: [a, 2]}`, `2`},
		"empty enum":                   {`{type: string, enum: []}`, `"verbatim"`},
		"const":                        {`{const: 7}`, `7`},
		"array":                        {`{type: array, items: {type: integer}}`, `[]`},
		"array with a minimum":         {`{type: array, minItems: 2, items: {type: integer}}`, `[1,1]`},
		"distinct integers":            {`{type: array, minItems: 3, uniqueItems: true, items: {type: integer, maximum: 2}}`, `[1,2,-1]`},
		"distinct members of an enum":  {`{minItems: 2, uniqueItems: true, items: {enum: [a, b]}}`, `["a","b"]`},
		"tuple":                        {`{type: array, minItems: 3, prefixItems: [{const: a}, {type: integer}], items: {type: boolean}}`, `["a",1,false]`},
		"contains":                     {`{type: array, contains: {const: x}}`, `["x"]`},
		"object":                       {`{type: object, properties: {a: {type: string}, b: {type: integer}}, required: [b]}`, `{"b":1}`},
		"object without a type":        {`{properties: {a: {}}, required: [a, undescribed]}`, `{"a":"verbatim","undescribed":"verbatim"}`},
		"read-only left out":           {`{required: [id, n], properties: {id: {type: integer, readOnly: true}, n: {type: integer}}}`, `{"n":1}`},
		"minProperties":                {`{type: object, minProperties: 2, properties: {a: {type: integer}}}`, `{"a":1,"verbatim":"verbatim"}`},
		"minProperties of a map":       {`{type: object, minProperties: 1, additionalProperties: {type: integer}}`, `{"verbatim":1}`},
		"dependentRequired":            {`{required: [a], dependentRequired: {a: [b]}}`, `{"a":"verbatim","b":"verbatim"}`},
		"patternProperties":            {`{type: object, minProperties: 1, patternProperties: {'^x-\d$': {type: integer}}, additionalProperties: false}`, `{"x-1":1}`},
		"nested example":               {`{required: [a], properties: {a: {type: string, example: hello}}}`, `{"a":"hello"}`},
		"nested example that is wrong": {`{required: [a], properties: {a: {type: integer, example: hello}}}`, `{"a":1}`},
		"nested default":               {`{required: [a], properties: {a: {type: integer, default: 12345678901234567890}}}`, `{"a":12345678901234567890}`},
		"allOf":                        {`{allOf: [{required: [a], properties: {a: {type: integer, minimum: 3}}}, {required: [b], properties: {a: {maximum: 9, multipleOf: 4}, b: {type: string}}}]}`, `{"a":4,"b":"verbatim"}`},
		"allOf of enums":               {`{allOf: [{enum: [a, b, c]}, {enum: [c, b]}]}`, `"b"`},
		"oneOf":                        {`{oneOf: [{type: integer}, {type: string}]}`, `1`},
		"oneOf that excludes":          {`{oneOf: [{type: integer}, {type: integer, maximum: 5}, {type: string}]}`, `"verbatim"`},
		"oneOf of optional members":    {`{oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {a: {type: integer}}}]}`, `{"a":"verbatim"}`},
		"oneOf of lists":               {`{oneOf: [{type: array, items: {type: array, items: {type: number}}}, {type: array, items: {type: string}}]}`, `[[]]`},
		"oneOf with an unmet one":      {`{oneOf: [{type: string, pattern: '^a$b'}, {type: integer}]}`, `1`},
		"anyOf with null":              {`{anyOf: [{type: "null"}, {type: integer}]}`, `1`},
		"anyOf beside properties":      {`{properties: {a: {type: integer}, b: {type: string}}, anyOf: [{required: [b]}, {required: [a]}]}`, `{"b":"verbatim"}`},
		"not":                          {`{type: string, not: {enum: [verbatim]}}`, `"verbatim-2"`},
		"not a number":                 {`{type: integer, not: {maximum: 1}}`, `2`},
		"if and then":                  {`{type: integer, if: {minimum: 3}, then: {maximum: 4}}`, `1`},
		"then that asks for more":      {`{required: [k], properties: {k: {const: a}, v: {type: integer}, w: {}}, if: {properties: {k: {const: a}}}, then: {required: [v]}, else: {required: [w]}}`, `{"k":"a","v":1}`},
		"else that asks for more":      {`{required: [k], properties: {k: {enum: [b]}, w: {type: integer}}, if: {properties: {k: {const: a}}}, then: {required: [v]}, else: {required: [w]}}`, `{"k":"b","w":1}`},
		"conditions in allOf":          {`{required: [k], properties: {k: {const: a}}, allOf: [{if: {properties: {k: {const: a}}}, then: {required: [v], properties: {v: {type: integer}}}}, {if: {required: [v]}, then: {required: [w]}}]}`, `{"k":"a","v":1,"w":"verbatim"}`},
		"dependentSchemas":             {`{required: [a], dependentSchemas: {a: {required: [b], properties: {b: {type: integer}}}}}`, `{"a":"verbatim","b":1}`},
		"several that it contains":     {`{type: array, contains: {const: x}, minContains: 2, items: {type: string}}`, `["x","x"]`},
		"propertyNames":                {`{type: object, minProperties: 2, propertyNames: {pattern: '^x-\d$'}, additionalProperties: {type: integer}}`, `{"x-1":1,"x-2":1}`},
		"name that says the format":    {`{required: [email, name], properties: {email: {type: string}, name: {type: string}}}`, `{"email":"verbatim@example.com","name":"verbatim"}`},
		"type of another language":     {`{type: float}`, `1`},
		"true":                         {`{required: [a], properties: {a: true}}`, `{"a":"verbatim"}`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, generated(t, test.schema))
			n := parseNode(t, test.schema)
			if !strings.Contains(name, "then") && name != "enum of another type" {
				assert.NoError(t, checkBody(n, jsonValue(t, test.want), []string{"id"}))
			}
		})
	}
}

func jsonValue(t *testing.T, text string) any {
	t.Helper()
	return parseNode(t, `{"v": `+text+`}`).field("v").value()
}

func TestGenerateFollowsReferences(t *testing.T) {
	doc := parseNode(t, `
openapi: 3.0.3
bodies: {Cat: {$ref: '#/components/schemas/Cat'}, Dog: {$ref: '#/components/schemas/Dog'}}
components:
  schemas:
    Tree: {type: object, required: [name], properties: {name: {type: string}, left: {$ref: '#/components/schemas/Tree'}}}
    Endless: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Endless'}}}
    Stopped: {type: object, required: [next, list], properties: {next: {anyOf: [{$ref: '#/components/schemas/Stopped'}, {type: 'null'}]}, list: {type: array, items: {$ref: '#/components/schemas/Stopped'}}}}
    Expression: {oneOf: [{$ref: '#/components/schemas/Sum'}, {type: integer}]}
    Sum: {type: object, required: [left, right], properties: {left: {$ref: '#/components/schemas/Expression'}, right: {$ref: '#/components/schemas/Expression'}}}
    Itself: {allOf: [{$ref: '#/components/schemas/Itself'}, {type: integer}]}
    Circle: {$ref: '#/components/schemas/Circle'}
    Dangling: {required: [a], properties: {a: {$ref: '#/nowhere'}}}
    Beside: {$ref: '#/components/schemas/Word', maxLength: 4}
    Word: {type: string}
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {meow: '#/components/schemas/Cat'}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [lives], properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    Any: {oneOf: [{$ref: '#/components/schemas/Bird'}, {$ref: '#/components/schemas/Fish'}], discriminator: {propertyName: type, mapping: {gone: '#/nowhere', tweet: Bird, chirp: Bird}}}
    Bird: {type: object, required: [type], properties: {type: {type: string}}}
    Fish: {type: object, required: [type], properties: {type: {type: string}}}
`)
	for name, want := range map[string]string{
		"Tree": `{"name":"verbatim"}`, "Stopped": `{"list":[],"next":null}`, "Itself": `1`, "Beside": `"verb"`,
		"Cat": `{"kind":"meow","lives":1}`, "Dog": `{"kind":"Dog"}`, "Any": `{"type":"tweet"}`, "Expression": `1`,
	} {
		t.Run(name, func(t *testing.T) {
			schema := doc.field("components").field("schemas").field(name)
			if name == "Cat" || name == "Dog" { // known by the reference that leads there
				schema = doc.field("bodies").field(name)
			}
			v, err := newGenerator().value([]node{schema}, "")
			require.NoError(t, err)
			assert.Equal(t, want, compactJSON(v))
			assert.NoError(t, checkBody(schema, v, nil))
		})
	}
	for name, want := range map[string]string{"Endless": "without end", "Circle": "circle", "Dangling": "#/nowhere"} {
		schema := doc.field("components").field("schemas").field(name)
		_, err := newGenerator().value([]node{schema}, "")
		assert.ErrorContains(t, err, want)
	}
}

func TestGenerateIsBounded(t *testing.T) {
	for name, schema := range map[string]string{
		"too long":       `{type: string, minLength: 1000000000}`,
		"too many":       `{type: array, minItems: 1000000000, items: {}}`,
		"too many names": `{type: object, minProperties: 1000000000}`,
		"too large":      `{type: array, minItems: 999, items: {type: array, minItems: 999, items: {type: string}}}`,
		"huge exponent":  `{type: array, minItems: 5, uniqueItems: true, items: {type: boolean}, maximum: 1e999999999}`,
		"no integer":     `{type: integer, minimum: 3, maximum: 2}`,
		"no multiple":    `{type: integer, minimum: 3, maximum: 4, multipleOf: 5}`,
		"nothing":        `{allOf: [{type: string}, {type: integer}]}`,
		"false":          `{required: [a], properties: {a: false}}`,
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := newGenerator().value([]node{parseNode(t, schema)}, "")
			assert.Error(t, err)
			assert.Less(t, time.Since(start), 5*time.Second)
		})
	}
}

func TestFormats(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range formats {
		text := f.text(wording{})
		assert.NotEmpty(t, text, f.names)
		for _, name := range f.names {
			assert.False(t, seen[name], "%s is there twice", name)
			seen[name] = true
			assert.Equal(t, text, formatText(strings.ToUpper(name), wording{}))
			assert.True(t, isOfFormat(name, text), "%s is not of format %s", text, name)
		}
		assert.NotEqual(t, text, f.text(wording{variant: 1}), "another variant of %s", f.names)
		assert.NotPanics(t, func() { f.text(wording{variant: 5_000}) })
	}
	_, err := time.Parse(time.RFC3339, formatText("date-time", wording{variant: 40}))
	require.NoError(t, err)
	_, err = time.Parse(time.DateOnly, formatText("date", wording{variant: 300}))
	require.NoError(t, err)
	assert.Empty(t, formatText("unheard-of", wording{}))
}

func TestFormOfName(t *testing.T) {
	for name, want := range map[string]string{
		"email": "email", "billingEmail": "email", "contact_email_address": "email", "E-Mail": "email", "emails_sent": "",
		"callbackURL": "url", "curl": "", "imageUrl": "url", "ip": "ipv4", "ship": "", "country": "country", "country_code": "country",
		"due_date": "date", "expiresAt": "date-time", "update": "", "timezone": "timezone", "apiVersion": "semver", "name": "", "": "",
	} {
		assert.Equal(t, want, formatOfName(name), name)
	}
	for _, form := range nameForms {
		_, ok := formatNamed(form.format)
		assert.True(t, ok, form.format)
	}
}

func TestDatesLieWhereTheirNamesSay(t *testing.T) {
	now := time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)
	schema := parseNode(t, `{required: [due_date, start_at, birthDate, date, expires_at, year], properties: {due_date: {type: string, format: date}, start_at: {type: string, format: date-time},
		birthDate: {type: string}, date: {type: string}, expires_at: {type: integer}, year: {type: integer, maximum: 2020}}}`)
	g := newGenerator()
	g.now = now
	v, err := g.value([]node{schema}, "")
	require.NoError(t, err)
	assert.Equal(t, `{"birthDate":"1990-11-30","date":"2026-01-01","due_date":"2026-12-21","expires_at":1797811200,"start_at":"2026-11-28T12:00:00Z","year":1}`, compactJSON(v))
	v, err = newGenerator().value([]node{schema}, "")
	require.NoError(t, err)
	assert.Contains(t, compactJSON(v), `"due_date":"2030-01-31"`)
}

func FuzzGenerate(f *testing.F) {
	for _, seed := range []string{
		`{"type":"string","pattern":"^a+$","minLength":3}`,
		`{"oneOf":[{"type":"integer"},{"type":"object","required":["a"],"properties":{"a":{"$ref":"#"}}}]}`,
		`{"allOf":[{"minimum":1},{"multipleOf":0.1,"exclusiveMaximum":1.5}],"type":["number","null"]}`,
		`{"type":"array","minItems":3,"uniqueItems":true,"items":{"type":"boolean"},"not":{"minItems":9}}`,
		`{"required":["a"],"minProperties":2,"patternProperties":{"^b":{}},"discriminator":{"propertyName":"a"}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, schema string) {
		if !json.Valid([]byte(schema)) || schema == "" || schema[0] != '{' {
			return
		}
		n := parseNode(t, schema)
		start := time.Now()
		v, err := newGenerator().value([]node{n}, "name")
		require.Less(t, time.Since(start), 20*time.Second)
		if err != nil {
			return
		}
		again, err := newGenerator().value([]node{n}, "name")
		require.NoError(t, err)
		assert.Equal(t, compactJSON(v), compactJSON(again))
		p := &Parameter{Name: "id", In: "path", schema: n}
		if sample, err := p.Sample(); err == nil {
			assert.NotEmpty(t, sample.Text)
			p.Pairs(sample)
		}
		p.Absent()
		b := &Body{Content: []MediaType{{Name: "application/json", schema: n}}}
		if content, err := b.Sample(); err == nil {
			assert.True(t, json.Valid(content.Data), "%s", content.Data)
		}
	})
}
