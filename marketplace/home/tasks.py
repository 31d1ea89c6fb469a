"""What waits for somebody, as one kind of record: about what, what to do, by when, and what silence means. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kernel.sentences import Sentence, say
from marketplace.delivery.turn import Turn

LATE, TODAY = "late", "due-soon"


@dataclass(frozen=True)
class Task:
    """One thing that waits: `by` is its last day, None where no day is set; `endpoint` is the page to do it on."""

    title: Sentence | str
    text: Sentence
    endpoint: str
    act: Sentence
    by: date | None = None
    silence: Sentence | None = None
    address: Mapping[str, object] = field(default_factory=dict)
    about: str = ""
    can_wait: bool = False
    agency_id: int | None = (
        None  # the agency that it names, so that its marks stand beside the name (G9, P12)
    )

    def of_agency(self, agency_id: int) -> "Task":
        """Return the same task with the agency that it names."""
        return replace(self, agency_id=agency_id)

    def tone(self, today: date) -> str:
        """Say whether its last day has passed or is today; nothing otherwise."""
        if self.by is None or self.by > today:
            return ""
        return LATE if self.by < today else TODAY


@dataclass(frozen=True)
class Finding:
    """What the heading of a workbench says: how many are late, how many end today, how many there are."""

    late: int
    today: int
    all: int


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Sort tasks: what ends first at the head, what has no last day at the end, what can wait after it."""
    return sorted(tasks, key=lambda task: (task.can_wait, task.by or date.max, task.about, str(task.title)))


def finding(tasks: Sequence[Task], today: date) -> Finding:
    """Count what the heading says."""
    tones = [task.tone(today) for task in tasks]
    return Finding(tones.count(LATE), tones.count(TODAY), len(tones))


def of_turn(title: str, project: str, number: str, turn: Turn) -> Task:
    """Return the task of a turn on an order, or on an award whose contract is to be filed."""
    return Task(
        title=title,
        about=f"{project} · {number}",
        text=turn.sentence,
        endpoint=turn.endpoint,
        act=turn.deeds[0].label,
        by=turn.by,
        silence=turn.silence,
        address=turn.address,
    )


def to_offer(title: str, owner: str, entry_id: int, by: date) -> Task:
    """Return the task of an agency that is invited to offer."""
    return Task(
        title=title,
        about=owner,
        text=say("You are invited to offer: a price and a number of working days."),
        endpoint="selection.invitation",
        act=say("Make an offer"),
        by=by,
        silence=say("Without an offer you take no part; nothing is recorded against you."),
        address={"registration_id": entry_id},
    )


def to_choose(title: str, project: str, notice_id: int, offers: int, invited: int) -> Task:
    """Return the task of an owner whose invitation has been answered, or has run out."""
    text = (
        say("%(offers)s of %(invited)s invited agencies have offered.", offers=offers, invited=invited)
        if offers
        else say("Nobody has offered by the last day: invite others, or withdraw the notice.")
    )
    return Task(
        title=title,
        about=project,
        text=text,
        endpoint="selection.notice",
        act=say("Look at the offers") if offers else say("Look at the notice"),
        silence=say("Nobody is chosen without you."),
        address={"notice_id": notice_id},
    )


def to_evaluate(title: str, agency: str, number: str, by: date) -> Task:
    """Return the task of an owner whose order is accepted and not evaluated."""
    return Task(
        title=title,
        about=f"{agency} · {number}",
        text=say("The order is completed: evaluate it."),
        endpoint="evaluation.give",
        act=say("Evaluate"),
        by=by,
        silence=say("After that “no evaluation” is shown, and nothing counts for or against the agency."),
        address={"number": number},
    )


def to_apply(*, returned: bool) -> Task:
    """Return the task of an agency whose application is not with the operator."""
    text = (
        say("The operator has returned the application; its reasons stand beside each section.")
        if returned
        else say("The application is not submitted yet.")
    )
    return Task(
        title=say("Admission"),
        text=text,
        endpoint="admission.application",
        act=say("Go on with the application"),
        silence=say("Until it is accepted nobody can choose you."),
    )


