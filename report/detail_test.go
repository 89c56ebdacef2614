package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestDetailIsCutAtWholeLines(t *testing.T) {
	c := core("GET", 1)
	check := finding("declared-served", records.Failed, "k", "404", "200")
	for i := range 100 {
		check.Finding.Fields = append(check.Finding.Fields, fmt.Sprintf("X-Field-%03d: %s", i, strings.Repeat("ü", 20)))
	}
	text := detail(place{template: "/a", record: &records.Run{}, cell: &c}, []*records.Check{&check, &check})
	assert.LessOrEqual(t, utf8.RuneCountInString(text), detailLimit)
	assert.Greater(t, utf8.RuneCountInString(text), detailLimit-100)
	assert.Contains(t, text, "\nrepeat: "+check.Finding.Curl+"\n", "the fields do not push out the curl line")
	lines := strings.Split(text, "\n")
	assert.Equal(t, cutMark, lines[len(lines)-1])
	assert.Regexp(t, `^field: X-Field-\d+: ü{20}$`, lines[len(lines)-2])
}

func TestFindingsAreSortedByLevelThenByWhatFailsTheRun(t *testing.T) {
	c := core("GET", 1)
	c.Verdict = records.Failed
	c.Checks = append(c.Checks, []records.Check{
		finding("rule-of-the-future", records.Failed, "k", "", ""),
		finding("head-supported", records.Warned, "k", "", ""),
		finding("head-parity", records.Warned, "k", "", ""),
		finding("allow-syntax", records.Failed, "k", "", ""),
		finding("undeclared-405", records.Failed, "k", "", ""),
		finding("declared-routed", records.Failed, "k", "", ""),
	}...)
	var order []string
	for _, e := range gatherFindings(&records.Run{Paths: []records.Path{{Template: "/a", Cells: []records.Cell{c}}}}) {
		order = append(order, e.rule)
	}
	assert.Equal(t, []string{"undeclared-405", "declared-routed", "allow-syntax", "head-parity", "head-supported", "rule-of-the-future"}, order)
}
