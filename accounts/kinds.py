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


class Role(StrEnum):
    """What a person may do within the organisation."""

    HEAD = "head"  # acts, and says who else belongs to the organisation
    OFFICER = "officer"  # acts
    READER = "reader"  # reads


OFFICIAL = (Kind.AUTHORITY, Kind.MANAGING_OFFICE, Kind.OPERATOR, Kind.SUPERVISOR)
KIND_NAMES = {
    Kind.AGENCY: say("Agency"),
    Kind.OWNER: say("Owner"),
    Kind.AUTHORITY: say("Authority"),
    Kind.MANAGING_OFFICE: say("Managing office"),
    Kind.OPERATOR: say("Operator"),
    Kind.SUPERVISOR: say("Supervisor"),
}
ROLE_NAMES = {Role.HEAD: say("Head"), Role.OFFICER: say("Officer"), Role.READER: say("Reader")}
