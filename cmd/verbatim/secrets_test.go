//go:build !bench

package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const echoContract = `openapi: 3.1.0
info: {title: Echo, version: "1"}
components:
  securitySchemes:
    header: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: sid}
    login: {type: http, scheme: basic}
    other: {type: http, scheme: hoba}
    client: {type: oauth2, flows: {clientCredentials: {tokenUrl: token, scopes: {}}}}
    user: {type: openIdConnect, openIdConnectUrl: .well-known/openid-configuration}
paths:
  /header: {get: {security: [{header: []}], responses: {"200": {description: ok}}}}
  /query: {get: {security: [{query: [], cookie: []}], responses: {"200": {description: ok}}}}
  /login: {get: {security: [{login: []}], responses: {"200": {description: ok}}}}
  /other: {get: {security: [{other: []}], responses: {"200": {description: ok}}}}
  /client: {get: {security: [{client: []}], responses: {"200": {description: ok}}}}
  /user/{id}: {get: {security: [{user: []}], parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"200": {description: ok}}}}
  /user: {get: {security: [{user: []}], responses: {"200": {description: ok}}}}
`

const echoConfig = `
targets:
  t:
    credentials:
      header: env:V_HEADER
      query: {value: 'file:%[1]s'}
      cookie: env:V_COOKIE
      login: {username: ada, password: env:V_PASSWORD}
      other: "command:printf %%s \"$V_OTHER\""
      client: {client_id: ci, client_secret: env:V_SECRET}
      user: {username: ada, password: env:V_USER}
    headers: {X-Everywhere: env:V_EVERYWHERE}
identities:
  limited: {credentials: {client: {client_id: ci, client_secret: env:V_LIMITED}}}
`

