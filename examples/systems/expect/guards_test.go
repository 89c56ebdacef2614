package expect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
)

func TestGuardsCountWhatTheyDecidedAndHarmed(t *testing.T) {
	sent := func(method string, guard records.Guard, status int, verdict records.Verdict) records.Cell {
		return records.Cell{Method: method, Evidence: records.Guarded, Verdict: verdict,
			Exchanges: []records.Exchange{{Guard: guard, Response: &records.Response{Status: status}}}}
	}
	record := &records.Run{Paths: []records.Path{{Cells: []records.Cell{
		{Method: "GET", Verdict: records.Passed, Exchanges: []records.Exchange{{Response: &records.Response{Status: 200}}}},
		sent("POST", records.Malformed, 400, records.Passed),
		sent("PUT", records.MalformedAbsent, 404, records.Undecided),
		sent("DELETE", records.AbsentID, 204, records.Failed),
		{Method: "PATCH", Verdict: records.Undecided},
	}}}}
	g := Guards{}
	g.Count(record, false)
	g.Add(g)
	g.Count(&records.Run{Paths: []records.Path{{Cells: []records.Cell{sent("POST", records.Malformed, 201, records.Failed)}}}}, true)

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
