package spec

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"image"
	"io"
	"mime"
	mimeparts "mime/multipart"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestXML(t *testing.T) {
	for name, test := range map[string]struct{ schema, want string }{
		"plain":            {`{xml: {name: pet}, required: [name, n], properties: {n: {type: integer}, name: {type: string, const: 'a<b'}}}`, `<pet><n>1</n><name>a&lt;b</name></pet>`},
		"attribute":        {`{xml: {name: pet}, required: [id, name], properties: {name: {type: string}, id: {type: integer, xml: {attribute: true}}}}`, `<pet id="1"><name>verbatim</name></pet>`},
		"attribute of 3.2": {`{xml: {name: pet}, required: [id], properties: {id: {type: integer, xml: {nodeType: attribute}}}}`, `<pet id="1"></pet>`},
		"text of 3.2":      {`{xml: {name: pet}, required: [v], properties: {v: {type: string, xml: {nodeType: text}}}}`, `<pet>verbatim</pet>`},
		"list":             {`{xml: {name: pet}, required: [tags], properties: {tags: {type: array, minItems: 2, items: {type: string, xml: {name: tag}}}}}`, `<pet><tag>verbatim</tag><tag>verbatim</tag></pet>`},
		"wrapped list":     {`{xml: {name: pet}, required: [tags], properties: {tags: {type: array, minItems: 1, xml: {wrapped: true}, items: {type: string, xml: {name: tag}}}}}`, `<pet><tags><tag>verbatim</tag></tags></pet>`},
		"wrapped by name":  {`{xml: {name: pet}, required: [tags], properties: {tags: {type: array, minItems: 1, xml: {wrapped: true, name: labels}, items: {type: string}}}}`, `<pet><labels><labels>verbatim</labels></labels></pet>`},
		"namespace":        {`{xml: {name: pet, namespace: 'http://a/?b&c', prefix: p}, required: [n], properties: {n: {type: integer, xml: {prefix: p}}}}`, `<p:pet xmlns:p="http://a/?b&amp;c"><p:n>1</p:n></p:pet>`},
		"nested":           {`{xml: {name: pet}, required: [o], properties: {o: {type: object, required: [k], properties: {k: {type: boolean}}}}}`, `<pet><o><k>false</k></o></pet>`},
		"example":          {`{xml: {name: pet}, properties: {n: {type: integer}}, example: {n: 7}}`, `<pet><n>7</n></pet>`},
		"read-only":        {`{xml: {name: pet}, required: [id], properties: {id: {type: integer, readOnly: true}}}`, `<pet></pet>`},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := bodyOf(t, `{application/xml: {schema: `+test.schema+`}}`).Sample()
			require.NoError(t, err)
			assert.Equal(t, `<?xml version="1.0" encoding="UTF-8"?>`+test.want, string(content.Data))
			d := xml.NewDecoder(bytes.NewReader(content.Data))
			for {
				_, err := d.Token()
				if err == io.EOF {
					break
				}
				require.NoError(t, err)
			}
		})
	}
	t.Run("the reference names the root", func(t *testing.T) {
		c := mustLoad(t, `{openapi: 3.0.3, paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}, components: {schemas: {Pet: {type: object}}}}`)
		content, err := c.Paths[0].Operations[0].Body.Sample()
		require.NoError(t, err)
		assert.Contains(t, string(content.Data), "<Pet></Pet>")
	})
	t.Run("names that XML does not have", func(t *testing.T) {
		_, err := bodyOf(t, `{application/xml: {schema: {xml: {name: 'a b'}}}}`).Sample()
		require.ErrorContains(t, err, `"a b" cannot be the name of an XML element`)
	})
}

