//go:build !bench

package main

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/report"
)

// The temporary file's name would say nothing to whoever asked for junit.xml.
func TestAFullDiskIsToldOfWithTheNameThatWasGiven(t *testing.T) {
	path := filepath.Join(t.TempDir(), "junit.xml")
	full := report.Format{Write: func(w io.Writer, _ *records.Run, _ report.Options) error {
		return &os.PathError{Op: "write", Path: w.(*os.File).Name(), Err: syscall.ENOSPC}
	}}
	err := writeReport(io.Discard, path, full, &records.Run{}, report.Options{})
	assert.EqualError(t, err, `"`+path+`": no space left on device`)
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Empty(t, left)
}
