"""A served app and Debian's Chromium: `site` is its address, `browser_page` a page, `people()` several."""

import shutil
import threading

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

PROGRAMS = ("chromium", "chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 10_000  # milliseconds; a machine with two cores and a full suite beside it


def pytest_collection_modifyitems(items):
    """Mark what needs Chromium."""
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser, started once; where there is none the test is left out and says so."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium was found (apt install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(own_app):
    """Serve an app with a database of its own; give its address."""
    server = make_server("127.0.0.1", 0, own_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def people(chromium, site):
    """Give each person a browser of their own: `owner = people()`; an error in a page fails the test."""
    opened, wrong = [], []

    def person(viewport=None, **options):
        context = chromium.new_context(base_url=site, viewport=viewport or DESKTOP, locale="zh-CN", **options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        opened.append(context)
        return page

    yield person
    for context in opened:
        context.close()
    assert not wrong, wrong


@pytest.fixture
def browser_page(people):
    """One page of one person."""
    return people()
