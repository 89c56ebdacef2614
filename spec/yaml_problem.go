package spec

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

var (
	yamlErrorPattern   = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	unknownAliasFormat = regexp.MustCompile(`^unknown anchor '(.+)' referenced$`)
)

// yamlProblem is what is wrong with a YAML text, and the line. The parser's own line is that of
// the construct around the mistake, or one less, or missing, depending on the mistake.
func yamlProblem(data []byte, err error) (line int, text string) {
	text = err.Error()
	m := yamlErrorPattern.FindStringSubmatch(text)
	if m == nil {
		return 1, text
	}
	text = strings.TrimPrefix(text, m[0])
	line, _ = strconv.Atoi(m[1])
	switch {
	case text == "did not find expected key",
		text == "did not find expected '-' indicator",
		strings.HasPrefix(text, "found a tab character"),
		strings.HasPrefix(text, "control characters"):
		return linesRead(data), text
	case strings.HasPrefix(text, "did not find expected ',' or"):
		return line + 1, text + " to what is opened here"
	case text == "did not find expected node content", text == "found undefined tag handle":
		return line + 1, text
	}
	if alias := unknownAliasFormat.FindStringSubmatch(text); alias != nil {
		before, _, _ := bytes.Cut(data, []byte("*"+alias[1]))
		return 1 + bytes.Count(before, []byte{'\n'}), text
	}
	return max(line, 1), text
}

// linesRead is how many lines the parser asks for before it fails.
func linesRead(data []byte) (n int) {
	lines := &lineReader{data: data}
	defer func() {
		// What made the parser panic the first time makes it panic again.
		_ = recover()
		n = max(lines.read, 1)
	}()
	var top yaml.Node
	_ = yaml.NewDecoder(lines).Decode(&top)
	return 0
}

// lineReader gives away one line at a time, and counts them.
type lineReader struct {
	data []byte
	read int
}

func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.data) == 0 {
		return 0, io.EOF
	}
	n := bytes.IndexByte(r.data, '\n') + 1
	if n == 0 || n > len(p) {
		n = min(len(r.data), len(p))
	}
	r.read += bytes.Count(r.data[:n], []byte{'\n'})
	copy(p, r.data[:n])
	r.data = r.data[n:]
	return n, nil
}
