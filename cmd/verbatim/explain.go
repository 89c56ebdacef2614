package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/verbatim-http/verbatim/probe/catalogue"
)

func explainCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE|CAUSE|ANSWER|VERDICT|LAYER]",
		Short: "Say what a rule asks, what a cause, an answer or a verdict means, how a layer is recognised, and how to mend it",
		Example: "  verbatim explain\n  verbatim explain allow-complete\n  verbatim explain edge-blocks-method\n" +
			"  verbatim explain nginx",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			topics := catalogue.Topics()
			if len(args) == 0 {
				return listTopics(s.out, topics)
			}
			found := slices.DeleteFunc(slices.Clone(topics), func(t catalogue.Topic) bool { return !strings.EqualFold(t.ID, args[0]) })
			if len(found) == 0 {
				return failing("`verbatim explain` lists the rules, causes, answers, verdicts and layers"+nearest(args[0], topics), "explaining %q: nothing has that name", args[0])
			}
			return writeTopics(s.out, found)
		},
	}
}

// listTopics names everything that can be explained, each with its one sentence; of layers the
// names must do.
func listTopics(w io.Writer, topics []catalogue.Topic) error {
	var b bytes.Buffer
	var layers []string
	kind := catalogue.Kind("")
	for _, t := range topics {
		if t.Kind != kind {
			kind = t.Kind
			fmt.Fprintf(&b, "%s%ss:\n", strings.Repeat("\n", min(b.Len(), 1)), kind)
		}
		if t.Kind == catalogue.LayerTopic {
			layers = append(layers, t.ID)
			continue
		}
		fmt.Fprintf(&b, "  %-22s %-7s %s\n", t.ID, t.Level, t.Summary)
	}
	for _, line := range wrap(strings.Join(layers, ", "), 96) {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeTopics(w io.Writer, topics []catalogue.Topic) error {
	var b bytes.Buffer
	for i, t := range topics {
		if i > 0 {
			b.WriteString("\n")
		}
		writeTopic(&b, t)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeTopic(b *bytes.Buffer, t catalogue.Topic) {
	what := string(t.Kind)
	if t.Level != "" {
		what += ", " + string(t.Level)
	}
	fmt.Fprintf(b, "%s (%s)\n\n%s\n", t.ID, what, t.Summary)
	for _, section := range t.Sections {
		if section.Text == "" && section.Code == "" {
			continue
		}
		fmt.Fprintf(b, "\n%s\n", section.Title)
		for paragraph := range strings.SplitSeq(section.Text, "\n") {
			for _, line := range wrap(paragraph, 96) {
				fmt.Fprintf(b, "  %s\n", line)
			}
		}
		if section.Code == "" {
			continue
		}
		for line := range strings.SplitSeq(section.Code, "\n") {
			b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
	}
}

// wrap breaks text into lines of at most a width, between words.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimLeft(line+" "+word, " ")
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// nearest names the topic that is written most like what was asked for, or those that share a word
// with it.
func nearest(id string, topics []catalogue.Topic) string {
	var ids, near []string
	for _, t := range topics {
		ids = append(ids, t.ID)
	}
	if len(id) > 3 {
		if text := nearestOf(id, ids); text != "" {
			return text
		}
	}
	for _, t := range topics {
		for _, word := range strings.FieldsFunc(strings.ToLower(id), func(r rune) bool { return r == '-' || r == ' ' }) {
			if len(word) > 2 && strings.Contains(strings.ToLower(t.ID), word) && !slices.Contains(near, t.ID) {
				near = append(near, t.ID)
				break
			}
		}
	}
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near[:min(len(near), 8)], ", ") + "?"
}
