"""The tasks service on FastAPI. One variant is correct, the others each make one mistake."""

import os
from pathlib import Path

from fastapi import FastAPI, HTTPException, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as RoutingException
from starlette.routing import Match

VARIANTS = ("correct", "default", "json-errors", "missing-route", "static-root", "slash")


class NewTask(BaseModel):
    title: str = Field(min_length=1)
    done: bool = False


class Task(NewTask):
    id: int


def create_app():
    variant = os.environ.get("VARIANT", "")
    if variant not in VARIANTS:
        raise SystemExit(f"no variant {variant}; there are {', '.join(VARIANTS)}")
    app = FastAPI(openapi_url=None)
    add_errors(app, variant)
    add_tasks(app, variant)
    if variant == "static-root":
        # Whatever no route matches whole falls through to the files, a wrong method included.
        app.mount("/", StaticFiles(directory=Path(__file__).parent / "static", html=True))
    return app


def add_errors(app, variant):
    @app.exception_handler(HTTPException)
    async def as_json(request, error):
        return JSONResponse({"error": error.detail}, error.status_code, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request, error):
        malformed = any(e["type"] == "json_invalid" for e in error.errors())
        return JSONResponse({"error": "not a task"}, 400 if malformed else 422)

    if variant == "correct":
        # What the router itself answers is Starlette's exception, not FastAPI's.
        @app.exception_handler(RoutingException)
        async def accurate(request, error):
            headers = {"Allow": ", ".join(allowed(app, request))} if error.status_code == 405 else None
            return JSONResponse({"error": error.detail}, error.status_code, headers)

    if variant == "json-errors":
        # What many guides show: the status is kept, the fields of the exception are lost.
        @app.exception_handler(RoutingException)
        async def without_fields(request, error):
            return JSONResponse({"error": error.detail}, error.status_code)


def allowed(app, request):
    """The methods of every route that matches the path: FastAPI itself names those of the first."""
    matching = (r for r in app.routes if r.matches(request.scope)[0] != Match.NONE)
    return sorted({method for route in matching for method in route.methods})


def add_tasks(app, variant):
    tasks = {
        1: Task(id=1, title="Buy milk", done=False),
        2: Task(id=2, title="Call the plumber", done=True),
    }
    slash = "/" if variant == "slash" else ""
    # Unlike Starlette, FastAPI does not answer HEAD where it answers GET.
    reading = ["GET", "HEAD"] if variant == "correct" else ["GET"]
    last = 2

    def known(id):
        if id not in tasks:
            raise HTTPException(404, "no such task")

    @app.api_route("/tasks" + slash, methods=reading)
    async def read_all():
        return list(tasks.values())

    if variant != "missing-route":
        @app.post("/tasks" + slash, status_code=201)
        async def create(fields: NewTask, response: Response):
            nonlocal last
            last += 1
            tasks[last] = Task(id=last, **fields.model_dump())
            response.headers["Location"] = f"/tasks/{last}"
            return tasks[last]

    @app.api_route("/tasks/{id}" + slash, methods=reading)
    async def read(id: int):
        known(id)
        return tasks[id]

    @app.put("/tasks/{id}" + slash)
    async def replace(id: int, fields: NewTask):
        known(id)
        tasks[id] = Task(id=id, **fields.model_dump())
        return tasks[id]

    @app.delete("/tasks/{id}" + slash, status_code=204)
    async def remove(id: int):
        known(id)
        del tasks[id]

    @app.api_route("/health", methods=reading)
    async def health():
        return {"status": "ok"}
