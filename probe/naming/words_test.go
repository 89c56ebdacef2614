package naming

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNamesAreTakenApartHoweverTheyAreSpelt(t *testing.T) {
	for _, name := range []string{"batchDelete", "batch_delete", "batch-delete", "Batch Delete"} {
		assert.Equal(t, []string{"batch", "delete"}, Words(name), name)
	}
	assert.Equal(t, []string{"urlpath"}, Words("URLPath"), "capitals in a row are one word with what follows")
	assert.Empty(t, Words("--"))
}

func TestPlainNamesAreOneHoweverTheyAreSpelt(t *testing.T) {
	for _, name := range []string{"taskId", "task_id", "task-id", "TASKID"} {
		assert.Equal(t, "taskid", Plain(name))
	}
}

func TestCollectionsAreNamedForOneThing(t *testing.T) {
	for several, one := range map[string]string{"tasks": "task", "policies": "policy", "boxes": "box", "addresses": "address",
		"branches": "branch", "address": "address", "data": "data", "ties": "tie"} {
		assert.Equal(t, one, Singular(several))
	}
}
