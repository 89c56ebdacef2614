package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/verbatim-http/verbatim/probe"
)

func planCommand(s streams) *cobra.Command {
	var f planFlags
	var format string
	c := &cobra.Command{
		Use:     "plan CONTRACT --base-url URL",
		Short:   "Print every request that a run would send; send nothing",
		Example: "  verbatim plan openapi.yaml --base-url http://localhost:8080 --mode guarded\n  verbatim plan openapi.yaml --base-url http://localhost:8080 --format jsonl | jq .",
		Args:    exactlyOne("CONTRACT"),
	}
	f.add(c.Flags())
	c.Flags().StringVar(&format, "format", "text", "text or jsonl (one JSON object a line)")
	c.RunE = func(c *cobra.Command, args []string) error {
		if format != "text" && format != "jsonl" {
			return failing("", "reading --format %q: not text or jsonl", format)
		}
		contract, err := loadContract(c.Context(), s, args[0], f.contractFlags)
		if err != nil {
			return err
		}
		settings, err := f.settle(contract)
		if err != nil {
			return err
		}
		plan, err := probe.NewPlan(contract, settings.plan)
		if err != nil {
			return err
		}
		settings.warn(s.err, plan)
		steps, err := settings.tokenSteps(contract, plan)
		if err != nil {
			return err
		}
		return writePlan(s.out, plan, steps, format)
	}
	return c
}

func writePlan(w io.Writer, plan *probe.Plan, first []probe.Step, format string) error {
	b := bufio.NewWriter(w)
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	count := map[string]int{}
	write := func(step probe.Step) (err error) {
		count[step.Send]++
		if format == "jsonl" {
			return encoder.Encode(step)
		}
		_, err = b.WriteString(step.String() + "\n")
		return err
	}
	for _, step := range first {
		if err := write(step); err != nil {
			return err
		}
	}
	for step := range plan.Steps() {
		if err := write(step); err != nil {
			return err
		}
	}
	if format == "text" {
		fmt.Fprintf(b, "\n%s mode: %d requests, %d more if they are needed, %d withheld; nothing was sent\n",
			plan.Options.Mode, count["always"], count["if needed"], count["withheld"])
		for _, text := range plan.Options.Mode.Besides() {
			fmt.Fprintln(b, text)
		}
	}
	return b.Flush()
}
