"""Who may use the workbench. A project's page asks the permissions of projects."""

from enum import StrEnum

from accounts.permissions import is_signed_in


class Can(StrEnum):
    """What can be done at home."""

    SEE_WORKBENCH = "home:workbench:see"  # see what waits for the own organisation


GRANTS = {Can.SEE_WORKBENCH: (is_signed_in,)}
