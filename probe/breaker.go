package probe

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
)

const (
	// failuresToCheck is how many requests in a row, at two URLs or more, get no answer before
	// the target's health is checked; failuresAtOneURL the same at a single URL, which may
	// well be one handler that hangs.
	failuresToCheck  = 3
	failuresAtOneURL = 6
)

// breaker notices that the target has died, so that the rest of a run is one message and not a
// thousand timeouts. It never closes again: half a run is no evidence.
type breaker struct {
	// worked is a path and query that answered a GET; nil while there is none.
	worked atomic.Pointer[string]
	opened atomic.Pointer[time.Time]
	// failing is set while the last request got no answer; it keeps successes off the lock.
	failing atomic.Bool

	mu       sync.Mutex
	failures int
	firstURL string
	severalURLs,
	checking bool
	since time.Time
}

// answered takes note that a request got an answer, whatever it was.
func (b *breaker) answered(isGet bool, url string) {
	if isGet && b.worked.Load() == nil {
		b.worked.CompareAndSwap(nil, &url)
	}
	if !b.failing.Load() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reset()
}

// failed takes note that a request got no answer. It reports whether the caller must now check
// the target's health and call checked.
func (b *breaker) failed(url string, at time.Time) (check bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures == 0 {
		b.firstURL, b.since = url, at
	}
	b.failures++
	b.severalURLs = b.severalURLs || url != b.firstURL
	b.failing.Store(true)
	if b.checking || b.opened.Load() != nil {
		return false
	}
	b.checking = b.failures >= failuresAtOneURL || b.failures >= failuresToCheck && b.severalURLs
	return b.checking
}

// checked takes the result of a health check.
func (b *breaker) checked(alive bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.checking = false
	// An answer may have come while the check was under way.
	if alive || b.failures == 0 {
		b.reset()
		return
	}
	since := b.since
	b.opened.CompareAndSwap(nil, &since)
}

// unchecked ends a health check that came to no result because the run was canceled.
func (b *breaker) unchecked() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.checking = false
}

func (b *breaker) reset() {
	b.failures, b.severalURLs = 0, false
	b.failing.Store(false)
}

// refusal is what requests get while the breaker is open, nil otherwise.
func (b *breaker) refusal() *records.TransportError {
	since := b.opened.Load()
	if since == nil {
		return nil
	}
	return &records.TransportError{Kind: kindUnreachable, Text: "target unreachable since " + since.UTC().Format(time.RFC3339)}
}
