"""What is run again on PostgreSQL: `pytest -p tests.again`, on SQLite first and then there.

On SQLite it notes what every test has of the database: each statement, each refusal of one, and each kind of answer of
each address. On PostgreSQL every test of the database is run again but those that open pages and have nothing that no
other of them has: so every statement, every refusal and every answer of every page is seen there, once and not twenty
times. Where nothing was noted everything is run; `make test-long` always does.
"""

import re
from functools import cache
from hashlib import blake2b

import pytest
from flask import request, request_finished
from sqlalchemy import Engine, event

from tests.databases import server

SPARED = "again/spared"
SEVERAL = re.compile(r"\?(, \?)+")
_noted = {}  # test → whether it opens pages, and what it has of the database
_seen = set()


@cache
def _number(*words):
    """Stand for something seen: the same number in every process, however many values a statement lists."""
    text = SEVERAL.sub("?", " ".join(map(str, words)))
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest())


@event.listens_for(Engine, "before_cursor_execute")
def _note_statement(_connection, _cursor, statement, _parameters, _context, _many):
    _seen.add(_number(statement))


@event.listens_for(Engine, "handle_error")
def _note_refusal(context):
    _seen.add(_number(type(context.original_exception).__name__, context.statement))


@request_finished.connect
def _note_answer(_app, response, **_more):
    _seen.add(_number(request.method, request.endpoint, response.status_code))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Note what a test has, from the making of its fixtures on; who has a database to himself is always run again."""
    _seen.clear()
    result = yield
    if "db_session" in item.fixturenames:
        _noted[item.nodeid] = "client" in item.fixturenames, sorted(_seen)
    return result


def spared(noted):
    """Return the tests of pages that have only what others have that are run again; who has most is asked first."""
    seen = {number for opens_pages, numbers in noted.values() if not opens_pages for number in numbers}
    left_out = []
    for test, (opens_pages, numbers) in sorted(noted.items(), key=lambda one: (-len(one[1][1]), one[0])):
        if opens_pages and seen.issuperset(numbers):
            left_out.append(test)
        seen.update(numbers)
    return left_out


def pytest_collection_modifyitems(config, items):
    """Leave out on PostgreSQL what need not be run again."""
    left_out = set(config.cache.get(SPARED, ())) if server() else set()
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left_out])
    items[:] = [item for item in items if item.nodeid not in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take in what a worker noted."""
    _noted.update(getattr(node, "workeroutput", {}).get("noted", {}))


def pytest_sessionfinish(session):
    """Report to whoever handed out the tests, or keep for PostgreSQL what was noted; once it was there, forget it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["noted"] = _noted
    else:
        session.config.cache.set(SPARED, [] if server() else spared(_noted))
