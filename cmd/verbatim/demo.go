package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/verbatim-http/verbatim/examples/demo"
)

func demoCommand(s streams, status *int) *cobra.Command {
	var folder string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Probe an embedded API with planted faults",
		Long: `Demo starts a small API with planted faults on a loopback port, probes it in full mode, shows the result
and writes the contract and the reports. It exits with 1, because the API breaks its contract.`,
		Args: cobra.NoArgs,
	}
	c.Flags().StringVar(&folder, "output", "", "the `folder` for contract and reports; default: verbatim-demo in the folder for temporary files")
	c.RunE = func(c *cobra.Command, _ []string) (err error) {
		*status, err = runDemo(c.Context(), s, folder)
		return err
	}
	return c
}

// runDemo does with the embedded API what `verbatim run --mode full` does with any other.
func runDemo(ctx context.Context, s streams, folder string) (int, error) {
	folder, err := demoFolder(folder)
	if err != nil {
		return exitUsage, err
	}
	contract := filepath.Join(folder, "openapi.yaml")
	if err := os.WriteFile(contract, demo.Contract(), 0o644); err != nil {
		return exitUsage, fmt.Errorf("writing the demo's contract: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return exitUsage, fmt.Errorf("starting the demo API: %w", err)
	}
	server := &http.Server{Handler: demo.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()

	status := exitKept
	run := runCommand(s, &status)
	run.SilenceErrors, run.SilenceUsage = true, true
	args := []string{contract, "--base-url", "http://" + listener.Addr().String(), "--mode", "full", "--touch-others", "--target", "demo",
		"--junit", filepath.Join(folder, "junit.xml"), "--json", filepath.Join(folder, "run.json")}
	run.SetArgs(args)
	if err := run.ExecuteContext(ctx); err != nil {
		return exitUsage, err
	}
	_, err = fmt.Fprintf(s.err, "\nThis was: verbatim run %s\nContract and reports: %s\n", strings.Join(args, " "), folder)
	return status, err
}

func demoFolder(folder string) (string, error) {
	if folder == "" {
		folder = filepath.Join(os.TempDir(), "verbatim-demo")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", failing("--output names a folder that can be written", "making the folder for the reports: %w", err)
	}
	return folder, nil
}
