package probe

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// edge answers some methods itself, as nginx does, and marks what it lets through with nothing.
func edge(a *api, methods ...string) {
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		for _, m := range methods {
			if r.Method == m {
				w.Header().Set("Server", "nginx")
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(403)
				_, _ = io.WriteString(w, "<html>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n</html>\r\n")
				return true
			}
		}
		w.Header().Set("X-Powered-By", "Express")
		return false
	}
}

func TestEachAnswerHasItsLayer(t *testing.T) {
	a := newAPI()
	edge(a, "PUT", "HEAD")
	record := probeServer(t, a, probeOptions{mode: GuardedMode})

	put := cellOf(t, record, "PUT", "/tasks/{id}").Layer
	require.NotNil(t, put)
	assert.Equal(t, []string{"web server", "nginx", layers.Certain}, []string{string(put.Kind), put.Name, put.Sure})
	assert.Contains(t, put.Evidence, "no X-Powered-By, which the served answers have")

	patch := cellOf(t, record, "PATCH", "/tasks/{id}").Layer
	require.NotNil(t, patch)
	assert.Equal(t, []string{"app", "Express"}, []string{string(patch.Kind), patch.Name})

	head := cellOf(t, record, "HEAD", "/tasks/{id}").Layer
	require.NotNil(t, head)
	assert.Equal(t, "nginx", head.Name, "whoever answered PUT with the same fields")

	for _, cell := range record.Unknown {
		require.NotNil(t, cell.Layer, cell.Method)
	}
}

func TestWhatTheApplicationServesNeedsNoLayer(t *testing.T) {
	record := probeServer(t, newAPI(), probeOptions{mode: GuardedMode})
	assert.Nil(t, cellOf(t, record, "GET", "/tasks").Layer)
	assert.NotNil(t, cellOf(t, record, records.MadeUpMethod, "/tasks").Layer)
}

// What serves a declared method in the application's place is named: a file server, most of all.
func TestFilesInTheApplicationsPlaceAreNamed(t *testing.T) {
	a := newAPI()
	a.handlers["/tasks"]["GET"] = func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range map[string]string{"Server": "nginx/1.22.1", "ETag": `"691edb31-1f"`, "Accept-Ranges": "bytes",
			"Last-Modified": "Thu, 20 Nov 2025 09:12:01 GMT", "Content-Type": "application/json"} {
			w.Header().Set(name, value)
		}
		_, _ = io.WriteString(w, `[{"id":1}]`)
	}
	layer := cellOf(t, probeServer(t, a, probeOptions{}), "GET", "/tasks").Layer
	require.NotNil(t, layer)
	assert.Equal(t, "nginx", layer.Name)
}

func TestWallIsNamed(t *testing.T) {
	record := probeServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://example.cloudflareaccess.com/cdn-cgi/access/login/api.example.com?kid=1")
		w.WriteHeader(302)
	}), probeOptions{})
	assert.Contains(t, record.Notices[0].Text, "Cloudflare Access (auth wall), certain")
}
