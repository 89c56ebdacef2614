package prose

// pythonMends are for Flask 3, Django 5, Django REST framework 3.16, Starlette and FastAPI,
// Tornado 6, aiohttp 3, Falcon 4 and Bottle 0.13.
var pythonMends = []Mend{
	{"missing-handler", "", "Flask", `@app.route("/tasks/<int:id>", methods=["GET", "PUT"])   # without methods=: GET only
def task(id): ...`},
	{"missing-handler", "", "Django", `class TaskView(View):
    def put(self, request, id): ...
# or, for a function: @require_http_methods(["GET", "HEAD", "PUT"])`},
	{"missing-handler", "", "Django REST framework", `class TaskViewSet(ModelViewSet):            # not ReadOnlyModelViewSet
    http_method_names = ["get", "head", "options", "put"]
# or, for a function: @api_view(["GET", "PUT"])`},
	{"missing-handler", "", "Starlette", `@app.put("/tasks/{id}")                      # FastAPI
async def replace_task(id: int, task: Task): ...

Route("/tasks/{id}", task, methods=["GET", "PUT"])   # Starlette`},
	{"missing-handler", "", "Tornado", `class TaskHandler(RequestHandler):
    def put(self, id): ...`},
	{"missing-handler", "", "aiohttp", `app.router.add_put("/tasks/{id}", replace_task)`},
	{"missing-handler", "", "Falcon", `class Task:
    def on_put(self, req, resp, id): ...`},
	{"missing-handler", "", "Bottle", `@app.put("/tasks/<id:int>")
def replace_task(id): ...`},

	{"static-resource", "", "Starlette", `app.mount("/static", StaticFiles(directory="static"))     # not at "/": there it takes every path`},

	{"allow-per-route", "", "Starlette", `from starlette.routing import Match

@app.exception_handler(405)      # FastAPI and Starlette keep one route for each method
async def refuse(request, exc):
    has = lambda m: any(r.matches({**request.scope, "method": m})[0] == Match.FULL for r in app.routes)
    allow = [m for m in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") if has(m)]
    return JSONResponse({"detail": "Method Not Allowed"}, 405, {"Allow": ", ".join(allow)})`},

	{"allow-not-sent", "", "Flask", `@app.errorhandler(HTTPException)
def as_json(error):
    response = error.get_response()          # keeps Allow
    response.data, response.content_type = json.dumps({"error": error.name}), "application/json"
    return response`},
	{"allow-not-sent", "", "Starlette", `@app.exception_handler(StarletteHTTPException)
async def as_json(request, exc):
    return JSONResponse({"error": exc.detail}, exc.status_code, headers=exc.headers)   # keeps Allow
# which in FastAPI names the methods of one route: see allow-per-route`},
	{"allow-not-sent", "", "Tornado", `class Base(RequestHandler):                  # the base of all handlers
    def write_error(self, status_code, **kwargs):
        if status_code == 405:
            self.set_header("Allow", ", ".join(m for m in self.SUPPORTED_METHODS
                if getattr(type(self), m.lower()) is not RequestHandler._unimplemented_method))
        super().write_error(status_code, **kwargs)`},
	{"allow-not-sent", "", "aiohttp", `except web.HTTPException as error:           # in the middleware that makes errors JSON
    return web.json_response({"error": error.reason}, status=error.status,
        headers={k: v for k, v in error.headers.items() if k == "Allow"})`},
	{"allow-not-sent", "", "Falcon", `def as_json(req, resp, error, params):         # add_error_handler(falcon.HTTPError, as_json)
    resp.status, resp.media = error.status, {"error": error.title}
    if error.headers:
        resp.set_headers(error.headers)         # Allow is one of them`},
	{"allow-not-sent", "", "Django", `from django.http import HttpResponseNotAllowed
return HttpResponseNotAllowed(["GET", "HEAD", "PUT"])    # not HttpResponse(status=405)`},

	{"undeclared-handler", "any", "aiohttp", `app.router.add_get("/health", health)         # not add_route("*", …)`},
	{"undeclared-handler", "any", "Django", `from django.views.decorators.http import require_safe, require_http_methods

@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request): ...`},
	{"undeclared-handler", "any", "Starlette", `Route("/health", health, methods=["GET"])     # without methods, an endpoint class gets every method`},
	{"undeclared-handler", "any", "Bottle", `@app.get("/health")                           # not method="ANY"`},

	{"permission", "csrf", "Django", `from django.views.decorators.csrf import csrf_exempt

@csrf_exempt                                  # for views that take a token, not the session cookie
def tasks(request): ...`},

	{"catch-all", "page", "Falcon", `app.add_sink(page, "/app")                    # not at "/", which takes every path and method`},

	{"redirect", "slash", "aiohttp", `app.router.add_get("/tasks", list_tasks)      # as the contract has it
app = web.Application()                       # without normalize_path_middleware()`},
	{"redirect", "slash", "Flask", `@app.get("/tasks")                            # the rule without the slash
# not strict_slashes=False: then the methods that the rule does not have are 404, and OPTIONS has no Allow`},
	{"redirect", "slash", "Django", `# settings.py
APPEND_SLASH = False
# urls.py: as the contract has it
path("tasks", tasks)`},
	{"redirect", "slash", "Django REST framework", `router = DefaultRouter(trailing_slash=False)`},
	{"redirect", "slash", "Starlette", `app = FastAPI(redirect_slashes=False)
@app.get("/tasks")                            # as the contract has it`},
}
