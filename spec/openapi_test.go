package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestInfo(t *testing.T) {
	c := mustLoad(t, "openapi: 3.0.3\ninfo: {title: Task API, version: 1.10}\npaths: {/a: {}}\n")
	assert.Equal(t, "Task API", c.Title)
	assert.Equal(t, "1.10", c.Version, "as written, also without quotes")
	assert.Empty(t, mustLoad(t, withPaths("  /a: {}\n")).Title)
}

func TestServers(t *testing.T) {
	urls := func(text string) []string {
		var urls []string
		for _, s := range mustLoad(t, "openapi: 3.1.0\npaths: {/a: {}}\n"+text).Servers {
			urls = append(urls, s.URL)
		}
		return urls
	}
	assert.Equal(t, []string{"/"}, urls(""))
	assert.Equal(t, []string{"/"}, urls("servers: []\n"))
	assert.Equal(t, []string{"https://a.example/v1", "/v2"}, urls("servers: [{url: 'https://a.example/v1'}, {url: /v2}]\n"))
	assert.Equal(t, []string{"https://eu.a.example:8443/v1"}, urls(`servers:
  - url: https://{region}.a.example:{port}/{base}
    variables: {region: {default: eu, enum: [us, eu]}, port: {default: 8443}, base: {enum: [v1]}}
`))
	assert.Equal(t, []string{"/{x}/{y"}, urls("servers: [{url: '/{x}/{y'}]\n"))
}

func TestServerWarnings(t *testing.T) {
	c := mustLoad(t, `openapi: 3.1.0
paths: {/a: {}}
servers:
  - url: /{a}
  - url: /{b}
    variables:
      b: {enum: [x]}
  - description: no url
  - text
`)
	assert.Equal(t, []Server{{"/{a}", Place{"-", 4}}, {"/x", Place{"-", 5}}}, c.Servers)
	assert.Equal(t, []string{
		`4: the server variable "a" has no default`,
		`7: the server variable "b" has no default; the first of its enum is taken`,
		`8: the server has no url; it is left out`,
		`9: here is a string instead of an object; it is left out`,
	}, lines(c.Warnings))
	assert.Equal(t, []string{`3: "servers" is a string, not an array; it is left out`}, lines(mustLoad(t, "openapi: 3.1.0\npaths: {/a: {}}\nservers: /v1\n").Warnings))
}

func TestVersions(t *testing.T) {
	for _, version := range []string{"3.0.0", "3.0.4", "3.1.2", "3.2.0", "3.1.0-rc1"} {
		assert.Equal(t, "OpenAPI "+version, mustLoad(t, "openapi: "+version+"\npaths: {/a: {}}\n").Format)
	}
	assert.Equal(t, "Swagger 2.0", mustLoad(t, "swagger: \"2.0\"\npaths: {/a: {}}\n").Format)
}
