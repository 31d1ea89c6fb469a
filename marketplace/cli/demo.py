"""`flask demo`: lay a small invented town into an empty database, and say who can sign in."""

import click
from flask import current_app
from flask.cli import with_appcontext

from kernel import clock, law
from marketplace.cli.faces import configured, face
from marketplace.cli.town import (
    enforcing,
    helping,
    legislating,
    living,
    noticing,
    overseeing,
    paying,
    people,
    rating,
    settling,
    surveying,
    uncapping,
)


@click.command("demo")
@with_appcontext
@face
def demo() -> None:
    """Lay a small invented town into an empty database, and say who can sign in."""
    configured()
    if not settling.is_laid():
        today = clock.today()
        try:
            town = settling.settle(today, law.book())
            settling.judge(town, law.calendar())
            living.live(town, law.calendar())
            rating.rate(town, law.calendar())
            paying.pay(town, law.calendar())
            noticing.choose(town, law.calendar())
            enforcing.enforce(town, law.calendar())
            legislating.legislate(town, law.calendar())
            overseeing.oversee(town, law.calendar())
            uncapping.uncap(town)
            helping.delegate(town)
            surveying.survey(town, law.calendar())
            settling.post(town)
        finally:
            clock.use(None)
    click.echo(
        f"Who can sign in at {current_app.config['SITE_URL']}/sign-in, all with the password {people.PASSWORD}:"
    )
    for body in people.TOWN:
        click.echo(f"  {body.email:<22} {body.person}  {body.name}")
    for key, name_key, name in people.SECOND_OFFICERS:
        body = next(b for b in people.TOWN if b.key == key)
        click.echo(f"  {people.address(name_key):<22} {name}  {body.name}")
