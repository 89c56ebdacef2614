package probe

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
	"golang.org/x/net/http/httpguts"
)

// FuzzAllow feeds the parser of Allow what a hostile server sends.
func FuzzAllow(f *testing.F) {
	for _, seed := range []string{"", "GET", "get,Post", ", ,GET,", "GET POST", `["GET"]`, "GET;q=1", "\x00", "*", "GET\tHEAD", strings.Repeat(",", 99)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		a := parseAllow(&records.Response{Fields: []string{"Allow: " + value}})
		for _, m := range a.methods {
			assert.True(t, httpguts.ValidHeaderFieldName(m), "%q is no token", m)
		}
		missing, extra := allowTruth{declared: []string{"GET"}}.compare(a)
		assert.LessOrEqual(t, len(missing), 1)
		assert.LessOrEqual(t, len(extra), len(a.methods))
	})
}

// FuzzFirstItem feeds the reader of lists what a hostile server sends.
func FuzzFirstItem(f *testing.F) {
	for _, seed := range []string{`[{"id":1}]`, `{"data":[{"id":"a"}]}`, `{"items":[`, `[[[[[{"id":1}]]]]]`, `{"a":{"b":{"c":{"d":[{"id":1}]}}}}`, `nul`, `[{"id":9007199254740993}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(_ *testing.T, body []byte) { firstItem(body, "id") })
}

func TestFirstItemFindsTheValueOfAParameter(t *testing.T) {
	for body, want := range map[string]string{
		`[{"id":7},{"id":8}]`:                         "7",
		`{"items":[{"id":"a"}]}`:                      "a",
		`{"total":2,"data":[{"taskId":9}]}`:           "9",
		`{"_embedded":{"tasks":[{"task_id":"x-1"}]}}`: "x-1",
		`[{"id":9007199254740993}]`:                   "9007199254740993",
		`[]`:                                          "",
		`{"id":5}`:                                    "",
		`[{"name":"x"}]`:                              "",
		`["a"]`:                                       "",
		`<html>`:                                      "",
	} {
		assert.Equal(t, want, firstItem([]byte(body), "taskId"), body)
	}
}

func TestAllowIsReadAsAList(t *testing.T) {
	read := func(lines ...string) *allowField {
		r := &records.Response{}
		for _, line := range lines {
			r.Fields = append(r.Fields, "Allow: "+line)
		}
		return parseAllow(r)
	}
	assert.Nil(t, parseAllow(&records.Response{}), "no field and an empty field are two facts")
	assert.Empty(t, read("").methods)
	assert.Empty(t, read("").faults)
	assert.Equal(t, []string{"GET", "HEAD", "POST"}, read("GET", "HEAD,POST", ", GET ,").methods, "several lines are one list")
	assert.Empty(t, read("GET,,HEAD,").faults, "empty elements are ignored")
	assert.Equal(t, []string{"GET", "POST"}, read("get, POST").methods)
	assert.Len(t, read("get, POST").faults, 1)
	assert.Equal(t, []string{"GET", "POST"}, read("GET POST").methods)
	assert.Len(t, read("GET POST").faults, 1)
	assert.Equal(t, []string{"PROPFIND"}, read("PROPFIND").methods)
}
