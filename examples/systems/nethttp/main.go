// Command nethttp serves the tasks with Go's own mux. One variant is correct, the others each
// make one mistake.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: nethttp VARIANT ADDRESS")
	}
	handler, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(tasks.Serve(os.Args[2], handler))
}

func build(variant string) (http.Handler, error) {
	service := tasks.New()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /tasks", service.List)
	mux.HandleFunc("POST /tasks", service.Create)
	mux.HandleFunc("GET /tasks/{id}", service.Get)
	mux.HandleFunc("DELETE /tasks/{id}", service.Delete)
	mux.HandleFunc("GET /health", tasks.Health)
	if variant != "missing-handler" {
		mux.HandleFunc("PUT /tasks/{id}", service.Replace)
	}
	switch variant {
	case "correct", "missing-handler":
	case "hidden-delete":
		mux.HandleFunc("DELETE /tasks", service.DeleteAll)
	case "catch-all":
		// "/" takes every method of every path, so the mux never comes to its 405.
		mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(w, "Welcome to the tasks service.")
		})
	default:
		return nil, fmt.Errorf("no variant %q; there are correct, missing-handler, hidden-delete, catch-all", variant)
	}
	return mux, nil
}
