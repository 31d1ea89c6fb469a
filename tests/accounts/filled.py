"""Forms as people fill them in, and what they bring with them."""

import io

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from accounts.models import Mail, Organisation, User
from accounts.outbox import opened
from kernel.db import db
from tests.factories import accounts as make

PASSWORD = "bamboo over water 7"
PDF = b"%PDF-1.7\n%licence\n"


def paper(name="营业执照.pdf", content=PDF):
    return io.BytesIO(content), name


def papers():
    return {"licence": paper(), "authorisation": paper("授权委托书.pdf")}


def person(**changes):
    filled = {
        "person_name": "姜涛",
        "email": "jiangtao@example.cn",
        "phone": "138 5701 2345",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    return filled | changes


def body(**changes):
    filled = {
        "name": "江山市万通检测有限公司",
        "uscc": make.credit_code(20_000_001),
        "legal_representative": "姜涛",
        "controlling_shareholder": "衢州万通集团有限公司",
        "area": "江山市",
        "address": "虎山街道江城路88号",
        "office_phone": "0570-4012345",
    }
    return filled | papers() | person() | changes


def natural_person(**changes):
    filled = {"identity": make.identity_number(7), "area": "江山市"}
    return person(person_name="毛小明", email="mao@example.cn") | filled | changes


def claim(uscc, **changes):
    filled = {"uscc": uscc, "reason": "原负责人已离职，账号无人能登录。"}
    return person(person_name="毛宁", email="maoning@example.cn") | filled | papers() | changes


def user(email):
    return db.session.scalars(select(User).where(User.email == email)).first()


def organisation(name):
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).first()


def everything():
    """What a refused form must not have changed."""
    return (
        db.session.query(Organisation).count(),
        db.session.query(User).count(),
        db.session.query(Mail).count(),
    )


def letters(address):
    """The letters to an address that wait to be sent, as pairs of subject and body."""
    rows = db.session.scalars(select(Mail).where(Mail.address == address).order_by(Mail.id))
    return [tuple(map(str, opened(row))) for row in rows if row.sealed]


def path_in(letter):
    """The address that a letter leads to, on this site."""
    return letter[1].rsplit("http://127.0.0.1", 1)[1].split()[0]


def upload(name):
    return FileStorage(io.BytesIO(PDF), name)
