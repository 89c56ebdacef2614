// Command aspnetcore replays how ASP.NET Core routes and refuses, from its source and documentation,
// because no registry that the examples use has its runtime. Only the refusals are its own: the
// handlers are those of the nethttp system. See README.md for the sources.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/examples/systems/nethttp/tasks"
)

// methods are the handlers of one path. The method "*" stands for all of them, as Map does.
type methods map[string]http.HandlerFunc

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: aspnetcore VARIANT ADDRESS")
	}
	handler, err := build(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(tasks.Serve(os.Args[2], handler))
}

func build(variant string) (http.Handler, error) {
	service := tasks.New()
	routes := map[string]methods{
		"/tasks":      {"GET": service.List, "HEAD": service.List, "POST": service.Create},
		"/tasks/{id}": {"GET": service.Get, "HEAD": service.Get, "PUT": service.Replace, "DELETE": service.Delete},
		"/health":     {"GET": tasks.Health, "HEAD": tasks.Health},
		"/":           {},
	}
	switch variant {
	case "correct", "webdav":
	case "mapget":
		for _, path := range routes {
			delete(path, "HEAD")
		}
	case "missing-handler":
		delete(routes["/tasks/{id}"], "PUT")
	case "map":
		routes["/health"] = methods{"*": tasks.Health}
	case "fallback":
		routes["/"] = methods{"GET": page, "HEAD": page}
	default:
		return nil, fmt.Errorf("no variant %q; there are correct, mapget, missing-handler, map, fallback, webdav", variant)
	}
	mux := http.NewServeMux()
	for path, handlers := range routes {
		mux.Handle(path, handlers)
	}
	if variant == "webdav" {
		return iis(mux), nil
	}
	return mux, nil
}

// ServeHTTP selects by method as HttpMethodMatcherPolicy does: a 405 without content lists the
// methods of all routes that match the path, sorted; HEAD is listed only where a route names it.
func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// IIS puts a name of its own here first.
	if w.Header().Get("Server") == "" {
		w.Header().Set("Server", "Kestrel")
	}
	handler, ok := m[r.Method]
	if !ok {
		handler, ok = m["*"]
	}
	switch {
	case ok:
		handler(w, r)
	case len(m) == 0:
		w.WriteHeader(http.StatusNotFound)
	default:
		w.Header().Set("Allow", strings.Join(m.names(), ", "))
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (m methods) names() []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// iis is IIS with its WebDAV module, in front of the app: it takes PUT and DELETE for itself, and
// refuses TRACE. Everything else reaches the app.
func iis(app http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "Microsoft-IIS/10.0")
		w.Header().Set("X-Powered-By", "ASP.NET")
		switch r.Method {
		case http.MethodPut, http.MethodDelete:
			w.Header().Set("Allow", "GET, HEAD, OPTIONS, TRACE")
			verbNotAllowed(w)
		case http.MethodTrace:
			w.WriteHeader(http.StatusNotImplemented)
		default:
			app.ServeHTTP(w, r)
		}
	})
}

// verbNotAllowed writes the page of IIS, shortened to what names it.
func verbNotAllowed(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusMethodNotAllowed)
	_, _ = io.WriteString(w, `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>405 - HTTP verb used to access this page is not allowed.</title></head>
<body><h1>Server Error</h1>
<h2>405 - HTTP verb used to access this page is not allowed.</h2>
<h3>The page you are looking for cannot be displayed because an invalid method (HTTP verb) was used to attempt access.</h3>
</body></html>
`)
}

func page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	_, _ = io.WriteString(w, "<!doctype html><title>Tasks</title><div id=\"app\">Loading…</div>\n")
}
