//go:build !bench

package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// writePEM writes one PEM block to a file of a folder and returns its path.
func writePEM(t *testing.T, folder, name, kind string, content []byte) string {
	t.Helper()
	path := filepath.Join(folder, name)
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600))
	return path
}

// clientCertificate makes a certificate that is its own authority.
func clientCertificate(t *testing.T, folder string) (cert *x509.Certificate, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "client"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	content, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err = x509.ParseCertificate(content)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return cert, writePEM(t, folder, "client.pem", "CERTIFICATE", content), writePEM(t, folder, "key.pem", "PRIVATE KEY", secret)
}

func TestMutualTLSTakesTheCertificateOfItsCredential(t *testing.T) {
	folder := t.TempDir()
	client, certFile, keyFile := clientCertificate(t, folder)
	server := httptest.NewUnstartedServer(http.HandlerFunc(good))
	server.Config.ErrorLog = nil
	pool := x509.NewCertPool()
	pool.AddCert(client)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool}
	server.StartTLS()
	defer server.Close()
	authority := writePEM(t, folder, "ca.pem", "CERTIFICATE", server.Certificate().Raw)

	contract, file := filepath.Join(folder, "api.yaml"), filepath.Join(folder, "verbatim.yaml")
	require.NoError(t, os.WriteFile(contract, []byte(`openapi: 3.1.0
info: {title: API, version: "1"}
components: {securitySchemes: {cert: {type: mutualTLS}}}
security: [{cert: []}]
paths: {/status: {get: {responses: {"200": {description: ok}}}}}
`), 0o600))
	require.NoError(t, os.WriteFile(file, []byte(fmt.Sprintf("targets: {t: {base_url: %q, tls: {cacert: %q}, credentials: {cert: {cert: %q, key: %q}}}}",
		server.URL, authority, certFile, keyFile)), 0o600))

	for name, test := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"configured": {[]string{"--config", file, "--target", "t"}, exitKept, "kept"},
		"by flag":    {[]string{"--base-url", server.URL, "--cacert", authority, "--cert", certFile, "--key", keyFile}, exitKept, "kept"},
		"missing":    {[]string{"--base-url", server.URL, "--cacert", authority}, exitUntestable, "it may want a client certificate (--cert, --key)"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			assert.Equal(t, test.status, execute(append([]string{"run", contract}, test.args...), streams{strings.NewReader(""), &out, &errs}), errs.String())
			assert.Contains(t, out.String(), test.says)
		})
	}
}
