"""The tasks service on Django. One variant is correct, the others each make one mistake."""

import json
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views import View
from django.views.decorators.http import require_http_methods

VARIANTS = ("correct", "no-decorator", "class-missing", "append-slash", "csrf")
MIDDLEWARE = {
    "append-slash": ["django.middleware.common.CommonMiddleware"],
    "csrf": ["django.middleware.csrf.CsrfViewMiddleware"],
}

variant = os.environ.get("VARIANT", "")
if variant not in VARIANTS:
    raise SystemExit(f"no variant {variant}; there are {', '.join(VARIANTS)}")

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret: nothing is signed",
    MIDDLEWARE=MIDDLEWARE.get(variant, []),
)

TASKS = {
    1: {"id": 1, "title": "Buy milk", "done": False},
    2: {"id": 2, "title": "Call the plumber", "done": True},
}


def problem(status, text):
    return JsonResponse({"error": text}, status=status)


def read_fields(request):
    """The title and done of the content, or the response that refuses it."""
    try:
        body = json.loads(request.body)
    except ValueError:
        return None, problem(400, "the content is not JSON")
    title = body.get("title") if isinstance(body, dict) else None
    if not isinstance(title, str) or not title:
        return None, problem(422, "a task needs a title")
    return {"title": title, "done": bool(body.get("done", False))}, None


def create(request):
    fields, refusal = read_fields(request)
    if refusal:
        return refusal
    id = create.last = create.last + 1
    TASKS[id] = {"id": id, **fields}
    return JsonResponse(TASKS[id], status=201, headers={"Location": f"/tasks/{id}"})


create.last = 2


def replace(request, id):
    fields, refusal = read_fields(request)
    if refusal:
        return refusal
    TASKS[id] = {"id": id, **fields}
    return JsonResponse(TASKS[id])


def remove(id):
    del TASKS[id]
    return HttpResponse(status=204)


def collection(request):
    if request.method == "POST":
        return create(request)
    return JsonResponse(list(TASKS.values()), safe=False)


def item(request, id):
    if id not in TASKS:
        return problem(404, "no such task")
    if request.method == "PUT":
        return replace(request, id)
    if request.method == "DELETE":
        return remove(id)
    return JsonResponse(TASKS[id])


def health(request):
    return JsonResponse({"status": "ok"})


class Item(View):
    """The item as a class view without put(): Django answers the declared PUT with 405."""

    def get(self, request, id):
        return item(request, id)

    def delete(self, request, id):
        return item(request, id)


def only(*methods):
    """The decorator that says which methods a view takes, or nothing where it was forgotten."""
    if variant == "no-decorator":
        return lambda view: view
    return require_http_methods(methods)


slash = "/" if variant == "append-slash" else ""
item_view = only("GET", "HEAD", "PUT", "DELETE")(item)
urlpatterns = [
    path("tasks" + slash, only("GET", "HEAD", "POST")(collection)),
    path("tasks/<int:id>" + slash, Item.as_view() if variant == "class-missing" else item_view),
    path("health" + slash, only("GET", "HEAD")(health)),
]

application = get_wsgi_application()
