package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/report"
)

func reportCommand(s streams) *cobra.Command {
	var f outputFlags
	var name, output string
	c := &cobra.Command{
		Use:     "report RUN.json [--format NAME] [--output FILE]",
		Short:   "Render a run record, offline",
		Long:    "Report renders the record that `run --json FILE` wrote; - reads standard input. Formats: " + formatsHelp() + ".",
		Example: "  verbatim report run.json\n  verbatim report run.json --format junit --output junit.xml",
		Args:    exactlyOne("RUN.json"),
	}
	f.addStyle(c.Flags())
	c.Flags().StringVar(&name, "format", "console", "one of "+formatsHelp())
	c.Flags().StringVarP(&output, "output", "o", "-", "the `FILE` to write; - is standard output")
	c.RunE = func(_ *cobra.Command, args []string) error {
		format, err := report.Lookup(name)
		if err != nil {
			return err
		}
		options, err := f.options(s.out)
		if err != nil {
			return err
		}
		record, err := readRecord(s.in, args[0])
		if err != nil {
			return err
		}
		return writeReport(s.out, output, format, record, options)
	}
	return c
}

func readRecord(stdin io.Reader, path string) (*records.Run, error) {
	if path == "-" {
		return report.Read(stdin)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, failing("a record is what `verbatim run --json FILE` wrote", "reading the run record: %w", err)
	}
	defer file.Close()
	return report.Read(file)
}
