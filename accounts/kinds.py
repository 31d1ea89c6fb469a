"""What an organisation and a person can be here (RULES.md section 6)."""

from enum import StrEnum

from kernel.sentences import Sentence, say


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


class Topic(StrEnum):
    """What a message is about, as far as it matters to how it is delivered."""

    SERVICE = "service"  # legal service (P5b), and whatever nobody has called anything else
    REMINDER = "reminder"
    MATTER = "matter"
    MARKET = "market"

    @property
    def label(self) -> Sentence:
        """Say what it is."""
        return _TOPICS[self]

    @property
    def hint(self) -> Sentence:
        """Say what belongs to it."""
        return _HINTS[self]


class Channel(StrEnum):
    """A way by which a message reaches a person beside the inbox."""

    EMAIL = "email"
    SMS = "sms"

    @property
    def label(self) -> Sentence:
        """Say which it is."""
        return _CHANNELS[self]


_TOPICS = {
    Topic.SERVICE: say("Legal service"),
    Topic.REMINDER: say("Reminders"),
    Topic.MATTER: say("What happens on your matters"),
    Topic.MARKET: say("New notices for your services"),
}
_HINTS = {
    Topic.SERVICE: say("Charges, decisions, awards, ratings, answers to objections and reviews."),
    Topic.REMINDER: say("Last days that come near: commitments, answers, qualifications, the yearly rating."),
    Topic.MATTER: say("What the other side does on orders, notices and evaluations, and who joins you."),
    Topic.MARKET: say("An owner has published a notice that you can register for."),
}
_CHANNELS = {Channel.EMAIL: say("E-mail"), Channel.SMS: say("SMS")}
