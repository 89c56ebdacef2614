package spec

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// contractOf is an OpenAPI document with one response to GET /a.
func contractOf(t *testing.T, version, response, components string) *Contract {
	t.Helper()
	return mustLoad(t, "openapi: "+version+"\npaths: {/a: {get: {responses: {200: "+response+"}}}}\ncomponents: "+components+"\n")
}

func checkJSON(t *testing.T, version, schema, components, content string) error {
	t.Helper()
	c := contractOf(t, version, "{content: {application/json: {schema: "+schema+"}}}", "{schemas: {"+components+"}}")
	r, ok := c.Paths[0].Operations[0].Response(200)
	require.True(t, ok)
	return r.Check(Received{Method: "GET", Status: 200, Fields: http.Header{"Content-Type": {"application/json"}}, Content: []byte(content)})
}

func TestResponseCheckHoldsContentAgainstItsSchema(t *testing.T) {
	for name, test := range map[string]struct {
		version, schema, components, content, want string
	}{
		"right":                           {"3.0.3", `{type: object, required: [id], properties: {id: {type: integer}}}`, "", `{"id":1,"more":2}`, ""},
		"wrong type":                      {"3.0.3", `{type: array, items: {type: object, properties: {id: {type: integer}}}}`, "", `[{"id":"x"}]`, `/0/id: got string, want integer`},
		"missing":                         {"3.0.3", `{required: [a, b]}`, "", `{}`, `/: lacks "a", "b"`},
		"three at most, in order":         {"3.1.0", `{items: {type: integer}}`, "", `["e","d","c","b"]`, `/0: got string, want integer; /1: got string, want integer; /2: got string, want integer; and 1 more`},
		"nullable":                        {"3.0.3", `{type: string, nullable: true}`, "", `null`, ""},
		"nullable enum without null":      {"3.0.3", `{type: string, nullable: true, enum: [a]}`, "", `null`, ""},
		"nullable beside a reference":     {"3.0.3", `{nullable: true, $ref: '#/components/schemas/S'}`, `S: {type: string}`, `null`, ""},
		"not nullable":                    {"3.0.3", `{type: string}`, "", `null`, `/: got null, want string`},
		"nullable and wrong":              {"3.0.3", `{type: string, nullable: true, enum: [a]}`, "", `"b"`, `/: got "b", want one of "a"`},
		"nullable in 3.0 is two types":    {"3.0.3", `{type: string, nullable: true}`, "", `1`, `/: got number, want string or null`},
		"types of 3.1":                    {"3.1.0", `{type: [string, 'null']}`, "", `null`, ""},
		"exclusive as a boolean":          {"3.0.3", `{type: integer, minimum: 5, exclusiveMinimum: true}`, "", `5`, `/: got 5, want more than 5`},
		"exclusive as a number":           {"3.1.0", `{type: integer, exclusiveMaximum: 5}`, "", `5`, `/: got 5, want less than 5`},
		"beside a reference in 3.0":       {"3.0.3", `{$ref: '#/components/schemas/S', maxLength: 1}`, `S: {type: string}`, `"abc"`, ""},
		"beside a reference in 3.1":       {"3.1.0", `{$ref: '#/components/schemas/S', maxLength: 1}`, `S: {type: string}`, `"abc"`, `/: got 3 characters, want at most 1`},
		"required write-only":             {"3.0.3", `{required: [p, id], properties: {p: {type: string, writeOnly: true}, id: {readOnly: true}}}`, "", `{"id":1}`, ""},
		"required write-only by allOf":    {"3.0.3", `{allOf: [{$ref: '#/components/schemas/S'}, {required: [p]}]}`, `S: {properties: {p: {writeOnly: true}}}`, `{}`, ""},
		"required read-only":              {"3.0.3", `{required: [id], properties: {id: {readOnly: true}}}`, "", `{}`, `/: lacks "id"`},
		"list of itself":                  {"3.0.3", `{$ref: '#/components/schemas/T'}`, `T: {properties: {n: {type: integer}, c: {type: array, items: {$ref: '#/components/schemas/T'}}}}`, `{"c":[{"c":[{"n":"x"}]}]}`, `/c/0/c/0/n: got string, want integer`},
		"discriminator":                   {"3.0.3", `{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: t, mapping: {meow: '#/components/schemas/Cat'}}}`, `Cat: {required: [lives]}, Dog: {required: [bark]}`, `{"t":"meow","bark":1}`, `/: lacks "lives"`},
		"discriminator by schema name":    {"3.0.3", `{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: t}}`, `Cat: {required: [lives]}, Dog: {required: [bark]}`, `{"t":"Dog","bark":1}`, ""},
		"discriminator of another name":   {"3.0.3", `{oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: t}}`, `Cat: {required: [lives]}`, `{"t":"kitten","lives":1}`, ""},
		"none of the alternatives":        {"3.1.0", `{anyOf: [{type: string}, {type: integer}]}`, "", `true`, `/: got boolean, want integer, or got boolean, want string`},
		"the alternative that is closest": {"3.1.0", `{anyOf: [{type: 'null'}, {type: object, required: [a]}]}`, "", `{}`, `/: lacks "a"`},
		"date-time":                       {"3.0.3", `{type: string, format: date-time}`, "", `"2026-01-01 10:00"`, `want the format date-time`},
		"date-time with fractions":        {"3.0.3", `{type: string, format: date-time}`, "", `"2026-01-01T10:00:60.123+02:00"`, ""},
		"uuid":                            {"3.0.3", `{type: string, format: uuid}`, "", `"x"`, `want the format uuid`},
		"unknown format":                  {"3.0.3", `{type: string, format: unheard-of}`, "", `"x"`, ""},
		"unknown type":                    {"3.0.3", `{type: any}`, "", `"x"`, ""},
		"int32":                           {"3.0.3", `{type: integer, format: int32}`, "", `2147483648`, `want the format int32`},
		"large integer":                   {"3.0.3", `{type: integer, enum: [9007199254740993]}`, "", `9007199254740992`, `want one of 9007199254740993`},
		"fraction that is whole":          {"3.0.3", `{type: integer}`, "", `1.0`, ""},
		"multiple":                        {"3.0.3", `{type: number, multipleOf: 0.01}`, "", `19.99`, ""},
		"tuple":                           {"3.1.0", `{prefixItems: [{type: string}], items: false}`, "", `["a",1]`, `/1: must not be there`},
		"unevaluated over a reference":    {"3.1.0", `{$ref: '#/components/schemas/S', unevaluatedProperties: false}`, `S: {properties: {a: {}}}`, `{"a":1,"b":2}`, `/b: must not be there`},
		"evaluated over a reference":      {"3.1.0", `{$ref: '#/components/schemas/S', unevaluatedProperties: false}`, `S: {properties: {a: {}}}`, `{"a":1}`, ""},
		"if, then":                        {"3.1.0", `{if: {required: [a]}, then: {required: [b]}}`, "", `{"a":1}`, `/: lacks "b"`},
		"look-ahead":                      {"3.0.3", `{type: string, pattern: '^(?!a).+$'}`, "", `"abc"`, `want the pattern`},
		"no JSON":                         {"3.0.3", `{type: object}`, "", `<html>`, `the content is not JSON: invalid character '<'`},
		"cut off by the server":           {"3.0.3", `{type: object}`, "", `{"a":`, `the content is not JSON: it ends too early`},
		"two values":                      {"3.0.3", `{type: object}`, "", `{} {}`, `more follows`},
		"pointer is escaped":              {"3.0.3", `{additionalProperties: {type: integer}}`, "", `{"a/b~":"x"}`, `/a~1b~0: got string`},
		"terminal codes":                  {"3.0.3", `{type: integer}`, "", `"\u001b[31m"`, `/: got string, want integer`},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkJSON(t, test.version, test.schema, test.components, test.content)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
			mismatch, ok := errors.AsType[*Mismatch](err)
			require.True(t, ok, "%v", err)
			assert.LessOrEqual(t, len(mismatch.Problems), 3)
		})
	}
}

