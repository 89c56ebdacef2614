package prose

// undiagnosedMends are for rules that need no diagnosis: what is to be done is the same wherever they are
// broken.
var undiagnosedMends = []Mend{
	{"head-supported", "", "Starlette", `@app.api_route("/tasks", methods=["GET", "HEAD"])      # FastAPI`},
	{"head-supported", "", "Django REST framework", `@api_view(["GET", "HEAD"])`},
	{"head-supported", "", "Tornado", `class TaskHandler(RequestHandler):
    def get(self, id): ...
    head = get`},
	{"head-supported", "", "Falcon", `class Task:
    def on_get(self, req, resp, id): ...
    on_head = on_get`},
	{"head-supported", "", "echo", `e.Match([]string{http.MethodGet, http.MethodHead}, "/tasks", list)`},
	{"head-supported", "", "gin", `r.Match([]string{http.MethodGet, http.MethodHead}, "/tasks", list)`},
	{"head-supported", "", "chi", `r.Use(middleware.GetHead)`},
	{"head-supported", "", "gorilla/mux", `r.HandleFunc("/tasks", list).Methods(http.MethodGet, http.MethodHead)`},
	{"head-supported", "", "ASP.NET Core", `app.MapMethods("/tasks", ["GET", "HEAD"], list);`},
	{"head-supported", "", "Fastify", `const app = fastify()            // without exposeHeadRoutes: false`},

	{"trace-off", "", "Apache httpd", `TraceEnable off`},
	{"trace-off", "", "lighttpd", `# lighttpd passes TRACE on to the application behind it
$HTTP["request-method"] == "TRACE" { url.access-deny = ( "" ) }`},
	{"trace-off", "", "Jetty", `@Override protected void doTrace(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
    response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
}`},

	{"options-allow", "", "Express", `app.use(cors({ preflightContinue: true }))       // the route answers OPTIONS, with its Allow`},
}
