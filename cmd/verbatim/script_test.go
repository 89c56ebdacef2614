//go:build !bench

package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/verbatim-http/verbatim/examples/demo"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"verbatim": main})
}

// TestScripts runs the program as a user does: one behaviour a file.
func TestScripts(t *testing.T) {
	board := &notes{all: map[string]bool{}}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":          exits,
			"serve":          func(ts *testscript.TestScript, _ bool, args []string) { serve(ts, args[0], board) },
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
func serve(ts *testscript.TestScript, name string, board *notes) {
	handlers := map[string]http.Handler{
		"demo":     demo.Handler(),
		"good":     http.HandlerFunc(good),
		"hang":     http.HandlerFunc(hang),
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

// hang answers the random path and then nothing any more.
func hang(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.URL.Path, "no-such-path") {
		http.NotFound(w, r)
		return
	}
	<-r.Context().Done()
}

// echo gives back every credential that it got, as a careless debug page does.
func echo(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/status" {
		http.NotFound(w, r)
		return
	}
	fmt.Fprintf(w, "you sent %s and %s", r.Header.Get("Authorization"), r.URL.RawQuery)
}
