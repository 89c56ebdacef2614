package secret

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// commandLimit is how long a command may take to print a secret.
const commandLimit = 30 * time.Second

// readCommand runs a command line and returns what it prints. What it says on standard
// error is in the error when it fails.
func readCommand(ctx context.Context, line string) (string, error) {
	return runCommand(ctx, line, commandLimit)
}

func runCommand(ctx context.Context, line string, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/c"}
	}
	var out, complaint bytes.Buffer
	c := exec.CommandContext(ctx, shell[0], shell[1], line)
	c.Stdout, c.Stderr = &out, &complaint
	// What the command has started may outlive it and hold its output open.
	c.WaitDelay = time.Second
	err := c.Run()
	value := strings.TrimRight(out.String(), "\r\n")
	said := strings.TrimSpace(complaint.String())
	if len(value) >= shortestSought {
		said = strings.ReplaceAll(said, value, Redacted)
	}
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "", fmt.Errorf("the command did not end within %s%s", limit, Quoted(said))
	case err != nil:
		return "", fmt.Errorf("the command failed: %w%s", err, Quoted(said))
	case value == "":
		return "", fmt.Errorf("the command printed nothing%s", Quoted(said))
	}
	return value, nil
}

// Quoted is what a command or a server said, cut where it is long, as the end of a sentence.
func Quoted(said string) string {
	const most = 500
	switch {
	case said == "":
		return ""
	case len(said) > most:
		said = strings.ToValidUTF8(said[:most], "") + "…"
	}
	return "; it says: " + said
}
