"""G3, G7: the letter that tells a determined rating: the result, the dimensions, every lost point, earlier years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from credit.models import EvidenceRecord, Rating
from credit.rules import Grade
from kernel.languages import CHINESE
from kernel.letters import Letter, Paragraph, Radar, Section, Table, section
from kernel.reading import plain_day
from kernel.rulebook import applies
from kernel.sentences import say
from marketplace.oversight.rating_report import Report
from marketplace.oversight.rating_words import MEASURES

KIND = "rating"
LABEL = say("Notice of a rating")
_NONE = "—"


@dataclass(frozen=True)
class Result:
    """What a letter tells of one rating."""

    agency: str
    rating: Rating
    measure: str
    report: Report
    earlier: Sequence[Rating]


@applies("G3", "G7")
def result_letter(found: Result, number: str, on: date, issuer: str) -> Letter:
    """Write the notice of a determined rating, with every lost point and its evidence (G3)."""
    rating = found.rating
    opening = say(
        "The credit ratings of %(year)s were determined for all agencies on %(day)s by %(document)s. Yours is told here.",
        year=str(rating.year),
        day=rating.determined_on,
        document=rating.document,
    )
    return Letter(
        title=say(
            "Notice of the credit rating of %(agency)s for %(year)s",
            agency=found.agency,
            year=str(rating.year),
        ),
        number=number,
        addressee=found.agency,
        opening=(Paragraph(opening),),
        sections=(
            section(say("Result"), *_result(found)),
            _dimensions(found.report),
            *_lost(found.report),
            _earlier(found.earlier),
        ),
        issuer=issuer,
        on=on,
    )


def _result(found: Result) -> Iterator[Paragraph]:
    rating, full = found.rating, str(found.report.full_total)
    graded = (
        say(
            "Not rated (G5). The points are told all the same: %(total)s of %(full)s.",
            total=rating.total,
            full=full,
        )
        if rating.grade == Grade.N
        else say(
            "Grade %(grade)s: %(total)s of %(full)s points.",
            grade=rating.grade,
            total=rating.total,
            full=full,
        )
    )
    yield Paragraph(graded, ruling=True)
    yield from map(Paragraph, found.report.grounds)
    if found.measure:
        said = say(
            "From it follows: %(measure)s. The decision about it is a letter of its own.",
            measure=MEASURES[found.measure],
        )
        yield Paragraph(said)
    said = say(
        "It was computed from the frozen evidence of the year by edition %(edition)s of the rulebook; the same evidence "
        "under the same edition always gives the same score (G3).",
        edition=rating.edition,
    )
    yield Paragraph(said)


def _dimensions(report: Report) -> Section:
    rows = [
        (
            say("%(place)s. %(name)s", place=place, name=one.label),
            str(one.points),
            str(one.full),
            _shown(one.median),
        )
        for place, one in enumerate(report.dimensions, 1)
    ]
    total = (say("Total"), report.total, str(report.full_total), _shown(report.median_total))
    medians = [one.median / one.full for one in report.dimensions if one.median is not None]
    drawn = Radar(
        tuple(one.label for one in report.dimensions),
        tuple(float(one.points / one.full) for one in report.dimensions),
        tuple(float(share) for share in medians),
    )
    heads = (say("Dimension"), say("Points"), say("Of"), say("Median of the industry"))
    table = Table(heads, (*rows, total), numbers=(1, 2, 3))
    return Section(say("The five dimensions"), (Paragraph(report.base),), drawn, table)


def _lost(report: Report) -> Iterator[Section]:
    heading = say("Every lost point")
    if not report.lost:
        yield section(heading, say("No point was lost."))
        return
    heads = (say("Indicator"), say("Lost"), say("Of"), say("Why"))
    rows = [(one.label, one.points, one.of, one.because) for one in report.lost]
    yield Section(heading, (), table=Table(heads, tuple(rows), numbers=(1, 2)))
    columns = (
        say("Day of the fact"),
        say("Indicator"),
        say("It says"),
        say("Evidence number"),
        say("Ledger entry"),
    )
    proofs = [
        (plain_day(proof.on, CHINESE), one.label, proof.said, *_record(proof.record))
        for one in report.lost
        for proof in one.proofs
    ]
    said = say("Where nothing is listed, the orders are few and the common value weighs most (G4).")
    without = () if all(one.proofs for one in report.lost) else (Paragraph(said),)
    table = Table(columns, tuple(proofs), numbers=(3, 4)) if proofs else None
    yield Section(say("Evidence of the lost points"), without, table=table)


def _record(record: EvidenceRecord | None) -> tuple[str, str]:
    return (str(record.id), str(record.entry_id)) if record else (_NONE, _NONE)


def _earlier(rows: Sequence[Rating]) -> Section:
    heading = say("Earlier years")
    if not rows:
        return section(heading, say("There is no earlier rating."))
    heads = (say("Year"), say("Grade"), say("Total"), say("Determined on"), say("Document"))
    told = [
        (str(row.year), row.grade, row.total or _NONE, plain_day(row.determined_on, CHINESE), row.document)
        for row in rows
    ]
    return Section(heading, (), table=Table(heads, tuple(told), numbers=(2,)))


def _shown(points: Decimal | None) -> str:
    return _NONE if points is None else str(points)
