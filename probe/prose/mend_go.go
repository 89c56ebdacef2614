package prose

// goMends are for net/http of Go 1.22 and later, chi 5, gorilla/mux 1.8, gin 1.10, echo 4 and
// fiber 2.
var goMends = []Mend{
	{"missing-handler", "", "net/http", `mux.HandleFunc("PUT /tasks/{id}", replaceTask)`},
	{"missing-handler", "", "chi", `r.Put("/tasks/{id}", replaceTask)`},
	{"missing-handler", "", "gorilla/mux", `r.HandleFunc("/tasks/{id}", replaceTask).Methods(http.MethodPut)`},
	{"missing-handler", "", "gin", `r.PUT("/tasks/:id", replaceTask)`},
	{"missing-handler", "", "echo", `e.PUT("/tasks/:id", replaceTask)`},
	{"missing-handler", "", "fiber", `app.Put("/tasks/:id", replaceTask)`},

	{"router-404", "", "gin", `r := gin.New()
r.HandleMethodNotAllowed = true`},

	{"allow-not-sent", "", "gorilla/mux", `// gorilla/mux sends none: after the routes of the path, one without .Methods
r.HandleFunc("/tasks/{id}", func(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", "GET, PUT")
	w.WriteHeader(http.StatusMethodNotAllowed)
})`},
	{"allow-not-sent", "", "chi", `r.MethodNotAllowed(func(w http.ResponseWriter, req *http.Request) {
	routes := chi.RouteContext(req.Context()).Routes
	for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		if routes.Match(chi.NewRouteContext(), m, req.URL.Path) {
			w.Header().Add("Allow", m)     // a handler of one's own loses chi's Allow
		}
	}
	w.WriteHeader(http.StatusMethodNotAllowed)
})`},

	{"undeclared-handler", "any", "net/http", `mux.HandleFunc("GET /health", health)       // a pattern without a method takes them all`},
	{"undeclared-handler", "any", "gorilla/mux", `r.HandleFunc("/health", health).Methods(http.MethodGet)`},
	{"undeclared-handler", "any", "chi", `r.Get("/health", health)                    // not r.HandleFunc`},
	{"undeclared-handler", "any", "echo", `e.GET("/health", health)                    // not e.Any`},
	{"catch-all", "page", "net/http", `mux.HandleFunc("GET /{$}", page)             // "/" takes every path and method`},
	{"catch-all", "page", "gorilla/mux", `r.PathPrefix("/app/").Handler(page)          // not PathPrefix("/"), which takes every path`},

	{"unknown-path-405", "", "chi", `r.NotFound(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })`},
}
