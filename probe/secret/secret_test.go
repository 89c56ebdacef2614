package secret

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadResolvesReferences(t *testing.T) {
	t.Setenv("API_TOKEN", "s3cret-token")
	file := filepath.Join(t.TempDir(), "api-token.txt")
	require.NoError(t, os.WriteFile(file, []byte("from file\r\n\n"), 0o600))

	value, variable, err := Read(t.Context(), "env:API_TOKEN")
	require.NoError(t, err)
	assert.Equal(t, "s3cret-token", value)
	assert.Equal(t, "API_TOKEN", variable)

	value, variable, err = Read(t.Context(), "file:"+file)
	require.NoError(t, err)
	assert.Equal(t, "from file", value)
	assert.Equal(t, "API_TOKEN", variable)
}

func TestReadRefusesWhatIsNoReference(t *testing.T) {
	t.Setenv("EMPTY", "")
	t.Setenv("TWO_LINES", "a\nb")
	empty := filepath.Join(t.TempDir(), "empty")
	require.NoError(t, os.WriteFile(empty, []byte("\n"), 0o600))
	tests := map[string]struct{ ref, want string }{
		"literal":      {"hunter2-literal", "env:NAME, file:PATH"},
		"empty":        {"", "env:NAME"},
		"unset":        {"env:NO_SUCH_VARIABLE_HERE", "unset or empty"},
		"set to empty": {"env:EMPTY", "unset or empty"},
		"two lines":    {"env:TWO_LINES", "more than one line"},
		"empty file":   {"file:" + empty, "empty"},
		"no file":      {"file:" + empty + ".not", "no such file"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := Read(t.Context(), test.ref)
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "hunter2", "an error must not repeat what may be a secret")
		})
	}
}

func hiding(secrets ...Secret) *Redactor {
	var hide Redactor
	hide.Add(secrets...)
	return &hide
}

func TestSecretsAreHiddenInEveryForm(t *testing.T) {
	value := `p&ss "w<rd/?`
	secret := Secret{In: "header", Name: "X-Key", Value: value, Variable: "KEY"}
	hide := hiding(secret)
	for _, form := range secret.needles() {
		assert.Equal(t, "a ${KEY} b", hide.Text("a "+form+" b"))
	}
	assert.Equal(t, "key=${KEY}&x=1", hide.Text("key=p%26ss+%22w%3Crd%2F%3F&x=1"))
	assert.Equal(t, `{"k":"${KEY}"}`, hide.Text(`{"k":"p\u0026ss \"w\u003crd/?"}`))
	assert.Equal(t, "nothing here", hide.Text("nothing here"))
}

// Whoever echoes a secret may write it as its own language, proxy or log does, and again around that.
func TestSecretsAreHiddenHoweverTheyAreEscaped(t *testing.T) {
	value := `Zq7"&<>'/+=%Ax9\kLé`
	hide := hiding(Secret{In: "header", Name: "X-Key", Value: value, Variable: "KEY"})
	bytewise := func(format string) string {
		var b strings.Builder
		for _, c := range []byte(value) {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
	quoted, err := json.Marshal(value)
	require.NoError(t, err)
	twice, err := json.Marshal(string(quoted))
	require.NoError(t, err)
	tests := map[string]string{
		"small letters":           strings.ToLower(value),
		"capitals":                strings.ReplaceAll(strings.ToUpper(value), "É", "é"),
		"JSON":                    strings.Trim(string(quoted), `"`),
		"JSON in ASCII":           strings.Trim(strconv.QuoteToASCII(value), `"`),
		"JSON in JSON":            strings.TrimSuffix(strings.TrimPrefix(string(twice), `"\"`), `\""`),
		"JSON with slashes":       `Zq7\"&<>'\/+=%Ax9\\k` + `L\u00E9`,
		"JSON in surrogates":      `Zq7\u0022&<>'/+=%Ax9\\kLé`,
		"HTML":                    html.EscapeString(value),
		"HTML of Python":          `Zq7&quot;&amp;&lt;&gt;&#x27;/+=%Ax9\kLé`,
		"XML":                     `Zq7&quot;&amp;&lt;&gt;&apos;/+=%Ax9\kLé`,
		"numbers of XML":          `Zq7&#34;&#38;&#60;&#62;&#39;&#x2F;+=%Ax9\kLé`,
		"HTML in HTML":            html.EscapeString(html.EscapeString(value)),
		"a query":                 url.QueryEscape(value),
		"a path":                  url.PathEscape(value),
		"a query in a query":      url.QueryEscape(url.QueryEscape(value)),
		"every byte of a URL":     bytewise("%%%02x"),
		"JSON in a query":         url.QueryEscape(strings.Trim(string(quoted), `"`)),
		"hexadecimal":             hex.EncodeToString([]byte(value)),
		"hexadecimal in capitals": bytewise("%02X"),
		"bytes of a program text": bytewise(`\x%02x`),
		"base64":                  base64.StdEncoding.EncodeToString([]byte(value)),
		"base64 of a URL":         base64.RawURLEncoding.EncodeToString([]byte(value)),
		"base64 in a query":       url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(value))),
	}
	for name, form := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, `"é${KEY}\"`, hide.Text(`"é`+form+`\"`), form)
		})
	}
}

