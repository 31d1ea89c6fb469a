"""The web: the error table, the security headers, and a number for each request."""

import contextlib
import re
import uuid

from flask import Flask, abort, current_app, g, render_template, request
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kernel.db import db
from kernel.errors import ActError, WrongState
from kernel.languages import CHINESE, reading
from kernel.reading import closed_up

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429})
OK, BAD_REQUEST, REFUSED, SERVER_ERROR = 200, 400, 422, 500
UNIQUE = ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
BARE = re.compile(r'(filename="?)[-_ ]*(\.\w+"?(?:;|$))')  # a name in ASCII that is an ending alone
LAST_WORDS = "500: something broke on our side. 系统出了故障，请稍后再试。 {}\n"


def install(app: Flask) -> None:
    """Give the app its error table and headers."""
    app.before_request(_refuse_nul)
    app.after_request(_add_headers)
    app.after_request(_name_download)
    app.register_error_handler(ActError, _acted_wrongly)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _twice)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def request_id() -> str:
    """Return the number of this request, by which the log knows it."""
    if "request_id" not in g:
        g.request_id = uuid.uuid4().hex[:12]
    return str(g.request_id)


def _refuse_nul() -> None:
    """Refuse the one character that PostgreSQL cannot hold: nobody types it."""
    if "\0" in request.path:
        abort(BAD_REQUEST)
    for sent in (request.args, request.form):
        if any("\0" in text for name, texts in sent.lists() for text in (name, *texts)):
            abort(BAD_REQUEST)


def _name_download(response: Response) -> Response:
    """Give a download whose Chinese name leaves only its ending in ASCII a stem: the name of its page."""
    how = response.headers.get("Content-Disposition", "")
    if how and request.endpoint:
        stem = request.endpoint.rpartition(".")[2].replace("_", "-")
        response.headers["Content-Disposition"] = BARE.sub(rf"\g<1>{stem}\g<2>", how)
    return response


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _acted_wrongly(error: ActError) -> tuple[str, int]:
    return written(f"errors/{error.status}.html", error=error), error.status


def _stale(_error: StaleDataError) -> tuple[str, int]:
    db.session.rollback()
    return _acted_wrongly(WrongState())


def _twice(error: IntegrityError) -> tuple[str, int]:
    """Tell the second of two who did at once what can be done only once; anything else is a bug."""
    cause = error.orig
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    if code not in UNIQUE:
        return _bug(error)
    db.session.rollback()
    current_app.logger.warning("request %s came second: %s", request_id(), cause)
    return _acted_wrongly(WrongState())


def _http(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
    if error.code == SERVER_ERROR:
        return _bug(getattr(error, "original_exception", None) or error)
    if error.code not in PAGES:
        return error
    response = Response(written(f"errors/{error.code}.html", error=error), error.code)
    for name, value in error.get_headers():  # which methods are allowed, when to come again
        response.headers.setdefault(name, value)
    response.content_type = "text/html; charset=utf-8"
    return response


def _bug(error: Exception) -> tuple[str, int]:
    with contextlib.suppress(SQLAlchemyError):  # the database may be what broke
        db.session.rollback()
    if current_app.testing or current_app.debug:
        raise error
    # The rule, not the address: some addresses open something by being known.
    where = request.url_rule or request.endpoint
    current_app.logger.error("request %s failed: %s %s", request_id(), request.method, where, exc_info=error)
    try:
        return written("errors/500.html", error=error, request_id=request_id()), SERVER_ERROR
    except Exception:
        current_app.logger.exception("request %s: its error page failed too", request_id())
        return LAST_WORDS.format(request_id()), SERVER_ERROR


def page(template: str, **context: object) -> tuple[str, int]:
    """Render a page; one whose form holds an error or a refusal answers 422."""
    form = context.get("form")
    wrong = bool(getattr(form, "errors", None) or getattr(form, "refusal", None))
    return written(template, **context), REFUSED if wrong and request.method == "POST" else OK


def written(template: str, **context: object) -> str:
    """Write a page in the reader's language, as its sentences are joined in it."""
    html = render_template(template, **context)
    return closed_up(html) if reading() == CHINESE else html
