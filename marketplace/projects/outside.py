"""S10: state secrets and emergencies stay outside the platform; pure."""

from enum import StrEnum

from kernel.errors import Refused
from kernel.rulebook import applies
from kernel.sentences import say


class Matter(StrEnum):
    """Whether a service is an ordinary one, or of a kind that stays outside the platform."""

    ORDINARY = "ordinary"
    CLASSIFIED = "classified"
    EMERGENCY = "emergency"


_ELSEWHERE = {
    Matter.CLASSIFIED: say(
        "What touches state secrets stays outside the platform: commission it by the law on guarding state secrets "
        "(保守国家秘密法), with a body that is qualified for secrets. Write nothing of it here."
    ),
    Matter.EMERGENCY: say(
        "An emergency such as disaster relief or the inquiry into an accident stays outside the platform: commission "
        "it directly and report it to the authority afterwards."
    ),
}


@applies("S10")
def stays_outside(matter: Matter) -> Refused | None:
    """Say by which procedure a service that touches state secrets, or an emergency, is bought instead, or None (S10)."""
    said = _ELSEWHERE.get(matter)
    return Refused("S10", said, field="matter") if said else None
