package spec

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func jsonBody(t *testing.T, schema string) *Body {
	t.Helper()
	return bodyOf(t, `{application/json: {schema: `+schema+`}}`)
}

const marker = "verbatim-x7k2"

func TestSampleWith(t *testing.T) {
	known := func(name string) (any, bool) {
		ids := map[string]any{"projectId": "42", "project": 42, "tagIds": 7, "owner": "o-1", "kind": "x"}
		v, ok := ids[name]
		return v, ok
	}
	for name, test := range map[string]struct {
		schema   string
		sampling Sampling
		want     string
	}{
		"marker":                       {`{required: [name], properties: {name: {type: string}}}`, Sampling{Marker: marker}, `{"name":"verbatim-x7k2"}`},
		"marker in an e-mail address":  {`{required: [email], properties: {email: {type: string}}}`, Sampling{Marker: marker}, `{"email":"verbatim-x7k2@example.com"}`},
		"marker in a URL":              {`{required: [u], properties: {u: {type: string, format: uri}}}`, Sampling{Marker: marker}, `{"u":"https://example.com/verbatim-x7k2"}`},
		"marker that is cut":           {`{required: [n], properties: {n: {type: string, maxLength: 6}}}`, Sampling{Marker: marker}, `{"n":"imx7k2"}`},
		"marker in a pattern":          {`{required: [n], properties: {n: {type: string, pattern: '^[A-Z][A-Z_0-9]*$'}}}`, Sampling{Marker: marker}, `{"n":"VERBATIM_X7K2"}`},
		"marker in items that differ":  {`{required: [n], properties: {n: {type: array, minItems: 2, uniqueItems: true, items: {type: string}}}}`, Sampling{Marker: marker}, `{"n":["verbatim-x7k2","verbatim-x7k2-2"]}`},
		"examples stay":                {`{required: [n], properties: {n: {type: string, example: Fluffy}}}`, Sampling{Marker: marker}, `{"n":"Fluffy"}`},
		"known":                        {`{required: [projectId], properties: {projectId: {type: integer, example: 1}}}`, Sampling{Known: known}, `{"projectId":42}`},
		"known as a text":              {`{required: [project], properties: {project: {type: string}}}`, Sampling{Known: known}, `{"project":"42"}`},
		"known in a list":              {`{required: [tagIds], properties: {tagIds: {type: array, items: {type: integer}}}}`, Sampling{Known: known}, `{"tagIds":[7]}`},
		"known by its object":          {`{required: [owner], properties: {owner: {required: [id], properties: {id: {type: string}}}}}`, Sampling{Known: known}, `{"owner":{"id":"o-1"}}`},
		"known but of another type":    {`{required: [owner], properties: {owner: {type: integer}}}`, Sampling{Known: known}, `{"owner":1}`},
		"known but an enumeration":     {`{required: [kind], properties: {kind: {type: string, enum: [x, y]}}}`, Sampling{Known: func(string) (any, bool) { return "y", true }}, `{"kind":"x"}`},
		"known and optional":           {`{properties: {projectId: {type: integer}}}`, Sampling{Known: known}, `{}`},
		"identity":                     {`{required: [name], properties: {name: {type: string, example: a}, n: {type: integer}}}`, Sampling{Identity: map[string]string{"name": "mine", "n": "5", "other": "x"}}, `{"n":5,"name":"mine"}`},
		"add":                          {`{properties: {a: {type: string}, o: {properties: {b: {type: integer}, c: {type: string}}}}}`, Sampling{Add: []string{"a", "/o/b"}}, `{"a":"verbatim","o":{"b":1}}`},
		"add below where no top is":    {`{required: [o], properties: {o: {properties: {b: {type: integer}}}}}`, Sampling{Add: []string{"b"}}, `{"o":{"b":1}}`},
		"add what nobody describes":    {`{type: object}`, Sampling{Add: []string{"title"}}, `{"title":"verbatim"}`},
		"add what is forbidden":        {`{type: object, additionalProperties: false}`, Sampling{Add: []string{"title"}}, `{}`},
		"add what is read-only":        {`{properties: {id: {type: string, readOnly: true}}}`, Sampling{Add: []string{"id"}}, `{}`},
		"drop":                         {`{example: {a: 1, b: 2, c: {d: 1}}, required: [b], properties: {a: {}, b: {}}}`, Sampling{Drop: []string{"a", "b", "/c/d"}}, `{"b":2,"c":{}}`},
		"read-only in an example":      {`{example: {id: 1, a: 2}, properties: {id: {readOnly: true}}}`, Sampling{}, `{"a":2}`},
		"renew an example":             {`{example: {name: Fluffy, other: x}, properties: {name: {type: string}}}`, Sampling{Marker: marker, Renew: []string{"name"}}, `{"name":"Fluffy-verbatim-x7k2","other":"x"}`},
		"renew what has no room":       {`{example: {name: Fluffy}, properties: {name: {type: string, maxLength: 8}}}`, Sampling{Marker: marker, Renew: []string{"name"}}, `{"name":"atimx7k2"}`},
		"renew an e-mail address":      {`{example: {mail: a@b.example}, properties: {mail: {type: string, format: email}}}`, Sampling{Marker: marker, Renew: []string{"mail"}}, `{"mail":"a+verbatim-x7k2@b.example"}`},
		"renew an item":                {`{example: {l: [{n: a}, {n: b}]}, properties: {l: {items: {properties: {n: {type: string}}}}}}`, Sampling{Marker: marker, Renew: []string{"/l/1/n"}}, `{"l":[{"n":"a"},{"n":"b-verbatim-x7k2"}]}`},
		"renew an enumeration":         {`{example: {k: a}, properties: {k: {enum: [a, b]}}}`, Sampling{Marker: marker, Renew: []string{"k"}}, `{"k":"b"}`},
		"renew what has one value":     {`{example: {k: a}, properties: {k: {enum: [a]}}}`, Sampling{Marker: marker, Renew: []string{"k"}}, `{"k":"a"}`},
		"idle":                         {`{properties: {name: {type: string}, enabled: {type: boolean, default: true}, is_paused: {type: boolean}, o: {properties: {active: {type: boolean}}}}}`, Sampling{Marker: marker, Idle: true}, `{"enabled":false,"is_paused":true,"name":"verbatim-x7k2"}`},
		"idle in an example":           {`{example: {active: true, o: {}}, properties: {active: {type: [boolean, "null"]}, enabled: {type: string}}}`, Sampling{Idle: true}, `{"active":false,"o":{}}`},
		"idle is not allowed":          {`{required: [active], properties: {active: {type: boolean, enum: [true]}}}`, Sampling{Idle: true}, `{"active":true}`},
		"idle but given":               {`{properties: {active: {type: boolean}}}`, Sampling{Idle: true, Given: map[string]any{"active": true}}, `{"active":true}`},
		"what the schema then forbids": {`{maxProperties: 1, required: [a], properties: {a: {type: string}, b: {type: string}}}`, Sampling{Add: []string{"b"}}, `{"a":"verbatim"}`},
		"in the alternative":           {`{oneOf: [{required: [x], properties: {x: {type: integer}}}, {required: [projectId], properties: {projectId: {type: string}}}], example: {projectId: old}}`, Sampling{Known: known}, `{"projectId":"42"}`},
	} {
		t.Run(name, func(t *testing.T) {
			b := jsonBody(t, test.schema)
			content, err := b.SampleWith(test.sampling)
			require.NoError(t, err)
			assert.Equal(t, test.want, string(content.Data))
			again, err := b.SampleWith(test.sampling)
			require.NoError(t, err)
			assert.Equal(t, content, again, "the same wishes give the same body")
		})
	}
}

