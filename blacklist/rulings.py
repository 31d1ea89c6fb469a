"""P1, P2, P4, P5, P8, C9, P13: what the letters of a case decide or have in view, with first and last days."""

from collections.abc import Iterator
from datetime import date

from blacklist.course import Deadline, served
from blacklist.dossiers import Deficient, Heard, Law, Matter, Reviewed, Ruling, Suspended
from blacklist.findings import VetoKind
from blacklist.rules import may_enter_from
from blacklist.vocabulary import Outcome
from blacklist.wording import plain, typed, until
from kernel.letters import Paragraph, Section, section
from kernel.periods import add_years
from kernel.sentences import Sentence, say


def veto_rules(matter: Matter) -> tuple[str, ...]:
    """Return the numbers of the rules on which a veto rests: C9 tells when a commitment is overdue."""
    return ("C9", "P4") if matter.kind is VetoKind.OVERDUE else ("P4",)


def in_view(on: date, law: Law) -> Paragraph:
    """Say what would follow, without days: they depend on the day of the decision."""
    said = say(
        "We have in view to enter you in the blacklist and remove you from the information service platform and the "
        "supermarket; for %(years)s years from the decision you could not enter again.",
        years=law.book.whole("P4.lockout", on),
    )
    return Paragraph(said, ruling=True)


def defence(on: date, law: Law) -> Section:
    """Say until when the agency may speak, at the latest, and what silence means (P5, P5b)."""
    service = served(on, None, law.calendar, law.book)
    days = law.book.whole("P5.defence", on)
    end = law.calendar.add(service.day, days)
    return section(
        say("Your defence"),
        say(
            "This letter is served on the day on which you open it on the platform, at the latest on %(day)s (P5b).",
            day=service.day,
        ),
        say(
            "Within %(days)s working days of service you may state your defence on the platform, at the latest until "
            "%(until)s. On request it is prolonged once by %(more)s working days; it ends earlier where you declare in "
            "writing that you have no more to say.",
            days=days,
            until=until(Deadline(end.day, end.provisional or service.provisional)),
            more=law.book.whole("P5.defence_more", on),
        ),
        say("Where you say nothing by then, the case is decided on what is on file."),
    )


def right_to_a_hearing(on: date, law: Law) -> Section:
    """Say until when a hearing may be asked for (P5c)."""
    service = served(on, None, law.calendar, law.book)
    days = law.book.whole("P5c.ask_hearing_within", on)
    end = law.calendar.add(service.day, days)
    said = say(
        "Within %(days)s working days of service you may ask for an oral hearing, at the latest until %(until)s. It is "
        "announced %(ahead)s working days ahead and led by a person who did not handle the case (P5c).",
        days=days,
        until=until(Deadline(end.day, end.provisional or service.provisional)),
        ahead=law.book.whole("P5c.hearing_notice", on),
    )
    return section(say("Your right to a hearing"), said)


def heard(record: Heard) -> Iterator[Paragraph]:
    """Tell how the agency was heard, with its own words."""
    said = say(
        "Charge %(number)s of %(day)s was served on you on %(served)s.",
        number=record.charge,
        day=record.charged_on,
        served=record.served_on,
    )
    yield Paragraph(said)
    if not record.said and not record.hearing_on:
        yield Paragraph(say("You stated no defence in time."))
    for day, text in record.said:
        yield Paragraph(say("On %(day)s you stated:", day=day))
        yield from typed(text)
    if record.hearing_on:
        yield Paragraph(say("The hearing that you asked for was held on %(day)s.", day=record.hearing_on))


def blacklisted(on: date, law: Law) -> Iterator[Paragraph]:
    """Decide the blacklisting with its first and last locked day (P4), and the day to apply from (P8)."""
    years = law.book.whole("P4.lockout", on)
    said = say(
        "You are entered in the blacklist and removed from the information service platform and the supermarket; for "
        "%(years)s years from this decision, from %(first)s until 24:00 of %(last)s, you may not enter again.",
        years=years,
        first=plain(on),
        last=plain(add_years(on, years)),
    )
    yield Paragraph(said, ruling=True)
    yield from _afterwards(add_years(on, years))


