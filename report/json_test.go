package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestJSONReadsBackAsTheSameRecord(t *testing.T) {
	// Of hostile text, what is not UTF-8 is replaced when it is written; all else must survive.
	for _, text := range []string{"", strings.ToValidUTF8(hostile, "?"), `","paths":[],"x":"`} {
		want := brokenRecord(text)
		want.Started = want.Started.UTC()
		got, err := Read(strings.NewReader(renderAs(t, "json", want, Options{})))
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestJSONIsWhatEncodingJSONWouldWrite(t *testing.T) {
	r := brokenRecord(hostile)
	want, err := json.Marshal(r)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), renderAs(t, "json", r, Options{}))

	empty := &records.Run{}
	want, err = json.Marshal(&records.Run{Paths: []records.Path{}})
	require.NoError(t, err)
	assert.JSONEq(t, string(want), renderAs(t, "json", empty, Options{}))
}

func TestJSONHasOneLineForEachPath(t *testing.T) {
	r := brokenRecord(hostile)
	lines := strings.Split(renderAs(t, "json", r, Options{}), "\n")
	for _, path := range r.Paths[:2] {
		start := fmt.Sprintf(`{"template":%q,`, path.Template)
		found := 0
		for _, line := range lines {
			if strings.HasPrefix(line, start) {
				found++
			}
		}
		assert.Equal(t, 1, found, "lines that begin with %s", start)
	}
	assert.Contains(t, renderAs(t, "json", r, Options{}), "a=1&b=2", "a curl line is to be readable")
}

func TestJSONIsTheSameAfterReading(t *testing.T) {
	first := renderAs(t, "json", brokenRecord(strings.ToValidUTF8(hostile, "?")), Options{})
	r, err := Read(strings.NewReader(first))
	require.NoError(t, err)
	assert.Equal(t, first, renderAs(t, "json", r, Options{}))
}

// largeRecord has ten cells a path with one exchange each.
func largeRecord(paths int) *records.Run {
	r := newRecord()
	for i := range paths {
		path := records.Path{Template: fmt.Sprintf("/things/%d/{id}", i), Place: line(i + 1), URL: fmt.Sprintf("/v1/things/%d/7", i)}
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY", "TRACE", "VERBATIM"} {
			c := passed(fired(core(method, i+1), records.Refused, 405, "not allowed"), "undeclared-refused", "undeclared-405", "allow-present", "allow-complete")
			c.Exchanges[0].Response.Fields = []string{"Allow: GET", "Content-Type: text/plain", "Date: Mon, 24 Aug 2026 10:00:00 GMT", "Server: x"}
			path.Cells = append(path.Cells, c)
		}
		r.Paths = append(r.Paths, path)
	}
	r.Summary = summarize(r)
	return r
}

func BenchmarkFormats(b *testing.B) {
	r := largeRecord(1000)
	for _, format := range Formats() {
		b.Run(format.Name+"/10000-cells", func(b *testing.B) {
			for b.Loop() {
				if err := format.Write(io.Discard, r, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	var data bytes.Buffer
	if err := writeJSON(&data, largeRecord(1000), Options{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Read(bytes.NewReader(data.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
