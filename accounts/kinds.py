"""What an organisation and a person can be here (RULES.md section 6)."""

from enum import StrEnum

from kernel.sentences import say


class Kind(StrEnum):
    """What an organisation is in the supermarket."""

    AGENCY = "agency"
    OWNER = "owner"
    AUTHORITY = "authority"
    MANAGING_OFFICE = "managing-office"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    SERVICE_CENTRE = "service-centre"


class Role(StrEnum):
    """What a person may do within the organisation."""

    HEAD = "head"  # acts, and says who else belongs to the organisation
    OFFICER = "officer"  # acts
    READER = "reader"  # reads


OFFICIAL = (Kind.AUTHORITY, Kind.MANAGING_OFFICE, Kind.OPERATOR, Kind.SUPERVISOR)
# Bodies that are let in rather than sign up. The service centre is one, and no official that reads everything: what its
# case assistants see and do is what an owner lets them, and it is an office of its own, since the operator checks notices.
INVITED = (*OFFICIAL, Kind.SERVICE_CENTRE)
KIND_NAMES = {
    Kind.AGENCY: say("Agency"),
    Kind.OWNER: say("Owner"),
    Kind.AUTHORITY: say("Authority"),
    Kind.MANAGING_OFFICE: say("Managing office"),
    Kind.OPERATOR: say("Operator"),
    Kind.SUPERVISOR: say("Supervisor"),
    Kind.SERVICE_CENTRE: say("Service centre of case assistants"),
}
ROLE_NAMES = {Role.HEAD: say("Head"), Role.OFFICER: say("Officer"), Role.READER: say("Reader")}
