package demo

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// operation is what the tests need of a declared operation.
type operation struct {
	id       string
	statuses []int
	// example is the content to send; empty for none.
	example string
}

func loadContract(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(Contract())
	require.NoError(t, err)
	return doc
}

// declaredOperations are the contract's operations by template and method.
func declaredOperations(t *testing.T) map[string]map[string]operation {
	t.Helper()
	all := map[string]map[string]operation{}
	for template, item := range loadContract(t).Paths.Map() {
		all[template] = map[string]operation{}
		for method, op := range item.Operations() {
			declared := operation{id: op.OperationID}
			for status := range op.Responses.Map() {
				n, err := strconv.Atoi(status)
				require.NoError(t, err)
				declared.statuses = append(declared.statuses, n)
			}
			if op.RequestBody != nil {
				content, err := json.Marshal(op.RequestBody.Value.Content["application/json"].Example)
				require.NoError(t, err)
				declared.example = string(content)
			}
			all[template][method] = declared
		}
	}
	return all
}

func TestContractIsValid(t *testing.T) {
	require.NoError(t, loadContract(t).Validate(t.Context()))
}

func TestContractBelongsToTheCaller(t *testing.T) {
	clear(Contract())
	assert.Contains(t, string(Contract()), "openapi: 3.0.3")
}

func TestRoutesFollowTheContract(t *testing.T) {
	var inOrder []string
	for _, line := range regexp.MustCompile(`(?m)^  (/.*):$`).FindAllSubmatch(Contract(), -1) {
		inOrder = append(inOrder, string(line[1]))
	}
	assert.Equal(t, inOrder, templates())
	declared := declaredOperations(t)
	for _, row := range routes() {
		assert.ElementsMatch(t, slices.Collect(maps.Keys(declared[row.template])),
			slices.Collect(maps.Keys(row.declared)), row.template)
	}
}

func TestOperationsHaveIDsOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for template, operations := range declaredOperations(t) {
		for method, op := range operations {
			assert.NotEmpty(t, op.id, "%s %s", method, template)
			assert.False(t, seen[op.id], op.id)
			seen[op.id] = true
		}
	}
}