func TestResponseCheckSaysWhatItCannotCheck(t *testing.T) {
	for name, test := range map[string]struct{ schema, components, content string }{
		"a pattern that nobody understands": {`{type: string, pattern: '(?<a'}`, "", `"x"`},
		"in an alternative":                 {`{anyOf: [{type: string, pattern: '(?<a'}, {type: integer}]}`, "", `"x"`},
		"a reference that leads nowhere":    {`{properties: {a: {$ref: '#/nowhere'}}}`, "", `{"a":1}`},
		"references in a circle":            {`{$ref: '#/components/schemas/A'}`, `A: {$ref: '#/components/schemas/A'}`, `1`},
		"a schema that is all of itself":    {`{$ref: '#/components/schemas/A'}`, `A: {allOf: [{$ref: '#/components/schemas/A'}]}`, `1`},
		"more than one alternative":         {`{oneOf: [{type: string}, {minLength: 1}]}`, "", `"a"`},
		"names by such a pattern":           {`{patternProperties: {'(?<a': {type: integer}}, additionalProperties: false}`, "", `{"a":"x"}`},
		"a dynamic reference":               {`{$dynamicRef: '#node'}`, "", `1`},
		"a number without end":              {`{type: integer, minimum: 1}`, "", `1e999999999`},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkJSON(t, "3.1.0", test.schema, test.components, test.content)
			require.ErrorIs(t, err, ErrUnchecked)
			_, mismatched := errors.AsType[*Mismatch](err)
			assert.False(t, mismatched)
		})
	}
	t.Run("nothing is open where the value does not go", func(t *testing.T) {
		require.NoError(t, checkJSON(t, "3.1.0", `{properties: {a: {$ref: '#/nowhere'}, b: {type: integer}}}`, "", `{"b":1}`))
		require.NoError(t, checkJSON(t, "3.1.0", `{type: [string, integer], pattern: '(?<a'}`, "", `1`))
	})
	t.Run("what is surely wrong is wrong all the same", func(t *testing.T) {
		require.ErrorContains(t, checkJSON(t, "3.1.0", `{properties: {a: {$ref: '#/nowhere'}, b: {type: integer}}}`, "", `{"a":1,"b":"x"}`), "/b: got string")
	})
}

