"""The paths of the tasks service, in the variant that is served."""

from django.urls import path
from rest_framework.routers import SimpleRouter

import views
from app import variant

router = SimpleRouter(trailing_slash=variant == "append-slash")
router.register("tasks", views.WholeTasks if variant == "whole-viewset" else views.Tasks, basename="task")
router.register("health", views.Health, basename="health")

# What stands first is found first.
urlpatterns = {
    "missing-method": [path("tasks/<int:pk>", views.Item.as_view())],
    "function-view": [path("tasks", views.collection)],
}.get(variant, []) + router.urls
