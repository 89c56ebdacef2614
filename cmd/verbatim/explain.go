package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verbatim-http/verbatim/probe"
)

func explainCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:     "explain [RULE]",
		Short:   "Say what a rule asks and why, or list the rules",
		Example: "  verbatim explain\n  verbatim explain allow-complete",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listRules(s.out)
			}
			rule, ok := probe.RuleByID(args[0])
			if !ok {
				return failing("`verbatim explain` lists the rules"+nearest(args[0]), "explaining %q: no such rule", args[0])
			}
			_, err := fmt.Fprintf(s.out, "%s (%s)\n\n%s\n\nWhy it matters: %s\n\nSource: %s\n", rule.ID, rule.Level, rule.Summary, rule.Why, rule.Source)
			return err
		},
	}
}

func listRules(w io.Writer) error {
	for _, rule := range probe.Rules() {
		if _, err := fmt.Fprintf(w, "%-20s %-7s %s\n", rule.ID, rule.Level, rule.Summary); err != nil {
			return err
		}
	}
	return nil
}

// nearest names the rules that share a word with what was asked for.
func nearest(id string) string {
	var near []string
	for _, rule := range probe.Rules() {
		for word := range strings.SplitSeq(strings.ToLower(id), "-") {
			if len(word) > 2 && strings.Contains(rule.ID, word) {
				near = append(near, rule.ID)
				break
			}
		}
	}
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near, ", ") + "?"
}
