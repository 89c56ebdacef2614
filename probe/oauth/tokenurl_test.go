package oauth

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/spec"
)

func TestTokenURLsAreFoundForTheTarget(t *testing.T) {
	contract := &spec.Contract{Servers: []spec.Server{{URL: "https://api.example.com/v1"}}}
	base := &url.URL{Scheme: "http", Host: "staging.example:8080", Path: "/mnt"}
	for address, want := range map[string]string{
		"token":                              "http://staging.example:8080/mnt/token",
		"/token":                             "http://staging.example:8080/token",
		"https://api.example.com/v1/token":   "http://staging.example:8080/mnt/token",
		"https://api.example.com/oauth":      "http://staging.example:8080/oauth",
		"https://login.example.com/t?a=b":    "https://login.example.com/t?a=b",
		"http://127.0.0.1:9/t":               "http://127.0.0.1:9/t",
		"http://staging.example:8080/secret": "http://staging.example:8080/secret",
	} {
		got, err := TokenURL(contract, base, address)
		require.NoError(t, err, address)
		assert.Equal(t, want, got, address)
	}
	for _, address := range []string{"http://login.example.com/t", "", "ftp://x/y", "https://"} {
		_, err := TokenURL(contract, base, address)
		assert.Error(t, err, address)
	}
}
