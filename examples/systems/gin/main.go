// Command gin serves the tasks with gin. One variant is correct, the others each make one mistake.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: gin VARIANT ADDRESS")
	}
	handler, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(tasks.Serve(os.Args[2], handler))
}

func build(variant string) (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	// Off unless it is set: gin then answers 404 to the methods that a path does not have.
	router.HandleMethodNotAllowed = variant != "default"
	item := "/tasks/:id"
	switch variant {
	case "correct", "default", "missing-handler", "any":
	case "slash":
		item = "/tasks/:id/"
	default:
		return nil, fmt.Errorf("no variant %q; there are correct, default, missing-handler, any, slash", variant)
	}
	service := tasks.New()
	// gin does not answer HEAD from GET of itself.
	reads := []string{http.MethodGet, http.MethodHead}
	router.Match(reads, "/tasks", handle(service.List))
	router.POST("/tasks", handle(service.Create))
	router.Match(reads, item, handle(service.Get))
	if variant != "missing-handler" {
		router.PUT(item, handle(service.Replace))
	}
	router.DELETE(item, handle(service.Delete))
	if variant == "any" {
		router.Any("/health", handle(tasks.Health))
	} else {
		router.Match(reads, "/health", handle(tasks.Health))
	}
	return router, nil
}

// handle hands gin's id on to handlers that look for it where Go's own mux leaves it.
func handle(next http.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request.SetPathValue("id", c.Param("id"))
		next(c.Writer, c.Request)
	}
}
