"""How a visitor wants to read: the language and the size of the type, each kept in a cookie."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from kernel.errors import NotFound
from kernel.languages import LANGUAGE_COOKIE, LARGE, NORMAL, SIZE_COOKIE, TAGS
from kernel.permissions import public

views = Blueprint("preferences", __name__)
YEAR = 365 * 24 * 60 * 60  # seconds that a cookie is kept


@views.get("/language/<string:code>")
@public
def language(code: str) -> Response:
    """Read in Chinese or in English from now on."""
    return _keep(LANGUAGE_COOKIE, code, tuple(TAGS))


@views.get("/text-size/<string:size>")
@public
def size(size: str) -> Response:
    """Read in large type (大字版) or in the normal one from now on."""
    return _keep(SIZE_COOKIE, size, (LARGE, NORMAL))


def local(target: str) -> str:
    """Return an address of this site as it came, any other as the first page: nobody is led away."""
    parts = urlsplit(target)
    whole = target.isprintable() and "\\" not in target and not target.startswith("//")
    return target if whole and target.startswith("/") and not parts.netloc else "/"


def _keep(cookie: str, value: str, allowed: tuple[str, ...]) -> Response:
    if value not in allowed:
        raise NotFound
    response = redirect(local(request.args.get("next", "")), 303)
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return response


def switch(endpoint: str, **address: Any) -> str:  # noqa: ANN401  as url_for takes it
    """Return the address of a switch that comes back to this page."""
    return url_for(f"preferences.{endpoint}", next=request.full_path.rstrip("?"), **address)


def install(app: Flask) -> None:
    """Give the app the switches, and the layout their addresses."""
    app.register_blueprint(views)
    app.jinja_env.globals["switch"] = switch
