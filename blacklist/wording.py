"""P5, P5c, P8, P12: what the letters of a case have in common: facts with their dates, the rule, and the remedies.

Every date and number comes from the case, the calendar and the rulebook; what somebody typed stands as it was typed.
"""

from collections.abc import Iterator
from datetime import date

from blacklist.course import Deadline
from blacklist.dossiers import Law, Matter
from blacklist.findings import VetoKind
from blacklist.remedies import remedies
from kernel.languages import CHINESE
from kernel.letters import Paragraph, Section, Words, section
from kernel.reading import plain_day
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar

MEASURE = "P4.measure"
EVIDENCE = say(
    "The service contract, the confirmation of the materials, the clock of the platform as frozen when the case was "
    "opened, and the record of the delivery prove this."
)


def addressee(matter: Matter) -> Sentence:
    """Name who the letter goes to, with the code that a measure binds (P10)."""
    return say("%(agency)s (unified social credit code %(code)s)", agency=matter.agency, code=matter.uscc)


def typed(text: str) -> Iterator[Paragraph]:
    """Yield what somebody typed, line by line, as it was typed."""
    yield from (Paragraph(line.strip()) for line in text.splitlines() if line.strip())


def until(end: Deadline) -> Sentence:
    """Say a last day; one under which an unannounced year lies is provisional (T5)."""
    if end.provisional:
        return say("24:00 of %(day)s (provisional until that year's days off are announced)", day=end.day)
    return say("24:00 of %(day)s", day=end.day)


def plain(day: date) -> str:
    """Write a day of a term as a letter does: without its weekday."""
    return plain_day(day, CHINESE)


def facts(matter: Matter, law: Law) -> Section:
    """Tell the facts with every date and the count of days, and what proves them."""
    told = [*(_overdue(matter, law.calendar) if matter.kind is VetoKind.OVERDUE else _violation(matter))]
    if matter.evidence:
        told.append(
            Paragraph(say("The case also holds this evidence: %(files)s.", files=list(matter.evidence)))
        )
    return section(say("Facts and evidence"), *told)


def basis(matter: Matter, on: date, law: Law, *rules: str) -> Iterator[Paragraph]:
    """Yield the measure, then each rule with its sentence, and the edition of the rulebook."""
    said = say(
        "By the “%(measure)s” and the rulebook made under it (edition %(edition)s):",
        measure=law.book.value(MEASURE, on),
        edition=matter.edition,
    )
    yield Paragraph(said)
    yield from (
        Paragraph(say("Rule %(number)s: “%(sentence)s”", number=rule, sentence=law.rules[rule]))
        for rule in rules
    )


def ways_out(on: date, law: Law, *, review: bool) -> Section:
    """Name review, administrative reconsideration and suit, each with its body, period and last day (P5c, P13)."""
    book, ends = law.book, remedies(on, law.calendar, law.book)
    told: list[Words] = [
        say(
            "This letter is served on the day on which you open it on the platform, at the latest on %(day)s (P5b). The "
            "last days below are counted from there; opened earlier, they end earlier.",
            day=ends.served.day,
        )
    ]
    if review:
        told.append(
            say(
                "Within %(days)s working days of service you may ask %(body)s for a review, at the latest until "
                "%(until)s. A person who took no part decides it within %(within)s working days.",
                days=book.whole("P13.ask_within", on),
                body=book.value("P13.body", on),
                until=until(ends.review_until),
                within=book.whole("P13.decide_within", on),
            )
        )
    told.append(
        say(
            "Within %(days)s days of service you may ask %(body)s for administrative reconsideration, at the latest "
            "until %(until)s.",
            days=book.whole("P5c.reconsideration_days", on),
            body=book.value("P5c.reconsideration_body", on),
            until=until(ends.reconsider_until),
        )
    )
    told.append(
        say(
            "Within %(months)s months of service you may bring a suit before %(body)s, at the latest until %(until)s.",
            months=book.whole("P5c.suit_months", on),
            body=book.value("P5c.suit_body", on),
            until=until(ends.sue_until),
        )
    )
    told.append(say("None of these stops this decision, unless it is suspended by law."))
    return section(say("Ways to turn against this"), *told)


def _overdue(matter: Matter, calendar: Calendar) -> Iterator[Paragraph]:
    """Tell an overdue from the clock that was frozen; one taken over without a clock, by its day alone."""
    due, start = _day(matter, "due"), _day(matter, "start_on")
    if due is None or start is None:
        yield Paragraph(
            say("You delivered past your commitment; it was overdue on %(day)s.", day=matter.fact_on)
        )
        return
    clock = matter.facts
    promised = say(
        "For order %(order)s you promised delivery within %(promise)s working days, counted from %(start)s (this day "
        "not counted). With %(extended)s days of extension and %(paused)s days of valid pause it was due by %(due)s.",
        order=clock["order"],
        promise=clock["promise"],
        start=start,
        extended=clock.get("extended", 0),
        paused=len(clock.get("paused", ())),
        due=until(Deadline(due)),
    )
    yield Paragraph(promised)
    yield Paragraph(_late(matter, due, calendar))
    yield Paragraph(EVIDENCE)


def _late(matter: Matter, due: date, calendar: Calendar) -> Sentence:
    for name, text in _ENDS.items():
        day = _day(matter, name)
        if day is not None:
            return say(text.text, day=day, late=calendar.between(due, day).days)
    return say("You had not delivered by 24:00 of that day.")


_ENDS = {
    "delivered_on": say("You delivered on %(day)s, %(late)s working days late."),
    "ended_on": say("You had not delivered when the contract ended on %(day)s, %(late)s working days late."),
    "as_of": say("You had not delivered by %(day)s, %(late)s working days late so far."),
}


def _violation(matter: Matter) -> Iterator[Paragraph]:
    if matter.violation and matter.fact_on:
        yield Paragraph(matter.violation.sentence)
        yield Paragraph(say("It happened on %(day)s.", day=matter.fact_on))
    yield from typed(str(matter.facts.get("what", "")))


def _day(matter: Matter, name: str) -> date | None:
    value = matter.facts.get(name)
    return date.fromisoformat(value) if value else None