func TestMultipartFiles(t *testing.T) {
	b := bodyOf(t, `{multipart/form-data: {schema: {required: [avatar, doc, plain, many], properties: {
		avatar: {type: string, format: binary}, doc: {type: string, format: binary}, plain: {type: string, format: binary},
		many: {type: array, minItems: 2, items: {type: string, format: binary}}}},
		encoding: {doc: {contentType: 'application/unheard-of, application/pdf'}, many: {contentType: 'image/*'}}}}`)
	content, err := b.SampleWith(Sampling{Marker: marker})
	require.NoError(t, err)
	_, parameters, err := mime.ParseMediaType(content.MediaType)
	require.NoError(t, err)
	r := mimeparts.NewReader(bytes.NewReader(content.Data), parameters["boundary"])
	var parts []string
	for {
		part, err := r.NextPart()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		data, err := io.ReadAll(part)
		require.NoError(t, err)
		parts = append(parts, part.FormName()+" "+part.FileName()+" "+part.Header.Get("Content-Type"))
		if strings.HasSuffix(part.FileName(), ".png") {
			_, format, err := image.Decode(bytes.NewReader(data))
			require.NoError(t, err)
			assert.Equal(t, "png", format)
		}
	}
	assert.Equal(t, []string{
		"avatar verbatim-x7k2.png image/png", "doc verbatim-x7k2.pdf application/pdf",
		"many verbatim-x7k2.png image/png", "many verbatim-x7k2.png image/png", "plain verbatim-x7k2.txt application/octet-stream",
	}, parts)
}

func TestFiles(t *testing.T) {
	for _, k := range fileKinds {
		data, err := k.data("verbatim")
		require.NoError(t, err)
		assert.NotEmpty(t, data, k.mediaType)
		again, err := k.data("verbatim")
		require.NoError(t, err)
		assert.Equal(t, data, again)
		if strings.HasPrefix(k.mediaType, "image/") {
			_, format, err := image.Decode(bytes.NewReader(data))
			require.NoError(t, err)
			assert.Equal(t, k.mediaType, "image/"+format)
		}
	}
	archive, err := zipFile("verbatim")
	require.NoError(t, err)
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	require.NoError(t, err)
	assert.Equal(t, "verbatim.txt", r.File[0].Name)
	content, err := bodyOf(t, `{image/*: {schema: {type: string, format: binary}}}`).Sample()
	require.NoError(t, err)
	assert.Equal(t, "image/png", content.MediaType)
	content, err = bodyOf(t, `{text/csv: {}}`).SampleWith(Sampling{Marker: marker})
	require.NoError(t, err)
	assert.Equal(t, "name\nverbatim-x7k2\n", string(content.Data))
}

