"""The tasks service on Tornado. One variant is correct, the others each make one mistake."""

import asyncio
import json
import sys

from tornado import escape, web

VARIANTS = ("correct", "default", "missing-handler", "cors")

TASKS = {
    1: {"id": 1, "title": "Buy milk", "done": False},
    2: {"id": 2, "title": "Call the plumber", "done": True},
}
UNIMPLEMENTED = web.RequestHandler._unimplemented_method


class Handler(web.RequestHandler):
    """What all handlers have in common."""

    def answer(self, value, status=200):
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps(value))

    def write_error(self, status_code, **kwargs):
        self.answer({"error": getattr(kwargs["exc_info"][1], "log_message", None) or self._reason}, status_code)

    def fields(self):
        try:
            body = escape.json_decode(self.request.body)
        except ValueError:
            raise web.HTTPError(400, "the content is not JSON")
        title = body.get("title") if isinstance(body, dict) else None
        if not isinstance(title, str) or not title:
            raise web.HTTPError(422, "a task needs a title")
        return {"title": title, "done": bool(body.get("done", False))}


class Polite(Handler):
    """Answers HEAD, and says in Allow what there is: Tornado does neither of itself."""

    def head(self, *args):
        self.get(*args)

    def write_error(self, status_code, **kwargs):
        if status_code == 405:
            methods = [m for m in self.SUPPORTED_METHODS if getattr(type(self), m.lower()) is not UNIMPLEMENTED]
            self.set_header("Allow", ", ".join(methods))
        super().write_error(status_code, **kwargs)


class Open(Polite):
    """What guides have for other origins: the same for every path."""

    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Access-Control-Allow-Headers", "Content-Type")
        self.set_header("Access-Control-Allow-Methods", "POST, GET, OPTIONS")

    def options(self, *args):
        self.set_status(204)


def create_app(variant):
    base = {"default": Handler, "cors": Open}.get(variant, Polite)

    class Health(base):
        def get(self):
            self.answer({"status": "ok"})

    class Collection(base):
        def get(self):
            self.answer(list(TASKS.values()))

        def post(self):
            task = {"id": max(TASKS, default=0) + 1, **self.fields()}
            TASKS[task["id"]] = task
            self.set_header("Location", f"/tasks/{task['id']}")
            self.answer(task, 201)

    class Item(base):
        def known(self, id):
            if int(id) not in TASKS:
                raise web.HTTPError(404, "no such task")
            return TASKS[int(id)]

        def get(self, id):
            self.answer(self.known(id))

        def delete(self, id):
            del TASKS[self.known(id)["id"]]
            self.set_status(204)

        if variant != "missing-handler":
            def put(self, id):
                self.known(id).update(self.fields())
                self.answer(self.known(id))

    return web.Application([("/health", Health), ("/tasks", Collection), (r"/tasks/(\d+)", Item)])


async def main(variant, port):
    if variant not in VARIANTS:
        raise SystemExit(f"no variant {variant}; there are {', '.join(VARIANTS)}")
    create_app(variant).listen(int(port), "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
