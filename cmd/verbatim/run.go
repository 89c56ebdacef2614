package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/report"
	"github.com/verbatim-http/verbatim/spec"
)

// runFlags are everything that `verbatim run` takes.
type runFlags struct {
	planFlags
	wireFlags
	outputFlags
	ledgerFlag
	failOn, minDecided string
}

func runCommand(s streams, status *int) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run CONTRACT --base-url URL",
		Short: "Probe a deployment and judge every method at every path",
		Long: `Run asks the deployment about every method at every path of the contract and judges the answers.

CONTRACT is a file, a URL or - for standard input: OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0, YAML or JSON.

Modes: read-only (the default) sends safe methods only and changes nothing; guarded also sends unsafe
methods in a form that a handler cannot act on; full sends real requests, and needs --confirm HOST.
In full mode the run creates what it changes and deletes, enters it in a ledger, and removes it at
the end, also when it is interrupted; after a kill, ` + "`verbatim cleanup LEDGER`" + ` removes it.

Credentials are given by reference (env:NAME, file:PATH, command:LINE): --credential for a security scheme of
the contract, --bearer, --basic and --header-file for every request, and all of it in --config FILE, with targets.

Exit status: 0 kept, 1 the contract is broken, 2 wrong usage or unreadable contract, 3 the target is not
testable, 4 too little decided, 130 interrupted.`,
		Example: `  verbatim run openapi.yaml --base-url https://staging.example.com/api --junit junit.xml
  verbatim run openapi.yaml --base-url http://localhost:8080 --mode full --value id=42
  verbatim run openapi.yaml --config verbatim.yaml --target staging --credential api_key=env:KEY
  curl -s https://example.com/openapi.json | verbatim run - --base-url https://example.com --bearer env:TOKEN`,
		Args: exactlyOne("CONTRACT"),
	}
	f.planFlags.add(c.Flags())
	f.wireFlags.add(c.Flags())
	f.outputFlags.add(c.Flags())
	f.ledgerFlag.add(c.Flags())
	c.Flags().StringVar(&f.failOn, "fail-on", string(probe.Must), "from which level a finding fails the run: must, should or advice")
	c.Flags().StringVar(&f.minDecided, "min-decided", "1", "how many cells must be decided: a `number` or a share such as 80%")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		*status, err = f.run(c.Context(), s, args[0])
		return err
	}
	return c
}

// run is the whole pipeline: contract, plan, exchanges and verdicts, reports, exit status.
func (f *runFlags) run(ctx context.Context, s streams, source string) (int, error) {
	contract, err := loadContract(ctx, s, source, f.contractFlags)
	if err != nil {
		return exitUsage, err
	}
	settings, err := f.settle(contract)
	if err != nil {
		return exitUsage, err
	}
	settings.plan.RunID = newRunID()
	plan, err := probe.NewPlan(contract, settings.plan)
	if err != nil {
		return exitUsage, err
	}
	options, decided, err := f.options(ctx, contract, settings)
	if err != nil {
		return exitUsage, err
	}
	if err := f.outputFlags.check(); err != nil {
		return exitUsage, err
	}
	ledger, err := f.ledgerFlag.open(plan.Options)
	if err != nil {
		return exitUsage, err
	}
	options.Ledger = ledger.Ledger
	settings.warnIdle(f)
	settings.warn(s.err, plan)
	ledger.announce(s.err, f.quiet)
	progress := newProgress(s.err, f.quiet, len(plan.Rows)*plan.Passes(), plan.Options.BaseURL.Redacted())
	options.Progress = progress.step
	stop := ledger.watch(ctx, s.err, progress.clear)
	record, err := probe.Run(ctx, plan, options)
	stop()
	progress.clear()
	ledger.close(s.err)
	if err != nil {
		return exitUsage, err
	}
	if err := f.outputFlags.write(s, record); err != nil {
		return exitUsage, err
	}
	status := exitStatus(record, decided)
	if status == exitUndecided {
		fmt.Fprintln(s.err, "verbatim:", undecidedMessage(record, f.minDecided))
	}
	return status, nil
}

// options checks every flag before anything is sent.
func (f *runFlags) options(ctx context.Context, contract *spec.Contract, s *settings) (probe.RunOptions, minDecided, error) {
	if err := s.checkConfirmed(f.confirm); err != nil {
		return probe.RunOptions{}, minDecided{}, err
	}
	failOn, err := records.ParseLevel(f.failOn)
	if err != nil {
		return probe.RunOptions{}, minDecided{}, fmt.Errorf("reading --fail-on: %w", err)
	}
	decided, err := parseMinDecided(f.minDecided)
	if err != nil {
		return probe.RunOptions{}, minDecided{}, err
	}
	secrets := newSecretReader(ctx)
	wire, err := f.wireFlags.options(contract, s, secrets)
	if err != nil {
		return probe.RunOptions{}, minDecided{}, err
	}
	as, err := s.identity(contract, s.plan.BaseURL, secrets)
	return probe.RunOptions{Wire: wire, TargetName: s.target, FailOn: failOn, Wait: f.wait, Version: version(),
		As: as, Levels: s.levels, Known: s.known}, decided, err
}

func loadContract(ctx context.Context, s streams, source string, f contractFlags) (*spec.Contract, error) {
	contract, err := spec.Load(ctx, source, spec.LoadOptions{Stdin: s.in, AllowRemoteRefs: f.remoteRefs, AllowOutsideRefs: f.outsideRefs})
	var broken *spec.LoadError
	if errors.As(err, &broken) && !strings.Contains(err.Error(), "--allow-") { // which is what to do
		return nil, failing("the contract itself has to be mended before anything can be held to it", "%w", err)
	}
	return contract, err
}

func exactlyOne(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return failing("`"+c.CommandPath()+" --help` shows how", "%s takes one %s, got %d", c.CommandPath(), what, len(args))
	}
}

// formatsHelp names the formats that the report package knows.
func formatsHelp() string {
	help := ""
	for i, format := range report.Formats() {
		if i > 0 {
			help += ", "
		}
		help += format.Name
	}
	return help
}
