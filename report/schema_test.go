package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("run-record.schema.json", doc))
	compiled, err := compiler.Compile("run-record.schema.json")
	require.NoError(t, err)
	return compiled
}

func TestRecordsAreValidAgainstTheSchema(t *testing.T) {
	compiled := compiledSchema(t)
	for name, record := range samples() {
		t.Run(name, func(t *testing.T) {
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(renderAs(t, "json", record, Options{})))
			require.NoError(t, err)
			assert.NoError(t, compiled.Validate(doc))
		})
	}
}

func TestTheSchemaRefusesWhatIsNoRecord(t *testing.T) {
	compiled := compiledSchema(t)
	whole := renderAs(t, "json", brokenRecord(""), Options{})
	for name, change := range map[string][2]string{
		"unknown field":    {`"milliseconds"`, `"minutes":1,"milliseconds"`},
		"unknown verdict":  {`"verdict":"passed"`, `"verdict":"fine"`},
		"unjudged":         {`"verdict":"passed",`, ""},
		"another version":  {`"schema_version":1`, `"schema_version":2`},
		"neither response": {`"error":{`, `"purpose":"x","fehler":{`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, whole, change[0])
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(whole, change[0], change[1], 1)))
			require.NoError(t, err)
			assert.Error(t, compiled.Validate(doc))
		})
	}
}

// schemaObject is what these tests look at in the schema.
type schemaObject struct {
	Type       any                     `json:"type"`
	Properties map[string]schemaObject `json:"properties"`
	Required   []string                `json:"required"`
	Additional json.RawMessage         `json:"additionalProperties"`
	Enum       []string                `json:"enum"`
	Ref        string                  `json:"$ref"`
	Items      *schemaObject           `json:"items"`
	Defs       map[string]schemaObject `json:"$defs"`
}

func schemaTree(t *testing.T) schemaObject {
	t.Helper()
	var root schemaObject
	require.NoError(t, json.Unmarshal(Schema(), &root))
	return root
}

func TestTheSchemaNamesEveryFieldOfTheRecord(t *testing.T) {
	root := schemaTree(t)
	compareStruct(t, root, root, reflect.TypeFor[records.Run]())
}

// compareStruct demands that an object of the schema has exactly the fields of a struct, that it
// requires exactly those that are always written, and that it permits no others.
func compareStruct(t *testing.T, root, object schemaObject, of reflect.Type) {
	t.Helper()
	fields := jsonFields(of)
	var names, always []string
	for name, field := range fields {
		names = append(names, name)
		if !field.omitempty {
			always = append(always, name)
		}
	}
	var described []string
	for name := range object.Properties {
		described = append(described, name)
	}
	assert.ElementsMatch(t, names, described, "properties of %s", of)
	assert.ElementsMatch(t, always, object.Required, "required of %s", of)
	assert.Equal(t, "false", string(object.Additional), "additionalProperties of %s", of)
	for name, field := range fields {
		property := object.Properties[name]
		if property.Items != nil {
			property = *property.Items
		}
		if ref, ok := strings.CutPrefix(property.Ref, "#/$defs/"); ok {
			property = root.Defs[ref]
		}
		if elem := element(field.of); elem.Kind() == reflect.Struct && elem != reflect.TypeFor[time.Time]() {
			compareStruct(t, root, property, elem)
		}
	}
}

type jsonField struct {
	of        reflect.Type
	omitempty bool
}

func jsonFields(of reflect.Type) map[string]jsonField {
	fields := map[string]jsonField{}
	for i := range of.NumField() {
		f := of.Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Anonymous {
			for name, inner := range jsonFields(f.Type) {
				fields[name] = inner
			}
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields[name] = jsonField{f.Type, strings.Contains(options, "omitempty")}
	}
	return fields
}

func element(of reflect.Type) reflect.Type {
	for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	return of
}

func TestTheSchemaKnowsEveryWord(t *testing.T) {
	root := schemaTree(t)
	defs := root.Defs
	for name, test := range map[string]struct {
		folder, typ string
		enum        []string
	}{
		"answer":     {"../probe/records", "Answer", defs["Cell"].Properties["answer"].Enum},
		"evidence":   {"../probe/records", "Evidence", defs["Cell"].Properties["evidence"].Enum},
		"kind":       {"../probe/records", "Kind", defs["Cell"].Properties["kind"].Enum},
		"layer":      {"../probe/layers", "Kind", defs["Layer"].Properties["kind"].Enum},
		"mode":       {"../probe/records", "Mode", defs["Target"].Properties["mode"].Enum},
		"state":      {"../probe/records", "State", root.Properties["state"].Enum},
		"level":      {"../probe/records", "Level", append([]string{"off"}, root.Properties["fail_on"].Enum...)},
		"changed":    {"../probe/records", "Level", defs["Check"].Properties["level"].Enum},
		"source":     {"../spec", "Source", defs["Value"].Properties["source"].Enum},
		"confidence": {"../probe/records", "Confidence", defs["Cause"].Properties["confidence"].Enum},
	} {
		t.Run(name, func(t *testing.T) {
			assert.ElementsMatch(t, constants(t, test.folder, test.typ), test.enum)
		})
	}
	for v := records.Passed; v <= records.Errored; v++ {
		assert.Contains(t, defs["Verdict"].Enum, v.String())
	}
	assert.Len(t, defs["Verdict"].Enum, int(records.Errored))
}

// constants are the values of the string constants that a package declares with a type.
func constants(t *testing.T, folder, typ string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	var values []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != typ {
				return true
			}
			for _, value := range spec.Values {
				if literal, ok := value.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					text, err := strconv.Unquote(literal.Value)
					require.NoError(t, err)
					values = append(values, text)
				}
			}
			return true
		})
	}
	return values
}

// Whoever reads records with a program of their own has the schema and nothing else.
func TestEveryPropertyOfTheSchemaIsDescribed(t *testing.T) {
	type properties struct {
		Properties map[string]struct{ Description string }
	}
	var document struct {
		properties
		Defs map[string]properties `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(Schema(), &document))
	document.Defs["the record"] = document.properties
	for name, def := range document.Defs {
		for property, told := range def.Properties {
			assert.NotEmpty(t, told.Description, "%s: %s", name, property)
		}
	}
}
