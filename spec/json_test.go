package spec

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJSONDecodesAsEncodingJSONDoes(t *testing.T) {
	long := `"` + strings.Repeat("long ", 100) + `"`
	for _, text := range []string{
		`{}`, ` { } `, `{"a":1}`, "{\n\t\"a\" :\r\n[ ] , \"b\" : { } }",
		`{"a":[1,2.5e3,-0,true,false,null,"x"]}`,
		`{"\u0061\\\"\\\\":"\\","b\\":{"c":"}]\""}}`,
		`{"a":` + long + `,"b":[` + long + `,{"c":` + long + `}],"d":"\ud83d\ude00"}`,
		`{"":{"":[[[]],[{}]]}}`,
		"{\"bad\xff\":\"\xfe\"}",
	} {
		var want any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		require.NoError(t, decoder.Decode(&want), text)
		assert.Equal(t, want, parseNode(t, text).value(), text)
	}
}

func TestJSONLines(t *testing.T) {
	n := parseNode(t, "\n{\n\"a\":\n1,\r\n\"b\": [\n\n2]}\n")
	assert.Equal(t, 2, n.place().Line)
	assert.Equal(t, 3, n.fields()[0].place.Line)
	assert.Equal(t, 4, n.field("a").place().Line)
	assert.Equal(t, 5, n.fields()[1].place.Line)
	assert.Equal(t, 7, n.field("b").items()[0].place().Line)
}

func TestLongSpansAreThoseFromTheThresholdOn(t *testing.T) {
	filler := strings.Repeat("x", shortest)
	data := `{"short":{"a":[1]},"long":{"text":"` + filler + `","short":[]},"end":[]}`
	spans := longSpans([]byte(data))
	require.Len(t, spans, 2)
	assert.Equal(t, data, data[spans[0].start:spans[0].end])
	assert.Equal(t, `{"text":"`+filler+`","short":[]}`, data[spans[1].start:spans[1].end])
}