func TestPatches(t *testing.T) {
	for name, test := range map[string]struct{ content, mediaType, want string }{
		"merge patch sets something":           {`{application/merge-patch+json: {schema: {properties: {n: {type: integer}, kind: {type: string}, title: {type: string}}}}}`, "", `{"title":"verbatim"}`},
		"merge patch with what is required":    {`{application/merge-patch+json: {schema: {required: [n], properties: {n: {type: integer}, title: {type: string}}}}}`, "", `{"n":1}`},
		"merge patch of nothing plain":         {`{application/merge-patch+json: {schema: {properties: {status: {type: string}, id: {type: string, readOnly: true}}}}}`, "", `{}`},
		"operations":                           {`{application/json-patch+json: {schema: {type: array, items: {required: [op, path], properties: {op: {type: string, enum: [add, test]}, path: {type: string}}}}}}`, "", `[]`},
		"operations by the schema beside them": {`{application/json-patch+json: {schema: {type: array, minItems: 1}}, application/merge-patch+json: {schema: {properties: {title: {type: string}}}}}`, jsonPatch, `[{"op":"add","path":"/title","value":"verbatim"}]`},
		"operations said to be an object":      {`{application/json-patch+json: {schema: {type: object}}}`, "", `[]`},
		"example":                              {`{application/json-patch+json: {example: [{op: remove, path: /a}]}}`, "", `[{"op":"remove","path":"/a"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := bodyOf(t, test.content).SampleWith(Sampling{MediaType: test.mediaType})
			require.NoError(t, err)
			assert.Equal(t, test.want, string(content.Data))
		})
	}
	_, err := bodyOf(t, `{application/json-patch+json: {schema: {type: array, minItems: 1}}}`).Sample()
	require.ErrorContains(t, err, "does not say what a patch may change")
}

func TestObjectsAreNotSentEmpty(t *testing.T) {
	for schema, want := range map[string]string{
		`{properties: {n: {type: integer}, description: {type: string}, name: {type: string}}}`:      `{"name":"verbatim-x7k2"}`,
		`{properties: {apiVersion: {type: string}, metadata: {properties: {name: {type: string}}}}}`: `{"metadata":{"name":"verbatim-x7k2"}}`,
		`{properties: {task: {properties: {title: {type: string}}}}}`:                                `{"task":{"title":"verbatim-x7k2"}}`,
		`{properties: {task: {properties: {title: {type: string}}}, other: {type: integer}}}`:        `{}`,
		`{properties: {name: {type: string, readOnly: true}}}`:                                       `{}`,
		`{properties: {name: {type: string, enum: [a]}}}`:                                            `{}`,
		`{required: [n], properties: {n: {type: integer}, name: {type: string}}}`:                    `{"n":1}`,
		`{maxProperties: 0, properties: {name: {type: string}}}`:                                     `{}`,
		`{properties: {name: {type: string, example: Fluffy}}}`:                                      `{"name":"Fluffy"}`,
	} {
		content, err := jsonBody(t, schema).SampleWith(Sampling{Marker: marker})
		require.NoError(t, err)
		assert.Equal(t, want, string(content.Data), schema)
	}
}

func TestLinesAndYAML(t *testing.T) {
	content, err := bodyOf(t, `{application/x-ndjson: {schema: {type: array, minItems: 2, items: {required: [n], properties: {n: {type: integer}}}}}}`).Sample()
	require.NoError(t, err)
	assert.Equal(t, "{\"n\":1}\n{\"n\":1}\n", string(content.Data))
	content, err = bodyOf(t, `{application/x-ndjson: {schema: {required: [n], properties: {n: {type: integer}}}}}`).Sample()
	require.NoError(t, err)
	assert.Equal(t, "{\"n\":1}\n", string(content.Data))
	content, err = bodyOf(t, `{application/yaml: {schema: {required: [n], properties: {n: {type: integer}}}}}`).Sample()
	require.NoError(t, err)
	assert.Equal(t, `{"n":1}`, string(content.Data))
}

func TestExamplesThatDoNotFit(t *testing.T) {
	for name, test := range map[string]struct {
		content, want string
		source        Source
	}{
		"the first that fits":             {`{application/json: {schema: {required: [a], properties: {a: {type: integer}}}, examples: {x: {value: {b: 1}}, y: {value: {a: 5}}}}}`, `{"a":5}`, Example},
		"an id of another type":           {`{application/json: {schema: {properties: {a: {type: string}, b: {type: array, items: {type: integer}}}}, example: {a: 5, b: ["6"]}}}`, `{"a":"5","b":[6]}`, Example},
		"generated rather than wrong":     {`{application/json: {schema: {required: [a], properties: {a: {type: integer}}}, example: {b: 1}}}`, `{"a":1}`, Generated},
		"wrong rather than nothing":       {`{application/json: {schema: {required: [a], properties: {a: {type: integer, minimum: 2, maximum: 1}}}, example: {b: 1}}}`, `{"b":1}`, Example},
		"a default where no example fits": {`{application/json: {schema: {required: [a], properties: {a: {type: integer}}, example: {b: 1}, default: {a: 3}}}}`, `{"a":3}`, Default},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := bodyOf(t, test.content).Sample()
			require.NoError(t, err)
			assert.Equal(t, test.want, string(content.Data))
			assert.Equal(t, test.source, content.Source)
		})
	}
}

func TestAFormOfWhichNothingIsRequiredHasItsFile(t *testing.T) {
	for name, test := range map[string]struct{ schema, want string }{
		"a file":             {`{type: object, properties: {note: {type: string}, content: {type: string, format: binary}}}`, "content"},
		"files":              {`{type: object, properties: {filenames: {type: array, items: {type: string, format: binary}}}}`, "filenames"},
		"rather than a name": {`{type: object, properties: {name: {type: string}, upload: {type: string, format: binary}}}`, "upload"},
		"no file":            {`{type: object, properties: {name: {type: string}}}`, "name"},
		"what is required":   {`{type: object, required: [k], properties: {k: {type: string}, upload: {type: string, format: binary}}}`, "k"},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := bodyOf(t, `{multipart/form-data: {schema: `+test.schema+`}}`).SampleWith(Sampling{Marker: "verbatim-x"})
			require.NoError(t, err)
			_, params, err := mime.ParseMediaType(content.MediaType)
			require.NoError(t, err)
			form, err := mimeparts.NewReader(bytes.NewReader(content.Data), params["boundary"]).ReadForm(1 << 20)
			require.NoError(t, err)
			var names []string
			for name := range form.File {
				names = append(names, name)
			}
			for name := range form.Value {
				names = append(names, name)
			}
			assert.Equal(t, []string{test.want}, names)
		})
	}
}
