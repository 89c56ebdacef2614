package spec

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzLoad loads data, and looks at everything that a contract holds. It must not panic, and
// end; the fuzzer stops what takes too long.
func fuzzLoad(t *testing.T, data string) {
	if len(data) > 1<<16 {
		return // size has its own tests
	}
	c, err := loadText(data)
	if err != nil {
		if c != nil || err.Error() == "" {
			t.Fatal("an error must come alone and say something")
		}
		return
	}
	if len(c.Paths) == 0 || len(c.Servers) == 0 {
		t.Fatal("a contract has paths and servers")
	}
	for _, item := range c.Paths {
		checkPathItem(t, item)
	}
	for _, w := range c.Warnings {
		if w.Text == "" || !utf8.ValidString(w.Text) || strings.ContainsAny(w.Text, "\n\x1b") {
			t.Fatalf("the warning %q is not printable", w.Text)
		}
	}
}

func checkPathItem(t *testing.T, item *PathItem) {
	if !strings.HasPrefix(item.Template, "/") || item.Line < 1 || item.Line > 1<<16 {
		t.Fatalf("the path item %q in line %d", item.Template, item.Line)
	}
	seen := map[string]bool{}
	for _, op := range item.Operations {
		if op.Method == "" || op.Line < 1 || seen[op.Method] {
			t.Fatalf("the method %q in line %d", op.Method, op.Line)
		}
		seen[op.Method] = true
		for _, p := range op.Parameters {
			look(p.schema)
			look(p.object)
		}
		if op.Body != nil {
			for _, m := range op.Body.Content {
				look(m.schema)
			}
		}
		for _, p := range item.Parameters {
			if p.In != "path" || pathParameter(op.Parameters, p.Name) == nil {
				t.Fatalf("%s %s lacks the parameter %q", op.Method, item.Template, p.Name)
			}
		}
	}
}

func look(n node) {
	_ = n.value()
	if target, err := n.deref(); err == nil {
		_ = target.value()
		_ = target.place()
	}
}

func FuzzLoadJSON(f *testing.F) {
	for _, seed := range []string{
		`{"openapi":"3.1.0","paths":{"/a/{b}":{"get":{"parameters":[{"name":"b","in":"path","schema":{"$ref":"#/components/schemas/S"}}],"responses":{"200":{"content":{"a/b":{}}}}}}},"components":{"schemas":{"S":{"$ref":"#/components/schemas/S"}}}}`,
		`{"openapi":"3.2.0","paths":{"/a?x":{"query":{},"additionalOperations":{"COPY":{}}},"/a":{"$ref":"#/paths/~1a?x"}},"servers":[{"url":"{a}","variables":{"a":{"default":1}}}]}`,
		`{"swagger":"2.0","paths":{"/a":{"post":{"parameters":[{"in":"formData","name":"f","type":"file"},{"in":"body","name":"b","schema":{}}]}}},"host":"h","schemes":["http"]}`,
		`{"openapi":"3.0.0","paths":{"\u002fa":{"GET":null,"get":[],"x-":1}},"security":[{"a":[]},{}],"openapi":"3.0.1"}`,
		"\xEF\xBB\xBF{\"openapi\":3.1,\"paths\":{\"a\":{\"put\":{\"$ref\":\"#/paths/a/put\"}}}}",
		`{"openapi":"3.1.0","paths":{"/a":{"get":{},},}}`,
		`{"openapi"`, `[`, `{`, `"`, `{"a":"\"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(fuzzLoad)
}

func FuzzLoadYAML(f *testing.F) {
	for _, seed := range []string{
		withPaths("  /a/{b}:\n    parameters: &p [{name: b, in: path}, {$ref: '#/paths/~1a~1{b}/parameters/0'}]\n    get: {parameters: *p, requestBody: {content: {a/b: {schema: {type: [string, 'null']}}}}}\n"),
		"openapi: 3.2.0\nx: &x {<<: *x, get: {}}\npaths:\n  /a: {<<: *x}\n  ? *x\n  : y\n",
		"&a openapi: 3.1\n? paths\n: {/a: &b {get: *b, $ref: '#'}}\n",
		swagger("consumes: [a/b]\npaths:\n  /a: {post: {parameters: [{in: formData, name: f, type: array, collectionFormat: multi}]}}\n"),
		"openapi: !!str 3.1.0\npaths: !!map\n  ? |\n    /a\n  : get: !x {}\n---\nother: document\n",
		"openapi: 3.1.0\npaths:\n  /a: {get: {security: [[], {}, 1]}}\n  /{: {}\n  /a}{: {post: }\n",
		"\xFF\xFEo\x00:\x00 \x001\x00", "a: [*b]", "%YAML 1.1\n---\n", "- - - {", "? ? ?",
	} {
		f.Add(seed)
	}
	f.Fuzz(fuzzLoad)
}

// FuzzCheck holds content against a schema. It must not panic, and say the same twice.
func FuzzCheck(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"type":"object","required":["a"],"properties":{"a":{"type":"integer","format":"int32"}}}`, `{"a":1e400}`},
		{`{"oneOf":[{"$ref":"#"},{"type":"string"}],"discriminator":{"propertyName":"t","mapping":{"x":"#"}}}`, `{"t":"x"}`},
		{`{"nullable":true,"allOf":[{"$ref":"#/properties/a"}],"properties":{"a":{"writeOnly":true}},"required":["a"]}`, `null`},
		{`{"items":[{"pattern":"(?<a"}],"unevaluatedItems":false,"uniqueItems":true}`, `["a",1,1.0]`},
		{`{"if":{"minLength":1},"then":false,"not":{"const":null},"enum":[[]],"multipleOf":0.1}`, `[]`},
		{`{"patternProperties":{"[":{}},"propertyNames":{"maxLength":-1},"minimum":"x","type":["a"]}`, `{"b":{}}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, schema, content string) {
		if !json.Valid([]byte(schema)) || len(schema) > 1<<12 || len(content) > 1<<12 {
			return
		}
		c, err := loadText(`{"openapi":"3.1.0","paths":{"/a":{"get":{"responses":{"200":{"content":{"application/json":{"schema":` + schema + `}}}}}}}}`)
		if err != nil {
			return
		}
		r := &c.Paths[0].Operations[0].Responses[0]
		got := Received{Status: 200, Fields: http.Header{"Content-Type": {"application/json"}}, Content: []byte(content)}
		first, again := r.Check(got), r.Check(got)
		if (first == nil) != (again == nil) || first != nil && first.Error() != again.Error() {
			t.Fatalf("%v, then %v", first, again)
		}
		if first != nil && (first.Error() == "" || strings.ContainsAny(first.Error(), "\n\x1b")) {
			t.Fatalf("the error %q is not one printable line", first)
		}
	})
}
