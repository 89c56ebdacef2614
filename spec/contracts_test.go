package spec

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPublicContracts loads the contracts in the folder that VERBATIM_CONTRACTS names.
func TestPublicContracts(t *testing.T) {
	folder := os.Getenv("VERBATIM_CONTRACTS")
	if folder == "" {
		t.Skip("VERBATIM_CONTRACTS names no folder with contracts: large public contracts are NOT tested")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.[jy]*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			start := time.Now()
			c, err := Load(context.Background(), file, LoadOptions{})
			require.NoError(t, err)
			t.Logf("%v: %s, %d paths, %d operations, %d warnings", time.Since(start).Round(time.Millisecond), c.Format, len(c.Paths), len(operations(c)), len(c.Warnings))
			assert.NotEmpty(t, operations(c))
			for _, item := range c.Paths {
				assert.NotZero(t, item.Line, item.Template)
				for _, op := range item.Operations {
					assert.Equal(t, file, op.File)
					assert.NotZero(t, op.Line, item.Template)
				}
			}
		})
	}
}
