from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from accounts import operations, queries
from accounts.models import Message
from kernel.db import db, transaction
from kernel.errors import WrongState
from kernel.sentences import say
from tests import personas
from tests.factories import accounts as make

TOLD = say("%(name)s waits to be verified.", name="江山市万通检测有限公司")


def messages():
    return db.session.scalars(select(Message).order_by(Message.id)).all()


def press(visit, message):
    return visit.submit("/inbox", form=f"/inbox/{message.id}/read", follow=False)


def test_an_empty_inbox_says_so(visit):
    page = visit.as_(personas.owner())("/inbox")
    assert page.heading == "消息已全部阅读"
    assert "还没有消息。" in page.text
    assert page.forms == []


def test_a_message_is_said_in_the_reader_s_language(visit):
    make.message(personas.operator().organisation, TOLD)
    visit.as_(personas.operator())
    page = visit("/inbox")
    assert page.heading == "1 条消息未读"
    assert "江山市万通检测有限公司等待核验。" in page.text
    page = visit.english()("/inbox")
    assert page.heading == "1 message is unread"
    assert "江山市万通检测有限公司 waits to be verified." in page.text


def test_opening_a_message_marks_it_and_leads_to_what_it_is_about(visit, clock):
    message = make.message(personas.operator().organisation, TOLD, link="/organisations/waiting")
    visit.as_(personas.operator())
    answer = press(visit, message).answer
    assert answer.headers["Location"] == "/organisations/waiting"
    assert messages()[0].read_at == clock.now()
    page = visit("/inbox")
    assert "/organisations/waiting" in page.links
    assert page.forms == []


def test_a_message_without_a_link_is_marked_and_the_inbox_shown(visit):
    message = make.message(personas.owner().organisation)
    assert press(visit.as_(personas.owner()), message).answer.headers["Location"] == "/inbox"
    assert queries.unread(personas.owner().organisation_id) == 0


def test_the_newest_stands_first_and_a_past_year_is_said(visit, clock):
    body = personas.owner().organisation
    late = make.message(body, say("%(name)s waits to be verified.", name="后"))
    early = datetime(2025, 12, 3, 4, tzinfo=UTC)
    # Written later, and told of an earlier moment: two in the same one go by their order.
    for name in ("前", "中"):
        make.message(body, say("%(name)s waits to be verified.", name=name), created_at=early)
    page = visit.as_(personas.owner())("/inbox")
    places = [page.text.index(f"{name}等待核验") for name in ("后", "中", "前")]
    assert places == sorted(places)
    assert "2025年12月3日" in page.text
    assert f"{late.created_at.year}年" not in page.text.partition("后等待核验")[2].partition("中等待核验")[0]


def test_every_message_can_be_marked_at_once(visit):
    for _ in range(3):
        make.message(personas.owner().organisation)
    make.message(personas.agency().organisation)
    page = visit.as_(personas.owner()).submit("/inbox", form="/inbox/read")
    assert page.heading == "消息已全部阅读"
    assert queries.unread(personas.agency().organisation_id) == 1


def test_the_first_reading_is_the_one_that_is_kept(visit, clock):
    message = make.message(personas.owner().organisation)
    visit.as_(personas.owner())
    first, second = visit("/inbox"), visit("/inbox")
    visit.submit(first, form=f"/inbox/{message.id}/read")
    when = messages()[0].read_at
    clock.ahead(hours=1)
    visit.submit(second, form=f"/inbox/{message.id}/read")
    assert messages()[0].read_at == when


def test_nobody_reads_or_marks_another_organisation_s_messages(visit, client):
    message = make.message(personas.agency().organisation)
    page = visit.as_(personas.owner())("/inbox")
    assert "核验" not in page.text
    token = page.root.first("input", name="csrf_token").get("value")
    sent = {"csrf_token": token, "act_key": "b" * 32}
    assert client.post(f"/inbox/{message.id}/read", data=sent).status_code == 403
    assert messages()[0].read_at is None
    assert client.post("/inbox/99999/read", data=sent).status_code == 404
    visit.as_nobody()("/inbox", status=303)


def test_the_list_goes_on_where_the_page_ended_and_costs_the_same(visit, count_statements):
    counts = []
    visit.as_(personas.owner())
    for number in range(1, 31):
        make.message(personas.owner().organisation, say("%(reason)s", reason=f"第{number}条"))
        if number in (3, 30):
            with count_statements() as seen:
                page = visit("/inbox")
            counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "第30条" in page.text
    assert "第11条" in page.text
    assert "第10条" not in page.text
    following = visit(page.root.first("a", rel="next").get("href"))
    assert "第10条" in following.text
    assert "第11条" not in following.text


def test_the_head_of_the_page_says_how_many_are_unread(visit):
    make.message(personas.owner().organisation)
    page = visit.as_(personas.owner())("/me")
    assert "消息（1）" in page.root.text


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_told_once_is_there_once(db_session, times):
    body, other = personas.owner().organisation_id, personas.agency().organisation_id
    for _ in range(times):
        with transaction():
            operations.tell(body, TOLD, link="/x", once="case-7-opened")
    assert len(messages()) == 1
    with transaction():
        operations.tell(other, TOLD, once="case-7-opened")
        operations.tell(body, TOLD)
        operations.tell(body, TOLD)
    assert len(messages()) == 4
    assert (messages()[0].link, messages()[0].once) == ("/x", "case-7-opened")


def test_what_is_told_in_an_act_that_fails_was_never_told(db_session):
    body = personas.owner().organisation_id
    with pytest.raises(WrongState):
        tell_and_fail(body)
    assert messages() == []


def tell_and_fail(body):
    with transaction():
        operations.tell(body, TOLD)
        raise WrongState
