//go:build systems

package systems_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/examples/systems/expect"
)

const (
	// unavailable is start's exit status when what it needs cannot be had.
	unavailable = 75
	// readyWithin includes installing what the system needs, the first time.
	readyWithin = 5 * time.Minute
	stopsWithin = 5 * time.Second
	// routesWithin is what a proxy that listens may take to read its routes.
	routesWithin = time.Second
	logTail      = 4 << 10
)

// server is one running variant: start and all that it started, as one process group.
type server struct {
	baseURL string
	address string
	command *exec.Cmd
	ended   chan struct{}
	stopped sync.Once
	client  *http.Client
}

// startServer starts the variant and returns when it answers. It skips the test when the
// system's packages cannot be had, and stops the server when the test ends.
func startServer(t *testing.T, s *expect.System, variant, port string) *server {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer log.Close()

	command := exec.Command("./start", variant, port)
	command.Dir, command.Stdout, command.Stderr = s.Dir, log, log
	// A group of its own, so that it can be stopped whole. The signal reaches it too when this
	// process dies without cleaning up: on Ctrl-C, or when the test times out.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	require.NoError(t, command.Start())

	address := net.JoinHostPort("127.0.0.1", port)
	srv := &server{
		baseURL: "http://" + address,
		address: address,
		command: command,
		ended:   make(chan struct{}),
		// Without keep-alive no idle connection holds up the server's end.
		client: &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: stayHere},
	}
	go func() {
		defer close(srv.ended)
		// How it ended is read from ProcessState.
		_ = command.Wait()
	}()
	t.Cleanup(func() {
		srv.stop(t)
		if t.Failed() {
			t.Logf("%s %s said:\n%s", s.Name, variant, tail(log.Name()))
		}
	})
	srv.awaitAnswer(t, s.Name, log.Name())
	return srv
}

// awaitAnswer returns when a GET gets any answer at all; a 404 has to last a while, because proxies
// that have not read their routes yet give it too.
func (s *server) awaitAnswer(t *testing.T, name, log string) {
	t.Helper()
	var missing time.Time
	deadline := time.NewTimer(readyWithin)
	defer deadline.Stop()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		select {
		case <-s.ended:
			if s.command.ProcessState.ExitCode() == unavailable {
				t.Skipf("SKIPPED: what %s needs cannot be had here:\n%s", name, tail(log))
			}
			t.Fatalf("%s ended before it answered: %s", name, s.command.ProcessState)
		case <-deadline.C:
			t.Fatalf("%s did not answer within %s", name, readyWithin)
		case <-again.C:
			if response, err := s.client.Get(s.baseURL + "/health"); err == nil {
				response.Body.Close()
				if missing.IsZero() {
					missing = time.Now()
				}
				if response.StatusCode == http.StatusNotFound && time.Since(missing) < routesWithin {
					continue
				}
				require.True(t, s.alive(), "%s ended, and somebody else answers at its port", name)
				return
			}
		}
	}
}

// alive reports whether the server has not ended yet.
func (s *server) alive() bool {
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}

// stayHere follows redirects within the server only: nobody listens where https would be.
func stayHere(request *http.Request, via []*http.Request) error {
	if request.URL.Scheme != via[0].URL.Scheme || request.URL.Host != via[0].URL.Host || len(via) > 3 {
		return http.ErrUseLastResponse
	}
	return nil
}

// tasks is the state that a run must not change: what GET /tasks says, redirects within the
// server followed.
func (s *server) tasks(t *testing.T) string {
	t.Helper()
	response, err := s.client.Get(s.baseURL + "/tasks")
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.Status + "\n" + string(body)
}

// stop ends the whole group, by force if it has to, and checks that nobody listens any more.
func (s *server) stop(t *testing.T) {
	t.Helper()
	s.stopped.Do(func() {
		s.signal(t, syscall.SIGTERM)
		select {
		case <-s.ended:
		case <-time.After(stopsWithin):
		}
		s.signal(t, syscall.SIGKILL)
		<-s.ended
		assert.Eventually(t, func() bool { return !listening(s.address) }, stopsWithin, 20*time.Millisecond,
			"nothing is left running at %s", s.address)
	})
}

func (s *server) signal(t *testing.T, signal syscall.Signal) {
	t.Helper()
	err := syscall.Kill(-s.command.Process.Pid, signal)
	if !errors.Is(err, syscall.ESRCH) {
		assert.NoError(t, err)
	}
}

func listening(address string) bool {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	connection.Close()
	return true
}

// ports hands out each port once: a server that is slow to listen must not meet another one there.
// They lie below those that the system gives to connections, and begin elsewhere in each process.
type ports struct {
	mu   sync.Mutex
	last int
}

const (
	lowestPort  = 12000
	portsToGive = 20000
)

func newPorts() *ports { return &ports{last: os.Getpid() * 97 % portsToGive} }

// next returns a port at which nobody listens.
func (p *ports) next(t *testing.T) string {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for range portsToGive {
		p.last = (p.last + 1) % portsToGive
		port := strconv.Itoa(lowestPort + p.last)
		if listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
			require.NoError(t, listener.Close())
			return port
		}
	}
	t.Fatal("there is no free port")
	return ""
}

func tail(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-logTail):])
}