// spellings are the ways in which a text may be written down.
func spellings(text string) map[string]string {
	plain, _ := json.Marshal(text)
	var script strings.Builder
	encoder := json.NewEncoder(&script)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text)
	unquoted := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(script.String()), `"`), `"`)
	query := url.QueryEscape(text)
	lower := query
	for _, r := range text {
		upper := url.QueryEscape(string(r))
		if strings.HasPrefix(upper, "%") {
			lower = strings.ReplaceAll(lower, upper, strings.ToLower(upper))
		}
	}
	raw := []byte(text)
	return map[string]string{
		"raw": text, "JSON": strings.Trim(string(plain), `"`), "script": unquoted, "slashes": strings.ReplaceAll(unquoted, "/", `\/`),
		"query": query, "lower": lower, "path": url.PathEscape(text), "HTML": html.EscapeString(text),
		"base64": base64.StdEncoding.EncodeToString(raw), "unpadded": base64.RawStdEncoding.EncodeToString(raw),
		"hex": hex.EncodeToString(raw), "HEX": strings.ToUpper(hex.EncodeToString(raw)), "small": strings.ToLower(text), "query in query": url.QueryEscape(query),
		"XML": strings.NewReplacer("&", "&amp;", "'", "&#x27;", `"`, "&quot;", "<", "&lt;").Replace(text), "JSON in JSON": strings.ReplaceAll(string(plain[1:len(plain)-1]), `\`, `\\`),
		"base64url": base64.URLEncoding.EncodeToString(raw), "base64url unpadded": base64.RawURLEncoding.EncodeToString(raw),
	}
}

// A server that gives back whatever it got, and its own tokens, in every spelling that it knows:
// in fields, in the reason of a redirect, in ids that are asked for next.
func echoEverything(tokens, known []string) http.Handler {
	granted := 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/.well-known/openid-configuration":
			fmt.Fprintf(w, `{"token_endpoint":"http://%s/token"}`, r.Host)
			return
		case "/token":
			w.Header().Set("Content-Type", "application/json")
			granted++
			token := tokens[(granted-1)%3]
			_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "refresh_token": tokens[3], "id_token": tokens[4]})
			return
		case "/user":
			_ = json.NewEncoder(w).Encode([]map[string]string{{"id": known[0]}})
			return
		}
		for i, secret := range known {
			for name, spelling := range spellings(secret) {
				w.Header().Add(fmt.Sprintf("X-%d-%s", i, strings.ReplaceAll(name, " ", "-")), "<"+strings.ToValidUTF8(spelling, "")+">")
			}
		}
		w.Header().Set("Location", "/next?"+url.QueryEscape(known[0])+"&"+known[1])
		w.Header().Set("Allow", "GET, "+known[3])
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.URL.Path == "/other":
			w.WriteHeader(http.StatusForbidden)
		case r.URL.Path == "/header":
			w.WriteHeader(http.StatusFound)
		case r.URL.Path == "/login":
			w.WriteHeader(http.StatusInternalServerError)
		}
		// The excerpts are short: each secret stands at the beginning once.
		at := len(r.URL.Path) % len(known)
		for _, secret := range append(known[at:len(known):len(known)], known[:at]...) {
			for _, spelling := range spellings(secret) {
				fmt.Fprintf(w, "%s ", spelling)
			}
		}
	})
}

// stringsOf are all strings of a JSON document, as a reader of it sees them.
func stringsOf(t *testing.T, text []byte) []string {
	t.Helper()
	var document any
	require.NoError(t, json.Unmarshal(text, &document))
	var found []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			found = append(found, v)
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for key, item := range v {
				found = append(found, key)
				walk(item)
			}
		}
	}
	walk(document)
	return found
}

func TestNoSecretReachesAnyOutputInAnySpelling(t *testing.T) {
	tokens := []string{"tok/en+one==\"<1>", "tok/en+two==&é2", "tok/en+three?~3", "refresh/token+4=", "identity.token/5+"}
	secrets := map[string]string{"V_HEADER": "head/er+key=<1>", "V_COOKIE": "sid/s3cret+=", "V_PASSWORD": "pass:w/o+r&d \"é", "V_OTHER": "hoba/s3cret+é",
		"V_SECRET": "client/s3cret+&=", "V_USER": "us/er+s3cret é", "V_EVERYWHERE": "every/where+<s3cret>", "V_LIMITED": "limit/ed+s3cret"}
	known := []string{"que/ry s3cret+&é="}
	for name, value := range secrets {
		t.Setenv(name, value)
		known = append(known, value)
	}
	known = append(known, tokens...)
	server := httptest.NewServer(echoEverything(tokens, known))
	defer server.Close()

	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	contract, key := write("echo.yaml", echoContract), write("key.txt", known[0]+"\n")
	file := write("verbatim.yaml", fmt.Sprintf(echoConfig, key))
	outputs := filepath.Join(folder, "out")
	require.NoError(t, os.Mkdir(outputs, 0o700))
	for _, mode := range []string{"read-only", "guarded", "full"} {
		args := []string{"run", contract, "--base-url", server.URL, "--config", file, "--target", "t", "--as", "limited", "--mode", mode}
		for _, format := range fileFormats() {
			args = append(args, "--"+format.Name, filepath.Join(outputs, mode+"."+format.Name))
		}
		var out, errs bytes.Buffer
		status := execute(args, streams{strings.NewReader(""), &out, &errs})
		assert.Equal(t, exitBroken, status, errs.String())
		require.NoError(t, os.WriteFile(filepath.Join(outputs, mode+".stdout"), append(out.Bytes(), errs.Bytes()...), 0o600))
	}
	entries, err := os.ReadDir(outputs)
	require.NoError(t, err)
	require.Len(t, entries, 3*(len(fileFormats())+1))
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(outputs, entry.Name()))
		require.NoError(t, err)
		assert.True(t, bytes.Contains(text, []byte("{V_")), "%s shows variables in their place", entry.Name())
		if strings.HasSuffix(entry.Name(), ".json") {
			text = append(text, strings.Join(stringsOf(t, text), "\n")...)
		}
		for _, secret := range known {
			for name, spelling := range spellings(secret) {
				assert.False(t, bytes.Contains(text, []byte(spelling)), "%s shows %q, as %s", entry.Name(), secret, name)
			}
		}
	}
}
