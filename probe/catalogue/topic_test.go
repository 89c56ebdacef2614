package catalogue

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/causes"
	"github.com/verbatim-http/verbatim/probe/prose"
)

var update = flag.Bool("update", false, "rewrite the pages of the catalogue")

func TestEveryRuleHasProse(t *testing.T) {
	for _, rule := range probe.Rules() {
		told, ok := prose.RuleByID(rule.ID)
		if !assert.True(t, ok, "%s has no prose: add it to the prose/rule_*.go of its subject", rule.ID) {
			continue
		}
		for _, text := range []string{told.Means, told.Decided, told.Changes, told.Mend} {
			assert.NotEmpty(t, text, rule.ID)
			assert.True(t, strings.HasSuffix(text, ".") || strings.HasSuffix(text, ")"), "%s: %s", rule.ID, text)
		}
		for _, cause := range told.Causes {
			_, known := causes.ByID(cause)
			assert.True(t, known, "%s names the cause %s", rule.ID, cause)
		}
	}
}

func TestEveryCauseIsBehindARuleOrSaysWhyNothingIsDecided(t *testing.T) {
	named := map[string]bool{"authentication-first": true, "environment-drift": true}
	for _, rule := range prose.Rules() {
		for _, cause := range rule.Causes {
			named[cause] = true
		}
	}
	for _, d := range causes.Diagnoses() {
		assert.True(t, named[d.ID], "%s is named in no rule's prose", d.ID)
	}
}

func TestRulesThatAreNoMustSaySo(t *testing.T) {
	for _, topic := range Topics() {
		switch topic.Level {
		case probe.Should:
			assert.Contains(t, topic.Sections[1].Text, "A SHOULD", topic.ID)
		case probe.Advice:
			assert.Contains(t, topic.Sections[1].Text, "Advice", topic.ID)
		}
	}
}

func TestEveryAnswerIsExplained(t *testing.T) {
	file, err := parser.ParseFile(gotoken.NewFileSet(), "../records/answer.go", nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, a := range answerTexts {
		known[string(a.answer)] = true
		for _, text := range []string{a.means, a.decided, a.leads} {
			assert.NotEmpty(t, text, a.answer)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for _, value := range spec.Values {
				text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
				require.NoError(t, err)
				assert.True(t, known[text], "%s is not explained in answer_texts.go", text)
			}
		}
		return true
	})
}

// The pages of the catalogue are made from the tables.
func TestTheCatalogueIsInStepWithTheTables(t *testing.T) {
	pages := map[Kind]*bytes.Buffer{}
	for _, page := range []struct {
		kind  Kind
		title string
	}{{RuleTopic, "Rules"}, {CauseTopic, "Causes"}, {AnswerTopic, "Answers"}, {VerdictTopic, "Verdicts"}, {LayerTopic, "Layers"}} {
		pages[page.kind] = &bytes.Buffer{}
		fmt.Fprintf(pages[page.kind], "# %s\n\nMade from the tables by `make golden`; `verbatim explain ID` shows the same.\n", page.title)
	}
	for _, topic := range Topics() {
		writeMarkdown(pages[topic.Kind], topic)
	}
	for kind, page := range pages {
		path := string(kind) + "s.md"
		if *update {
			require.NoError(t, os.WriteFile(path, page.Bytes(), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), page.String(), "run go test ./probe/catalogue -update and look at the difference")
	}
}

func writeMarkdown(b *bytes.Buffer, t Topic) {
	fmt.Fprintf(b, "\n## %s\n\n", t.ID)
	if t.Level != "" {
		fmt.Fprintf(b, "**%s** · ", t.Level)
	}
	b.WriteString(t.Summary + "\n")
	for _, section := range t.Sections {
		switch {
		case section.Code != "":
			fmt.Fprintf(b, "\n%s:\n\n```\n%s\n```\n", section.Title, section.Code)
		case section.Text != "":
			fmt.Fprintf(b, "\n**%s.** %s\n", section.Title, strings.ReplaceAll(section.Text, "\n", "  \n"))
		}
	}
}