func TestResponseCheckMediaTypesAndFields(t *testing.T) {
	const response = `{headers: {X-Total: {required: true, schema: {type: integer}}, X-Tags: {schema: {type: array, items: {type: integer}}}, Content-Type: {required: true, schema: {type: integer}}},
		content: {application/json; charset=utf-8: {schema: {type: object}}, text/*: {schema: {type: integer}}, application/xml: {schema: {type: object}}, image/png: {schema: {type: string, format: binary}}}}`
	fields := func(pairs ...string) http.Header {
		h := http.Header{"X-Total": {"1"}}
		for i := 0; i < len(pairs); i += 2 {
			h[pairs[i]] = []string{pairs[i+1]}
		}
		return h
	}
	for name, test := range map[string]struct {
		got       Received
		want      string
		unchecked bool
	}{
		"parameters do not matter":   {Received{Fields: fields("Content-Type", "Application/JSON; charset=UTF-8"), Content: []byte(`{}`)}, "", false},
		"another type":               {Received{Fields: fields("Content-Type", "application/problem+json"), Content: []byte(`{}`)}, "got application/problem+json, want application/json", false},
		"no type":                    {Received{Fields: fields(), Content: []byte(`{}`)}, "got no Content-Type, want", false},
		"no content":                 {Received{Fields: fields()}, "there is no content", false},
		"HEAD":                       {Received{Method: "HEAD", Fields: fields()}, "", false},
		"204":                        {Received{Status: 204, Fields: fields()}, "", false},
		"range":                      {Received{Fields: fields("Content-Type", "text/plain"), Content: []byte("12\n")}, "", false},
		"range and wrong text":       {Received{Fields: fields("Content-Type", "text/plain"), Content: []byte("x")}, "got string, want integer", false},
		"XML":                        {Received{Fields: fields("Content-Type", "application/xml"), Content: []byte("<a/>")}, "", true},
		"bytes":                      {Received{Fields: fields("Content-Type", "image/png"), Content: []byte("\x89PNG")}, "", false},
		"cut off":                    {Received{Fields: fields("Content-Type", "application/json"), Content: []byte(`{"a"`), Truncated: true}, "", true},
		"encoded":                    {Received{Fields: fields("Content-Type", "application/json", "Content-Encoding", "br"), Content: []byte("x")}, "", true},
		"other charset":              {Received{Fields: fields("Content-Type", "application/json; charset=utf-16"), Content: []byte("x")}, "", true},
		"missing field":              {Received{Fields: http.Header{"Content-Type": {"application/json"}}, Content: []byte(`{}`)}, "the field X-Total is missing", false},
		"wrong field":                {Received{Fields: http.Header{"Content-Type": {"application/json"}, "X-Total": {"many"}}, Content: []byte(`{}`)}, "the field X-Total: got string, want integer", false},
		"wrong list":                 {Received{Fields: fields("Content-Type", "application/json", "X-Tags", "1, b"), Content: []byte(`{}`)}, "the field X-Tags: /1: got string, want integer", false},
		"field and content together": {Received{Fields: http.Header{"Content-Type": {"application/json"}, "X-Total": {"many"}}, Content: []byte(`[]`)}, "/: got array, want object; the field X-Total", false},
	} {
		t.Run(name, func(t *testing.T) {
			r, ok := contractOf(t, "3.0.3", response, "{}").Paths[0].Operations[0].Response(200)
			require.True(t, ok)
			assert.Equal(t, []string{"X-Total", "X-Tags"}, r.Headers())
			if test.got.Status == 0 {
				test.got.Status = 200
			}
			err := r.Check(test.got)
			assert.Equal(t, test.unchecked, errors.Is(err, ErrUnchecked), "%v", err)
			switch {
			case test.want != "":
				require.ErrorContains(t, err, test.want)
			case !test.unchecked:
				require.NoError(t, err)
			}
		})
	}
}

