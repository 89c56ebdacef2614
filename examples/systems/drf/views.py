"""The views of the tasks service."""

from rest_framework.decorators import api_view
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler
from rest_framework.viewsets import ViewSet

TASKS = {
    1: {"id": 1, "title": "Buy milk", "done": False},
    2: {"id": 2, "title": "Call the plumber", "done": True},
}
last = 2


class Refused(Exception):
    """A request that the contract has an answer for."""

    def __init__(self, status, text):
        self.response = Response({"error": text}, status)


def as_error(error, context):
    """The body as the contract has it; a 405 stays as the framework writes it."""
    if isinstance(error, Refused):
        return error.response
    response = exception_handler(error, context)
    if response is not None and not isinstance(error, MethodNotAllowed):
        response.data = {"error": str(response.data.get("detail", response.data))}
    return response


def known(pk):
    task = TASKS.get(int(pk))
    if task is None:
        raise Refused(404, "no such task")
    return task


def read_fields(request):
    body = request.data
    title = body.get("title") if isinstance(body, dict) else None
    if not isinstance(title, str) or not title:
        raise Refused(422, "a task needs a title")
    return {"title": title, "done": bool(body.get("done", False))}


def add(fields):
    global last
    last += 1
    TASKS[last] = {"id": last, **fields}
    return Response(TASKS[last], 201, headers={"Location": f"/tasks/{last}"})


class Tasks(ViewSet):
    lookup_value_regex = "[0-9]+"

    def list(self, request):
        return Response(list(TASKS.values()))

    def create(self, request):
        return add(read_fields(request))

    def retrieve(self, request, pk):
        return Response(known(pk))

    def update(self, request, pk):
        task, fields = known(pk), read_fields(request)
        task.update(fields)
        return Response(task)

    def destroy(self, request, pk):
        del TASKS[known(pk)["id"]]
        return Response(status=204)


class WholeTasks(Tasks):
    """What a ModelViewSet brings along: the router routes PATCH, which the contract does not have."""

    def partial_update(self, request, pk):
        task = known(pk)
        task.update({k: v for k, v in request.data.items() if k in ("title", "done")})
        return Response(task)


class Item(APIView):
    """The item as a class view without put()."""

    def get(self, request, pk):
        return Response(known(pk))

    def delete(self, request, pk):
        del TASKS[known(pk)["id"]]
        return Response(status=204)


# Without a list of methods the decorator lets GET in, and not even HEAD.
@api_view()
def collection(request):
    if request.method == "POST":
        return add(read_fields(request))
    return Response(list(TASKS.values()))


class Health(ViewSet):
    def list(self, request):
        return Response({"status": "ok"})
