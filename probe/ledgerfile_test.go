package probe

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLedgerIsSettledWhenItsRunHasEndedAndLeftNothing(t *testing.T) {
	const (
		head  = `{"verbatim_ledger":1,"base_url":"http://127.0.0.1:9","marker":"verbatim-aaaaaa","contract":"c.yaml"}` + "\n"
		owned = `{"number":1,"by":"POST /tasks","url":"/tasks/1","delete":"/tasks/1","state":"owned"}` + "\n"
		asked = `{"number":1,"by":"POST /tasks","state":"asked"}` + "\n"
		gone  = `{"number":1,"by":"POST /tasks","url":"/tasks/1","delete":"/tasks/1","state":"gone"}` + "\n"
		end   = `{"ended":true}` + "\n"
	)
	for name, test := range map[string]struct {
		text    string
		settled bool
	}{
		"nothing was created":               {head + end, true},
		"all was removed":                   {head + owned + gone + end, true},
		"the run goes on, or was killed":    {head + owned + gone, false},
		"something is left":                 {head + owned + end, false},
		"something may have been created":   {head + asked + end, false},
		"a cleanup removed what was left":   {head + owned + end + gone + end, true},
		"another run went on after the end": {head + end + owned + gone, false},
		"the last line was cut off":         {head + owned + gone + end[:5], false},
	} {
		_, ledger, err := ReadLedger(strings.NewReader(test.text))
		require.NoError(t, err, name)
		assert.Equal(t, test.settled, ledger.IsSettled(), name)
	}
}

func TestWrittenLedgerReadsAsItWas(t *testing.T) {
	l := NewLedger(nil)
	entry, err := l.ask(Creation{By: "POST /tasks"})
	require.NoError(t, err)
	l.change(entry, func(c *Creation) { c.State, c.URL, c.Delete = Owned, "/tasks/1", "/tasks/1" })
	var text strings.Builder
	require.NoError(t, WriteLedger(&text, LedgerHeader{BaseURL: "http://127.0.0.1:9"}, l))
	header, again, err := ReadLedger(strings.NewReader(text.String()))
	require.NoError(t, err)
	assert.Equal(t, "http://127.0.0.1:9", header.BaseURL)
	assert.True(t, again.owns("/tasks/1"))
	assert.False(t, again.IsSettled())
}
