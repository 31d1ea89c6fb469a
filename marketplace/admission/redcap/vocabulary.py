"""The words of the register: on the page, and in the sheet in which a list comes."""

from datetime import date
from typing import Any

from kernel.sentences import say
from marketplace.admission.redcap.rules import Standing

KINDS = {"association": say("Association or chamber"), "institution": say("Institution")}
RELATIONS = {
    "founder": say("set up by the authority (举办单位)"),
    "manager": say("managed by the authority (业务主管单位)"),
    "sponsor": say("attached to the authority (挂靠单位)"),
    "funder": say("funded by the authority (出资人)"),
}
STATES = {
    Standing.BOUND: say("Not decoupled"),
    Standing.IN_PROGRESS: say("Being decoupled"),
    Standing.DECOUPLED: say("Decoupled"),
}
STANDINGS = STATES | {Standing.EXCEPTED: say("Excepted by law")}
COLUMNS = {
    "name": say("Official name"),
    "uscc": say("Credit code"),
    "kind": say("Kind"),
    "authority_key": say("Authority"),
    "relation": say("Relation to the authority"),
    "state": say("Decoupling"),
    "decoupled_on": say("Decoupled on"),
    "document": say("Document"),
    "excepted_by": say("Excepted by"),
    "note": say("Note"),
}
ACTS = {
    "admission.institution.entered": say("entered"),
    "admission.institution.changed": say("changed"),
    "admission.institution.struck": say("struck off"),
    "admission.institution.agency-linked": say("an agency was linked"),
    "admission.institution.agency-released": say("an agency was released"),
}
# What the sheet calls them.
KINDS_IN_SHEET = {"协会商会": "association", "事业单位": "institution"}
RELATIONS_IN_SHEET = {
    "举办单位": "founder",
    "业务主管单位": "manager",
    "挂靠单位": "sponsor",
    "出资人": "funder",
}
STATES_IN_SHEET = {
    "未脱钩": Standing.BOUND,
    "脱钩中": Standing.IN_PROGRESS,
    "已脱钩": Standing.DECOUPLED,
}

_WORDS: dict[str, dict[Any, Any]] = {"kind": KINDS, "relation": RELATIONS, "state": STATES}


def shown(column: str, value: Any) -> Any:  # noqa: ANN401  a sentence, a day or a text
    """Return what a column of an entry says, in words: also as the ledger has it, where a day is a text."""
    if column == "decoupled_on" and isinstance(value, str):
        return date.fromisoformat(value)
    return _WORDS.get(column, {}).get(value, value)
