"""The sections of an application: what belongs into each, and which of them are done (A1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.sentences import Sentence, say
from marketplace.admission import rules
from marketplace.admission.catalogue import items
from marketplace.admission.models import ListedService, Qualification
from marketplace.admission.queries import Brought

NAMES = {
    "details": say("Details and introduction"),
    "services": say("Listed services"),
    "qualifications": say("Qualifications"),
    "practitioners": say("Practitioners"),
    "affiliations": say("Ties to authorities and owners"),
    "letter": say("Commitment letter"),
}


@dataclass(frozen=True)
class Section:
    """One section: whether it is done, and what stands in it or what is wanted."""

    key: str
    is_done: bool
    sentence: Sentence

    @property
    def name(self) -> Sentence:
        """Return what the section is called."""
        return NAMES[self.key]


def sections(brought: Brought, today: date) -> tuple[Section, ...]:
    """Return the sections of an application in their order, each with how it stands today."""
    return (
        _details(brought),
        _services(brought),
        _qualifications(brought, today),
        _practitioners(brought),
        _affiliations(brought),
        _letter(brought),
    )


def missing(brought: Brought, today: date) -> tuple[Section, ...]:
    """Return the sections that are not done."""
    return tuple(section for section in sections(brought, today) if not section.is_done)


def unqualified(
    services: Sequence[ListedService], qualifications: Sequence[Qualification], today: date
) -> dict[str, str]:
    """Return, by item, the kind of qualification that a listed service wants and the agency lacks today (A3)."""
    held = {q.kind for q in qualifications if rules.is_valid(q.valid_from, q.valid_until, today)}
    wanted = {s.item_code: items()[s.item_code].qualification_kind for s in services}
    return {code: kind for code, kind in wanted.items() if kind and kind not in held}


def _done(key: str, sentence: Sentence) -> Section:
    return Section(key, is_done=True, sentence=sentence)


def _wanted(key: str, sentence: Sentence) -> Section:
    return Section(key, is_done=False, sentence=sentence)


def _details(brought: Brought) -> Section:
    row, admission = brought.agency, brought.admission
    entered = row is not None and all((row.address, row.phone, row.legal_representative))
    if entered and admission is not None and admission.introduction:
        return _done("details", say("Address, telephone, legal representative and introduction are entered."))
    return _wanted("details", say("Enter address, telephone, legal representative and an introduction."))


def _services(brought: Brought) -> Section:
    if not brought.services:
        return _wanted("services", say("List at least one service item."))
    listed = say("Service items listed: %(count)s.", count=len(brought.services))
    return _done("services", listed)


def _qualifications(brought: Brought, today: date) -> Section:
    lacking = unqualified(brought.services, brought.qualifications, today)
    if lacking:
        wanted = say(
            "Qualifications that your services want and you lack: %(count)s.",
            count=len(set(lacking.values())),
        )
        return _wanted("qualifications", wanted)
    if not brought.services:
        return _wanted(
            "qualifications", say("List your services first: they say which qualifications they want.")
        )
    if not brought.qualifications:
        return _done("qualifications", say("Your services want none; you may enter some."))
    held = say("Qualifications entered: %(count)s.", count=len(brought.qualifications))
    return _done("qualifications", held)


def _practitioners(brought: Brought) -> Section:
    if not brought.practitioners:
        return _wanted("practitioners", say("Enter at least one person who does the work."))
    entered = say("Practitioners entered: %(count)s.", count=len(brought.practitioners))
    return _done("practitioners", entered)


def _affiliations(brought: Brought) -> Section:
    if brought.affiliations:
        entered = say("Ties declared: %(count)s.", count=len(brought.affiliations))
        return _done("affiliations", entered)
    if brought.admission is not None and brought.admission.untied_on:
        none = say("Declared on %(day)s: there is none.", day=brought.admission.untied_on)
        return _done("affiliations", none)
    return _wanted("affiliations", say("Declare each tie, or that there is none."))


def _letter(brought: Brought) -> Section:
    if brought.admission is not None and brought.admission.letter_signed_at:
        return _done("letter", say("Signed by a head of the agency."))
    return _wanted("letter", say("A head of the verified agency signs it."))
