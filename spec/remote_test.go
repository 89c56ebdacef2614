package spec

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serve answers each path with a text; what begins with "redirect " redirects.
func serve(t *testing.T, pages map[string]string) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		text, ok := pages[r.URL.Path]
		if to, redirect := strings.CutPrefix(text, "redirect "); redirect {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(server.Close)
	return server, &requests
}

func loadURL(url string, opts LoadOptions) (*Contract, error) {
	return Load(context.Background(), url, opts)
}

func TestContractsAtURLs(t *testing.T) {
	server, requests := serve(t, map[string]string{
		"/api/c.yaml":       withPaths("  /a: {$ref: 'parts/a.yaml'}\n  /b: {$ref: '/b.json#/x'}\n  /c: {$ref: 'parts/a.yaml'}\n"),
		"/api/parts/a.yaml": "get: {requestBody: {content: {a/b: {schema: {$ref: '../s.yaml'}}}}}\n",
		"/api/s.yaml":       "type: string\n",
		"/b.json":           `{"x": {"put": {}}}`,
	})
	c, err := loadURL(server.URL+"/api/c.yaml?token=secret", LoadOptions{})
	require.NoError(t, err)
	assert.Empty(t, c.Warnings)
	assert.Equal(t, []string{"GET /a", "PUT /b", "GET /c"}, operations(c))
	assert.Equal(t, server.URL+"/api/c.yaml", c.Source, "the query of a URL may be a secret")
	assert.Equal(t, Place{server.URL + "/api/c.yaml", 3}, c.Paths[0].Place)
	assert.Equal(t, Place{server.URL + "/api/parts/a.yaml", 1}, c.Paths[0].Operations[0].Place)
	assert.EqualValues(t, 4, requests.Load(), "each document once")

	server.Close()
	schema, err := c.Paths[0].Operations[0].Body.Content[0].schema.deref()
	require.NoError(t, err, "everything was read when Load returned")
	assert.Equal(t, "string", schema.field("type").text())
}

func TestSwaggerAtURLTakesItsScheme(t *testing.T) {
	server, _ := serve(t, map[string]string{"/c": swagger("host: a.example\npaths: {/a: {}}\n")})
	c, err := loadURL(server.URL+"/c", LoadOptions{})
	require.NoError(t, err)
	assert.Equal(t, "http://a.example", c.Servers[0].URL)
}

func TestURLErrors(t *testing.T) {
	server, _ := serve(t, map[string]string{
		"/html":     "\n <!doctype html>",
		"/login":    "redirect /html",
		"/loop":     "redirect /loop",
		"/broken":   "a: b\n- c\n",
		"/large":    strings.Repeat("a", 2_000),
		"/no-paths": "openapi: 3.1.0\n",
	})
	load := func(path string) error {
		_, err := loadURL(server.URL+path, LoadOptions{MaxBytes: 1_000})
		require.Error(t, err)
		return err
	}
	var broken *LoadError
	for path, want := range map[string]string{
		"/missing": `fetching contract "` + server.URL + `/missing": the answer is "404 Not Found"; check the URL`,
		"/html":    "answers with an HTML page, not with a contract",
		"/login":   server.URL + "/html answers with an HTML page",
		"/loop":    "more than 10 redirects",
		"/large":   "the document is larger than 1000 bytes",
	} {
		err := load(path)
		assert.ErrorContains(t, err, want)
		assert.NotErrorAs(t, err, &broken, path)
	}
	require.ErrorAs(t, load("/no-paths"), &broken)
	require.ErrorAs(t, load("/broken"), &broken)
	assert.ErrorContains(t, load("/broken"), server.URL+"/broken:2: this is not YAML")

	_, err := loadURL("http://", LoadOptions{})
	require.ErrorContains(t, err, "it is not a valid URL")
	_, err = loadURL("HTTP://127.0.0.1:1/x?token=secret", LoadOptions{})
	require.ErrorContains(t, err, "connection refused")
	assert.NotContains(t, err.Error(), "secret")
}

func TestStatusHints(t *testing.T) {
	for status, want := range map[int]string{
		401: "it needs credentials: download the contract",
		403: "it needs credentials: download the contract",
		500: "try again later",
		204: "check the URL",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		_, err := loadURL(server.URL, LoadOptions{})
		server.Close()
		require.ErrorContains(t, err, want)
	}
}

