// Command fiber serves the tasks with fiber. One variant is correct, the others each make one mistake.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/adaptor"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: fiber VARIANT ADDRESS")
	}
	app, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(app.Listen(os.Args[2], fiber.ListenConfig{DisableStartupMessage: true}))
}

func build(variant string) (*fiber.App, error) {
	app := fiber.New()
	service := tasks.New()
	// fiber answers HEAD from GET, and 405 with Allow, of itself.
	app.Get("/tasks", handle(service.List))
	app.Post("/tasks", handle(service.Create))
	app.Get("/tasks/:id", handle(service.Get))
	if variant != "missing-handler" {
		app.Put("/tasks/:id", handle(service.Replace))
	}
	app.Delete("/tasks/:id", handle(service.Delete))
	health := app.Get
	switch variant {
	case "correct", "missing-handler":
	case "all":
		health = app.All
	case "last-404":
		defer app.Use(notFound)
	default:
		return nil, fmt.Errorf("no variant %q; there are correct, missing-handler, last-404, all", variant)
	}
	health("/health", handle(tasks.Health))
	return app, nil
}

// notFound is the handler for unknown paths of fiber's own guide. It comes last, matches every
// request, and so takes undeclared methods as well.
func notFound(c fiber.Ctx) error {
	return c.Status(fiber.StatusNotFound).JSON(fiber.Map{"error": "not found"})
}

// handle hands fiber's id on to handlers that look for it where Go's own mux leaves it.
func handle(next http.HandlerFunc) fiber.Handler {
	return func(c fiber.Ctx) error {
		id := c.Params("id")
		return adaptor.HTTPHandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.SetPathValue("id", id)
			next(w, r)
		})(c)
	}
}
