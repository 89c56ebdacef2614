package spec

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckBody(t *testing.T) {
	for name, test := range map[string]struct {
		schema, value string
		bad           bool
	}{
		"right":                         {`{type: object, required: [a], properties: {a: {type: integer}}}`, `{"a":1}`, false},
		"wrong type":                    {`{type: object, required: [a], properties: {a: {type: integer}}}`, `{"a":"x"}`, true},
		"missing":                       {`{required: [a]}`, `{}`, true},
		"const":                         {`{const: 5}`, `6`, true},
		"numeric exclusive bound":       {`{type: integer, exclusiveMinimum: 5}`, `5`, true},
		"boolean exclusive bound":       {`{type: integer, minimum: 5, exclusiveMinimum: true}`, `5`, true},
		"types":                         {`{type: [string, integer]}`, `true`, true},
		"look-ahead":                    {`{type: string, pattern: '^(?!a).+$'}`, `"abc"`, true},
		"look-ahead that matches":       {`{type: string, pattern: '^(?!a).+$'}`, `"bcd"`, false},
		"unknown member":                {`{additionalProperties: false, properties: {a: {}}}`, `{"b":1}`, true},
		"described member":              {`{additionalProperties: false, properties: {a: {}}}`, `{"a":1}`, false},
		"not":                           {`{not: {type: string}}`, `"a"`, true},
		"reference to itself":           {`{allOf: [{$ref: '#'}], anyOf: [{$ref: '#'}, {type: string}]}`, `"a"`, false},
		"schema that nothing can read":  {`{type: string, pattern: [1]}`, `"a"`, false},
		"dangling reference elsewhere":  {`{properties: {b: {$ref: '#/nowhere'}, a: {type: integer}}}`, `{"a":1}`, false},
		"several by a discriminator":    {`{oneOf: [{properties: {t: {}}}, {properties: {t: {type: string}}}], discriminator: {propertyName: t}}`, `{"t":"x"}`, false},
		"several without discriminator": {`{oneOf: [{properties: {t: {}}}, {properties: {t: {type: string}}}]}`, `{"t":"x"}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			v := jsonValue(t, test.value)
			err := checkBody(parseNode(t, test.schema), v, nil)
			if test.bad {
				assert.ErrorContains(t, err, "does not satisfy its schema")
			} else {
				assert.NoError(t, err)
			}
			data, err := json.Marshal(v)
			require.NoError(t, err)
			assert.JSONEq(t, test.value, string(data), "the value is left as it was")
		})
	}
}
