package probe

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

// Who reads the plan decides by it what to let loose on a deployment.
func TestNothingUnsafeIsSentThatThePlanDoesNotHave(t *testing.T) {
	s := newShop()
	probeServer(t, s, probeOptions{mode: GuardedMode, contract: shopContract})
	planned := map[string]bool{}
	for step := range planOf(t, shopContract, "http://127.0.0.1/", GuardedMode, nil).Steps() {
		if step.Send != "withheld" {
			planned[step.Method+" "+step.URL] = true
		}
	}
	unsafe := 0
	for _, request := range s.seen {
		method, path, _ := strings.Cut(request, " ")
		if records.IsSafe(method) {
			continue
		}
		unsafe++
		if strings.HasSuffix(path, noSuchPath) { // the plan names the one at the root for those within parts of the API
			path = noSuchPath
		}
		assert.Contains(t, planned, method+" "+path)
	}
	assert.NotZero(t, unsafe)
}

func TestPlanSaysWhatACollectionOfOthersIsAsked(t *testing.T) {
	whys := map[string]string{}
	for step := range planOf(t, shopContract, "http://127.0.0.1/", Full, nil).Steps() {
		if step.Template == "/users" && step.Purpose == "cell" && !step.Declared {
			whys[step.Method] = step.Why
		}
	}
	assert.Equal(t, "with malformed content where the collection lists what the run did not create; --touch-others sends it as it is", whys["PUT"])
	assert.Equal(t, "only where the collection lists nothing that the run did not create; --touch-others sends it anyway", whys["DELETE"])

	s := newShop() // with users of others
	probeServer(t, s, probeOptions{mode: Full, contract: shopContract})
	require.True(t, slices.Contains(s.seen, "PUT /users"))
	assert.False(t, slices.Contains(s.seen, "DELETE /users"))
}
