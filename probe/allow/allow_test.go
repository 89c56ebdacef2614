package allow

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
		a := Parse(&records.Response{Fields: []string{"Allow: " + value}})
		for _, m := range a.Methods {
			assert.True(t, httpguts.ValidHeaderFieldName(m), "%q is no token", m)
		}
		missing, extra := Truth{Declared: []string{"GET"}}.Compare(a)
		assert.LessOrEqual(t, len(missing), 1)
		assert.LessOrEqual(t, len(extra), len(a.Methods))
	})
}

func TestAllowIsReadAsAList(t *testing.T) {
	read := func(lines ...string) *Field {
		r := &records.Response{}
		for _, line := range lines {
			r.Fields = append(r.Fields, "Allow: "+line)
		}
		return Parse(r)
	}
	assert.Nil(t, Parse(&records.Response{}), "no field and an empty field are two facts")
	assert.Empty(t, read("").Methods)
	assert.Empty(t, read("").Faults)
	assert.Equal(t, []string{"GET", "HEAD", "POST"}, read("GET", "HEAD,POST", ", GET ,").Methods, "several lines are one list")
	assert.Empty(t, read("GET,,HEAD,").Faults, "empty elements are ignored")
	assert.Equal(t, []string{"GET", "POST"}, read("get, POST").Methods)
	assert.Len(t, read("get, POST").Faults, 1)
	assert.Equal(t, []string{"GET", "POST"}, read("GET POST").Methods)
	assert.Len(t, read("GET POST").Faults, 1)
	assert.Equal(t, []string{"PROPFIND"}, read("PROPFIND").Methods)
}

func TestUndeclaredMethodsOfAllowAreInOneOrder(t *testing.T) {
	for _, order := range []string{"TRACE, GET, PATCH", "PATCH, TRACE, GET"} {
		_, extra := Truth{Declared: []string{"GET"}}.Compare(Parse(&records.Response{Fields: []string{"Allow: " + order}}))
		assert.Equal(t, []string{"PATCH", "TRACE"}, extra)
	}
}
