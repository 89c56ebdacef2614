// Command chi serves the tasks with the chi router. One variant is correct, the others each
// make one mistake.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: chi VARIANT ADDRESS")
	}
	handler, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(tasks.Serve(os.Args[2], handler))
}

func build(variant string) (http.Handler, error) {
	service := tasks.New()
	router := chi.NewRouter()
	// chi does not answer HEAD from GET of itself.
	router.Use(middleware.GetHead)
	switch variant {
	case "correct", "missing-handler":
	case "not-found-405":
		router.NotFound(refuse)
	case "custom-405":
		router.MethodNotAllowed(refuse)
	default:
		return nil, fmt.Errorf("no variant %q; there are correct, missing-handler, not-found-405, custom-405", variant)
	}
	router.Get("/tasks", service.List)
	router.Post("/tasks", service.Create)
	router.Get("/tasks/{id}", service.Get)
	router.Delete("/tasks/{id}", service.Delete)
	router.Get("/health", tasks.Health)
	if variant != "missing-handler" {
		router.Put("/tasks/{id}", service.Replace)
	}
	return router, nil
}

// refuse is the error handler that projects write to get JSON, without the Allow of chi's own.
func refuse(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusMethodNotAllowed)
	fmt.Fprintln(w, `{"error":"method not allowed"}`)
}
