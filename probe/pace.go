package probe

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

const (
	smallestGap = 25 * time.Millisecond
	// A 429 is about us, and slows us down for real. A 503 without a date may be one broken
	// route: it must not hold up the others for long.
	largestGapThrottled   = time.Second
	largestGapUnavailable = 100 * time.Millisecond
	// vanishingGap is too small to be kept.
	vanishingGap = 2 * time.Millisecond
	// mostVain is how often a 503 is believed that says when to come back, and is there again then: some
	// give it to whatever they have no better answer for (Varnish).
	mostVain = 2
	// mostCut is how many waits that are longer than a run may wait are made as long as it may.
	mostCut = 6
)

// pace says when the next request may go out: by the user's rate, and slower when the target
// asks for it. While it never did, waiting costs one atomic load.
type pace struct {
	limiter *rate.Limiter // nil: no limit
	longest time.Duration // of a single pause
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error

	slowed atomic.Bool
	mu     sync.Mutex
	// notBefore is when the next request may go out; each one moves it on by gap.
	notBefore time.Time
	gap       time.Duration
	// slowedAt is when the gap last grew.
	slowedAt time.Time
	// closedUntil is when a 503 last said that the target would be open again, and vain how often it was not.
	closedUntil time.Time
	vain        int
	// cut counts the waits that a 429 asked for and that were cut short at longest.
	cut int
}

func newPace(perSecond float64, longest time.Duration) *pace {
	p := &pace{longest: longest, now: time.Now, sleep: sleep}
	if perSecond > 0 {
		p.limiter = rate.NewLimiter(rate.Limit(perSecond), 1)
	}
	return p
}

// sleep waits, and returns the context's error when it ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// wait returns when the next request may go out, own at the earliest from now.
func (p *pace) wait(ctx context.Context, own time.Duration) error {
	if p.limiter != nil {
		now := p.now()
		own = max(own, p.limiter.ReserveN(now, 1).DelayFrom(now))
	}
	if p.slowed.Load() {
		own = max(own, p.turn())
	}
	if own <= 0 {
		return nil
	}
	return p.sleep(ctx, own)
}

func (p *pace) turn() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	slot := now
	if p.notBefore.After(now) {
		slot = p.notBefore
	}
	p.notBefore = slot.Add(p.gap)
	return slot.Sub(now)
}

// saw takes note of an answer to a request that was sent at started.
func (p *pace) saw(status int, retryAfter string, started time.Time) {
	if status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
		if p.slowed.Load() {
			p.relax()
		}
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	pause, asked := parseRetryAfter(retryAfter, now)
	// What is closed for an hour may be a part of the target: the others need not wait for that. A limit
	// counts all requests, and often opens again before it says so.
	if asked && status == http.StatusServiceUnavailable {
		asked = pause <= p.longest && p.believes(started, now.Add(pause))
	}
	// Requests that were under way together are refused together: that is one reason to slow
	// down, not eight.
	if started.After(p.slowedAt) {
		if pause > p.longest {
			p.cut++
		}
		largest := largestGapUnavailable
		if asked || status == http.StatusTooManyRequests {
			largest = largestGapThrottled
		}
		p.gap = max(p.gap, min(max(2*p.gap, smallestGap), largest))
		p.slowedAt = now
	}
	pause = p.bounded(pause)
	if !asked {
		pause = min(4*p.gap, p.longest)
	}
	if until := now.Add(pause); until.After(p.notBefore) {
		p.notBefore = until
	}
	p.slowed.Store(true)
}

// bounded is how long a wait that was asked for is made. What asks for hours time after time, and answers
// again after seconds, is only asked more slowly: no run ends else.
func (p *pace) bounded(pause time.Duration) time.Duration {
	if pause > p.longest && p.cut > mostCut {
		return min(largestGapThrottled, p.longest)
	}
	return min(pause, p.longest)
}

// own is how long a request that was answered so waits by itself before it is repeated.
func (p *pace) own(pause time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.bounded(pause)
}

// believes reports whether a 503 that names a time is worth waiting for, and takes note of it.
func (p *pace) believes(started, until time.Time) bool {
	if !p.closedUntil.IsZero() && !started.Before(p.closedUntil) {
		p.vain++
	}
	if p.vain >= mostVain {
		return false
	}
	if until.After(p.closedUntil) {
		p.closedUntil = until
	}
	return true
}

// helped takes note that waiting brought an answer.
func (p *pace) helped() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.vain = 0
}

// isVain reports whether waiting for what a 503 says has proven useless.
func (p *pace) isVain() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.vain >= mostVain
}

// relax shortens the gap after an answer that was none about pace.
func (p *pace) relax() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gap = p.gap * 4 / 5
	if p.gap < vanishingGap {
		p.gap = 0
		p.slowed.Store(p.notBefore.After(p.now()))
	}
}

// parseRetryAfter reads a Retry-After value, seconds or a date. ok is false when there is none or it
// cannot be read.
func parseRetryAfter(value string, now time.Time) (pause time.Duration, ok bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	if strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(math.MaxInt64/time.Second) {
			return math.MaxInt64, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(date.Sub(now), 0), true
}