func TestSampleWithRenewsNumbers(t *testing.T) {
	b := jsonBody(t, `{required: [n], properties: {n: {type: integer, minimum: 1, maximum: 65535, example: 80}}}`)
	first, err := b.SampleWith(Sampling{Marker: marker, Renew: []string{"n"}})
	require.NoError(t, err)
	assert.NotEqual(t, `{"n":80}`, string(first.Data))
	other, err := b.SampleWith(Sampling{Marker: "verbatim-other", Renew: []string{"n"}})
	require.NoError(t, err)
	assert.NotEqual(t, string(first.Data), string(other.Data))
}

func TestMarkersTellRunsApart(t *testing.T) {
	for _, schema := range []string{
		`{type: string}`, `{type: string, maxLength: 4}`, `{type: string, format: uuid}`, `{type: string, format: email}`,
		`{type: string, pattern: '^[a-z0-9]{3,12}$'}`, `{type: string, format: phone}`, `{type: string, format: byte}`, `{type: string, format: sha256}`, `{type: string, pattern: '^/'}`,
	} {
		texts := map[string]bool{}
		for _, marker := range []string{"verbatim-aaaa", "verbatim-bbbb", "verbatim-cccc"} {
			content, err := jsonBody(t, `{required: [v], properties: {v: `+schema+`}}`).SampleWith(Sampling{Marker: marker})
			require.NoError(t, err)
			texts[string(content.Data)] = true
		}
		assert.Len(t, texts, 3, schema)
	}
}

