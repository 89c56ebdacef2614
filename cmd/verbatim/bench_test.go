//go:build bench

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The benchmark runs the program and a bare net/http client that sends the same requests, in
// turn, against a trivial server, and prints the ratio of their wall times, and of their processor
// times, which a busy machine disturbs less. Both are processes of their own, so that start-up,
// contract and reports are in our figure. Where the server answers at once, on the same machine,
// that is what the program itself costs; where it takes its time, what a user waits.

const bareRequests = "VERBATIM_BENCH_REQUESTS"

func TestMain(m *testing.M) {
	if file := os.Getenv(bareRequests); file != "" {
		bareClient(file, os.Getenv("VERBATIM_BENCH_BASE"))
		return
	}
	os.Exit(m.Run())
}

// sent is one request as the server saw it.
type sent struct {
	Method, URL string
	Header      http.Header
	Body        []byte
}

// built is the program, built for one test.
func built(t *testing.T) string {
	binary := filepath.Join(t.TempDir(), "verbatim")
	out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return binary
}

func TestBench(t *testing.T) {
	binary := built(t)
	for _, size := range []struct {
		paths, rounds int
		thinks        time.Duration
	}{{80, 15, 0}, {1000, 7, 0}, {8, 7, nearby}, {80, 7, nearby}} {
		t.Run(fmt.Sprintf("%d paths, answers after %v", size.paths, size.thinks), func(t *testing.T) {
			benchmark(t, binary, size.paths, size.rounds, size.thinks)
		})
	}
}

// nearby is how long a server takes that is not on the same machine, and does something.
const nearby = 5 * time.Millisecond

func benchmark(t *testing.T, binary string, paths, rounds int, thinks time.Duration) {
	dir := t.TempDir()
	contract := filepath.Join(dir, "openapi.json")
	require.NoError(t, os.WriteFile(contract, benchContract(paths), 0o600))
	server := &benchServer{thinks: thinks}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	go func() { _ = http.Serve(listener, server) }()
	base := "http://" + listener.Addr().String()
	ours := func() (time.Duration, *os.ProcessState) {
		c := exec.Command(binary, "run", contract, "--base-url", base, "--mode", "full", "-q",
			"--junit", filepath.Join(dir, "junit.xml"), "--json", filepath.Join(dir, "run.json"))
		return timed(t, c, 0, 1, 4)
	}
	server.record = true
	ours()
	server.record = false
	requests := filepath.Join(dir, "requests.json")
	data, err := json.Marshal(server.seen)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(requests, data, 0o600))

	var ratios, work []float64
	var mine, bare []time.Duration
	var memory int64
	for range rounds {
		d, state := ours()
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), bareRequests+"="+requests, "VERBATIM_BENCH_BASE="+base)
		var out bytes.Buffer
		c.Stdout = &out
		require.NoError(t, c.Run())
		var spent struct{ Wall, Processor time.Duration }
		require.NoError(t, json.Unmarshal(out.Bytes(), &spent))
		b := spent.Wall
		work = append(work, float64(state.UserTime()+state.SystemTime())/float64(spent.Processor))
		mine, bare, ratios = append(mine, d), append(bare, b), append(ratios, float64(d)/float64(b))
		memory = max(memory, state.SysUsage().(*syscall.Rusage).Maxrss)
	}
	slices.Sort(ratios)
	slices.Sort(work)
	slices.Sort(mine)
	slices.Sort(bare)
	t.Logf("%d requests: verbatim %v, bare client %v, ratio %.2f (%.2f to %.2f), of processor time %.2f (%.2f to %.2f), at most %d MB resident",
		len(server.seen), mine[rounds/2].Round(time.Millisecond), bare[rounds/2].Round(time.Millisecond),
		ratios[rounds/2], ratios[0], ratios[rounds-1], work[rounds/2], work[0], work[rounds-1], memory/1024)
}

func timed(t *testing.T, c *exec.Cmd, statuses ...int) (time.Duration, *os.ProcessState) {
	t.Helper()
	var errors bytes.Buffer
	c.Stderr = &errors
	start := time.Now()
	_ = c.Run()
	took := time.Since(start)
	require.Contains(t, statuses, c.ProcessState.ExitCode(), errors.String())
	return took, c.ProcessState
}

func benchContract(paths int) []byte {
	items := map[string]any{}
	for i := range paths {
		ok := map[string]any{"responses": map[string]any{"200": map[string]any{"description": "ok"}}}
		items[fmt.Sprintf("/group%d/things%d", i/10, i)] = map[string]any{"get": ok, "post": ok}
	}
	data, _ := json.Marshal(map[string]any{"openapi": "3.0.3", "info": map[string]any{"title": "bench", "version": "1"}, "paths": items})
	return data
}

// benchServer keeps the contract, and does nothing else.
type benchServer struct {
	thinks time.Duration
	mu     sync.Mutex
	record bool
	seen   []sent
}

func (s *benchServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.record {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, sent{r.Method, r.URL.RequestURI(), r.Header.Clone(), body})
		s.mu.Unlock()
	}
	time.Sleep(s.thinks)
	w.Header().Set("Content-Type", "application/json")
	switch {
	case !strings.Contains(r.URL.Path, "/things"):
		w.WriteHeader(http.StatusNotFound)
	case r.Method == "GET" || r.Method == "POST" || r.Method == "HEAD":
	default:
		w.Header().Set("Allow", "GET, POST")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
	_, _ = io.WriteString(w, `{"message":"short answer"}`)
}

// bareClient sends the requests with as many workers as the program has, reads the answers and
// forgets them.
func bareClient(file, base string) {
	data, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	var requests []sent
	if err := json.Unmarshal(data, &requests); err != nil {
		panic(err)
	}
	const workers = 8
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers, DisableCompression: true}}
	next := make(chan sent)
	var group sync.WaitGroup
	start, before := time.Now(), processorTime()
	for range workers {
		group.Go(func() {
			for r := range next {
				request, _ := http.NewRequest(r.Method, base+r.URL, bytes.NewReader(r.Body))
				request.Header = r.Header
				response, err := client.Do(request)
				if err != nil {
					panic(err)
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
			}
		})
	}
	for _, r := range requests {
		next <- r
	}
	close(next)
	group.Wait()
	fmt.Printf(`{"Wall":%d,"Processor":%d}`, time.Since(start), processorTime()-before)
}

// processorTime is what this process has used so far.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
