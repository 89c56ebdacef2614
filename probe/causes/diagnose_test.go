package causes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAMendIsTheMostExactOneThatThereIs(t *testing.T) {
	row, _ := ByID("redirect")
	for _, test := range []struct{ kind, stack, want string }{
		{"slash", "Flask", "strict_slashes"},
		{"slash", "Unheard Of", "switch off the redirect"},
		{"https", "Flask", "with https as --base-url"},
		{"other", "", "serve the address"},
	} {
		assert.Contains(t, row.mendFor(test.kind, test.stack), test.want, "%v", test)
	}
}
