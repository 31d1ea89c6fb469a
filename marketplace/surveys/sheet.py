"""The sheet of opinions of a joint survey day as a letter, for print and for the file (J3, J4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import User
from kernel.letters import Letter, Paragraph, Section, section
from kernel.sentences import Sentence, say
from marketplace.surveys.models import OpinionFile
from marketplace.surveys.queries import Found, Line
from marketplace.surveys.vocabulary import Part, View

Photos = Mapping[int, Sequence[OpinionFile]]
GUIDANCE = say(
    "The opinions are guidance for the owner; they take the place of no approval and decide nothing."
)
_HEADS = {
    Part.AUTHORITY: say("Opinions of the authorities"),
    Part.AGENCY: say("Opinions of the agencies"),
    Part.OWNER: say("The owner"),
    Part.ASSISTANT: say("The service centre"),
}
_VIEWS = {
    View.AGREE: say("%(name)s agrees. %(text)s"),
    View.CONDITIONS: say("%(name)s agrees with conditions: %(text)s"),
    View.DISAGREE: say("%(name)s does not agree: %(text)s"),
}


def letter(found: Found, people: Mapping[int, User], photos: Photos, today: date) -> Letter:
    """Return the sheet as it stands, addressed to the owner."""
    project = found.project
    opening = say(
        "The site of the project %(name)s (%(code)s) was set to be seen on %(day)s at %(hour)s, meeting at %(place)s.",
        name=project.name,
        code=project.code,
        day=found.on.day,
        hour=found.row.hour,
        place=found.row.place,
    )
    return Letter(
        title=say("Sheet of opinions of the joint survey day"),
        number="",
        addressee=project.owner.name,
        opening=tuple(Paragraph(words) for words in (opening, *_result(found), GUIDANCE)),
        sections=tuple(_sections(found.lines, people, photos)),
        issuer=next((body.name for body in accounts.of_kind(Kind.OPERATOR)), ""),
        on=today,
    )


def _result(found: Found) -> Iterator[Sentence]:
    if found.outcome is None:
        yield say("The sheet can be completed until 24:00 of the day; what it comes to is told the next day.")
        return
    yield found.outcome.sentence
    names = {line.row.organisation_id: line.row.organisation.name for line in found.lines}
    for seat in found.outcome.may_apply:
        what = list(seat.approvals) or say("its approvals")
        yield say("May be applied for at %(name)s: %(what)s.", name=names[seat.body_id], what=what)


def _sections(lines: Iterable[Line], people: Mapping[int, User], photos: Photos) -> Iterator[Section]:
    known = [line for line in lines if line.opinion or line.seat.comes]
    for part in Part:
        mine = [line for line in known if line.seat.part is part]
        if mine:
            said = (words for line in mine for words in _said(line, people, photos.get(line.row.id, ())))
            yield section(_HEADS[part], *said)


def _said(line: Line, people: Mapping[int, User], photos: Sequence[OpinionFile]) -> Iterator[Sentence]:
    name, last = line.row.organisation.name, line.opinion
    if last is None:
        yield say("%(name)s was there and gave no opinion.", name=name)
        return
    yield say(_VIEWS[View(last.view)].text, name=name, text=last.text)
    if line.seat.approvals:
        yield say("Belongs to: %(what)s.", what=list(line.seat.approvals))
    if photos:
        yield say("Photos: %(what)s.", what=[one.file.name for one in photos])
    person = people.get(last.actor_id)
    yield say("Signed: %(person)s, %(at)s", person=person.name if person else "", at=last.at)
