// Command gateways is a replay, and no gateway: it serves the tasks and answers, where a hosted
// gateway would, with what that gateway's documentation says it answers. The rows and their
// sources are in replay.go.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: gateways VARIANT ADDRESS")
	}
	handler, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(tasks.Serve(os.Args[2], handler))
}

func build(variant string) (http.Handler, error) {
	i := slices.IndexFunc(gateways, func(g gateway) bool { return g.variant == variant })
	if i < 0 {
		return nil, fmt.Errorf("no variant %q; see replay.go", variant)
	}
	app := http.NewServeMux()
	service := tasks.New()
	for pattern, handler := range map[string]http.HandlerFunc{
		"GET /tasks": service.List, "POST /tasks": service.Create, "GET /tasks/{id}": service.Get,
		"PUT /tasks/{id}": service.Replace, "DELETE /tasks/{id}": service.Delete, "GET /health": tasks.Health,
	} {
		app.HandleFunc(pattern, handler)
	}
	return gateways[i].inFrontOf(app), nil
}

// inFrontOf answers what the gateway refuses, and marks what it lets through.
func (g gateway) inFrontOf(app *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := app.Handler(r)
		// The mux answers HEAD where it has a pattern for GET; a route of a gateway does not.
		routed := pattern != "" && r.Method != http.MethodHead
		refusal := g.refuses(r, routed)
		if refusal == nil {
			set(w, g.passed)
			app.ServeHTTP(w, r)
			return
		}
		set(w, refusal.fields)
		w.WriteHeader(refusal.status)
		fmt.Fprint(w, refusal.body)
	})
}

func set(w http.ResponseWriter, fields map[string]string) {
	for name, value := range fields {
		w.Header().Set(name, value)
	}
}
