package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// cleanupFlags are everything that `verbatim cleanup` takes.
type cleanupFlags struct {
	planFlags // for credentials; the ledger says which deployment it is
	wireFlags
	contract string
}

func cleanupCommand(s streams, status *int) *cobra.Command {
	var f cleanupFlags
	c := &cobra.Command{
		Use:   "cleanup LEDGER",
		Short: "Remove what an earlier run in full mode created and could not remove",
		Long: `Cleanup reads the ledger of a run in full mode and deletes what that run created and nothing else, the
last thing first. It is for runs that were killed, or whose target was down at the end.

The ledger says which deployment it is about. What showed the run's text when it was created and shows it no
more is left as it is: the data may have been reset, and the id given out again. Credentials are given
as to the run. What lists still show after everything was removed is named, and does not change the exit status.

Exit status: 0 nothing is left, 1 something is, 2 wrong usage or unreadable ledger.`,
		Example: "  verbatim cleanup /tmp/verbatim-k3x9qa.ledger --bearer env:TOKEN",
		Args:    exactlyOne("LEDGER"),
	}
	f.credentialFlags.add(c.Flags())
	f.wireFlags.add(c.Flags())
	c.Flags().StringVar(&f.config, "config", "", "the `file` with targets and credentials of the run")
	c.Flags().StringVar(&f.target, "target", "", "the `name` of a target in the configuration")
	c.Flags().StringVar(&f.contract, "contract", "", "the `contract` of the run, whose security schemes credentials are for; default: the one that the ledger names")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		*status, err = f.run(c.Context(), s, args[0])
		return err
	}
	return c
}

const whereLedgerIs = "the run says where its ledger is, or --ledger does"

func (f *cleanupFlags) run(ctx context.Context, s streams, path string) (int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return exitUsage, failing(whereLedgerIs, "opening the ledger: %w", err)
	}
	header, ledger, err := probe.ReadLedger(bytes.NewReader(text))
	if err != nil {
		return exitUsage, failing(whereLedgerIs, "%q: %w", path, err)
	}
	contract, err := f.contractOf(ctx, s, header)
	if err != nil {
		return exitUsage, err
	}
	f.baseURL, f.mode = header.BaseURL, string(probe.Full)
	settings, err := f.settle(contract)
	if err != nil {
		return exitUsage, err
	}
	if err := settings.checkConfirmed(f.confirm); err != nil {
		return exitUsage, err
	}
	options, err := f.wireFlags.options(contract, settings, newSecretReader(ctx))
	if err != nil {
		return exitUsage, err
	}
	options.BaseURL = settings.plan.BaseURL
	if ledger.Len() == 0 {
		fmt.Fprintf(s.out, "the ledger names nothing that was created at %s\n", header.BaseURL)
		return exitKept, nil
	}
	left, err := probe.Cleanup(ctx, header, ledger, options)
	if err != nil {
		return exitUsage, err
	}
	if err := keepLedger(path, int64(len(text)), header, ledger); err != nil {
		fmt.Fprintln(s.err, "verbatim: warning: the ledger does not say what was removed now:", err)
	}
	return f.say(s, header, left), nil
}

// keepLedger writes what was done into the ledger, so that another cleanup knows of it. A file that
// has grown since it was read is that of a run that goes on, and is left alone.
func keepLedger(path string, read int64, header probe.LedgerHeader, ledger *probe.Ledger) error {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() != read {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".verbatim-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // a no-op once it is renamed
	if err := closeAfter(file, probe.WriteLedger(file, header, ledger)); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// say prints what is left, and returns the exit status. What lists still show after everything was
// removed is nothing that another cleanup could remove.
func (f *cleanupFlags) say(s streams, header probe.LedgerHeader, left []records.Leftover) int {
	count, last := 0, "nothing is left at %s\n"
	for _, l := range left {
		where := "still there: " + l.URL
		if l.URL == "" {
			where = "may be there: anything that " + l.By + " created"
		}
		if l.ShownBy != "" {
			last = "what the ledger names is removed at %s\n"
			fmt.Fprintf(s.out, "still shown: %s\n", strings.TrimPrefix(l.URL+": "+l.Why, ": "))
			continue
		}
		count++
		fmt.Fprintf(s.out, "%s: %s\n", where, l.Why)
	}
	if count > 0 {
		fmt.Fprintf(s.out, "\n%s left at %s; texts that the run made up contain %s\n", things(count), header.BaseURL, header.Marker)
		return exitBroken
	}
	fmt.Fprintf(s.out, last, header.BaseURL)
	return exitKept
}

func things(n int) string {
	if n == 1 {
		return "1 thing is"
	}
	return fmt.Sprintf("%d things are", n)
}

// contractOf loads the contract for its security schemes. Without it things can be removed too,
// as long as no credential is for a scheme.
func (f *cleanupFlags) contractOf(ctx context.Context, s streams, header probe.LedgerHeader) (*spec.Contract, error) {
	if f.contract != "" {
		return loadContract(ctx, s, f.contract, f.contractFlags)
	}
	if header.Contract != "" && header.Contract != "-" {
		if contract, err := loadContract(ctx, s, header.Contract, f.contractFlags); err == nil {
			return contract, nil
		}
	}
	return &spec.Contract{}, nil
}
