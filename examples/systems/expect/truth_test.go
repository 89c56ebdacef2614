package expect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTruthsAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]Truth{
		"works":                        {Word: Works},
		"refused 404":                  {Word: Refused, Status: 404},
		"refused 405, no Allow":        {Refused, 405, Allow{Known: true, Absent: true}},
		"refused 405, Allow: GET POST": {Refused, 405, Allow{Known: true, Methods: []string{"GET", "POST"}}},
		"answers 204, no Allow":        {Answers, 204, Allow{Known: true, Absent: true}},
		"hangs":                        {Word: Hangs},
	} {
		got, err := ParseTruth(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		assert.Equal(t, text, got.String())
	}
}

func TestWhatIsNoTruthIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "write a word",
		"broken 405":           "no word \"broken\"; there are answers, crashes",
		"refused":              "a status belongs to every word",
		"works 200":            "a status belongs to every word",
		"refused 405, Allow":   "write a word",
		"refused 405 no Allow": "write a word",
	} {
		_, err := ParseTruth(text)
		assert.ErrorContains(t, err, want, text)
	}
}
