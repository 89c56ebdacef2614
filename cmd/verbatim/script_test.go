//go:build !bench

package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/verbatim-http/verbatim/examples/demo"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"verbatim": main})
}

// TestScripts runs the program as a user does: one behaviour a file.
func TestScripts(t *testing.T) {
	board := &notes{all: map[string]bool{}}
	silence := &hanging{waiting: make(chan struct{}, 1)}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":          exits,
			"serve":          func(ts *testscript.TestScript, _ bool, args []string) { serve(ts, args[0], board, silence) },
			"interrupt":      silence.interrupt,
			"exited":         silence.exited,
			"notes":          board.counted,
			"waits-for-note": board.await,
		},
		Condition: func(name string) (bool, error) {
			if name != "nohup" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return signal.Ignored(syscall.SIGHUP), nil
		},
	})
}

// exits runs a program and demands an exit status: `exits 2 verbatim run`.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	status := 0
	var failed *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &failed) {
		status = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if status != want {
		ts.Fatalf("%s exited with %d, want %d", strings.Join(args[1:], " "), status, want)
	}
}

// serve starts a server and sets $URL: `serve demo`.
func serve(ts *testscript.TestScript, name string, board *notes, silence *hanging) {
	handlers := map[string]http.Handler{
		"demo":     demo.Handler(),
		"good":     http.HandlerFunc(good),
		"hang":     silence,
		"wall":     http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }),
		"echo":     http.HandlerFunc(echo),
		"oauth":    tokenServer(),
		"guarded":  http.HandlerFunc(guarded),
		"refusing": http.HandlerFunc(refusing),
		"notes":    board,
	}
	handler, ok := handlers[name]
	if !ok {
		ts.Fatalf("no server %q", name)
	}
	server := httptest.NewServer(handler)
	ts.Setenv("URL", server.URL)
	ts.Defer(func() {
		server.CloseClientConnections()
		server.Close()
	})
}

// good keeps the contract of the scripts: GET /status.
func good(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/status":
		http.NotFound(w, r)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"up":true}`)
	default:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	}
}

// refusing knows the path and no method of it.
func refusing(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/status" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Allow", "OPTIONS")
	http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
}

// guarded asks for a key or a login, path by path, after it has looked at path and method.
func guarded(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	keyed := r.URL.Query().Get("api_key") == "key-0123456789"
	may, known := map[string]bool{
		"/open": true, "/keyed": keyed, "/token": false,
		"/either": user == "ada" && password == "lovelace-1815" && !keyed,
	}[r.URL.Path]
	switch {
	case !known:
		http.NotFound(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case !may:
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "who are you?", http.StatusUnauthorized)
	default:
		fmt.Fprint(w, "welcome")
	}
}

// tokenServer gives tokens to a client and to a user, and asks for them at /tasks.
func tokenServer() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login/token", func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		w.Header().Set("Content-Type", "application/json")
		if (id != "ci" || secret != "client-0123456789") && (r.FormValue("username") != "ada" || r.FormValue("password") != "lovelace-1815") {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"invalid_client","error_description":"no client of that name"}`)
			return
		}
		fmt.Fprintf(w, `{"access_token":"granted-0123456789","token_type":"bearer","scope":%q}`, r.FormValue("scope"))
	})
	mux.HandleFunc("/tasks", func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer granted-0123456789":
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "no token", http.StatusUnauthorized)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		default:
			fmt.Fprintf(w, "you sent %s", r.Header.Get("Authorization"))
		}
	})
	return mux
}

// hanging answers the random path and then nothing any more, and takes note of who waits.
type hanging struct {
	waiting     chan struct{}
	interrupted *exec.Cmd
}

func (h *hanging) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.URL.Path, "no-such-path") {
		http.NotFound(w, r)
		return
	}
	select {
	case h.waiting <- struct{}{}:
	default:
	}
	<-r.Context().Done()
}

// interrupt sends a signal to the program that was started last in the background, as soon as it waits
// for the server: `interrupt HUP`.
func (h *hanging) interrupt(ts *testscript.TestScript, _ bool, args []string) {
	select {
	case <-h.waiting:
	case <-time.After(20 * time.Second):
		ts.Fatalf("no request came in 20 s")
	}
	signals := map[string]os.Signal{"INT": os.Interrupt, "HUP": syscall.SIGHUP}
	programs := ts.BackgroundCmds()
	h.interrupted = programs[len(programs)-1]
	ts.Check(h.interrupted.Process.Signal(signals[args[0]]))
	for len(h.waiting) > 0 {
		<-h.waiting
	}
}

// exited demands the exit status of the program that was interrupted and then waited for: `exited 130`.
func (h *hanging) exited(ts *testscript.TestScript, _ bool, args []string) {
	if got := strconv.Itoa(h.interrupted.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("exited with %s, want %s", got, args[0])
	}
}

// echo gives back every credential that it got, as a careless debug page does.
func echo(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/status" {
		http.NotFound(w, r)
		return
	}
	fmt.Fprintf(w, "you sent %s and %s", r.Header.Get("Authorization"), r.URL.RawQuery)
}
