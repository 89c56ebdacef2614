package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/prose"
)

// Kind says what a topic is about.
type Kind string

// The kinds of topics.
const (
	RuleTopic    Kind = "rule"
	CauseTopic   Kind = "cause"
	AnswerTopic  Kind = "answer"
	VerdictTopic Kind = "verdict"
	LayerTopic   Kind = "layer"
)

// Topic is all that is told of a rule, a cause, an answer, a verdict or a layer, made from the tables.
type Topic struct {
	Kind Kind
	// ID is that of the rule, cause, answer or verdict; the name of a layer.
	ID string
	// Summary is one sentence.
	Summary string
	// Level is that of a rule, empty for all others.
	Level probe.Level
	// Sections follow in order.
	Sections []Section
}

// Section is a part of a topic.
type Section struct {
	Title string
	// Text is running text; paragraphs are separated by a line feed.
	Text string
	// Code is text to be shown as it is; empty where Text is not.
	Code string
}

// Topics returns every topic: rules, causes, answers and verdicts in the order of their tables, layers by
// name.
func Topics() []Topic {
	var all []Topic
	for _, rule := range probe.Rules() {
		all = append(all, ruleTopic(&rule))
	}
	for _, d := range causes.Diagnoses() {
		all = append(all, causeTopic(&d))
	}
	for _, a := range answerTexts {
		all = append(all, Topic{Kind: AnswerTopic, ID: string(a.answer), Summary: a.means, Sections: []Section{
			{Title: "How it is decided", Text: a.decided}, {Title: "What it leads to", Text: a.leads}}})
	}
	for _, v := range verdictTexts {
		all = append(all, Topic{Kind: VerdictTopic, ID: v.verdict.String(), Summary: v.means, Sections: []Section{
			{Title: "When it is given", Text: v.when}, {Title: "What follows", Text: v.follows}}})
	}
	return append(all, layerTopics()...)
}

func ruleTopic(rule *probe.Rule) Topic {
	told, _ := prose.RuleByID(rule.ID)
	t := Topic{Kind: RuleTopic, ID: rule.ID, Summary: rule.Summary, Level: rule.Level, Sections: []Section{
		{Title: "What it means", Text: told.Means},
		{Title: "How binding it is", Text: binding[rule.Level]},
		{Title: "Why it matters", Text: rule.Why},
		{Title: "How it is decided", Text: told.Decided},
		{Title: "What would change the verdict", Text: told.Changes},
		{Title: "How to mend it", Text: told.Mend},
	}}
	t.Sections = append(t.Sections, mendSections(rule.ID)...)
	if len(told.Causes) > 0 {
		t.Sections = append(t.Sections, Section{Title: "What often causes it", Text: strings.Join(told.Causes, ", ")})
	}
	t.Sections = append(t.Sections, Section{Title: "Source", Text: rule.Source})
	return t
}

// binding says what a level means.
var binding = map[probe.Level]string{
	probe.Must:   "A must: an RFC demands it, or the contract itself. It fails the run.",
	probe.Should: "A SHOULD: an RFC recommends it, or the contract says it and no method fails for it. It warns, and fails the run with --fail-on should or advice.",
	probe.Advice: "Advice: no standard asks for it, but clients are hurt. It warns, and fails the run with --fail-on advice only.",
}

func causeTopic(d *causes.Diagnosis) Topic {
	t := Topic{Kind: CauseTopic, ID: d.ID, Summary: d.Title, Sections: []Section{
		{Title: "What it means", Text: d.Explanation},
		{Title: "How it is decided", Text: d.Seen},
		{Title: "How to mend it", Text: d.Mend},
	}}
	t.Sections = append(t.Sections, mendSections(d.ID)...)
	if behind := rulesBehind(d.ID); len(behind) > 0 {
		t.Sections = append(t.Sections, Section{Title: "Rules that it breaks", Text: strings.Join(behind, ", ")})
	}
	if len(d.Links) > 0 {
		t.Sections = append(t.Sections, Section{Title: "Source", Text: strings.Join(d.Links, "\n")})
	}
	return t
}

// rulesBehind are the rules whose prose names a cause.
func rulesBehind(cause string) []string {
	var ids []string
	for _, rule := range probe.Rules() {
		if told, ok := prose.RuleByID(rule.ID); ok && slices.Contains(told.Causes, cause) {
			ids = append(ids, rule.ID)
		}
	}
	return ids
}

// mendSections are the mends of a cause or rule, stack by stack.
func mendSections(id string) []Section {
	var sections []Section
	for _, m := range prose.MendsOf(id) {
		title := m.Stack
		if title == "" {
			title = "Any stack"
		}
		if m.Kind != "" {
			title += " (" + m.Kind + ")"
		}
		sections = append(sections, Section{Title: title, Code: m.Text})
	}
	return sections
}

// layerTopics are one topic for each name in the table of fingerprints.
func layerTopics() []Topic {
	var all []Topic
	for _, f := range layers.Fingerprints() {
		i := slices.IndexFunc(all, func(t Topic) bool { return t.ID == f.Name })
		if i < 0 {
			i = len(all)
			all = append(all, Topic{Kind: LayerTopic, ID: f.Name, Summary: fmt.Sprintf("%s, a layer of the kind %q.", f.Name, f.Kind),
				Sections: []Section{{Title: "How it is recognised"}}})
		}
		signs := &all[i].Sections[0]
		sign := fmt.Sprintf("%s: %s (%s)\n", f.Sure, f.Sign, f.Source)
		if !strings.Contains(signs.Text, sign) { // several fingerprints may be of one sign
			signs.Text += sign
		}
	}
	for i := range all {
		all[i].Sections[0].Text = strings.TrimSuffix(all[i].Sections[0].Text, "\n")
		for _, m := range prose.Mends() {
			if m.Stack == all[i].ID {
				title := m.Cause
				if m.Kind != "" {
					title += " (" + m.Kind + ")"
				}
				all[i].Sections = append(all[i].Sections, Section{Title: "To mend " + title, Code: m.Text})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Topic) int { return strings.Compare(strings.ToLower(a.ID), strings.ToLower(b.ID)) })
	return all
}
