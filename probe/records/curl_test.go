package records

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// runCurlLine runs a line in a shell whose curl prints its arguments, one a line, and returns them.
func runCurlLine(t *testing.T, line string) []string {
	t.Helper()
	dir := t.TempDir()
	stub := "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\0' \"$a\"; done\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "curl"), []byte(stub), 0o700))
	cmd := exec.Command("sh", "-c", line)
	cmd.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "API_TOKEN=tok en$x", "HOME=/leaked", "LOGIN=ada:pw"}
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", line, out)
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func TestCurlLineRepeatsTheRequest(t *testing.T) {
	const origin = "http://api.example:8080"
	tests := map[string]struct {
		exchange Exchange
		want     []string
	}{
		"GET":  {Exchange{Method: "GET", URL: "/tasks?a=1&b=2"}, []string{"-i", origin + "/tasks?a=1&b=2"}},
		"HEAD": {Exchange{Method: "HEAD", URL: "/"}, []string{"-I", origin + "/"}},
		"DELETE": {Exchange{Method: "DELETE", URL: "/a/../b"},
			[]string{"-i", "-X", "DELETE", "--path-as-is", origin + "/a/../b"}},
		"content": {Exchange{Method: "PUT", URL: "/t", Fields: []string{"Content-Type: application/json"}, Body: "{"},
			[]string{"-i", "-X", "PUT", "-H", "Content-Type: application/json", "--data-binary", "{", origin + "/t"}},
		"content without a type": {Exchange{Method: "POST", URL: "/t", Body: "@/etc/passwd"},
			[]string{"-i", "-X", "POST", "-H", "Content-Type:", "--data-raw", "@/etc/passwd", origin + "/t"}},
		"empty field": {Exchange{Method: "GET", URL: "/t", Fields: []string{"X-Empty: "}},
			[]string{"-i", "-H", "X-Empty;", origin + "/t"}},
		"secrets": {Exchange{Method: "GET", URL: "/t?key=${API_TOKEN}", Fields: []string{"Authorization: Bearer ${API_TOKEN}"}},
			[]string{"-i", "-H", "Authorization: Bearer tok en$x", origin + "/t?key=tok en$x"}},
		"basic": {Exchange{Method: "GET", URL: "/t", Fields: []string{"Authorization: Basic ${LOGIN}"}},
			[]string{"-i", "--user", "ada:pw", origin + "/t"}},
		"other variables": {Exchange{Method: "POST", URL: "/t", Fields: []string{"Content-Type: ${HOME}"}, Body: "$HOME ${HOME} ${API_TOKEN}!`id`"},
			[]string{"-i", "-X", "POST", "-H", "Content-Type: ${HOME}", "--data-binary", "$HOME ${HOME} tok en$x!`id`", origin + "/t"}},
		"hostile text": {Exchange{Method: "x';touch pwned;'", URL: "/'$(touch pwned)'", Fields: []string{"X-A: \"; touch pwned #`touch pwned`\\\n"}, Body: "'\\''"},
			[]string{"-i", "-X", "x';touch pwned;'", "-H", "X-A: \"; touch pwned #`touch pwned`\\\n", "-H", "Content-Type:",
				"--data-binary", "'\\''", origin + "/'$(touch pwned)'"}},
		"brackets": {Exchange{Method: "GET", URL: "/t?f[a]=1"}, []string{"-i", "--globoff", origin + "/t?f[a]=1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			line := test.exchange.Curl(origin, "API_TOKEN", "LOGIN")
			assert.Equal(t, test.want, runCurlLine(t, line), line)
		})
	}
}

func TestCurlLineReadsWell(t *testing.T) {
	x := Exchange{Method: "DELETE", URL: "/tasks/1", Fields: []string{"Accept: application/json", "Authorization: Bearer ${API_TOKEN}"}}
	assert.Equal(t, `curl -i -X DELETE -H 'Accept: application/json' -H "Authorization: Bearer ${API_TOKEN}" https://a.example/tasks/1`,
		x.Curl("https://a.example", "API_TOKEN"))
}

func FuzzCurlLineQuotesAnything(f *testing.F) {
	f.Add("a'b", "${API_TOKEN}")
	f.Add("$(id)", "`x`${HOME}")
	f.Fuzz(func(t *testing.T, field, body string) {
		q := quoter{[]string{"API_TOKEN"}}
		for _, text := range []string{field, body} {
			pieces := q.split(text)
			require.Equal(t, text, strings.Join(pieces, ""))
			for i, piece := range pieces {
				assert.Equal(t, i%2 == 1, q.isVariable(piece))
			}
			for i, r := range q.quote(text) {
				require.NotEqual(t, rune(0), r, i)
			}
		}
	})
}
