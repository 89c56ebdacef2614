package spec

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAMarkStandsInATextThatNamesOrDescribes(t *testing.T) {
	for name, test := range map[string]struct{ content, data string }{
		"the name":             {`{application/json: {example: {name: Milk, n: 1}, schema: {type: object, properties: {name: {type: string}}}}}`, `{"n":1,"name":"Milk-verbatim-x7"}`},
		"a sentence":           {`{application/json: {example: {title: Buy milk}, schema: {type: object, properties: {title: {type: string}}}}}`, `{"title":"Buy milk verbatim-x7"}`},
		"without a schema":     {`{application/json: {example: {title: Milk}}}`, `{"title":"Milk-verbatim-x7"}`},
		"an enumeration":       {`{application/json: {example: {name: a, note: b}, schema: {type: object, properties: {name: {type: string, enum: [a]}, note: {type: string}}}}}`, `{"name":"a","note":"b-verbatim-x7"}`},
		"a pattern":            {`{application/json: {example: {name: a}, schema: {type: object, properties: {name: {type: string, pattern: '^[a-z]$'}}}}}`, `{"name":"a"}`},
		"a format":             {`{application/json: {example: {name: 2026-01-01}, schema: {type: object, properties: {name: {type: string, format: date}}}}}`, `{"name":"2026-01-01"}`},
		"little room":          {`{application/json: {example: {name: Fresh milk}, schema: {type: object, properties: {name: {type: string, maxLength: 15}}}}}`, `{"name":"verbatim-x7"}`},
		"no room":              {`{application/json: {example: {name: Milk}, schema: {type: object, properties: {name: {type: string, maxLength: 6}}}}}`, `{"name":"Milk"}`},
		"an optional one":      {`{application/json: {example: {n: 1}, schema: {type: object, properties: {n: {type: integer}, description: {type: string}}}}}`, `{"description":"verbatim-x7","n":1}`},
		"none":                 {`{application/json: {example: {value: x}, schema: {type: object, properties: {value: {type: string}}}}}`, `{"value":"x"}`},
		"within":               {`{application/json: {example: {data: {title: Milk}}, schema: {type: object, properties: {data: {type: object, properties: {title: {type: string}}}, x: {}}}}}`, `{"data":{"title":"Milk-verbatim-x7"}}`},
		"somebody else's name": {`{application/json: {example: {label: bug, name: Milk}, schema: {type: object, properties: {label: {type: string}, name: {type: string}}}}}`, `{"label":"bug","name":"Milk-verbatim-x7"}`},
		"a reference":          {`{application/json: {example: {label: bug}, schema: {type: object, properties: {label: {type: string}}}}}`, `{"label":"bug"}`},
		"an example below":     {`{application/json: {schema: {type: object, required: [name], properties: {name: {type: string, example: Milk}}}}}`, `{"name":"Milk-verbatim-x7"}`},
		"as text":              {`{application/json: {example: '{"name": "Milk"}'}}`, `{"name":"Milk-verbatim-x7"}`},
		"marked already":       {`{application/json: {schema: {type: object, required: [key], properties: {key: {type: string}, name: {type: string}}}}}`, `{"key":"verbatim-x7"}`},
		"a list":               {`{application/json: {example: [{name: Milk}]}}`, `[{"name":"Milk"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			s := Sampling{Marker: "verbatim-x7", Mark: true, Known: func(name string) (any, bool) {
				if name == "label" {
					return json.Number("1"), true // a number is put into no text
				}
				return nil, false
			}}
			content, err := bodyOf(t, test.content).SampleWith(s)
			require.NoError(t, err)
			assert.Equal(t, test.data, string(content.Data))
		})
	}
}
