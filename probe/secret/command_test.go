package secret

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCommandsPrintSecrets(t *testing.T) {
	value, variable, err := Read(t.Context(), "command:printf 'from a vault\\n\\n'; echo noise >&2")
	require.NoError(t, err)
	assert.Equal(t, "from a vault", value)
	assert.Empty(t, variable)
}

func TestCommandsThatFailAreExplainedWithoutWhatTheyPrinted(t *testing.T) {
	for line, want := range map[string]string{
		"echo hunter2; echo no such vault: hunter2 >&2; exit 4": "exit status 4; it says: no such vault: [redacted]",
		"true":                        "printed nothing",
		"echo one; echo two":          "more than one line",
		"no-such-program-of-verbatim": "not found",
	} {
		_, _, err := Read(t.Context(), "command:"+line)
		require.ErrorContains(t, err, want)
		assert.False(t, strings.Contains(strings.ReplaceAll(err.Error(), line, ""), "hunter2"), err)
	}
}

func TestCommandsThatHangAreEnded(t *testing.T) {
	started := time.Now()
	_, err := runCommand(t.Context(), "echo waiting for a password >&2; sleep 60", 50*time.Millisecond)
	require.ErrorContains(t, err, "did not end within 50ms; it says: waiting for a password")
	assert.Less(t, time.Since(started), 20*time.Second)
}
