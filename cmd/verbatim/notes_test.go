//go:build !bench

package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// notes is an API that hangs when a note is replaced, so that a run can be stopped when it has
// created one.
type notes struct {
	mu   sync.Mutex
	last int
	all  map[string]bool
	// trash is what the notes that were created said.
	trash []string
}

func (n *notes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, item := strings.CutPrefix(r.URL.Path, "/notes/")
	if r.Method == http.MethodPut && item {
		_, _ = io.Copy(io.Discard, r.Body) // what is not read hides that the client went away
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case r.URL.Path == "/notes" && r.Method == http.MethodGet:
		fmt.Fprint(w, "[]")
	case r.URL.Path == "/notes" && r.Method == http.MethodPost && r.Header.Get("Content-Type") != "application/json":
		w.WriteHeader(http.StatusUnsupportedMediaType)
	case r.URL.Path == "/notes" && r.Method == http.MethodPost:
		n.last++
		content, _ := io.ReadAll(r.Body)
		n.trash = append(n.trash, string(content))
		n.all[strconv.Itoa(n.last)] = true
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"id":%d}`, n.last)
	case r.URL.Path == "/trash" && r.Method == http.MethodGet:
		fmt.Fprintf(w, "[%s]", strings.Join(n.trash, ","))
	case !n.all[id]:
		http.NotFound(w, r)
	case r.Method == http.MethodGet:
		fmt.Fprint(w, "{}")
	case r.Method == http.MethodDelete:
		delete(n.all, id)
		w.WriteHeader(http.StatusNoContent)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (n *notes) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.all)
}

// counted demands how many notes there are: `notes 0`.
func (n *notes) counted(ts *testscript.TestScript, _ bool, args []string) {
	if got := strconv.Itoa(n.count()); got != args[0] {
		ts.Fatalf("there are %s notes, want %s", got, args[0])
	}
}

// await waits until there is a note.
func (n *notes) await(ts *testscript.TestScript, _ bool, _ []string) {
	for range 500 {
		if n.count() > 0 {
			time.Sleep(50 * time.Millisecond) // the run hears of it
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("no note was made in 5 s")
}
