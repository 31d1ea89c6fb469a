"""Two at the same moment. Each runs on whatever database the tests run on; the second run is on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import attempts, claims, entrance, jobs, operations, people, queries
from accounts.models import Claim, Invitation, Message, Organisation, Role, User
from accounts.people import Invitee, Person
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from kernel.sentences import say
from tests import personas
from tests.accounts import filled
from tests.conftest import TODAY
from tests.factories import accounts as make


def at_once(app, *acts, load=None):
    """Run acts in threads of their own, each in a transaction; return what each led to, an error as itself.

    What `load` reads is read by each before any acts, as a page reads its subject before the act begins.
    """
    start = Barrier(len(acts))

    def run(act):
        with app.app_context():
            given = [load()] if load else []
            start.wait()
            try:
                with transaction():
                    return act(*given)
            except (Refused, WrongState) as refused:
                return refused
            finally:
                db.session.remove()

    db.session.commit()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def person(number):
    return Person("姜涛", f"race{number}@example.cn", "13857012345", filled.PASSWORD)


def refusals(results):
    return [r for r in results if isinstance(r, Exception)]


def test_no_attempt_is_free_however_many_come_at_once(own_app, clock):
    now = clock.now()
    acts = [lambda: attempts.count(attempts.SIGN_IN_ACCOUNT, "owner@example.cn", now)] * 24
    waits = at_once(own_app, *acts)
    assert waits.count(None) == attempts.SIGN_IN_ACCOUNT.most
    assert len({wait for wait in waits if wait}) == 1


def test_two_who_join_under_one_code_get_one_account(own_app, clock):
    now, details = clock.now(), {"name": "同一家机构", "uscc": make.credit_code()}

    def join(number):
        return operations.sign_up_body("agency", details, person(number), {}, now=now).id

    results = at_once(own_app, *[lambda n=n: join(n) for n in range(4)])
    assert len(refusals(results)) == 3
    assert {r.field for r in refusals(results)} == {"uscc"}
    assert db.session.query(Organisation).count() == db.session.query(User).count() == 1


def test_two_who_join_with_one_address_get_one_account(own_app, clock):
    now = clock.now()

    def join():
        details = {"name": "一家机构", "uscc": make.credit_code()}
        return operations.sign_up_body("agency", details, person(1), {}, now=now).id

    results = at_once(own_app, join, join, join)
    assert [r.field for r in refusals(results)] == ["email", "email"]
    assert db.session.query(Organisation).count() == 1


def test_an_address_that_looks_like_a_column_is_still_the_address_that_is_taken(own_app, clock):
    now = clock.now()

    def join():
        details = {"name": "一家机构", "uscc": make.credit_code()}
        someone = Person("姜涛", "uscc@example.cn", "13857012345", filled.PASSWORD)
        return operations.sign_up_body("agency", details, someone, {}, now=now).id

    assert [r.field for r in refusals(at_once(own_app, join, join))] == ["email"]


def test_what_breaks_another_rule_of_the_tables_is_no_refusal(own_app, clock):
    body = personas.owner().organisation
    with pytest.raises(IntegrityError):
        _enrol(body, "emperor", clock.now())


def _enrol(body, role, now):
    with transaction():
        people.enrol(body, person(1), role, now)


def test_one_person_joins_once(own_app, clock):
    now = clock.now()

    def join(number):
        return operations.sign_up_person(make.identity_number(7), "", person(number), now=now).id

    results = at_once(own_app, lambda: join(1), lambda: join(2))
    assert [r.field for r in refusals(results)] == ["identity"]


def test_two_heads_who_demote_each_other_leave_one(own_app):
    first = personas.owner()
    second = make.user(first.organisation, "second@example.cn")
    ids = (first.id, second.id)

    def demote(heads, user_id, actor_id):
        row = next(head for head in heads if head.id == user_id)
        return people.change_role(row, Role.READER, actor_id=actor_id).id

    body = first.organisation_id
    acts = (lambda heads: demote(heads, *ids), lambda heads: demote(heads, *reversed(ids)))
    results = at_once(own_app, *acts, load=lambda: queries.active_heads(body))
    assert len(refusals(results)) == 1
    assert len(queries.active_heads(first.organisation_id)) == 1


def test_an_invitation_taken_up_by_two_makes_one_account(own_app, clock):
    body, now = personas.owner().organisation, clock.now()
    with transaction():
        people.invite(body, Invitee("何琳", "helin@example.cn", "officer"), str, actor_id=None, now=now)
    row_id = db.session.scalars(select(Invitation.id)).one()

    def accept(row, number):
        return people.accept(row, Person(f"何琳{number}", row.email, "", filled.PASSWORD), now=now).id

    results = at_once(
        own_app,
        lambda row: accept(row, 1),
        lambda row: accept(row, 2),
        load=lambda: queries.invitation(row_id),
    )
    assert len(refusals(results)) == 1
    assert db.session.query(User).filter_by(email="helin@example.cn").count() == 1


def test_a_link_to_a_new_password_used_by_two_sets_one(own_app, clock):
    personas.owner()
    now, tokens = clock.now(), []
    with transaction():
        entrance.ask_reset("owner@example.cn", lambda token: tokens.append(token) or token, now=now)

    def choose(row, password):
        return entrance.reset_password(row, password, now=now).id

    acts = (lambda row: choose(row, "bamboo over water 1"), lambda row: choose(row, "bamboo over water 2"))
    results = at_once(own_app, *acts, load=lambda: entrance.reset(tokens[0], now))
    assert len(refusals(results)) == 1


def test_a_claim_is_filed_once_and_decided_once(own_app, clock):
    uscc, now = personas.agency().organisation.uscc, clock.now()
    actor = personas.operator().id

    def file():
        return claims.file_claim(uscc, person(1), "理由", {}, now=now).id

    assert len(refusals(at_once(own_app, file, file))) == 1
    row_id = db.session.scalars(select(Claim.id)).one()

    def decide(row, decision):
        return claims.decide(row, decision, "理由", actor_id=actor, now=now)

    acts = (lambda row: decide(row, "granted"), lambda row: decide(row, "refused"))
    results = at_once(own_app, *acts, load=lambda: queries.claim(row_id))
    assert len(refusals(results)) == 1


def test_what_is_told_once_by_two_at_once_is_there_once(own_app):
    body = personas.owner().organisation_id
    words = say("Your organisation is verified. You can act from now on.")
    at_once(own_app, *[lambda: operations.tell(body, words, once="the same")] * 4)
    assert db.session.query(Message).count() == 1


def test_two_senders_at_once_send_each_letter_once(own_app, tmp_path):
    body = personas.owner().organisation
    for _ in range(5):
        make.message(body)
    own_app.config["FILES_DIR"] = str(tmp_path / "files")
    db.session.commit()

    def send(_number):
        with own_app.app_context():
            try:
                return jobs.deliver_messages(TODAY)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(send, range(3))) == 5
    assert len(list((tmp_path / "outbox").iterdir())) == 5


@pytest.mark.parametrize("times", [2, 4])
def test_one_who_is_verified_by_two_is_verified_once(own_app, clock, times):
    row_id, actor, now = personas.unverified_agency().organisation_id, personas.operator().id, clock.now()
    papers = {"licence": filled.upload("a.pdf"), "authorisation": filled.upload("b.pdf")}
    with transaction():
        operations.bring_documents(queries.organisation(row_id), papers, actor_id=actor)

    def verify(row):
        return operations.verify(row, actor_id=actor, now=now).id

    results = at_once(own_app, *[verify] * times, load=lambda: queries.organisation(row_id))
    assert len(refusals(results)) == times - 1
    assert len(queries.verifications_of(row_id)) == 1
