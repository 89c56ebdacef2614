package spec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func item(template string) *PathItem {
	return &PathItem{Template: template, segments: parseTemplate(template)}
}

func TestExpandEncodesWhatASegmentCannotHold(t *testing.T) {
	for _, c := range []struct{ template, value, want string }{
		{"/tasks/{id}", "42", "/tasks/42"},
		{"/tasks/{id}", "a/b?c#d", "/tasks/a%2Fb%3Fc%23d"},
		{"/tasks/{id}", "..", "/tasks/%2E%2E"},
		{"/files/{id}.json", "x", "/files/x.json"},
		{"/a b/{id}", "x", "/a%20b/x"},
		{"/a%20b/{id}", "x", "/a%20b/x"},
		{"/tasks/{id", "x", "/tasks/%7Bid"},
		{"/tasks/{}", "x", "/tasks/%7B%7D"},
		{"/tasks/", "x", "/tasks/"},
		{"/", "x", "/"},
	} {
		got := item(c.template).Expand(func(string) (string, bool) { return c.value, true })
		assert.Equal(t, c.want, got, "%s with %s", c.template, c.value)
	}
}

func TestPrefixIsTheCollectionOfAParameter(t *testing.T) {
	p := item("/users/{userId}/tasks/{taskId}")
	assert.Equal(t, "/users", p.Prefix("userId"))
	assert.Equal(t, "/users/{userId}/tasks", p.Prefix("taskId"))
	assert.Empty(t, item("/files/{name}.json").Prefix("name"))
	assert.Equal(t, "/users", p.LiteralPrefix())
	assert.Equal(t, "/api", item("/api/tasks").LiteralPrefix())
}

func TestMatchPutsTheMostConcreteFirst(t *testing.T) {
	items := []*PathItem{item("/users/{id}"), item("/users/me"), item("/users/{id}.json"), item("/{kind}/me"), item("/users/{name}"), item("/")}
	matcher := NewMatcher(items)
	for path, want := range map[string][]string{
		"/users/me":      {"/users/me", "/users/{id}", "/users/{name}", "/{kind}/me"},
		"/users/7":       {"/users/{id}", "/users/{name}"},
		"/users/7.json":  {"/users/{id}.json", "/users/{id}", "/users/{name}"},
		"/users/m%65":    {"/users/me", "/users/{id}", "/users/{name}", "/{kind}/me"},
		"/users/":        nil,
		"/users":         nil,
		"/":              {"/"},
		"/users/7/tasks": nil,
	} {
		var got []string
		for _, found := range matcher.Match(path) {
			got = append(got, found.Template)
		}
		assert.Equal(t, want, got, path)
	}
}

func TestSegmentsWithManyParametersMatchInTime(t *testing.T) {
	assert.False(t, item("/" + strings.Repeat("{a}x", 60) + "!").segments[0].matches(strings.Repeat("ax", 200)))
	assert.True(t, item("/{a}-{b}").segments[0].matches("x-y-z"))
	assert.False(t, item("/{a}-{b}").segments[0].matches("-y"))
	assert.True(t, item("/{a}{b}").segments[0].matches("xy"))
	assert.False(t, item("/{a}{b}").segments[0].matches("x"))
	assert.True(t, item("/v{a}").segments[0].matches("v1"))
}
