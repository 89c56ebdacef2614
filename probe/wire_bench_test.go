package probe

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/secret"
)

// trivial answers like a router that refuses a method.
func trivial(b *testing.B) *httptest.Server {
	b.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Allow"] = []string{"GET, HEAD"}
		w.WriteHeader(http.StatusMethodNotAllowed)
		_, _ = io.WriteString(w, "method not allowed: try again.")
	}))
	b.Cleanup(server.Close)
	return server
}

func BenchmarkSend(b *testing.B) {
	base, err := url.Parse(trivial(b).URL)
	require.NoError(b, err)
	bearer := secret.Secret{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: "0123456789abcdef", Variable: "T"}
	for name, secrets := range map[string][]secret.Secret{"plain": nil, "secret": {bearer}} {
		b.Run(name, func(b *testing.B) {
			w, err := newWire(WireOptions{BaseURL: base, Mode: Full, Secrets: secrets})
			require.NoError(b, err)
			defer w.close()
			r := Request{Purpose: "cell", Method: http.MethodOptions, URL: "/tasks/42", Fields: []Field{{"Accept", "application/json"}}}
			b.ReportAllocs()
			for b.Loop() {
				if x := w.send(b.Context(), r); x.Error != nil {
					b.Fatal(x.Error.Text)
				}
			}
		})
	}
}

// BenchmarkBareClient is what net/http alone costs for the same requests.
func BenchmarkBareClient(b *testing.B) {
	server := trivial(b)
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodOptions, server.URL+"/tasks/42", nil)
		require.NoError(b, err)
		req.Header.Set("Accept", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}