func TestResponseCheckReadsSwagger(t *testing.T) {
	c := mustLoad(t, `{swagger: '2.0', produces: [application/json], paths: {/a: {get: {responses: {200: {
		headers: {X-N: {type: integer, format: int32}}, schema: {$ref: '#/definitions/S'}}}}}},
		definitions: {S: {type: object, required: [a], properties: {a: {type: string, x-nullable: true}}}}}`)
	r, _ := c.Paths[0].Operations[0].Response(200)
	got := Received{Status: 200, Fields: http.Header{"Content-Type": {"application/json"}, "X-N": {"5"}}, Content: []byte(`{"a":null}`)}
	require.NoError(t, r.Check(got))
	got.Content = []byte(`{}`)
	require.ErrorContains(t, r.Check(got), `/: lacks "a"`)
	got.Content, got.Fields["X-N"] = []byte(`{"a":"b"}`), []string{"5000000000"}
	require.ErrorContains(t, r.Check(got), "the field X-N: got 5000000000, want the format int32")
}

func TestResponseCheckReadsStreams(t *testing.T) {
	r, _ := contractOf(t, "3.2.0", "{content: {application/jsonl: {itemSchema: {type: object, required: [a]}}}}", "{}").Paths[0].Operations[0].Response(200)
	got := Received{Status: 200, Fields: http.Header{"Content-Type": {"application/jsonl"}}, Content: []byte("{\"a\":1}\n\n{\"a\":2}\n")}
	require.NoError(t, r.Check(got))
	got.Content = []byte("{\"a\":1}\n{}\n")
	require.EqualError(t, r.Check(got), `line 2: /: lacks "a"`)
}

func TestOperationResponse(t *testing.T) {
	op := &Operation{Responses: []Response{{Status: "200"}, {Status: "2xx"}, {Status: "default"}}}
	for status, want := range map[int]string{200: "200", 201: "2xx", 404: "default"} {
		r, ok := op.Response(status)
		require.True(t, ok)
		assert.Equal(t, want, r.Status)
	}
	_, ok := (&Operation{}).Response(200)
	assert.False(t, ok)
}

func TestResponseCheckMayRunInParallel(t *testing.T) {
	c := contractOf(t, "3.0.3", "{content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}", `{schemas: {T: {properties: {n: {type: integer}, c: {type: array, items: {$ref: '#/components/schemas/T'}}}}}}`)
	r, _ := c.Paths[0].Operations[0].Response(200)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			content := strings.Repeat(`{"c":[`, 50) + `{"n":"x"}` + strings.Repeat(`]}`, 50)
			err := r.Check(Received{Status: 200, Fields: http.Header{"Content-Type": {"application/json"}}, Content: []byte(content)})
			assert.ErrorContains(t, err, "got string, want integer")
		})
	}
	group.Wait()
}

func TestResponseCheckIsBounded(t *testing.T) {
	const twice = `T: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}, A: {type: array, items: {$ref: '#/components/schemas/T'}}, B: {type: array, maxItems: 1, items: {$ref: '#/components/schemas/T'}}`
	for name, content := range map[string]string{
		"doubles with each level": strings.Repeat("[", 60) + "1" + strings.Repeat("]", 60),
		"deep":                    strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			err := checkJSON(t, "3.1.0", `{$ref: '#/components/schemas/T'}`, twice, content)
			assert.Less(t, time.Since(start), 20*time.Second)
			if name != "deep" {
				require.ErrorIs(t, err, ErrUnchecked)
			}
			t.Log(time.Since(start), err)
		})
	}
}