func TestCredentialsInURLs(t *testing.T) {
	var given string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, _, _ = r.BasicAuth()
		_, _ = w.Write([]byte(withPaths("  a: {get: {}}\n")))
	}))
	defer server.Close()
	c, err := loadURL(strings.Replace(server.URL, "http://", "http://me:secret@", 1), LoadOptions{})
	require.NoError(t, err)
	assert.Equal(t, "me", given)
	assert.NotContains(t, c.Source+c.Paths[0].File+c.Warnings[0].String(), "secret")
}

func TestRemoteReferences(t *testing.T) {
	other, asked := serve(t, map[string]string{"/a.yaml": "get: {}\n"})
	text := withPaths("  /a: {$ref: '" + other.URL + "/a.yaml'}\n")
	server, _ := serve(t, map[string]string{
		"/direct":   text,
		"/bounced":  withPaths("  /a: {$ref: 'bounce'}\n"),
		"/bounce":   "redirect " + other.URL + "/a.yaml",
		"/moved":    "redirect " + other.URL + "/own",
		"/file":     withPaths("  /a: {$ref: 'file:///etc/hostname'}\n"),
		"/own":      withPaths("  /a: {$ref: 'own-item'}\n"),
		"/own-item": "get: {}\n",
	})
	writeFiles(t, map[string]string{"in/c.yaml": text})
	for _, source := range []string{server.URL + "/direct", server.URL + "/bounced", "c.yaml"} {
		_, err := loadURL(source, LoadOptions{AllowOutsideRefs: true})
		require.ErrorContains(t, err, "it leads to another origin than the contract's; --allow-remote-refs permits that", source)
	}
	assert.Zero(t, asked.Load(), "nothing was sent there")
	for _, source := range []string{server.URL + "/direct", server.URL + "/bounced", "c.yaml"} {
		c, err := loadURL(source, LoadOptions{AllowRemoteRefs: true})
		require.NoError(t, err, source)
		assert.Equal(t, []string{"GET /a"}, operations(c))
		assert.Equal(t, 1, c.Paths[0].Operations[0].Line)
	}
	_, err := loadURL(server.URL+"/file", LoadOptions{AllowRemoteRefs: true, AllowOutsideRefs: true})
	require.ErrorContains(t, err, "may refer to http and https only")
	_, err = loadURL(server.URL+"/own", LoadOptions{})
	require.NoError(t, err)
}

func TestOriginOfARedirectedContractIsTheLastOne(t *testing.T) {
	target, _ := serve(t, map[string]string{"/c/own": withPaths("  /a: {$ref: 'item'}\n"), "/c/item": "get: {}\n"})
	server, _ := serve(t, map[string]string{"/moved": "redirect " + target.URL + "/c/own"})
	c, err := loadURL(server.URL+"/moved", LoadOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{"GET /a"}, operations(c))
}

func TestOrigins(t *testing.T) {
	l := newLoader(context.Background(), LoadOptions{})
	u := func(text string) location {
		at, err := location{file: "x"}.relative(text)
		require.NoError(t, err)
		return at
	}
	l.origin = u("https://a.example/x").url
	assert.True(t, l.mayFetch(u("https://A.example:443/y").url))
	for _, other := range []string{"http://a.example/x", "https://a.example:8443/x", "https://b.example/x", "https://x.a.example/"} {
		assert.False(t, l.mayFetch(u(other).url), other)
	}
}

func TestFetchingStopsWithItsContext(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := Load(ctx, server.URL, LoadOptions{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestEndlessRemoteReferencesEnd(t *testing.T) {
	var n atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next := n.Add(1)
		if r.URL.Path == "/" {
			_, _ = w.Write([]byte(withPaths("  /a: {get: {requestBody: {content: {a/b: {schema: {$ref: '/first'}}}}}}\n")))
			return
		}
		_, _ = w.Write([]byte("items: {$ref: '/" + strconv.FormatInt(next, 10) + "'}\n"))
	}))
	defer server.Close()
	c, err := loadURL(server.URL+"/", LoadOptions{})
	require.NoError(t, err)
	require.Len(t, c.Warnings, 1)
	assert.Contains(t, c.Warnings[0].Text, "the contract refers to more than 1000 URLs")
	assert.LessOrEqual(t, n.Load(), int64(maxFetches+1))
}
