package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnAnswerSaysWhichTextsThereAre(t *testing.T) {
	r := mustLoad(t, `{openapi: 3.0.3, paths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {type: object, properties: {
		operator: {type: string, enum: [EQ, NEQ]}, nullable: {type: string, nullable: true, enum: [A, null]}, free: {type: string}, n: {type: integer, enum: [1]}}}}}}}}}}}`).Paths[0].Operations[0].Responses[0]
	assert.Equal(t, []string{"EQ", "NEQ"}, r.Choices("operator"))
	assert.Equal(t, []string{"A"}, r.Choices("nullable"))
	for _, property := range []string{"free", "n", "none"} {
		assert.Empty(t, r.Choices(property), property)
	}
}
