//go:build unix

package spec

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReferencesToPipesDoNotHang(t *testing.T) {
	writeFiles(t, map[string]string{"in/c.yaml": withPaths("  /a: {$ref: 'pipe.yaml'}\n")})
	require.NoError(t, syscall.Mkfifo("pipe.yaml", 0o600))
	for _, allow := range []bool{false, true} {
		_, err := loadFile("c.yaml", LoadOptions{AllowOutsideRefs: allow})
		require.ErrorContains(t, err, "it is not a regular file")
	}
}
