//go:build !bench

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/verbatim-http/verbatim/spec"
)

// schemaNode is the part of a JSON Schema that tells which keys there are.
type schemaNode struct {
	Properties           map[string]schemaNode
	AdditionalProperties json.RawMessage
	Items                *schemaNode
	AnyOf                []schemaNode
	Ref                  string                `json:"$ref"`
	Defs                 map[string]schemaNode `json:"$defs"`
}

func TestConfigurationAndItsSchemaHaveTheSameKeys(t *testing.T) {
	text, err := os.ReadFile("config.schema.json")
	require.NoError(t, err)
	var root schemaNode
	require.NoError(t, json.Unmarshal(text, &root))
	compareKeys(t, root.Defs, root, reflect.TypeFor[config](), "configuration")
}

func compareKeys(t *testing.T, defs map[string]schemaNode, n schemaNode, of reflect.Type, where string) {
	t.Helper()
	if name := filepath.Base(n.Ref); n.Ref != "" {
		require.Contains(t, defs, name, where)
		n = defs[name]
	}
	for _, alternative := range n.AnyOf {
		if alternative.Ref != "" {
			compareKeys(t, defs, alternative, of, where)
		}
	}
	switch {
	case len(n.AnyOf) > 0:
	case of.Kind() == reflect.Slice && n.Items != nil:
		compareKeys(t, defs, *n.Items, of.Elem(), where)
	case of.Kind() == reflect.Map && of.Elem().Kind() == reflect.Struct:
		var inner schemaNode
		require.NoError(t, json.Unmarshal(n.AdditionalProperties, &inner), where)
		compareKeys(t, defs, inner, of.Elem(), where)
	case of == reflect.TypeFor[givenBody]():
	case of.Kind() == reflect.Struct:
		fields := yamlFields(of)
		assert.Equal(t, keysOf(fields), keysOf(n.Properties), where)
		assert.JSONEq(t, "false", string(n.AdditionalProperties), where)
		for key, field := range fields {
			compareKeys(t, defs, n.Properties[key], field, where+"."+key)
		}
	}
}

func TestConfigurationsThatAreShownKeepTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("config.schema.json")
	require.NoError(t, err)
	example, err := os.ReadFile("../../examples/ci/verbatim.yaml")
	require.NoError(t, err)
	for name, text := range map[string]string{"README": blockOf(t, referenceReadme, "```yaml\n"), "examples/ci": string(example)} {
		t.Run(name, func(t *testing.T) {
			var document any
			require.NoError(t, yaml.Unmarshal([]byte(text), &document))
			raw, err := json.Marshal(document)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(raw, &document))
			require.NoError(t, schema.Validate(document))

			file := filepath.Join(t.TempDir(), "verbatim.yaml")
			require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
			c, err := readConfig(file)
			require.NoError(t, err)
			_, err = c.levels()
			require.NoError(t, err)
			_, _, err = c.knownFailures(&spec.Contract{})
			require.NoError(t, err)
		})
	}
	assert.Error(t, schema.Validate(map[string]any{"valeus": 1}))
}
