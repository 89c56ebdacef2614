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
	c.Flags().StringVar(&format, "format", "text", "text, or jsonl (one JSON object a line, a summary last)")
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
	write := func(step probe.Step) (err error) {
		if format == "jsonl" {
			return encoder.Encode(step)
		}
		_, err = b.WriteString(step.String() + "\n")
		return err
	}
	summary := plan.Summary()
	for _, step := range first {
		summary.Count(step)
		if err := write(step); err != nil {
			return err
		}
	}
	for step := range plan.Steps() {
		summary.Count(step)
		if err := write(step); err != nil {
			return err
		}
	}
	if format == "jsonl" {
		if err := encoder.Encode(map[string]probe.PlanSummary{"summary": summary}); err != nil {
			return err
		}
		return b.Flush()
	}
	fmt.Fprintf(b, "\n%s\n", summary)
	return b.Flush()
}
