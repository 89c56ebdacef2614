package demo

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// client asks a running API as an HTTP client would, without following redirects.
type client struct{ base string }

type response struct {
	status    int
	mediaType string
	location  string
	// allow are the Allow field lines; nil for none.
	allow   []string
	content string
	// challenge, acceptPatch and corsMethods are those fields; empty for none.
	challenge, acceptPatch, corsMethods string
}

// serve starts the API with fresh state.
func serve(t *testing.T) *client {
	t.Helper()
	server := httptest.NewServer(Handler())
	t.Cleanup(server.Close)
	return &client{base: server.URL}
}

// send sends content as JSON, or nothing where content is empty.
func (c *client) send(t *testing.T, method, path, content string) response {
	t.Helper()
	var body io.Reader
	if content != "" {
		body = strings.NewReader(content)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, c.base+path, body)
	require.NoError(t, err)
	if content != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return c.do(t, request)
}

// ask sends a request without content and with one field.
func (c *client) ask(t *testing.T, method, path, name, value string) response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, c.base+path, nil)
	require.NoError(t, err)
	request.Header.Set(name, value)
	return c.do(t, request)
}

func (c *client) do(t *testing.T, request *http.Request) response {
	t.Helper()
	got, err := http.DefaultTransport.RoundTrip(request)
	require.NoError(t, err)
	defer got.Body.Close()
	content, err := io.ReadAll(got.Body)
	require.NoError(t, err)
	return response{
		status:    got.StatusCode,
		mediaType: got.Header.Get("Content-Type"),
		location:  got.Header.Get("Location"),
		allow:     got.Header.Values("Allow"),
		content:   string(content),

		challenge:   got.Header.Get("WWW-Authenticate"),
		acceptPatch: got.Header.Get("Accept-Patch"),
		corsMethods: got.Header.Get("Access-Control-Allow-Methods"),
	}
}

func templates() []string {
	var all []string
	for _, row := range routes() {
		all = append(all, row.template)
	}
	return all
}
