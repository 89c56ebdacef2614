package probe

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func jsonFields() []Field { return []Field{{"Accept", "*/*"}, {"Content-Type", "application/json"}} }

// knownAbsent stands for the wire's memory: one URL is proven absent.
func knownAbsent(url string) bool { return url == "/tasks/absent" }

// knownGrounds: one URL is proven absent, one thing is the run's, and one request touches nothing.
var knownGrounds = grounds{
	absent:    knownAbsent,
	owned:     func(url string) bool { return url == "/tasks/7" || strings.HasPrefix(url, "/tasks/7/") },
	consented: func(method, url string) bool { return method == "POST" && url == "/tasks" },
}

func TestSafeMethodsAreExactlyThese(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "REPORT", records.MadeUpMethod} {
		assert.True(t, records.IsSafe(method), method)
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "CONNECT", "get", "Head", "COPY", "PURGE", "PROPPATCH", "LOCK", ""} {
		assert.False(t, records.IsSafe(method), method)
	}
}

func TestModesPermit(t *testing.T) {
	malformed := []byte(MalformedContent)
	tests := map[string]struct {
		request Request
		modes   string // of "rgf": the modes that permit it
	}{
		"GET":                       {Request{Method: "GET", URL: "/tasks"}, "rgf"},
		"HEAD":                      {Request{Method: "HEAD", URL: "/tasks"}, "rgf"},
		"OPTIONS":                   {Request{Method: "OPTIONS", URL: "/tasks"}, "rgf"},
		"QUERY with content":        {Request{Method: "QUERY", URL: "/tasks", Body: []byte("{}")}, "rgf"},
		"REPORT":                    {Request{Method: "REPORT", URL: "/tasks"}, "rgf"},
		"made-up method":            {Request{Method: records.MadeUpMethod, URL: "/tasks"}, "rgf"},
		"TRACE":                     {Request{Method: "TRACE", URL: "/tasks"}, "rgf"},
		"TRACE with content":        {Request{Method: "TRACE", URL: "/tasks", Body: []byte("x")}, ""},
		"TRACE with credentials":    {Request{Method: "TRACE", URL: "/tasks", Fields: []Field{{"authorization", "Bearer x"}}}, ""},
		"TRACE with a cookie":       {Request{Method: "TRACE", URL: "/tasks", Fields: []Field{{"Cookie", "a=b"}}}, ""},
		"TRACE with a key":          {Request{Method: "TRACE", URL: "/tasks", Fields: []Field{{"X-API-Key", "k"}}}, ""},
		"CONNECT":                   {Request{Method: "CONNECT", URL: "/tasks"}, ""},
		"connect in lower case":     {Request{Method: "connect", URL: "/tasks"}, ""},
		"no method":                 {Request{URL: "/tasks"}, ""},
		"lower-case get":            {Request{Method: "get", URL: "/tasks"}, ""},
		"unknown method":            {Request{Method: "PURGE", URL: "/tasks/absent"}, "f"},
		"POST without content":      {Request{Method: "POST", URL: "/tasks", Fields: jsonFields()}, "f"},
		"POST with good JSON":       {Request{Method: "POST", URL: "/tasks", Fields: jsonFields(), Body: []byte("{}")}, "f"},
		"POST that claims a guard":  {Request{Method: "POST", URL: "/tasks", Fields: jsonFields(), Body: []byte("{}"), Guard: records.MalformedAbsent}, "f"},
		"POST malformed":            {Request{Method: "POST", URL: "/tasks", Fields: jsonFields(), Body: malformed}, "gf"},
		"POST malformed, no type":   {Request{Method: "POST", URL: "/tasks", Body: malformed}, "f"},
		"POST malformed, as text":   {Request{Method: "POST", URL: "/tasks", Fields: []Field{{"Content-Type", "text/plain"}}, Body: malformed}, "f"},
		"POST malformed, two types": {Request{Method: "POST", URL: "/tasks", Fields: append(jsonFields(), Field{"content-type", "text/plain"}), Body: malformed}, "f"},
		"POST malformed, +json":     {Request{Method: "POST", URL: "/t", Fields: []Field{{"content-type", "application/vnd.api+json; charset=utf-8"}}, Body: malformed}, "gf"},
		"PUT malformed":             {Request{Method: "PUT", URL: "/tasks/1", Fields: jsonFields(), Body: malformed}, "gf"},
		"PATCH malformed":           {Request{Method: "PATCH", URL: "/tasks/1", Fields: jsonFields(), Body: malformed}, "f"},
		"PATCH malformed, absent":   {Request{Method: "PATCH", URL: "/tasks/absent", Fields: jsonFields(), Body: malformed}, "gf"},
		"PATCH good, absent":        {Request{Method: "PATCH", URL: "/tasks/absent", Fields: jsonFields(), Body: []byte("{}")}, "f"},
		"DELETE":                    {Request{Method: "DELETE", URL: "/tasks/1", Guard: records.AbsentID}, ""},
		"DELETE absent":             {Request{Method: "DELETE", URL: "/tasks/absent"}, "gf"},
		"DELETE absent, query":      {Request{Method: "DELETE", URL: "/tasks/absent?force=1"}, ""},
		"DELETE absent, content":    {Request{Method: "DELETE", URL: "/tasks/absent", Body: malformed, Fields: jsonFields()}, "f"},
		"GET with an override":      {Request{Method: "GET", URL: "/tasks", Fields: []Field{{"x-http-method-override", "DELETE"}}}, ""},
		"GET with a parameter":      {Request{Method: "GET", URL: "/tasks?a=%zz&_method=DELETE"}, ""},
		"PUT of what is not ours":   {Request{Method: "PUT", URL: "/tasks/1", Fields: jsonFields(), Body: []byte("{}")}, ""},
		"PUT of what is ours":       {Request{Method: "PUT", URL: "/tasks/7", Fields: jsonFields(), Body: []byte("{}")}, "f"},
		"DELETE of what is ours":    {Request{Method: "DELETE", URL: "/tasks/7"}, "f"},
		"DELETE below what is ours": {Request{Method: "DELETE", URL: "/tasks/7/notes/1"}, "f"},
		"DELETE of a name like it":  {Request{Method: "DELETE", URL: "/tasks/77"}, ""},
		"DELETE of the collection":  {Request{Method: "DELETE", URL: "/tasks"}, ""},
		"DELETE of the random path": {Request{Method: "DELETE", URL: noSuchPath}, "f"},
		"DELETE that quotes it":     {Request{Method: "DELETE", URL: "/tasks/1?q=" + noSuchPath}, ""},
		"override of what is ours":  {Request{Method: "POST", URL: "/tasks/7", Fields: []Field{{"X-HTTP-Method-Override", "DELETE"}}}, "f"},
	}
	modes := map[byte]Mode{'r': ReadOnly, 'g': GuardedMode, 'f': Full}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			permitted := ""
			for _, letter := range []byte("rgf") {
				if permits(modes[letter], &test.request, knownGrounds) == nil {
					permitted += string(letter)
				}
			}
			assert.Equal(t, test.modes, permitted)
		})
	}
}

func TestUnknownModePermitsWhatReadOnlyDoes(t *testing.T) {
	for _, mode := range []Mode{"", "FULL", "guarded "} {
		require.NoError(t, permits(mode, &Request{Method: http.MethodGet, URL: "/"}, grounds{}))
		require.Error(t, permits(mode, &Request{Method: http.MethodPost, URL: "/", Fields: jsonFields(), Body: []byte(MalformedContent)}, grounds{}))
	}
}

func TestNothingIsAbsentWithoutProof(t *testing.T) {
	require.Error(t, permits(GuardedMode, &Request{Method: http.MethodDelete, URL: "/tasks/absent"}, grounds{}))
}

func TestAbsenceProvenWithAQueryHoldsForThatURLOnly(t *testing.T) {
	var a absences
	a.note("", "/tasks?status=none", true)
	a.note("", "/tasks/absent", true)
	assert.True(t, a.has("", "/tasks?status=none"))
	assert.False(t, a.has("", "/tasks"))
	assert.False(t, a.has("", "/tasks?status=open"))
	assert.True(t, a.has("", "/tasks/absent?force=1"))
	a.note("", "/tasks/absent", false)
	assert.False(t, a.has("", "/tasks/absent"))
}
