"""The tasks service on Falcon. One variant is correct, the others each make one mistake."""

import falcon

VARIANTS = ("correct", "default", "missing-handler", "json-errors", "cors", "sink")


class Tasks:
    def __init__(self):
        self.tasks = {
            1: {"id": 1, "title": "Buy milk", "done": False},
            2: {"id": 2, "title": "Call the plumber", "done": True},
        }
        self.last = 2

    def known(self, id):
        if id not in self.tasks:
            raise Refused("404 Not Found", "no such task")
        return self.tasks[id]


class Refused(Exception):
    """What the handlers say no with."""

    @staticmethod
    def answer(req, resp, refused, params):
        resp.status, text = refused.args
        resp.media = {"error": text}


def fields(req):
    try:
        body = req.get_media()
    except (falcon.MediaMalformedError, falcon.MediaNotFoundError):
        raise Refused("400 Bad Request", "the content is not JSON")
    title = body.get("title") if isinstance(body, dict) else None
    if not isinstance(title, str) or not title:
        raise Refused("422 Unprocessable Content", "a task needs a title")
    return {"title": title, "done": bool(body.get("done", False))}


class Collection:
    def __init__(self, store):
        self.store = store

    def on_get(self, req, resp):
        resp.media = list(self.store.tasks.values())

    def on_post(self, req, resp):
        new = fields(req)
        self.store.last += 1
        resp.media = self.store.tasks[self.store.last] = {"id": self.store.last, **new}
        resp.status = falcon.HTTP_201
        resp.location = f"/tasks/{self.store.last}"


class Item:
    def __init__(self, store):
        self.store = store

    def on_get(self, req, resp, id):
        resp.media = self.store.known(id)

    def on_put(self, req, resp, id):
        self.store.known(id).update(fields(req))
        resp.media = self.store.known(id)

    def on_delete(self, req, resp, id):
        del self.store.tasks[self.store.known(id)["id"]]
        resp.status = falcon.HTTP_204


class Health:
    def on_get(self, req, resp):
        resp.media = {"status": "ok"}


def with_head(resource):
    """Falcon has no HEAD of itself: a resource answers it only with an on_head."""
    resource.on_head = resource.on_get
    return resource


def json_errors(req, resp, error, params):
    """What many guides show: the status is kept, the fields of the error are lost."""
    resp.status = error.status
    resp.media = {"error": error.title}


def page(req, resp):
    resp.content_type = falcon.MEDIA_HTML
    resp.text = "<!doctype html>\n<title>Tasks</title>\n<div id=app></div>\n"


def create_app(variant):
    if variant not in VARIANTS:
        raise SystemExit(f"no variant {variant}; there are {', '.join(VARIANTS)}")
    app = falcon.App(cors_enable=variant == "cors")
    if variant == "json-errors":
        app.add_error_handler(falcon.HTTPError, json_errors)
    app.add_error_handler(Refused, Refused.answer)
    head = (lambda resource: resource) if variant == "default" else with_head
    store = Tasks()
    item = Item(store)
    if variant == "missing-handler":
        item = type("Item", (), {"on_get": item.on_get, "on_delete": item.on_delete})()
    app.add_route("/tasks", head(Collection(store)))
    app.add_route("/tasks/{id:int}", head(item))
    app.add_route("/health", head(Health()))
    if variant == "sink":
        app.add_sink(page, "/")
    return app
