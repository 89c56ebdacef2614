package probe

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeClock moves only when somebody sleeps, and remembers the sleeps.
type fakeClock struct {
	time  time.Time
	slept []time.Duration
}

func (c *fakeClock) sleep(ctx context.Context, d time.Duration) error {
	c.slept = append(c.slept, d)
	c.time = c.time.Add(d)
	return ctx.Err()
}

func newFakePace(perSecond float64) (*pace, *fakeClock) {
	clock := &fakeClock{time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	p := newPace(perSecond, 10*time.Second)
	p.now, p.sleep = func() time.Time { return clock.time }, clock.sleep
	return p, clock
}

func TestPaceDoesNotWaitUnprovoked(t *testing.T) {
	p, clock := newFakePace(0)
	for range 100 {
		require.NoError(t, p.wait(t.Context(), 0))
		p.saw(200, "", clock.time)
	}
	assert.Empty(t, clock.slept)
}

func TestPaceKeepsTheRate(t *testing.T) {
	p, clock := newFakePace(20)
	start := clock.time
	for range 41 {
		require.NoError(t, p.wait(t.Context(), 0))
	}
	assert.InDelta(t, 2, clock.time.Sub(start).Seconds(), 0.001)
}

func TestPaceHonorsRetryAfter(t *testing.T) {
	p, clock := newFakePace(0)
	p.saw(429, "3", clock.time)
	require.NoError(t, p.wait(t.Context(), 0))
	require.NoError(t, p.wait(t.Context(), 0))
	require.Len(t, clock.slept, 2)
	assert.Equal(t, 3*time.Second, clock.slept[0])
	assert.Equal(t, smallestGap, clock.slept[1], "the others follow one by one")
}

func TestPaceGrowsAndRelaxes(t *testing.T) {
	p, clock := newFakePace(0)
	for range 20 {
		p.saw(429, "", clock.time)
		require.NoError(t, p.wait(t.Context(), 0))
	}
	assert.Equal(t, largestGapThrottled, p.gap)
	for range 60 {
		p.saw(405, "", clock.time)
	}
	clock.time = clock.time.Add(time.Minute)
	p.saw(405, "", clock.time)
	assert.Zero(t, p.gap)
	assert.False(t, p.slowed.Load(), "a target that has recovered costs nothing more")
}

func TestPaceTakesOneVolleyOfRefusalsForOne(t *testing.T) {
	p, clock := newFakePace(0)
	sent := clock.time
	clock.time = clock.time.Add(time.Millisecond)
	for range 8 {
		p.saw(429, "", sent)
	}
	assert.Equal(t, smallestGap, p.gap)
}

func TestOneUnavailableRouteHardlySlowsTheOthers(t *testing.T) {
	p, clock := newFakePace(0)
	for range 20 {
		clock.time = clock.time.Add(time.Second)
		p.saw(503, "", clock.time)
	}
	assert.Equal(t, largestGapUnavailable, p.gap)
}

func TestPartThatIsClosedForLongDoesNotSlowTheOthers(t *testing.T) {
	p, clock := newFakePace(0)
	for range 5 {
		clock.time = clock.time.Add(time.Second)
		p.saw(503, "3600", clock.time)
		require.NoError(t, p.wait(t.Context(), 0))
	}
	for _, slept := range clock.slept {
		assert.LessOrEqual(t, slept, 4*largestGapUnavailable)
	}
}

func TestTimeThatA503NamesInVainIsNotBelievedForEver(t *testing.T) {
	p, clock := newFakePace(0)
	ask := func(n int) (slept time.Duration) {
		before := len(clock.slept)
		for range n {
			require.NoError(t, p.wait(t.Context(), 0))
			p.saw(503, "5", clock.time)
		}
		for _, d := range clock.slept[before:] {
			slept += d
		}
		return slept
	}
	assert.Less(t, ask(20), 20*time.Second)
	p.helped()
	assert.GreaterOrEqual(t, ask(2), 5*time.Second, "it was worth waiting for once")
}

func TestWaitsForHoursAreCutShortOnlySoOften(t *testing.T) {
	p, clock := newFakePace(0)
	for range 100 {
		clock.time = clock.time.Add(time.Millisecond)
		p.saw(429, "86400", clock.time)
		require.NoError(t, p.wait(t.Context(), p.own(24*time.Hour)))
		clock.time = clock.time.Add(time.Millisecond)
		p.saw(200, "", clock.time)
	}
	waited := time.Duration(0)
	for _, d := range clock.slept {
		waited += d
	}
	assert.Equal(t, 10*time.Second, clock.slept[0])
	assert.Equal(t, largestGapThrottled, clock.slept[len(clock.slept)-1])
	assert.Less(t, waited, 3*time.Minute)
}

func TestRetryAfterIsRead(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		value string
		want  time.Duration
		ok    bool
	}{
		{"0", 0, true}, {"2", 2 * time.Second, true}, {" 2 ", 2 * time.Second, true},
		{"3600", time.Hour, true},
		{"9223372036854775807", math.MaxInt64, true},
		{"99999999999999999999999999", math.MaxInt64, true},
		{"Fri, 02 Jan 2026 03:04:08 GMT", 3 * time.Second, true},
		{"Fri, 02 Jan 2026 03:00:00 GMT", 0, true},
		{"Fri, 02 Jan 2026 04:04:05 GMT", time.Hour, true},
		{"", 0, false}, {"-1", 0, false}, {"soon", 0, false}, {"1.5", 0, false},
	}
	for _, test := range tests {
		got, ok := parseRetryAfter(test.value, now)
		assert.Equal(t, test.ok, ok, "%q", test.value)
		assert.Equal(t, test.want, got, "%q", test.value)
	}
}

func TestSleepEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, sleep(ctx, time.Hour), context.Canceled)
	require.NoError(t, sleep(t.Context(), time.Microsecond))
}