func TestSecretsAreHiddenWithinOtherBase64(t *testing.T) {
	hide := hiding(Secret{In: "header", Name: "X-Key", Value: "Zq7/kLm+9xYz", Variable: "KEY"})
	for before := range 7 {
		for after := range 4 {
			whole := strings.Repeat("x", before) + "Zq7/kLm+9xYz" + strings.Repeat("y", after)
			shown, _, found := strings.Cut(hide.Text(base64.URLEncoding.EncodeToString([]byte(whole))), "${KEY}")
			require.True(t, found, whole)
			plain, _ := base64.RawURLEncoding.DecodeString(shown)
			assert.NotContains(t, string(plain), "Zq")
		}
	}
}

func FuzzTextKeepsWhatIsNoSecret(f *testing.F) {
	for _, seed := range []string{"", `a\u00`, "%4", "%zz&#;&#x;", "\xff%ff\\", `\ud83d\ude00`, "é%25%32%35&amp;amp;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		hide := hiding(Secret{In: "header", Name: "A", Value: "s3cret-of-nobody", Variable: "S"})
		if !strings.Contains(fold(text).text, "s3cret") {
			assert.Equal(t, text, hide.Text(text))
		}
		assert.NotContains(t, strings.ToLower(hide.Text(text+"S3CRET-of-nobody"+text)), "s3cret-of-nobody")
	})
}

func TestBasicCredentialsAreHiddenPlainAndEncoded(t *testing.T) {
	hide := hiding(Secret{In: "header", Name: "Authorization", Prefix: "Basic ", Value: "ada:lovelace", Variable: "LOGIN"})
	assert.Equal(t, "Basic ${LOGIN}", hide.Text("Basic YWRhOmxvdmVsYWNl"))
	assert.Equal(t, "${LOGIN}", hide.Text("ada:lovelace"))
	assert.Equal(t, "password ${LOGIN}!", hide.Text("password lovelace!"))
}

func TestLongerSecretGoesAsAWhole(t *testing.T) {
	hide := hiding(
		Secret{In: "header", Name: "A", Value: "abcd", Variable: "SHORT"},
		Secret{In: "header", Name: "B", Value: "abcdefgh", Variable: "LONG"},
	)
	assert.Equal(t, "${LONG} ${SHORT}", hide.Text("abcdefgh abcd"))
}

func TestExcerptShowsNoHalfSecretAndNoHalfCharacter(t *testing.T) {
	secret := "0123456789abcdef"
	hide := hiding(Secret{In: "header", Name: "A", Value: secret, Variable: "S"})
	for cut := range 40 {
		raw := strings.Repeat("x", 10+cut) + secret + strings.Repeat("é", 200)
		limit := 30
		text := hide.Excerpt([]byte(raw[:limit+hide.Longest()]), limit)
		assert.True(t, utf8.ValidString(text))
		assert.NotContains(t, text, "\uFFFD")
		assert.NotContains(t, text, "0123")
		assert.NotContains(t, text, "cdef")
	}
}

func TestExcerptIsValidUTF8(t *testing.T) {
	var hide Redactor
	assert.Equal(t, "a\uFFFDb", hide.Excerpt([]byte("a\xff\xfeb"), 100))
	assert.Equal(t, "é", hide.Excerpt([]byte("éé"), 3))
}

func TestWrittenOutCredentialsBecomeSecrets(t *testing.T) {
	assert.Equal(t, Secret{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: "tok", Variable: "AUTHORIZATION"},
		OfField("Authorization", "Bearer tok"))
	assert.Equal(t, Secret{In: "header", Name: "Authorization", Prefix: "Basic ", Value: "a:b", Variable: "AUTHORIZATION"},
		OfField("Authorization", "Basic YTpi"))
	assert.Equal(t, Secret{In: "header", Name: "X-Api-Key", Value: "k 1", Variable: "X_API_KEY"}, OfField("X-Api-Key", "k 1"))
}
