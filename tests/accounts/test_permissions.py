import pytest
from flask_login import AnonymousUserMixin

from accounts import permissions
from accounts.models import OrganisationDocument
from accounts.permissions import GRANTS, Can
from tests import personas
from tests.factories import accounts as make

EVERYBODY = {"owner", "agency", "authority", "managing_office", "operator", "supervisor"}
DESK = {"managing_office", "operator", "supervisor"}
# Who may, of the heads of one body of each kind; readers, officers and the unverified are tried below.
HEADS = {
    Can.SIGN_OUT: EVERYBODY,
    Can.SEE_ME: EVERYBODY,
    Can.CHANGE_ME: EVERYBODY,
    Can.SEE_OWN: EVERYBODY,
    Can.CHANGE_OWN: EVERYBODY,
    Can.BRING_DOCUMENTS: {"owner", "agency"},
    Can.INVITE: EVERYBODY,
    Can.READ_INBOX: EVERYBODY,
    Can.LIST: DESK,
    Can.READ: DESK,
    Can.VERIFY: {"operator"},
    Can.INVITE_BODY: {"managing_office", "operator"},
    Can.LIST_CLAIMS: DESK,
    Can.DECIDE_CLAIM: {"operator"},
    Can.LIST_DEPUTIES: {"authority", "managing_office"},
    Can.NAME_DEPUTY: {"authority", "managing_office"},
}
OWN = (
    Can.READ_DOCUMENT,
    Can.CHANGE_ROLE,
    Can.SWITCH_USER,
    Can.WITHDRAW_INVITATION,
    Can.MARK_MESSAGE,
    Can.SWITCH,
    Can.END_DEPUTY,
)
ACTS = (
    "acts_for_agency",
    "acts_for_owner",
    "acts_for_authority",
    "acts_for_managing_office",
    "acts_for_operator",
)


def holds(permission, actor, subject=None):
    return any(predicate(actor, subject) for predicate in GRANTS[permission])


def test_each_permission_is_tried_here_or_with_its_subject():
    assert set(HEADS) | set(OWN) == set(Can) == set(GRANTS)


@pytest.mark.parametrize("permission", HEADS)
def test_a_head_may_what_the_table_says(db_session, permission):
    may = {who for who in EVERYBODY if holds(permission, getattr(personas, who)())}
    assert may == HEADS[permission]


@pytest.mark.parametrize("permission", Can)
def test_a_stranger_may_nothing(db_session, permission):
    subject = OrganisationDocument(organisation_id=None) if permission in OWN else None
    assert not holds(permission, AnonymousUserMixin(), subject)


def test_a_stranger_is_nobody_to_any_predicate(db_session):
    everyone = permissions.everyone
    for name in (*ACTS, "fills_in_for_agency", "fills_in_for_owner", "is_official", "is_supervisor"):
        assert not getattr(permissions, name)(AnonymousUserMixin(), None)
    assert everyone(AnonymousUserMixin(), None)


@pytest.mark.parametrize("name", ACTS)
def test_one_acts_for_the_own_kind_alone(db_session, name):
    predicate = getattr(permissions, name)
    kind = name.removeprefix("acts_for_")
    assert {who for who in EVERYBODY if predicate(getattr(personas, who)(), None)} == {kind}


@pytest.mark.parametrize("kind", sorted(EVERYBODY - {"supervisor"}))
def test_one_reads_for_the_own_kind_alone(db_session, kind):
    predicate = getattr(permissions, f"reads_for_{kind}")
    assert {who for who in EVERYBODY if predicate(getattr(personas, who)(), None)} == {kind}


def test_officials_are_everybody_but_owners_and_agencies(db_session):
    officials = {who for who in EVERYBODY if permissions.is_official(getattr(personas, who)(), None)}
    assert officials == EVERYBODY - {"owner", "agency"}


def test_who_is_not_verified_fills_in_and_does_not_act(db_session):
    actor = personas.unverified_agency()
    assert permissions.fills_in_for_agency(actor, None)
    assert not permissions.fills_in_for_owner(actor, None)
    assert not permissions.acts_for_agency(actor, None)
    assert holds(Can.INVITE, actor)


def test_a_reader_neither_fills_in_nor_acts(db_session):
    actor = personas.agency_reader()
    assert permissions.reads_for_agency(actor, None)
    assert not permissions.fills_in_for_agency(actor, None)
    assert not permissions.acts_for_agency(actor, None)
    for permission in (Can.CHANGE_OWN, Can.BRING_DOCUMENTS, Can.INVITE):
        assert not holds(permission, actor)


def test_an_officer_acts_and_says_nothing_of_who_belongs(db_session):
    actor = personas.owner_officer()
    assert permissions.acts_for_owner(actor, None)
    for permission in (Can.INVITE, Can.CHANGE_ROLE, Can.SWITCH_USER, Can.WITHDRAW_INVITATION):
        assert not holds(permission, actor, personas.owner())


@pytest.mark.parametrize("permission", [Can.CHANGE_ROLE, Can.SWITCH_USER, Can.WITHDRAW_INVITATION])
def test_a_head_says_who_belongs_to_the_own_organisation_alone(db_session, permission):
    assert holds(permission, personas.owner(), personas.owner_officer())
    assert not holds(permission, personas.agency(), personas.owner_officer())
    assert not holds(permission, personas.managing_office(), personas.owner_officer())


def test_an_operator_s_reader_decides_nothing(db_session):
    actor = make.user(personas.operator().organisation, role="reader")
    for permission in (Can.VERIFY, Can.DECIDE_CLAIM, Can.INVITE_BODY):
        assert not holds(permission, actor)
    assert holds(Can.LIST, actor)
