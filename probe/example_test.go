package probe_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/spec"
)

func ExampleRun() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/status":
			http.NotFound(w, r)
		case r.Method == http.MethodGet || r.Method == http.MethodHead:
			fmt.Fprint(w, "up")
		default:
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed) // without Allow
		}
	}))
	defer server.Close()
	contract, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(`
openapi: 3.1.0
info: {title: Status, version: "1"}
paths:
  /status:
    get: {responses: {"200": {description: up}}}
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	base, _ := url.Parse(server.URL)
	plan, err := probe.NewPlan(contract, probe.PlanOptions{BaseURL: base, Mode: probe.GuardedMode})
	if err != nil {
		fmt.Println(err)
		return
	}
	record, err := probe.Run(context.Background(), plan, probe.RunOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, cell := range record.Paths[0].Cells {
		for _, check := range cell.Checks {
			if check.Finding != nil {
				fmt.Printf("%s /status: got %s, want %s [%s]\n", cell.Method, check.Finding.Got, check.Finding.Want, check.Rule)
			}
		}
	}
	// Output:
	// POST /status: got 405 Method Not Allowed without Allow, want Allow: GET [allow-present]
	// OPTIONS /status: got 405 Method Not Allowed without Allow, want Allow: GET [allow-present]
}
