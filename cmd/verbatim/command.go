package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit statuses. Where two apply, the highest-ranked of 2, 3, 1, 4 wins.
const (
	exitKept        = 0   // nothing at or above --fail-on
	exitBroken      = 1   // the contract is broken
	exitUsage       = 2   // wrong usage, unreadable contract, report that cannot be written
	exitUntestable  = 3   // target unreachable or walled
	exitUndecided   = 4   // too little decided
	exitInterrupted = 130 // stopped by a signal; the reports are written with what is known
)

// sameSignal is how long after a signal the next one counts as the same.
const sameSignal = 500 * time.Millisecond

// streams are what the program reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// failure is an error with what to do next.
type failure struct {
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func failing(hint, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint}
}

// execute runs the program and returns its exit status.
func execute(args []string, s streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	// Without this a reader that has had enough, such as head, would end the program before it has
	// written the other reports, or removed what it created.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	// A second signal ends the program at once. Terminals, shells, make and timeout each pass a signal
	// on to all that they started, so one may come several times.
	context.AfterFunc(ctx, func() { time.AfterFunc(sameSignal, stop) })
	status := exitKept
	root := rootCommand(s, &status)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil && !isUnread(err) {
		printError(s.err, err)
		if wasInterrupted(ctx, err) {
			return exitInterrupted
		}
		return exitUsage
	}
	return status
}

// endings are the signals that end a run in good order: a terminal that is closed is one more,
// unless nohup has the program outlive it.
func endings() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

// isUnread reports whether an error is that of writing to a reader of standard output that has had
// enough, which is nobody's mistake.
func isUnread(err error) bool {
	var failed *os.PathError
	return errors.As(err, &failed) && failed.Path == os.Stdout.Name() && errors.Is(err, syscall.EPIPE)
}

// wasInterrupted reports whether an error is that of a signal, and not that of a report that could
// not be written after one.
func wasInterrupted(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.Cause(ctx)))
}

func printError(w io.Writer, err error) {
	for line := range strings.SplitSeq(strings.TrimRight(err.Error(), "\n"), "\n") {
		fmt.Fprintln(w, "verbatim:", line)
	}
	var f *failure
	if errors.As(err, &f) && f.hint != "" {
		fmt.Fprintln(w, "verbatim: hint:", f.hint)
	}
}

func rootCommand(s streams, status *int) *cobra.Command {
	root := &cobra.Command{
		Use:           "verbatim",
		Short:         "Hold a deployed API to its OpenAPI contract, method by method",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Example: `  verbatim demo
  verbatim plan openapi.yaml --base-url https://staging.example.com/api
  verbatim run openapi.yaml --base-url https://staging.example.com/api --junit junit.xml`,
		// Without these two, what is not a command would be answered in cobra's words.
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			var names []string
			for _, command := range c.Commands() {
				names = append(names, command.Name())
			}
			return failing("`verbatim --help` lists the commands"+nearestOf(args[0], names), "unknown command %q", args[0])
		},
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetVersionTemplate("verbatim {{.Version}}\n")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		if unitless(err) {
			return failing("a duration needs a unit, as in 60s or 5m", "%w", err)
		}
		return failing("`"+c.CommandPath()+" --help` lists the flags"+nearestFlag(c, err), "%w", err)
	})
	commands := []*cobra.Command{runCommand(s, status), planCommand(s), cleanupCommand(s, status), reportCommand(s), explainCommand(s), demoCommand(s, status)}
	for _, command := range commands {
		command.SetUsageFunc(s.usage)
	}
	root.AddCommand(commands...)
	return root
}

// nearestFlag says whose an unknown flag is, or offers the flag that is written most like it.
func nearestFlag(c *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || len(unknown.GetSpecifiedName()) < 2 {
		return ""
	}
	if hint := flagOfAnother(c, unknown.GetSpecifiedName()); hint != "" {
		return hint
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			known = append(known, "--"+f.Name)
		}
	})
	return nearestOf("--"+unknown.GetSpecifiedName(), known)
}

// unitless reports whether a duration was given as a number.
func unitless(err error) bool {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) || invalid.GetFlag().Value.Type() != "duration" {
		return false
	}
	_, err = strconv.ParseFloat(invalid.GetValue(), 64)
	return err == nil
}

// version is that of the build: a released module's, or the commit's.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