def closed(on: date, ruling: Ruling, law: Law) -> Iterator[Paragraph]:
    """Close the case without a measure: excused on a ground of C9, or not established."""
    if ruling.outcome is Outcome.EXCUSED:
        ground = ruling.excuse.label if ruling.excuse else ""
        said = say("The overdue is excused, and no measure is taken (C9). %(ground)s", ground=ground)
        yield Paragraph(said, ruling=True)
    else:
        yield Paragraph(say("The facts are not established, and no measure is taken."), ruling=True)
    yield Paragraph(say("The case is closed."))
    yield Paragraph(_withdrawn(on, law))


def deficient(rests_on: tuple[Deficient, ...]) -> Iterator[Paragraph]:
    """Tell each determined D."""
    for one in rests_on:
        said = say(
            "Your rating of %(year)s was determined as D (credit-deficient) on %(day)s by %(document)s.",
            year=str(one.year),
            day=one.determined_on,
            document=one.document,
        )
        yield Paragraph(said)


def carded() -> Iterator[Paragraph]:
    """Decide the yellow card and say when it ends (P1)."""
    yield Paragraph(say("You are given a yellow card (warning)."), ruling=True)
    yield Paragraph(
        say(
            "You stay on the platform with all your rights and are marked there. The card ends with the next rating that "
            "is A, B or C. A second D in a row removes you."
        )
    )


def removed(rests_on: tuple[Deficient, ...], law: Law) -> Iterator[Paragraph]:
    """Decide the removal: the term runs from the later determination, however late this letter is (P2, P8)."""
    first = max(one.determined_on for one in rests_on)
    years = law.book.whole("P2.lockout", first)
    said = say(
        "You are removed from the information service platform and the supermarket; for %(years)s years from the "
        "determination, from %(first)s until 24:00 of %(last)s, you may not enter again.",
        years=years,
        first=plain(first),
        last=plain(add_years(first, years)),
    )
    yield Paragraph(said, ruling=True)
    yield from _afterwards(add_years(first, years))


def kept(reviewed: Reviewed) -> Iterator[Paragraph]:
    """Keep the decision."""
    yield Paragraph(say("%(number)s is kept.", number=reviewed.decision), ruling=True)


def set_aside(on: date, reviewed: Reviewed, law: Law) -> Iterator[Paragraph]:
    """Set the decision aside, with what followed from it (P13)."""
    said = say(
        "%(number)s is set aside. From %(day)s it leaves no trace in your standing, and what followed from it is computed "
        "again.",
        number=reviewed.decision,
        day=plain(on),
    )
    yield Paragraph(said, ruling=True)
    yield Paragraph(_withdrawn(on, law))


def suspended(on: date, found: Suspended) -> Iterator[Paragraph]:
    """Suspend the measure of a decision until its review is decided (P13)."""
    said = say(
        "The measure of %(number)s is suspended from %(day)s until the review is decided.",
        number=found.decision,
        day=plain(on),
    )
    yield Paragraph(said, ruling=True)
    yield Paragraph(
        say(
            "Until then it is as if it were not there. Where the decision is kept the measure is in force again from that "
            "day, and the end of its term does not move."
        )
    )


def _afterwards(last: date) -> Iterator[Paragraph]:
    yield Paragraph(
        say(
            "You may apply for re-entry from %(day)s; it is never automatic (P8, P9).",
            day=plain(may_enter_from(last)),
        )
    )
    yield Paragraph(
        say(
            "Your open registrations are void, and awards without a contract fall to the next. Running contracts may be "
            "finished, and the owners may leave them without penalty (P11)."
        )
    )
    yield Paragraph(
        say(
            "This limits entry to this city's platform. It is no entry of a national list of serious dishonesty (P12a)."
        )
    )


def _withdrawn(on: date, law: Law) -> Sentence:
    end = law.calendar.add(on, law.book.whole("P5.withdraw_within", on))
    return say(
        "Whatever had been published is withdrawn by %(until)s.",
        until=until(Deadline(end.day, end.provisional)),
    )
