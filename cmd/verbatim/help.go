package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpColumns is how wide help gets where there is no terminal to ask.
const helpColumns = 120

// flagGroup are flags that one question is asked about.
type flagGroup struct {
	title string
	names []string
}

// flagGroups are in the order of what a newcomer has to know. A flag that stands in none goes last.
func flagGroups() []flagGroup {
	return []flagGroup{
		{"What is asked", []string{"base-url", "config", "target", "value", "contract", "allow-outside-refs", "allow-remote-refs"}},
		{"How far it goes", []string{"mode", "confirm", "ledger", "touch-others"}},
		{"Who asks", []string{"credential", "bearer", "basic", "header", "header-file", "cert", "key", "as", "as-credential"}},
		{"What is reported", []string{"format", "output", "junit", "junit-dialect", "json", "quiet", "color"}},
		{"What fails", []string{"fail-on", "min-decided"}},
		{"How it is sent", []string{"wait", "rate", "concurrency", "retries", "connect-timeout", "first-byte-timeout", "timeout", "max-body", "proxy", "cacert", "insecure", "http"}},
	}
}

// usage is cobra's usage text with the flags in groups, as wide as the terminal: forty flags by the
// alphabet show nobody where to begin.
func (s streams) usage(c *cobra.Command) error {
	w, width := c.OutOrStderr(), cmp.Or(terminalWidth(s.out), helpColumns)
	fmt.Fprintf(w, "Usage:\n  %s\n", c.UseLine())
	if c.HasExample() {
		fmt.Fprintf(w, "\nExamples:\n%s\n", c.Example)
	}
	rest := c.LocalFlags()
	for _, group := range flagGroups() {
		flags := pflag.NewFlagSet(group.title, pflag.ContinueOnError)
		flags.SortFlags = false
		for _, name := range group.names {
			if flag := rest.Lookup(name); flag != nil && !flag.Hidden {
				flags.AddFlag(flag)
			}
		}
		writeFlags(w, width, group.title, flags)
	}
	others := pflag.NewFlagSet("others", pflag.ContinueOnError)
	rest.VisitAll(func(f *pflag.Flag) {
		if !isGrouped(f.Name) && f.Name != "help" {
			others.AddFlag(f)
		}
	})
	writeFlags(w, width, "Others", others)
	return nil
}

func writeFlags(w io.Writer, width int, title string, flags *pflag.FlagSet) {
	if flags.HasAvailableFlags() {
		fmt.Fprintf(w, "\n%s:\n%s", title, flags.FlagUsagesWrapped(width))
	}
}

func isGrouped(name string) bool {
	return slices.ContainsFunc(flagGroups(), func(g flagGroup) bool { return slices.Contains(g.names, name) })
}

// flagOfAnother says that a flag which a command does not know is one of another command.
func flagOfAnother(c *cobra.Command, name string) string {
	var others []string
	for _, other := range c.Root().Commands() {
		if flag := other.LocalFlags().Lookup(name); flag != nil && !flag.Hidden {
			others = append(others, "`"+other.CommandPath()+"`")
		}
	}
	switch {
	case len(others) == 0:
		return ""
	case c.Name() == "plan":
		return "; a plan sends nothing and takes only what says what would be sent: leave it out"
	}
	return "; --" + name + " is a flag of " + strings.Join(others, " and ")
}
