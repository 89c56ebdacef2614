"""The tasks service on Flask. One variant is correct, the others each make one mistake."""

from flask import Flask, abort, jsonify, request, url_for
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.datastructures import WWWAuthenticate

VARIANTS = (
    "correct", "missing-methods", "json-errors", "auth-first", "slash", "lying-delete",
)


def create_app(variant):
    if variant not in VARIANTS:
        raise SystemExit(f"no variant {variant}; there are {', '.join(VARIANTS)}")
    app = Flask(__name__)
    add_errors(app, variant)
    add_tasks(app, variant)
    app.add_url_rule("/health", view_func=health)
    return app


def health():
    return jsonify(status="ok")


def add_errors(app, variant):
    @app.errorhandler(HTTPException)
    def as_json(error):
        if variant == "json-errors":
            # What many guides show: the status is kept, the fields of the error are lost.
            return jsonify(error=error.description), error.code
        response = error.get_response()
        response.data = jsonify(error=error.description).data
        response.content_type = "application/json"
        return response

    if variant == "auth-first":
        @app.before_request
        def authenticate():
            if "Authorization" not in request.headers:
                raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))


def add_tasks(app, variant):
    tasks = {
        1: {"id": 1, "title": "Buy milk", "done": False},
        2: {"id": 2, "title": "Call the plumber", "done": True},
    }
    slash = "/" if variant == "slash" else ""
    # Flask's own default is GET; a route that forgets methods= never lets a POST in.
    collection_methods = None if variant == "missing-methods" else ["GET", "POST"]
    last = 2

    def known(id):
        return tasks.get(id) or abort(404, "no such task")

    def title_and_done():
        body = request.get_json()
        title = body.get("title") if isinstance(body, dict) else None
        if not isinstance(title, str) or not title:
            abort(422, "a task needs a title")
        return {"title": title, "done": bool(body.get("done", False))}

    @app.route("/tasks" + slash, methods=collection_methods)
    def collection():
        nonlocal last
        if request.method != "POST":
            return jsonify(list(tasks.values()))
        fields = title_and_done()
        last += 1
        tasks[last] = {"id": last, **fields}
        return jsonify(tasks[last]), 201, {"Location": url_for("read", id=last)}

    @app.get("/tasks/<int:id>" + slash)
    def read(id):
        return jsonify(known(id))

    @app.put("/tasks/<int:id>" + slash)
    def replace(id):
        fields = title_and_done()
        tasks[id] = {"id": known(id)["id"], **fields}
        return jsonify(tasks[id])

    @app.delete("/tasks/<int:id>" + slash)
    def remove(id):
        del tasks[known(id)["id"]]
        return "", 204

    if variant == "lying-delete":
        @app.delete("/tasks")
        def remove_all():
            tasks.clear()
            return "", 204
