"""The tasks service on Django REST framework. One variant is correct, the others each make one mistake."""

import os

from django.conf import settings

VARIANTS = ("correct", "whole-viewset", "missing-method", "function-view", "append-slash", "permission-first")

variant = os.environ.get("VARIANT", "")
if variant not in VARIANTS:
    raise SystemExit(f"no variant {variant}; there are {', '.join(VARIANTS)}")

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF="urls",
    SECRET_KEY="not a secret: nothing is signed",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"] if variant == "append-slash" else [],
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.IsAuthenticated" if variant == "permission-first"
            else "rest_framework.permissions.AllowAny",
        ],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "EXCEPTION_HANDLER": "views.as_error",
    },
)

# The settings have to be there before anything of the framework is loaded.
from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
