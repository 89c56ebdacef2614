package spec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBodySample(t *testing.T) {
	for name, test := range map[string]struct {
		content, mediaType, data string
		source                   Source
	}{
		"generated JSON":    {`{application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}}`, "application/json", `{"n":1}`, Generated},
		"example":           {`{application/json: {example: {big: 9007199254740993, html: "<a>"}, schema: {example: 1}}}`, "application/json", `{"big":9007199254740993,"html":"<a>"}`, Example},
		"first of examples": {`{application/json: {examples: {a: {externalValue: x}, b: {value: [1]}}}}`, "application/json", `[1]`, Example},
		"schema's example":  {`{application/json: {schema: {example: {a: b}}}}`, "application/json", `{"a":"b"}`, Example},
		"schema's default":  {`{application/json: {schema: {default: {a: b}}}}`, "application/json", `{"a":"b"}`, Default},
		"quoted JSON":       {`{application/json: {schema: {type: object}, example: '{"a": 1}'}}`, "application/json", `{"a": 1}`, Example},
		"no schema":         {`{application/json: {}}`, "application/json", `{}`, Generated},
		"JSON first":        {`{text/plain: {}, multipart/form-data: {}, application/vnd.x+json: {}, application/json; charset=utf-8: {}}`, "application/json; charset=utf-8", `{}`, Generated},
		"suffix":            {`{application/x-www-form-urlencoded: {}, application/merge-patch+json: {}}`, "application/merge-patch+json", `{}`, Generated},
		"any":               {`{"*/*": {schema: {type: array}}}`, "application/json", `[]`, Generated},
		"form":              {`{application/x-www-form-urlencoded: {schema: {type: object, required: [b, a, o], properties: {a: {type: array, minItems: 2, items: {type: integer}}, b: {type: string, const: x y}, o: {required: [k], properties: {k: {type: integer}}}}}, encoding: {o: {style: deepObject}}}}`, "application/x-www-form-urlencoded", `a=1&a=1&b=x+y&o%5Bk%5D=1`, Generated},
		"text":              {`{application/xml: {}, text/plain: {schema: {type: string}}}`, "text/plain", `verbatim`, Generated},
		"XML example":       {`{application/xml: {example: <a/>}}`, "application/xml", `<a/>`, Example},
		"bytes":             {`{application/octet-stream: {schema: {type: string, format: binary}}}`, "application/octet-stream", `verbatim`, Generated},
		"read-only":         {`{application/json: {schema: {required: [id, a], properties: {id: {type: string, readOnly: true}, a: {type: string}}}}}`, "application/json", `{"a":"verbatim"}`, Generated},
		"wrong example":     {`{application/json: {schema: {required: [a], properties: {a: {allOf: [{type: string, example: 5}, {maxLength: 3}]}}}}}`, "application/json", `{"a":"ver"}`, Generated},
		"fallback":          {`{application/json: {schema: {type: integer, minimum: 2, maximum: 1}}, text/plain: {}}`, "text/plain", `verbatim`, Generated},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := bodyOf(t, test.content).Sample()
			require.NoError(t, err)
			assert.Equal(t, test.mediaType, content.MediaType)
			assert.Equal(t, test.data, string(content.Data))
			assert.Equal(t, test.source, content.Source)
		})
	}
}

func bodyOf(t *testing.T, content string) *Body {
	t.Helper()
	b := &Body{}
	for _, f := range parseNode(t, content).fields() {
		b.Content = append(b.Content, MediaType{Name: f.name, schema: f.value.field("schema"), object: f.value})
	}
	return b
}

func TestBodySampleMultipart(t *testing.T) {
	b := bodyOf(t, `{multipart/form-data: {schema: {type: object, required: [file, meta, n], properties: {
		file: {type: string, format: binary}, n: {type: integer}, meta: {type: object, required: [a], properties: {a: {type: integer}}}}}}}`)
	content, err := b.Sample()
	require.NoError(t, err)
	assert.Equal(t, "multipart/form-data; boundary="+boundary, content.MediaType)
	assert.Equal(t, strings.ReplaceAll(`--B
Content-Disposition: form-data; name="file"; filename="verbatim.txt"
Content-Type: application/octet-stream

verbatim
--B
Content-Disposition: form-data; name="meta"
Content-Type: application/json

{"a":1}
--B
Content-Disposition: form-data; name="n"

1
--B--
`, "B", boundary), strings.ReplaceAll(string(content.Data), "\r\n", "\n"))
}

func TestBodySampleSaysWhyThereIsNone(t *testing.T) {
	for content, want := range map[string]string{
		`{}`:                             "names no media type",
		`{application/xml: {}}`:          `generating a body of type "application/xml": the contract does not name the root element`,
		`{application/x-unheard-of: {}}`: `the contract gives no example`,
		`{application/json: {schema: {type: integer, minimum: 2, maximum: 1}}}`:            "no integer lies within its bounds",
		`{application/json: {schema: {type: object, maxProperties: 1, required: [a, b]}}}`: "does not satisfy its schema",
		`{multipart/form-data: {schema: {type: string}}}`:                                  "a form is made from an object",
	} {
		_, err := bodyOf(t, content).Sample()
		assert.ErrorContains(t, err, want)
	}
}

func TestBodyJSONMediaType(t *testing.T) {
	for content, want := range map[string]string{
		`{text/plain: {}, application/problem+json; v=1: {}, application/json: {}}`: "application/problem+json; v=1",
		`{"*/*": {}}`:            "",
		`{text/plain: {}}`:       "",
		`{Application/JSON: {}}`: "Application/JSON",
	} {
		assert.Equal(t, want, bodyOf(t, content).JSONMediaType())
	}
}
