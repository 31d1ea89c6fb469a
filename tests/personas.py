"""The people of the tests. Each is made when first asked for in a test, and is the same one after that.

officer = personas.authority()            # a User; officer.organisation is the body
personas.sign_in(client, officer)         # by a row of UserSession, as the sign-in page makes it
"""

from sqlalchemy import select

from accounts import sessions
from accounts.models import Organisation, Role, User
from kernel import clock
from kernel.db import db, transaction
from tests.factories import accounts as make


def owner():
    """The head of an owner that is a body."""
    return _person("owner@example.cn", "周敏", Role.HEAD, make.owner, "江山市峡口水务有限公司")


def second_owner():
    """The head of another owner."""
    return _person("owner2@example.cn", "祝芳", Role.HEAD, make.owner, "江山市清湖物流有限公司")


def agency():
    """The head of a verified agency."""
    return _person("agency@example.cn", "王立", Role.HEAD, make.agency, "江山市绿洲监测有限公司")


def second_agency():
    """The head of another verified agency."""
    return _person("agency2@example.cn", "毛宁", Role.HEAD, make.agency, "衢州洁源环保工程有限公司")


def unverified_agency():
    """The head of an agency that the operator has not verified."""
    body = "江山市万通检测有限公司"
    return _person("agency3@example.cn", "姜涛", Role.HEAD, make.agency, body, verified=False)


def agency_reader():
    """A reader of the first agency."""
    return _colleague(agency(), "reader@example.cn", "何琳", Role.READER)


def owner_officer():
    """An officer of the first owner."""
    return _colleague(owner(), "officer@example.cn", "郑洁", Role.OFFICER)


def authority():
    """The head of the authority 水利."""
    return _person("authority@example.cn", "徐建平", Role.HEAD, make.authority, "江山市水利局", key="水利")


def second_officer():
    """The second officer of the same authority."""
    return _colleague(authority(), "authority2@example.cn", "姜雨桐", Role.OFFICER)


def other_authority():
    """The head of another authority, 生态环境."""
    body = "衢州市生态环境局江山分局"
    return _person("authority3@example.cn", "徐敏", Role.HEAD, make.authority, body, key="生态环境")


def managing_office():
    """The head of the managing office."""
    return _person("office@example.cn", "严慧", Role.HEAD, make.managing_office, "江山市中介超市管理办公室")


def second_of_the_office():
    """The second officer of the managing office."""
    return _colleague(managing_office(), "office2@example.cn", "汪洋", Role.OFFICER)


def third_of_the_office():
    """The third officer of the managing office."""
    return _colleague(managing_office(), "office3@example.cn", "郑屹", Role.OFFICER)


def operator():
    """The head of the operator."""
    return _person("operator@example.cn", "刘佳", Role.HEAD, make.operator, "江山市中介超市运行中心")


def second_operator():
    """The second officer of the operator."""
    return _colleague(operator(), "operator2@example.cn", "柴进", Role.OFFICER)


def supervisor():
    """The head of the supervisor."""
    return _person("supervisor@example.cn", "戴刚", Role.HEAD, make.supervisor, "江山市纪委市监委")


def assistant():
    """A case assistant, the head of the service centre."""
    return _person(
        "assistant@example.cn", "王芳", Role.HEAD, make.service_centre, "江山市投资项目代办服务中心"
    )


def second_assistant():
    """Another case assistant of the same centre."""
    return _colleague(assistant(), "assistant2@example.cn", "江雪", Role.OFFICER)


def every():
    """One of each kind of organisation, for tests of who may."""
    return (owner(), agency(), authority(), managing_office(), operator(), supervisor(), assistant())


def sign_in(client, user):
    """Sign a client in as a person: a new stay on the server, its identifier in the cookie."""
    with transaction():
        token = sessions.begin(user, clock.now())
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def sign_out(client):
    """Take the identifier out of the cookie."""
    with client.session_transaction() as cookie:
        cookie.clear()
    return client


def _person(email, name, role, make_organisation, body, **columns):
    return _known(email) or make.user(_body(make_organisation, body, columns), email, role, name=name)


def _colleague(first, email, name, role):
    return _known(email) or make.user(first.organisation, email, role, name=name)


def _body(make_organisation, name, columns):
    row = db.session.scalars(select(Organisation).where(Organisation.name == name)).first()
    return row or make_organisation(name, **columns)


def _known(email):
    return db.session.scalars(select(User).where(User.email == email)).first()
