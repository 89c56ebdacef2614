"""The tasks service on aiohttp. One variant is correct, the others each make one mistake."""

import json
import sys

from aiohttp import web

VARIANTS = ("correct", "missing-handler", "any", "json-errors", "slash", "auth-first")

TASKS = {
    1: {"id": 1, "title": "Buy milk", "done": False},
    2: {"id": 2, "title": "Call the plumber", "done": True},
}


def problem(status, text):
    return web.json_response({"error": text}, status=status)


async def health(request):
    return web.json_response({"status": "ok"})


async def list_tasks(request):
    return web.json_response(list(TASKS.values()))


def known(request):
    task = TASKS.get(int(request.match_info["id"]))
    if task is None:
        raise web.HTTPNotFound(text='{"error": "no such task"}', content_type="application/json")
    return task


async def fields(request):
    try:
        body = json.loads(await request.text())
    except ValueError:
        raise web.HTTPBadRequest(text='{"error": "the content is not JSON"}', content_type="application/json")
    title = body.get("title") if isinstance(body, dict) else None
    if not isinstance(title, str) or not title:
        raise web.HTTPUnprocessableEntity(text='{"error": "a task needs a title"}', content_type="application/json")
    return {"title": title, "done": bool(body.get("done", False))}


async def create_task(request):
    task = {"id": max(TASKS, default=0) + 1, **await fields(request)}
    TASKS[task["id"]] = task
    return web.json_response(task, status=201, headers={"Location": f"/tasks/{task['id']}"})


async def read_task(request):
    return web.json_response(known(request))


async def replace_task(request):
    task = known(request)
    task.update(await fields(request))
    return web.json_response(task)


async def remove_task(request):
    del TASKS[known(request)["id"]]
    return web.Response(status=204)


@web.middleware
async def json_errors(request, handler):
    """What many guides show: the status is kept, the fields of the error are lost."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return problem(error.status, error.reason)


@web.middleware
async def authenticate(request, handler):
    """Runs before the answer of the router too, be it 404 or 405."""
    if "Authorization" not in request.headers:
        return web.json_response({"error": "who are you"}, status=401, headers={"WWW-Authenticate": "Bearer"})
    return await handler(request)


def create_app(variant):
    middlewares = {
        "json-errors": [json_errors],
        "slash": [web.normalize_path_middleware()],
        "auth-first": [authenticate],
    }.get(variant, [])
    app = web.Application(middlewares=middlewares)
    end = "/" if variant == "slash" else ""
    app.router.add_get("/tasks" + end, list_tasks)
    app.router.add_post("/tasks" + end, create_task)
    app.router.add_get(r"/tasks/{id:\d+}" + end, read_task)
    if variant != "missing-handler":
        app.router.add_put(r"/tasks/{id:\d+}" + end, replace_task)
    app.router.add_delete(r"/tasks/{id:\d+}" + end, remove_task)
    if variant == "any":
        app.router.add_route("*", "/health", health)
    else:
        app.router.add_get("/health", health)
    return app


if __name__ == "__main__":
    variant, port = sys.argv[1:]
    if variant not in VARIANTS:
        raise SystemExit(f"no variant {variant}; there are {', '.join(VARIANTS)}")
    web.run_app(create_app(variant), host="127.0.0.1", port=int(port), print=None)
