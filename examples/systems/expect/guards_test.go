package expect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe"
)

func TestGuardsCountWhatTheyDecidedAndHarmed(t *testing.T) {
	sent := func(method string, guard probe.Guard, status int, verdict probe.Verdict) probe.Cell {
		return probe.Cell{Method: method, Evidence: probe.Guarded, Verdict: verdict,
			Exchanges: []probe.Exchange{{Guard: guard, Response: &probe.Response{Status: status}}}}
	}
	record := &probe.Record{Paths: []probe.Path{{Cells: []probe.Cell{
		{Method: "GET", Verdict: probe.Passed, Exchanges: []probe.Exchange{{Response: &probe.Response{Status: 200}}}},
		sent("POST", probe.Malformed, 400, probe.Passed),
		sent("PUT", probe.MalformedAbsent, 404, probe.Undecided),
		sent("DELETE", probe.AbsentID, 204, probe.Failed),
		{Method: "PATCH", Verdict: probe.Undecided},
	}}}}
	g := Guards{}
	g.Count(record, false)
	g.Add(g)
	g.Count(&probe.Record{Paths: []probe.Path{{Cells: []probe.Cell{sent("POST", probe.Malformed, 201, probe.Failed)}}}}, true)

	text, err := g.WriteInto("before\n" + guardsBegin + "\nold\n" + guardsEnd + "\nafter\n")
	require.NoError(t, err)
	assert.Equal(t, "before\n"+guardsBegin+`

| guard | sent | decided | answered with success | variants harmed |
|---|---|---|---|---|
| DELETE, absent id | 2 | 2 | 2 | 0 |
| POST, malformed content | 3 | 3 | 1 | 1 |
| PUT, malformed content, absent id | 2 | 0 | 0 | 0 |

`+guardsEnd+"\nafter\n", text)
	_, err = g.WriteInto("no table")
	require.Error(t, err)
}
