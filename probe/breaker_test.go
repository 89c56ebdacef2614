package probe

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/verbatim-http/verbatim/probe/records"
)

func TestBreakerAsksForOneCheckAfterThreeFailures(t *testing.T) {
	var b breaker
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	assert.False(t, b.failed("/a", now))
	assert.False(t, b.failed("/b", now.Add(time.Second)))
	assert.True(t, b.failed("/c", now.Add(2*time.Second)))
	assert.False(t, b.failed("/d", now), "while a check is under way, nobody else checks")
	require.Nil(t, b.refusal())
	b.checked(false)
	assert.Equal(t, &records.TransportError{Kind: "unreachable", Text: "target unreachable since 2026-01-02T03:04:05Z"}, b.refusal())
	b.answered(true, "/a")
	assert.NotNil(t, b.refusal(), "the breaker stays open")
}

func TestBreakerToleratesOneHangingURL(t *testing.T) {
	var b breaker
	for range failuresAtOneURL - 1 {
		assert.False(t, b.failed("/hangs", time.Time{}))
	}
	assert.True(t, b.failed("/hangs", time.Time{}))
	b.checked(true)
	assert.Nil(t, b.refusal())
	assert.False(t, b.failed("/hangs", time.Time{}), "counting starts again")
}

func TestBreakerForgetsFailuresAfterAnAnswer(t *testing.T) {
	var b breaker
	for range 10 {
		assert.False(t, b.failed("/a", time.Time{}))
		assert.False(t, b.failed("/b", time.Time{}))
		b.answered(false, "/c")
	}
	assert.Nil(t, b.worked.Load(), "only a GET is good for a check")
	b.answered(true, "/c")
	assert.Equal(t, "/c", *b.worked.Load())
}

func TestBreakerIgnoresACheckThatAnAnswerOvertook(t *testing.T) {
	var b breaker
	b.failed("/a", time.Time{})
	b.failed("/b", time.Time{})
	require.True(t, b.failed("/c", time.Time{}))
	b.answered(true, "/d")
	b.checked(false)
	assert.Nil(t, b.refusal())
}
