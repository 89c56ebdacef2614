package demo

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestFaultsOnTheWire shows what a client sees of each planted fault.
func TestFaultsOnTheWire(t *testing.T) {
	const title = `{"title":"Buy milk"}`
	tests := []struct {
		fault                 string
		method, path, content string
		status                int
		allow                 []string
	}{
		{"a declared method without a handler", "PUT", "/projects/1", title, 405, []string{"DELETE, GET, HEAD, OPTIONS"}},
		{"404 instead of 405", "DELETE", "/labels", "", 404, nil},
		{"405 without Allow", "PATCH", "/comments", "", 405, nil},
		{"Allow lists what is refused", "DELETE", "/users", "", 405, []string{"GET, HEAD, DELETE"}},
		{"Allow leaves out what works", "PUT", "/projects", "", 405, []string{"GET, HEAD"}},
		{"and yet it works", "POST", "/projects", title, 201, nil},
		{"Allow in lower case", "POST", "/calendar", "", 405, []string{"get, head"}},
		{"an undeclared method works", "DELETE", "/archive", "", 204, nil},
		{"HEAD is refused", "HEAD", "/users/1", "", 405, []string{"GET"}},
		{"HEAD is not like GET", "HEAD", "/export", "", 204, nil},
		{"an undocumented status", "POST", "/invitations", `{"email":"ada@example.com"}`, 202, nil},
		{"a declared method crashes", "GET", "/stats", "", 500, nil},
		{"OPTIONS without Allow", "OPTIONS", "/notifications", "", 204, nil},
		{"every method is served", "VERBATIM", "/app", "", 200, nil},
		{"nothing but OPTIONS is served", "GET", "/events", "", 405, []string{"OPTIONS"}},
		{"no challenge", "GET", "/session", "", 401, nil},
		{"undeclared methods too", "DELETE", "/app", "", 200, nil},
	}
	for _, test := range tests {
		t.Run(test.fault, func(t *testing.T) {
			got := serve(t).send(t, test.method, test.path, test.content)
			assert.Equal(t, test.status, got.status)
			assert.Equal(t, test.allow, got.allow)
		})
	}
}

func TestFaultsThatShowInOtherFields(t *testing.T) {
	api := serve(t)
	preflight := api.ask(t, "OPTIONS", "/preferences", "Access-Control-Request-Method", "PUT")
	assert.Equal(t, "GET, POST", preflight.corsMethods)
	assert.Equal(t, http.StatusOK, api.send(t, "PUT", "/preferences", `{"theme":"dark"}`).status)
	assert.Equal(t, http.StatusInternalServerError, api.ask(t, "GET", "/search", "Accept", "application/pdf").status)
	assert.Equal(t, http.StatusOK, api.ask(t, "GET", "/search", "Accept", "*/*").status)
	assert.Equal(t, "application/merge-patch+json", api.send(t, "OPTIONS", "/settings", "").acceptPatch)
	assert.Empty(t, api.send(t, "GET", "/session", "").challenge)
	assert.JSONEq(t, `{"title":"Not Found","status":404}`, api.send(t, "DELETE", "/reports", "").content)
}

func TestRedirectLeadsToThePathWithASlash(t *testing.T) {
	got := serve(t).send(t, "POST", "/imports", `{"url":"https://files.example.com/tasks.csv"}`)
	assert.Equal(t, http.StatusMovedPermanently, got.status)
	assert.Equal(t, "/imports/", got.location)
}

func TestTraceEchoesTheRequest(t *testing.T) {
	got := serve(t).send(t, "TRACE", "/version", "")
	assert.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, "message/http", got.mediaType)
	assert.Contains(t, got.content, "TRACE /version HTTP/1.1\r\n")
}

func TestNotFoundInsteadOf405IsTheRoutersOwn(t *testing.T) {
	api := serve(t)
	assert.Equal(t, api.send(t, "GET", "/nowhere", ""), api.send(t, "PUT", "/labels", ""))
}

func TestLeftoverDeleteReallyDeletes(t *testing.T) {
	api := serve(t)
	assert.Contains(t, api.send(t, "GET", "/archive", "").content, "Buy stamps")
	api.send(t, "DELETE", "/archive", "")
	assert.JSONEq(t, "[]", api.send(t, "GET", "/archive", "").content)
}

func TestEveryPathHasOneFaultAndThreeHaveNone(t *testing.T) {
	faulty := map[string]bool{}
	for _, f := range Faults() {
		assert.NotEmpty(t, f.Text)
		faulty[f.Template] = true
	}
	for i, template := range templates() {
		assert.Equal(t, i >= 3, faulty[template], template)
	}
}
