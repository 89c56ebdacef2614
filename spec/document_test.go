package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRefersOut(t *testing.T) {
	for text, want := range map[string]bool{
		`{"$ref": "#/a"}`:                      false,
		`{"$ref":"a.yaml"}`:                    true,
		`{"$ref" : "/a.yaml#/b"}`:              true,
		`{"a":{"$ref":"#/a"},"$ref":"x"}`:      true,
		`{"/members/$ref": {"get": {}}}`:       false,
		`{"properties": {"$ref": {}}}`:         false,
		"$ref: '#/a'\n":                        false,
		"$ref: a.yaml\n":                       true,
		"a:\n  \"$ref\": 'a.yaml'\n":           true,
		"a: {$ref: https://a.example/b}\n":     true,
		"$ref: >-\n  a.yaml\n":                 true,
		"description: write $ref to refer\n":   false,
		"description: the end of this is $ref": false,
		"$ref:":                                true,
		"":                                     false,
	} {
		assert.Equal(t, want, refersOut([]byte(text)), text)
	}
}
