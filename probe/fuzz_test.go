package probe

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzFirstItem feeds the reader of lists what a hostile server sends.
func FuzzFirstItem(f *testing.F) {
	for _, seed := range []string{`[{"id":1}]`, `{"data":[{"id":"a"}]}`, `{"items":[`, `[[[[[{"id":1}]]]]]`, `{"a":{"b":{"c":{"d":[{"id":1}]}}}}`, `nul`, `[{"id":9007199254740993}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(_ *testing.T, body []byte) { firstItem(body, "id") })
}

func TestFirstItemFindsTheValueOfAParameter(t *testing.T) {
	for body, want := range map[string]string{
		`[{"id":7},{"id":8}]`:                         "7",
		`{"items":[{"id":"a"}]}`:                      "a",
		`{"total":2,"data":[{"taskId":9}]}`:           "9",
		`{"_embedded":{"tasks":[{"task_id":"x-1"}]}}`: "x-1",
		`[{"id":9007199254740993}]`:                   "9007199254740993",
		`[]`:                                          "",
		`{"id":5}`:                                    "",
		`[{"name":"x"}]`:                              "",
		`["a"]`:                                       "",
		`<html>`:                                      "",
	} {
		assert.Equal(t, want, firstItem([]byte(body), "taskId"), body)
	}
}
