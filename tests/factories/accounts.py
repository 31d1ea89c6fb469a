"""Organisations and people for tests: one function a table, every default valid, each told to the ledger."""

import itertools
from functools import cache

from accounts import codes, passwords
from accounts.models import (
    Agency,
    Authority,
    ManagingOffice,
    Message,
    Operator,
    Organisation,
    Owner,
    Role,
    ServiceCentre,
    Supervisor,
    User,
)
from kernel import clock, ledger
from kernel.db import db, transaction
from kernel.sealing import sealer
from kernel.sentences import say, write

PASSWORD = "wu-yi-shan-2026"
QUICK = "1:8:1"  # the smallest cost that argon2 takes
_numbers = itertools.count(10_000_001)


@cache
def password_hash(password=PASSWORD):
    return passwords.hashed(password, QUICK)


def credit_code(number=None):
    """Return a credit code of Jiangshan that passes both check digits."""
    return codes.complete(f"91330881{number or next(_numbers):08d}")


def identity_number(order=1, born="19800101"):
    first = f"330881{born}{order:03d}"
    return first + codes.identity_digit(first)


def _organisation(kind, name, *, verified=True, **columns):
    now = clock.now()
    row = kind(name=name, created_at=now, verified_at=now if verified else None, **columns)
    with transaction():
        ledger.record(row, "accounts.organisation.entered", actor_id=None, rule="6")
    return row


def agency(name="江山市绿洲监测有限公司", **columns):
    columns.setdefault("uscc", credit_code())
    return _organisation(Agency, name, **columns)


def owner(name="江山市峡口水务有限公司", **columns):
    columns.setdefault("uscc", credit_code())
    return _organisation(Owner, name, **columns)


def person(name="毛小明", number=None, **columns):
    number = number or identity_number()
    sealed = {"identity_sealed": sealer().seal(number), "identity_fingerprint": sealer().fingerprint(number)}
    return _organisation(Owner, name, **sealed, **columns)


def authority(name="江山市水利局", key="水利", **columns):
    return _organisation(Authority, name, authority_key=key, **columns)


def managing_office(name="江山市投资项目中介超市管理办公室", **columns):
    return _organisation(ManagingOffice, name, **columns)


def operator(name="江山市中介超市运行中心", **columns):
    return _organisation(Operator, name, **columns)


def supervisor(name="江山市纪委市监委派驻纪检监察组", **columns):
    return _organisation(Supervisor, name, **columns)


def service_centre(name="江山市投资项目代办服务中心", **columns):
    return _organisation(ServiceCentre, name, **columns)


def user(organisation: Organisation, email=None, role=Role.HEAD, **columns):
    columns.setdefault("name", "徐建平")
    columns.setdefault("password_hash", password_hash())
    columns.setdefault("created_at", clock.now())
    email = email or f"user{next(_numbers)}@example.cn"
    with transaction():
        row = User(email=email, role=role, organisation_id=organisation.id, **columns)
        ledger.record(row, "accounts.user.entered", actor_id=None, rule="6")
    return row


def message(organisation: Organisation, sentence=None, **columns):
    columns.setdefault("created_at", clock.now())
    sentence = sentence or say("Your organisation is verified. You can act from now on.")
    with transaction():
        row = Message(organisation_id=organisation.id, text=write(sentence), **columns)
        db.session.add(row)
    return row
