package demo

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCorrectPathsRefuseWhatIsNotDeclared(t *testing.T) {
	tests := []struct{ path, allow string }{
		{"/status", "GET, HEAD, OPTIONS"},
		{"/tasks", "GET, HEAD, OPTIONS, POST"},
		{"/tasks/1", "DELETE, GET, HEAD, OPTIONS, PUT"},
		{"/tasks/4711", "DELETE, GET, HEAD, OPTIONS, PUT"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			api := serve(t)
			for _, method := range columns {
				if strings.Contains(test.allow, method) {
					continue
				}
				got := api.send(t, method, test.path, "")
				assert.Equal(t, http.StatusMethodNotAllowed, got.status, method)
				assert.Equal(t, []string{test.allow}, got.allow, method)
				assert.JSONEq(t, `{"error":"method not allowed"}`, got.content, method)
			}
			options := api.send(t, "OPTIONS", test.path, "")
			assert.Equal(t, response{status: http.StatusNoContent, allow: []string{test.allow}}, options)
		})
	}
}

func TestCorrectPathsAnswerHeadAsGet(t *testing.T) {
	api := serve(t)
	for _, path := range []string{"/status", "/tasks", "/tasks/1", "/tasks/4711"} {
		get, head := api.send(t, "GET", path, ""), api.send(t, "HEAD", path, "")
		assert.NotEmpty(t, get.content, path)
		get.content = ""
		assert.Equal(t, get, head, path)
	}
}

func TestUnknownPathsAreNotFoundWhateverTheMethod(t *testing.T) {
	api := serve(t)
	for _, path := range []string{"/nowhere", "/tasks/", "/tasks/1/more", "/status/"} {
		for _, method := range columns {
			got := api.send(t, method, path, "")
			assert.Equal(t, http.StatusNotFound, got.status, "%s %s", method, path)
			assert.Nil(t, got.allow, "%s %s", method, path)
		}
	}
}

func TestATaskLives(t *testing.T) {
	api := serve(t)
	created := api.send(t, "POST", "/tasks", `{"title":"Buy milk"}`)
	require.Equal(t, http.StatusCreated, created.status)
	assert.Equal(t, "/tasks/4", created.location)
	assert.JSONEq(t, `{"id":4,"title":"Buy milk","done":false}`, created.content)

	replaced := api.send(t, "PUT", "/tasks/4", `{"title":"Buy oat milk","done":true}`)
	assert.Equal(t, http.StatusOK, replaced.status)
	assert.JSONEq(t, `{"id":4,"title":"Buy oat milk","done":true}`, api.send(t, "GET", "/tasks/4", "").content)

	assert.Equal(t, http.StatusNoContent, api.send(t, "DELETE", "/tasks/4", "").status)
	assert.Equal(t, http.StatusNotFound, api.send(t, "GET", "/tasks/4", "").status)
}

func TestContentThatCannotBeReadIsRefusedBeforeAnythingElse(t *testing.T) {
	tests := map[string]struct{ method, path, content string }{
		"create, not JSON":                     {"POST", "/tasks", "{"},
		"create, without a title":              {"POST", "/tasks", "{}"},
		"create, with a title too long":        {"POST", "/tasks", `{"title":"` + strings.Repeat("ä", maxTitle+1) + `"}`},
		"create, with a title of another type": {"POST", "/tasks", `{"title":1}`},
		"replace, not JSON":                    {"PUT", "/tasks/1", "{"},
		"replace what is absent, not JSON":     {"PUT", "/tasks/4711", "{"},
		"invite, not JSON":                     {"POST", "/invitations", "{"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api := serve(t)
			before := api.send(t, "GET", "/tasks", "")
			got := api.send(t, test.method, test.path, test.content)
			assert.Equal(t, http.StatusBadRequest, got.status)
			assert.Equal(t, "application/json", got.mediaType)
			assert.Equal(t, before, api.send(t, "GET", "/tasks", ""))
		})
	}
}

func TestContentOfAnotherMediaTypeIsRefused(t *testing.T) {
	api := serve(t)
	request, err := http.NewRequestWithContext(t.Context(), "POST", api.base+"/tasks", strings.NewReader("title=Buy+milk"))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	assert.Equal(t, http.StatusUnsupportedMediaType, api.do(t, request).status)
}

func TestAMissingTaskIsNotAMissingPath(t *testing.T) {
	api := serve(t)
	router := api.send(t, "GET", "/nowhere", "")
	for _, method := range []string{"GET", "DELETE"} {
		got := api.send(t, method, "/tasks/4711", "")
		assert.Equal(t, http.StatusNotFound, got.status)
		assert.NotEqual(t, router.content, got.content)
	}
}

func TestHandlersShareNoState(t *testing.T) {
	one, other := serve(t), serve(t)
	require.Equal(t, http.StatusNoContent, one.send(t, "DELETE", "/tasks/1", "").status)
	assert.Equal(t, http.StatusOK, other.send(t, "GET", "/tasks/1", "").status)
}
