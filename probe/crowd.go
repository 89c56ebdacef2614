package probe

import (
	"sync"
	"time"
)

const (
	// longWait is how long an answer is waited for at least before idle connections are suspected.
	longWait = time.Second
	// enoughRelief is how often closing them must have helped, in waits one after another, before
	// none is kept: once may be chance.
	enoughRelief = 2
)

// crowd copes with servers that hold a worker for every open connection, idle ones too: where they
// have fewer workers than we have connections, a request waits until one of ours ends. So idle
// connections are closed when an answer is long in coming, and no more are kept where that helped.
type crowd struct {
	long time.Duration

	mu sync.Mutex
	// usual is the moving mean of how long answers take to begin.
	usual time.Duration
	// closed is when idle connections were last closed, relieved how often that helped.
	closed, relievedAt time.Time
	relieved           int
}

// wait is the wait for the beginning of one answer.
type wait struct {
	crowd *crowd
	timer *time.Timer
	since time.Time
	// closed is when idle connections were closed for it; zero for never.
	closed time.Time
	over   bool
}

// relief is within what time an answer begins that has waited for a connection to be closed. For as
// long, no other connection is kept.
func (c *crowd) relief() time.Duration { return c.long / 2 }

// wait begins the wait of a request that was sent at since; closeIdle is called when it gets long.
func (c *crowd) wait(since time.Time, closeIdle func()) *wait {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := &wait{crowd: c, since: since}
	w.timer = time.AfterFunc(max(c.long, 5*c.usual), func() {
		if w.lengthens() {
			closeIdle()
		}
	})
	return w
}

func (w *wait) lengthens() bool {
	w.crowd.mu.Lock()
	defer w.crowd.mu.Unlock()
	if !w.over {
		w.closed = time.Now()
		w.crowd.closed = w.closed
	}
	return !w.over
}

// end ends the wait, with an answer or without.
func (w *wait) end(answered bool) {
	c := w.crowd
	c.mu.Lock()
	defer c.mu.Unlock()
	w.timer.Stop()
	w.over = true
	now := time.Now()
	if w.closed.IsZero() || !answered || now.Sub(w.closed) > c.relief() {
		c.usual += (now.Sub(w.since) - c.usual) / 8
		return
	}
	if w.since.After(c.relievedAt) {
		c.relieved++
		c.relievedAt = now
	}
}

// keeps reports whether connections are to be kept for later requests.
func (c *crowd) keeps() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.relieved < enoughRelief && (c.closed.IsZero() || time.Since(c.closed) > c.relief())
}