func TestWordingKeepsLengths(t *testing.T) {
	for _, marker := range []string{"", "verbatim-x7k2", "-", "é"} {
		for variant := range 40 {
			for most := range 20 {
				text := wording{marker: marker, variant: variant}.sized(lengths{max: most, bounded: true})
				assert.LessOrEqual(t, utf8.RuneCountInString(text), most)
			}
			wording{marker: marker, variant: variant}.spellings()
		}
	}
}

func TestChoices(t *testing.T) {
	b := bodyOf(t, `{image/png: {}, text/plain: {}, application/json-patch+json: {}, multipart/form-data: {}, application/x-www-form-urlencoded: {}, application/merge-patch+json: {}, application/json: {}}`)
	assert.Equal(t, []string{"application/json", "application/merge-patch+json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "application/json-patch+json", "image/png"}, b.Choices())
	content, err := b.SampleWith(Sampling{MediaType: "application/x-www-form-urlencoded"})
	require.NoError(t, err)
	assert.Equal(t, "application/x-www-form-urlencoded", content.MediaType)
	_, err = b.SampleWith(Sampling{MediaType: "unheard/of"})
	require.Error(t, err)
	assert.Empty(t, (&Body{}).Choices())
}

func TestBodyProperties(t *testing.T) {
	b := jsonBody(t, `{required: [c, id], properties: {id: {readOnly: true}, a: {}, c: {}}}`)
	assert.Equal(t, []string{"c", "a"}, b.Properties())
	assert.Nil(t, (&Body{}).Properties())
}

func TestFormsAreSampledWithWishes(t *testing.T) {
	b := bodyOf(t, `{application/x-www-form-urlencoded: {schema: {required: [name, projectId], properties: {name: {type: string}, projectId: {type: integer}}}}}`)
	content, err := b.SampleWith(Sampling{Marker: marker, Known: func(string) (any, bool) { return 42, true }, Identity: map[string]string{"name": "mine"}})
	require.NoError(t, err)
	assert.Equal(t, "name=mine&projectId=42", string(content.Data))
	b = bodyOf(t, `{multipart/form-data: {schema: {required: [name], properties: {name: {type: string}}}}}`)
	content, err = b.SampleWith(Sampling{Marker: marker})
	require.NoError(t, err)
	assert.True(t, strings.Contains(string(content.Data), "\r\n\r\nverbatim-x7k2\r\n"), string(content.Data))
}

func TestRenewedValuesDifferFromThoseOfOtherRequests(t *testing.T) {
	for _, schema := range []string{
		`{type: string, example: Fluffy}`, `{type: string}`, `{type: string, format: email}`, `{type: string, maxLength: 16}`, `{type: integer, example: 80}`,
	} {
		seen := map[string]bool{}
		for fresh := range 8 {
			content, err := jsonBody(t, `{required: [v], properties: {v: `+schema+`}}`).SampleWith(Sampling{Marker: marker, Renew: []string{"v"}, Fresh: fresh * 13})
			require.NoError(t, err)
			seen[string(content.Data)] = true
		}
		assert.Len(t, seen, 8, schema)
	}
}
