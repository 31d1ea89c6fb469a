"""A form that is sent twice by a double click makes one act."""

from time import sleep

import pytest
from flask import request
from sqlalchemy import func, select

from kernel.db import db
from marketplace.projects.models import Project
from tests import personas
from tests.browser.person import Person

FORM = "/projects/new"
THINKING, BETWEEN = 0.4, 60  # seconds that the server takes, milliseconds between two presses of a button


@pytest.fixture
def owner(people):
    return Person(people(), personas.owner())


def projects():
    db.session.rollback()  # the server has written since; look anew
    return db.session.scalar(select(func.count()).select_from(Project))


def fills_in_a_project(owner):
    owner.comes_to(FORM)
    owner.fills({"项目名称": "贺村喷涂线技术改造项目", "项目代码": "2603-330881-04-01-500001"})
    owner.picks("服务费用由哪类资金支付？", "社会资金")
    return owner.main.get_by_role("button", name="登记项目", exact=True)


@pytest.fixture
def slow(own_app):
    """Let the server think before it answers a form, so that the second click comes while the first one waits."""
    think = own_app.before_request_funcs[None]
    think.insert(0, lambda: sleep(THINKING) if request.path == FORM and request.method == "POST" else None)


def test_a_double_click_enters_one_project(slow, owner):
    button, sent = fills_in_a_project(owner), []
    owner.page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    button.dblclick(delay=BETWEEN)
    owner.is_headed("贺村喷涂线技术改造项目")
    assert len(sent) == 2
    assert projects() == 1


def test_the_same_form_sent_again_shows_the_first_result(owner):
    button = fills_in_a_project(owner)
    with owner.page.expect_request(lambda asked: asked.method == "POST") as caught:
        button.click()
    owner.is_headed("贺村喷涂线技术改造项目")
    sent = caught.value
    form = {"content-type": sent.headers["content-type"], "referer": sent.headers["referer"]}
    again = owner.page.request.post(sent.url, data=sent.post_data_buffer, headers=form)
    assert (again.status, again.url) == (200, owner.page.url)
    assert projects() == 1
