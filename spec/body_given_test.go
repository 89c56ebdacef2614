package spec

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBodiesHaveWhatIsGiven(t *testing.T) {
	const kinds = `{oneOf: [{required: [kind, team], properties: {kind: {const: inner}, team: {type: string}}}, {required: [kind, guest], properties: {kind: {const: outer}, guest: {type: integer}}}]}`
	for name, test := range map[string]struct {
		schema, given, want string
		source              Source
	}{
		"over what is generated":      {`{required: [a, b], properties: {a: {type: string}, b: {type: integer}}}`, `{"a": "mine"}`, `{"a":"mine","b":1}`, Generated},
		"over an example":             {`{example: {a: x, b: 2}, properties: {a: {type: string}}}`, `{"a": "mine"}`, `{"a":"mine","b":2}`, Example},
		"within an object":            {`{required: [o], properties: {o: {required: [x, y], properties: {x: {type: integer}, y: {type: integer}}}}}`, `{"o": {"x": 7}}`, `{"o":{"x":7,"y":1}}`, Generated},
		"a list is given whole":       {`{example: {l: [1, 2]}, properties: {l: {type: array}}}`, `{"l": [3]}`, `{"l":[3]}`, Given},
		"null takes out":              {`{example: {a: x, b: 2}}`, `{"b": null}`, `{"a":"x"}`, Example},
		"everything":                  {`{required: [a], properties: {a: {type: string}}}`, `{"a": "mine", "n": 12345678901234567890}`, `{"a":"mine","n":12345678901234567890}`, Given},
		"what decides an alternative": {kinds, `{"kind": "outer"}`, `{"guest":1,"kind":"outer"}`, Generated},
		"against the example":         {`{example: {kind: inner, team: x}, ` + kinds[1:], `{"kind": "outer"}`, `{"guest":1,"kind":"outer"}`, Generated},
		"against the schema":          {`{required: [a, b], properties: {a: {type: integer}, b: {type: integer}}}`, `{"a": "text"}`, `{"a":"text","b":1}`, Generated},
		"where nothing can be made":   {`{required: [a], properties: {a: {type: string, minLength: 3, maxLength: 2}}}`, `{"a": "x"}`, `{"a":"x"}`, Given},
		"a whole list":                {`{required: [a], properties: {a: {type: string}}}`, `[1]`, `[1]`, Given},
		"a whole text":                {`{required: [a], properties: {a: {type: string}}}`, `"{ \"a\": 1 }"`, `{ "a": 1 }`, Given},
		"read-only":                   {`{properties: {id: {type: integer, readOnly: true}}}`, `{"id": 7}`, `{"id":7}`, Given},
	} {
		t.Run(name, func(t *testing.T) {
			body := jsonBody(t, test.schema)
			content, err := body.SampleWith(Sampling{Given: decoded(test.given)})
			require.NoError(t, err)
			assert.Equal(t, test.want, string(content.Data))
			assert.Equal(t, test.source, content.Source)
			assert.Equal(t, "application/json", content.MediaType)
		})
	}
}

// What is given goes before what a sampling asks for.
func TestWhatIsGivenIsNeitherRenewedNorReplaced(t *testing.T) {
	body := jsonBody(t, `{required: [name, projectId], properties: {name: {type: string}, projectId: {type: integer}}}`)
	content, err := body.SampleWith(Sampling{Marker: marker, Given: map[string]any{"name": "mine", "projectId": json.Number("3")}, Renew: []string{"name"},
		Identity: map[string]string{"name": "other"}, Known: func(string) (any, bool) { return "42", true }})
	require.NoError(t, err)
	assert.JSONEq(t, `{"name": "mine", "projectId": 3}`, string(content.Data))
}

func TestGivenBodiesAreWrittenInTheirMediaType(t *testing.T) {
	const schema = `{required: [a], properties: {a: {type: string}, b: {type: string}}}`
	for mediaType, want := range map[string]string{
		"application/x-www-form-urlencoded": "a=verbatim&b=x+y",
		"application/xml":                   `<?xml version="1.0" encoding="UTF-8"?><t><a>verbatim</a><b>x y</b></t>`,
	} {
		body := bodyOf(t, `{`+mediaType+`: {schema: {xml: {name: t}, `+schema[1:]+`}}`)
		content, err := body.SampleWith(Sampling{Given: map[string]any{"b": "x y"}})
		require.NoError(t, err)
		assert.Equal(t, want, string(content.Data))
	}
}

func TestPropertySaysWhatABodyDescribesAndAllows(t *testing.T) {
	for name, test := range map[string]struct {
		schema             string
		described, allowed bool
	}{
		"described":         {`{properties: {a: {type: string}}}`, true, true},
		"in an alternative": {`{oneOf: [{properties: {b: {}}}, {properties: {a: {}}}]}`, true, true},
		"allowed":           {`{properties: {b: {type: string}}}`, false, true},
		"forbidden":         {`{properties: {b: {type: string}}, additionalProperties: false}`, false, false},
		"read-only":         {`{properties: {a: {readOnly: true}}, additionalProperties: false}`, true, true},
	} {
		described, allowed := jsonBody(t, test.schema).Property("a")
		assert.Equal(t, test.described, described, name)
		assert.Equal(t, test.allowed, allowed, name)
	}
}

// What a link says goes before examples, as far as the schema allows it.
func TestBodiesSayWhatALinkSays(t *testing.T) {
	for name, test := range map[string]struct{ schema, linked, want string }{
		"before an example":  {`{example: {a: x}, properties: {a: {type: string}}}`, `{"a": "linked"}`, `{"a":"linked"}`},
		"without read-only":  {`{properties: {a: {type: string}, id: {type: integer, readOnly: true}}}`, `{"a": "linked", "id": 7}`, `{"a":"linked"}`},
		"against the schema": {`{example: {a: x}, properties: {a: {type: string}}}`, `{"a": [1]}`, `{"a":"x"}`},
	} {
		content, err := jsonBody(t, test.schema).SampleWith(Sampling{Linked: decoded(test.linked)})
		require.NoError(t, err)
		assert.Equal(t, test.want, string(content.Data), name)
	}
}
