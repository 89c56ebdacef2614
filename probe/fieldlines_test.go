package probe

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestResponseLinesLoseCookiesAndEchoes(t *testing.T) {
	assert.Equal(t, "Set-Cookie: sid=[redacted]; Path=/; HttpOnly", responseLine("Set-Cookie", "sid=abc; Path=/; HttpOnly"))
	assert.Equal(t, "Authorization: [redacted]", responseLine("Authorization", "Bearer abc"))
	assert.Equal(t, "Allow: GET", responseLine("Allow", "GET"))
}
