package refusal

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

func answer(media, body string) *records.Response {
	return &records.Response{Status: 422, Fields: []string{"Content-Type: " + media}, Body: body}
}

func TestARefusalIsToldOnOneLine(t *testing.T) {
	for _, test := range []struct{ media, body, want string }{
		{"application/json", `{"message": "name is\n required", "code": 7}`, "name is required"},
		{"application/problem+json", `{"title": "Bad input", "detail": "no name"}`, "no name: Bad input"},
		{"application/json", `{"errors": ["no name"]}`, `["no name"]`},
		{"application/json", `["no name"]`, `["no name"]`},
		{"text/plain", "no  name\n", "no name"},
		{"text/html", "<h1>no name</h1>", ""},
		{"application/json", `{}`, ""},
	} {
		assert.Equal(t, test.want, Text(answer(test.media, test.body)), test.body)
	}
}

func TestARefusalNamesWhatItIsAbout(t *testing.T) {
	named := Names(answer("application/json", `{"status": 422, "errors": {"user_name": "mapped path is taken"}}`))
	for _, name := range []string{"username", "mappedpath", "taken"} {
		assert.True(t, named[name], name)
	}
	assert.False(t, named["status"], "that is about the error itself")
	assert.False(t, named["user"], "user_name is about no user")
	assert.True(t, Taken(named))
	assert.False(t, Taken(Names(answer("text/plain", "no name"))))
}

func TestARefusalAsksForAForm(t *testing.T) {
	for _, test := range []struct {
		body, property, text string
		want                 spec.Form
		ok                   bool
	}{
		{"host must be an IP address", "host", "x", spec.Form{Format: "ipv4"}, true},
		{"host must be an IP address", "owner", "x", spec.Form{}, false},
		{"owner must match ^[a-z]+$", "owner", "x", spec.Form{Pattern: "^[a-z]+$"}, true},
		{"owner is no good", "owner", "x", spec.Form{}, false},
		{"'verbatim-text' is no url", "comment", "verbatim-text", spec.Form{}, false},
	} {
		r := answer("text/plain", test.body)
		got, ok := Form(r, Names(r), test.property, test.text)
		assert.Equal(t, test.ok, ok, test.body)
		if ok {
			assert.Equal(t, test.want, got, test.body)
		}
	}
}

func TestARefusalMissesAKey(t *testing.T) {
	assert.True(t, Misses("A Token Must Be Given"))
	assert.False(t, Misses("the token is taken"))
	assert.Equal(t, []string{"api.token", "host"}, Keys(`"api.token" is no member of: host`))
}
