package probe

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/netutil"
)

func TestAServerWithAWorkerForEachConnectionIsNotStarved(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("[]"))
	}))
	server.Listener = netutil.LimitListener(listener, 1) // one worker, and no end to idle connections
	server.Start()
	defer server.Close()
	w := newTestWire(t, server.URL, func(o *WireOptions) { o.FirstByteTimeout = 5 * time.Second })
	w.crowd.long = 50 * time.Millisecond
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, method := range []string{"GET", "HEAD", "OPTIONS", "TRACE", "GET"} {
				x := w.send(context.Background(), Request{Purpose: "probe", Method: method, URL: "/"})
				assert.Nil(t, x.Error, "%s: %+v", method, x.Error)
			}
		})
	}
	group.Wait()
	assert.False(t, w.crowd.keeps(), "what helped twice is kept up")
}

func TestASlowAnswerIsNoCrowd(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			time.Sleep(100 * time.Millisecond)
		}
	}))
	defer server.Close()
	w := newTestWire(t, server.URL, nil)
	w.crowd.long = 20 * time.Millisecond
	for range 3 {
		for _, url := range []string{"/slow", "/", "/", "/", "/", "/", "/", "/", "/", "/"} {
			x := w.send(context.Background(), Request{Purpose: "probe", Method: "GET", URL: url})
			require.Nil(t, x.Error)
		}
	}
	assert.Zero(t, w.crowd.relieved)
}
