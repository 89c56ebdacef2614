package probe

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/secret"
)

func TestBadSecretsAreRefusedWithoutShowingThem(t *testing.T) {
	for _, s := range []secret.Secret{
		{In: "body", Name: "a", Value: "hunter2"},
		{In: "header", Name: "a b", Value: "hunter2"},
		{In: "header", Name: "a", Value: "hunter2\r\nX: y"},
		{In: "header", Name: "Transfer-Encoding", Value: "hunter2"},
		{In: "cookie", Name: "a", Value: "hunter2; b=c"},
		{In: "query", Name: "a"},
	} {
		_, err := newKeyring([]secret.Secret{s}, nil)
		require.Error(t, err, "%s %s", s.In, s.Name)
		assert.NotContains(t, err.Error(), "hunter2")
	}
}
