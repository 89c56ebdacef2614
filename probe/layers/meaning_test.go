package layers

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMeaningsAreThoseOfOuterLayers(t *testing.T) {
	told := map[Meaning]int{}
	for _, f := range Fingerprints() {
		told[f.Says]++
		if f.Says == "" {
			continue
		}
		layer, meaning := Read(readFixture(t, f.ID).answer)
		assert.True(t, layer.Outer(), f.ID)
		assert.Equal(t, f.Name, layer.Name, f.ID)
		assert.Equal(t, f.Says, meaning, f.ID)
		assert.NotEqual(t, AuthWall, layer.Kind, "%s asks who it is", f.ID)
	}
	assert.Positive(t, told[NoRoute])
	assert.Positive(t, told[Blocks])
}

func TestReadTellsNothingOfWhatItDoesNotKnow(t *testing.T) {
	layer, meaning := Read(Answer{Method: "PUT", Status: 403, Proto: "HTTP/1.1", Reason: "Forbidden", Fields: []string{"Content-Type: application/json"}, Body: `{"error":"no"}`})
	assert.Equal(t, Unknown, layer.Kind)
	assert.Empty(t, meaning)
	_, meaning = Read(Answer{Method: "PUT", Status: 403, Proto: "HTTP/1.1", Reason: "Forbidden",
		Fields: []string{"Content-Type: application/json", "x-amz-apigw-id: Tq1", "x-amzn-errortype: AccessDeniedException"}, Body: `{"message":"User is not authorized"}`})
	assert.Empty(t, meaning, "a gateway that refuses who asks does not lack the route")
}
