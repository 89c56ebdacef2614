package layers

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fixture is testdata/<ID>.http: an answer, and others of the same target, apart by "%%" lines.
// Each begins with a line "# METHOD, note"; "# served METHOD" and "# unknown-path METHOD" are for
// the reference.
type fixture struct {
	answer          Answer
	served, unknown []Answer
}

func (f fixture) attribute() Layer { return Learn(f.served, f.unknown).Attribute(f.answer) }

func readFixture(t *testing.T, id string) fixture {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", id+".http"))
	require.NoError(t, err, "every row needs an answer that proves it")
	var f fixture
	for i, block := range strings.Split(string(text), "\n%%\n") {
		role, a := readAnswer(t, block)
		switch {
		case role == "served":
			f.served = append(f.served, a)
		case role == "unknown-path":
			f.unknown = append(f.unknown, a)
		default:
			require.Zero(t, i, "only the first answer of %s is what the row matches", id)
			f.answer = a
		}
	}
	return f
}

// readAnswer reads the role and the answer of one block. The fields keep their names as written.
func readAnswer(t *testing.T, block string) (string, Answer) {
	t.Helper()
	first, rest, _ := strings.Cut(block, "\n")
	title, found := strings.CutPrefix(first, "# ")
	require.True(t, found, first)
	title, _, _ = strings.Cut(title, ",")
	role, method, found := strings.Cut(title, " ")
	if !found {
		role, method = "", title
	}
	head, body, _ := strings.Cut(rest, "\n\n")
	lines := strings.Split(head, "\n")
	wire := strings.Join(lines, "\r\n") + "\r\n\r\n"
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(wire)), &http.Request{Method: "HEAD"})
	require.NoError(t, err, block)
	_, err = io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	_, reason, _ := strings.Cut(resp.Status, " ")
	return role, Answer{Method: method, Status: resp.StatusCode, Reason: strings.TrimSpace(reason), Proto: resp.Proto, Fields: lines[1:],
		Body: string(bytes.TrimPrefix([]byte(body), []byte("\r")))}
}
