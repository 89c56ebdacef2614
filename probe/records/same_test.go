package records

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestWhatNamesOneRequestIsMasked(t *testing.T) {
	for one, other := range map[string]string{
		`{"traceId":"kqzz","status":404}`:                    `{"traceId":"pioh","status":404}`,
		`<Error><RequestId>QK/zz+=</RequestId></Error>`:      `<Error><RequestId>PIoh</RequestId></Error>`,
		`<script nonce="aGVsbG8">go()</script>`:              `<script nonce="d29ybGQ">go()</script>`,
		`<meta name="csrf-token" content="aG-V_s">`:          `<meta name="csrf-token" content="bGQ_x">`,
		`not found (correlation id: abc-x, try again later)`: `not found (correlation id: q-rs, try again later)`,
	} {
		x := &Exchange{Method: "GET", URL: "/x"}
		assert.Equal(t, masked(x, one), masked(x, other))
		assert.NotEqual(t, masked(x, one), masked(x, strings.ReplaceAll(one, "not", "never")+"!"))
	}
	x := &Exchange{Method: "GET", URL: "/x"}
	assert.NotEqual(t, masked(x, `{"error":"no such task"}`), masked(x, `{"error":"no such route"}`))
	assert.NotEqual(t, masked(x, `{"error_code":"a"}`), masked(x, `{"error_code":"b"}`), "that says what went wrong")
}

// FuzzSame compares hostile answers: a thing is always the same as itself.
func FuzzSame(f *testing.F) {
	f.Add("GET", "/tasks/1", "no such path: /tasks/1", "text/html; charset=utf-8")
	f.Add("", "", "", "")
	f.Add("DELETE", "/%zz?x", "\xff\x00", ";;;")
	f.Fuzz(func(t *testing.T, method, url, body, mediaType string) {
		if !utf8.ValidString(body) {
			return // the wire makes every body valid
		}
		x := &Exchange{Method: method, URL: url, Response: &Response{Status: 404, Body: body, Fields: []string{"Content-Type: " + mediaType}}}
		assert.True(t, Same(x, x))
	})
}