def to_return(may_apply_from: date, today: date) -> Task:
    """Return what an agency that is locked out can do: apply for re-entry, or wait for the day (P8, P9)."""
    now = may_apply_from <= today
    return Task(
        title=say("Re-entry"),
        text=say("The lockout has ended; apply with what you have put right.")
        if now
        else say("Re-entry may be applied for from %(day)s.", day=may_apply_from),
        endpoint="admission.reentry",
        act=say("Apply for re-entry") if now else say("Read why and until when"),
        silence=say("Re-entry is never automatic: until it is decided nobody can choose you."),
        can_wait=not now,
    )


def to_answer_reentry(agency: str, reentry_id: int, by: date | None) -> Task:
    """Return the task of the operator or of the managing office before whom an application for re-entry lies (P9)."""
    return Task(
        title=say("%(agency)s: re-entry", agency=agency),
        text=say("Check the form of the application and answer it with reasons.")
        if by
        else say("The form is in order: readmit the agency or refuse it, with reasons."),
        endpoint="admission.reentry_case",
        act=say("Check the application") if by else say("Decide the re-entry"),
        by=by,
        silence=say("Silence readmits nobody."),
        address={"reentry_id": reentry_id},
    )


def to_renew(kind: str, number: str, lapses_on: date) -> Task:
    """Return the task of an agency one of whose qualifications is about to lapse, or has lapsed (A3)."""
    return Task(
        title=kind,
        about=number,
        text=say("The qualification is valid until this day. Enter the renewed one."),
        endpoint="admission.qualifications",
        act=say("Renew it"),
        by=lapses_on,
        silence=say("From the next day the services that want it are closed; the agency stays."),
    )


def to_bring_papers() -> Task:
    """Return the task of an organisation that has not shown licence and authorisation letter."""
    return Task(
        title=say("Licence and authorisation letter"),
        text=say("The operator has to see both before you can act."),
        endpoint="accounts.bring_documents",
        act=say("Bring the documents"),
        silence=say("Until then you can fill in, and not act."),
    )


def to_check(agency: str, admission_id: int, by: date | None) -> Task:
    """Return the task of the operator whose form check an application waits for (A1)."""
    return Task(
        title=agency,
        text=say("Check the form of the application and answer it with reasons."),
        endpoint="admission.check",
        act=say("Check the application"),
        by=by,
        silence=say("Silence admits nobody; the delay is seen by the supervisor."),
        address={"admission_id": admission_id},
    )


def to_verify(name: str, organisation_id: int) -> Task:
    """Return the task of the operator whom an organisation has shown its papers."""
    return Task(
        title=name,
        text=say("Compare licence and authorisation letter with what was entered."),
        endpoint="accounts.verify",
        act=say("Verify it"),
        silence=say("Until then it can fill in, and not act."),
        address={"organisation_id": organisation_id},
    )


def to_decide_claim(name: str, claim_id: int) -> Task:
    """Return the task of the operator before whom somebody claims an account."""
    return Task(
        title=name,
        text=say("Somebody claims this account as theirs to lead."),
        endpoint="accounts.decide_claim",
        act=say("Decide the claim"),
        address={"claim_id": claim_id},
    )


def to_import_year(year: int) -> Task:
    """Return the task of the operator while the State Council's notice of a year is not imported (T5)."""
    return Task(
        title=say("Holidays of %(year)s", year=str(year)),
        text=say("The State Council's notice is not imported yet."),
        endpoint="home.new_calendar",
        act=say("Import the notice"),
        silence=say("Until then dates of that year are provisional."),
        address={"year": year},
    )


def more(title: Sentence, endpoint: str) -> Task:
    """Return the last line of a kind of which there are more than one page holds."""
    return Task(
        title=title, text=say("There are more than are shown here."), endpoint=endpoint, act=say("See all")
    )


def unread(number: int) -> Task:
    """Return the task of reading messages."""
    return Task(
        title=say("Unread messages: %(n)s", n=number),
        text=say("They say what happened since you were here."),
        endpoint="accounts.inbox",
        act=say("Read them"),
        can_wait=True,
    )
