"""Where each kind of visitor can go: the head and the foot of every page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from accounts import queries
from kernel.sentences import Sentence, say


@dataclass(frozen=True)
class Entry:
    """One place to go: its endpoint, its name, and the areas or single pages that belong to it."""

    endpoint: str
    label: Sentence
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visitor:
    """Who looks at the page: the kind of organisation, the name beside 退出, and the messages unread."""

    kind: str
    name: str
    unread: int = 0


@dataclass(frozen=True)
class Shown:
    """An entry as it is drawn."""

    endpoint: str
    label: Sentence
    current: bool


SITE = say("Jiangshan Intermediary Supermarket")
HOME = Entry("home.portal", say("Home"))
NOTICES = Entry("selection.notices", say("Notices"), ("selection", "selection.open_notice"))
NOTICE_CHECKS = Entry("selection.checks", say("Notices to check"), ("selection",))
OPENING_KEY = Entry("selection.opening_key", say("Opening key"))
RESULTS = Entry("selection.results", say("Results"), ("selection.result",))
DIRECTORY = Entry("home.directory", say("Agencies"), ("home.agency",))
ITEMS = Entry("home.catalogue", say("Service items"), ("home.item",))
REGISTER = Entry("home.register", say("Restricted list"), ("home.register_entry", "home.red_list"))
RED_CAP = Entry("institutions.red_cap", say("Decoupling register"), ("institutions", "institution_lists"))
RULES = Entry("home.rules", say("Rules"), ("home.editions", "home.edition", "home.edition_comparison"))
BENCH = Entry("home.workbench", say("Workbench"))
PROJECTS = Entry("projects.index", say("My projects"), ("projects", "selection", "home.project"))
DELEGATIONS = Entry("projects.delegations", say("Delegations"), ("projects", "home.project"))
ORDERS = Entry("delivery.index", say("Orders"), ("delivery", "evaluation"))
SURVEYS = Entry("surveys.surveys", say("Joint survey days"), ("surveys",))
INVITATIONS = Entry("selection.invitations", say("Invitations"), ("selection.invitation",))
ADMISSION = Entry("admission.application", say("Admission"), ("admission",))
CREDIT_FILE = Entry("ratings.own_credit_file", say("Credit file"), ("ratings", "drafts"))
CASES = Entry("oversight.cases", say("Cases"), ("oversight.case",))
CHECKS = Entry("oversight.checks", say("Checks"))
COMPLAINTS = Entry("oversight.complaints", say("Complaints"), ("oversight",))
APPLICATIONS = Entry("admission.queue", say("Applications"), ("admission",))
PEOPLE = Entry("accounts.organisations", say("Organisations"), ("accounts",))
ROUND = Entry("rounds.rating_rounds", say("Yearly rating"), ("rounds", "drafts"))
LEDGER = Entry("oversight.ledger", say("Ledger"))
STATISTICS = Entry("oversight.statistics", say("Figures"))

BY_KIND: Mapping[str, tuple[Entry, ...]] = {
    "": (HOME, NOTICES, RESULTS, DIRECTORY, ITEMS, REGISTER, RULES),
    "owner": (BENCH, PROJECTS, NOTICES, ORDERS, DIRECTORY, ITEMS, RULES),
    "service-centre": (BENCH, DELEGATIONS, ORDERS, SURVEYS, DIRECTORY, ITEMS, RULES),
    "agency": (BENCH, NOTICES, INVITATIONS, ORDERS, ADMISSION, CREDIT_FILE, RULES),
    "authority": (BENCH, CASES, ROUND, CHECKS, ORDERS, SURVEYS, DIRECTORY, STATISTICS, OPENING_KEY),
    "managing-office": (BENCH, ROUND, CASES, ORDERS, DIRECTORY, RED_CAP, STATISTICS),
    "operator": (BENCH, APPLICATIONS, NOTICE_CHECKS, PEOPLE, ORDERS, DIRECTORY, RULES),
    "supervisor": (BENCH, ORDERS, CASES, ROUND, COMPLAINTS, LEDGER, STATISTICS),
}

FOOT: tuple[Entry, ...] = (
    Entry("home.rules", say("All the rules")),
    Entry("home.calculator", say("Count working days")),
    Entry("home.calendars", say("Holidays and working days")),
    Entry("ratings.published_ratings", say("Published ratings")),
    Entry("institutions.red_cap", say("Decoupling register")),
    Entry("oversight.concentration", say("Concentration of contracts")),
    Entry("draws.verify", say("Check a draw yourself")),
    Entry("home.check", say("Check a letter")),
    Entry("oversight.complain", say("Complaints and tips")),
    Entry("opendata.index", say("Open data")),
    Entry("home.accessibility", say("Accessibility")),
)


def navigation(kind: str, existing: Iterable[str], endpoint: str) -> tuple[Shown, ...]:
    """Return the entries for a kind of visitor; what is not built is left out, and at most one is current."""
    there = set(existing)
    entries = [e for e in BY_KIND.get(kind, BY_KIND[""]) if e.endpoint in there]
    current = _current(entries, endpoint)
    return tuple(Shown(e.endpoint, e.label, e is current) for e in entries)


def _current(entries: Iterable[Entry], endpoint: str) -> Entry | None:
    exact = [e for e in entries if endpoint in (e.endpoint, *e.areas)]
    near = [e for e in entries if endpoint.partition(".")[0] in e.areas]
    return next(iter(exact + near), None)


def signed_in() -> Visitor | None:
    """Return who is signed in, as the head of the page shows it."""
    if not current_user.is_authenticated:
        return None
    body = current_user.organisation
    return Visitor(body.kind, f"{body.name} · {current_user.name}", queries.unread(body.id))


def install(app: Flask, visitor: Callable[[], Visitor | None] = signed_in) -> None:
    """Give the layout what it draws; each is asked only by a page that draws it."""

    def entries(who: Visitor | None) -> tuple[Shown, ...]:
        return navigation(who.kind if who else "", current_app.view_functions, request.endpoint or "")

    def foot() -> list[Entry]:
        return [entry for entry in FOOT if entry.endpoint in current_app.view_functions]

    app.jinja_env.globals.update(navigation=entries, foot=foot, visitor=visitor, place=place, site=SITE)


def place(endpoint: str, **address: Any) -> str:  # noqa: ANN401  as url_for takes it
    """Return the address of a page, or nothing where it is not built: for the layout alone."""
    return url_for(endpoint, **address) if endpoint in current_app.view_functions else ""
