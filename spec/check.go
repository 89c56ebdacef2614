package spec

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// checkBody holds a generated value against its schema, by the OpenAPI library's own reading of
// it. A schema that the library cannot read proves nothing against the value: the result is nil
// then. Omitted are the read-only properties that were left out on purpose.
func checkBody(schema node, v any, omitted []string) error {
	if !schema.exists() {
		return nil
	}
	reduced, version, err := reduce(schema, v, omitted)
	if err != nil {
		return nil
	}
	loaded, err := loadSchema(reduced, version)
	if err != nil {
		return nil
	}
	if err := visit(loaded, v, version); err != nil {
		return fmt.Errorf("the generated value does not satisfy its schema: %s", firstLine(err))
	}
	return nil
}

// loadSchema reads the component schemas as one document; the value's is S1.
func loadSchema(schemas map[string]any, version string) (*openapi3.Schema, error) {
	data, err := json.Marshal(map[string]any{
		"openapi":    version,
		"info":       map[string]any{"title": "one schema", "version": "1"},
		"paths":      map[string]any{},
		"components": map[string]any{"schemas": schemas},
	})
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, err
	}
	return doc.Components.Schemas["S1"].Value, nil
}

func visit(schema *openapi3.Schema, v any, version string) (err error) {
	defer func() {
		// A schema that the library stumbles over says nothing about the value.
		if r := recover(); r != nil {
			err = nil
		}
	}()
	options := []openapi3.SchemaValidationOption{
		openapi3.VisitAsRequest(),
		openapi3.DisableReadOnlyValidation(),
		openapi3.SetSchemaRegexCompiler(func(pattern string) (openapi3.RegexMatcher, error) {
			return compilePattern(undelimited(pattern))
		}),
	}
	if version == version31 {
		options = append(options, openapi3.EnableJSONSchema2020())
	}
	// The library fills in defaults: it gets a copy.
	return schema.VisitJSON(copyValue(v), options...)
}

// copyValue copies decoded JSON, null slices and maps included.
func copyValue(v any) any {
	switch v := v.(type) {
	case []any:
		c := make([]any, len(v))
		for i, item := range v {
			c[i] = copyValue(item)
		}
		return c
	case map[string]any:
		c := make(map[string]any, len(v))
		for name, member := range v {
			c[name] = copyValue(member)
		}
		return c
	default:
		return v
	}
}

// firstLine is the message without the schema and the value, which the library appends.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
