"""`flask people invite`: let the first official bodies in; whoever is inside invites the others on the site."""

import click
from flask import current_app
from flask.cli import AppGroup

from accounts import people as verbs
from accounts.catalogue import authorities
from accounts.fields import EMAIL, typed_email
from accounts.kinds import INVITED, Kind, Role
from kernel import clock
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.cli.faces import BadInput, configured, face, show

people = AppGroup("people", help="Let the first official bodies in.")


@people.command("invite")
@click.argument("kind", type=click.Choice([kind.value for kind in INVITED]))
@click.argument("body")
@click.argument("head")
@click.argument("email")
@click.option("--industry", default="", help="The industry of an authority, as in the catalogue.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def invite(kind: str, body: str, head: str, email: str, industry: str, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Enter an official body and print the link by which its head opens an account, once, within 7 days."""
    configured()
    _check(kind, typed_email(email), industry)
    links: list[str] = []
    invitee = verbs.Invitee(head, typed_email(email), Role.HEAD)
    try:
        with transaction():
            office = verbs.office(kind, body, industry)
            verbs.invite_office(office, invitee, _note(links), actor_id=None, now=clock.now())
    except Refused as refused:
        raise BadInput(str(refused.sentence)) from None
    show({"organisation": office.id, "link": links[0]}, as_json=as_json)


def _check(kind: str, email: str, industry: str) -> None:
    if not EMAIL.fullmatch(email):
        raise BadInput(f"{email!r} is no e-mail address.")
    fits = industry in authorities() if kind == Kind.AUTHORITY else not industry
    if not fits:
        known = ", ".join(authorities())
        raise BadInput(f"An authority, and nobody else, has an --industry, one of: {known}.")


def _note(links: list[str]) -> verbs.Link:
    def link(token: str) -> str:
        path = current_app.url_map.bind("").build("accounts.accept", {"token": token})
        links.append(f"{current_app.config['SITE_URL']}{path}")
        return links[-1]

    return link
