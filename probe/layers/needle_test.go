package layers

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNeedlesAreInEveryMatch(t *testing.T) {
	tests := []struct {
		pattern string
		want    []string
	}{
		{`^plain$`, []string{"plain"}},
		{`a(long text|short)b`, []string{"long text", "short"}},
		{`x|(?i)folded`, nil},
		{`(optional)?`, nil},
		{`\d+ and then`, []string{" and then"}},
		{`(twice)+`, []string{"twice"}},
		{`(`, nil},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, needles(tt.pattern), tt.pattern)
	}
}

// TestNeedlesLoseNoAnswer compares with matching alone.
func TestNeedlesLoseNoAnswer(t *testing.T) {
	for _, f := range Fingerprints() {
		body := readFixture(t, f.ID).answer.Body
		for _, r := range rows() {
			if r.body != nil && r.body().MatchString(body) {
				assert.True(t, holdsOne(body, r.needles()), "%s at the answer of %s", r.ID, f.ID)
			}
		}
	}
}
