"""Who keeps the register of associations and institutions; everyone reads it."""

from enum import StrEnum

from accounts.permissions import acts_for_managing_office


class Can(StrEnum):
    """What can be done with the register."""

    KEEP = "admission:institution:keep"  # enter and change associations and institutions, or lay in a list of them


GRANTS = {Can.KEEP: (acts_for_managing_office,)}
