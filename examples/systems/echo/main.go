// Command echo serves the tasks with echo. One variant is correct, the others each make one mistake.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/labstack/echo/v5"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: echo VARIANT ADDRESS")
	}
	handler, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(tasks.Serve(os.Args[2], handler))
}

func build(variant string) (http.Handler, error) {
	// echo does not answer HEAD from GET unless it is told to.
	router := echo.NewRouter(echo.RouterConfig{AutoHandleHEAD: variant != "default"})
	api := echo.NewWithConfig(echo.Config{Router: router})
	group := api.Group("/tasks")
	switch variant {
	case "correct", "default", "missing-handler", "any":
	case "group":
		// From the first Use on, the group answers 404 for all that it does not route.
		group.Use(version)
	default:
		return nil, fmt.Errorf("no variant %q; there are correct, default, missing-handler, group, any", variant)
	}
	service := tasks.New()
	group.GET("", handle(service.List))
	group.POST("", handle(service.Create))
	group.GET("/:id", handle(service.Get))
	if variant != "missing-handler" {
		group.PUT("/:id", handle(service.Replace))
	}
	group.DELETE("/:id", handle(service.Delete))
	if variant == "any" {
		api.Any("/health", handle(tasks.Health))
	} else {
		api.GET("/health", handle(tasks.Health))
	}
	return api, nil
}

// version is a harmless middleware, of the kind that every API has.
func version(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c *echo.Context) error {
		c.Response().Header().Set("Api-Version", "1")
		return next(c)
	}
}

func handle(next http.HandlerFunc) echo.HandlerFunc {
	return echo.WrapHandler(next)
}
