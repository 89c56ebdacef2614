// Command gorilla serves the tasks with gorilla/mux. One variant is correct, the others each
// make one mistake.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/gorilla/mux"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: gorilla VARIANT ADDRESS")
	}
	handler, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(tasks.Serve(os.Args[2], handler))
}

func build(variant string) (http.Handler, error) {
	service := tasks.New()
	router := mux.NewRouter()
	router.HandleFunc("/tasks", service.List).Methods("GET", "HEAD")
	router.HandleFunc("/tasks", service.Create).Methods("POST")
	router.HandleFunc("/tasks/{id}", item(service.Get)).Methods("GET", "HEAD")
	router.HandleFunc("/tasks/{id}", item(service.Replace)).Methods("PUT")
	router.HandleFunc("/tasks/{id}", item(service.Delete)).Methods("DELETE")
	health := router.HandleFunc("/health", tasks.Health)
	if variant != "no-methods" {
		health.Methods("GET", "HEAD")
	}
	switch variant {
	case "default":
	case "correct", "no-methods":
		router.MethodNotAllowedHandler = refusal(router)
	case "spa":
		// A prefix takes every method too, so gorilla never comes to its 405.
		router.PathPrefix("/").HandlerFunc(page)
	default:
		return nil, fmt.Errorf("no variant %q; there are correct, default, no-methods, spa", variant)
	}
	return router, nil
}

// item hands gorilla's id on to handlers that look for it where Go's own mux leaves it.
func item(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.SetPathValue("id", mux.Vars(r)["id"])
		next(w, r)
	}
}

// refusal answers 405 with the methods for which the router has a route. gorilla's own handler
// sends no Allow.
func refusal(router *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var allow []string
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
			attempt := r.Clone(r.Context())
			attempt.Method = method
			var match mux.RouteMatch
			if router.Match(attempt, &match) && match.MatchErr == nil {
				allow = append(allow, method)
			}
		}
		w.Header().Set("Allow", strings.Join(allow, ", "))
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusMethodNotAllowed)
		fmt.Fprintln(w, `{"error":"method not allowed"}`)
	})
}

func page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintln(w, `<!doctype html><title>Tasks</title><div id="app">Loading…</div>`)
}
