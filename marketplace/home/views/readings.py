"""What is read rather than done: the rules as they are in use, and the count of working days."""

from flask import request

from kernel import clock, law
from kernel.permissions import public
from kernel.reading import say_it
from kernel.web import page
from marketplace.home import daywise, printed
from marketplace.home.views.blueprint import Answer, blueprint


@blueprint.get("/rules")
@public
def rules() -> Answer:
    """Show every rule with its figures in force, from the objects in use."""
    book, today = law.book(), clock.today()
    return page(
        "marketplace/home/rules.html",
        sections=printed.sections(book, today),
        schemes=printed.schemes_on(book, today),
        edition=book.edition_on(today),
        today=today,
        value=printed.value,
        unit=printed.unit,
        basis=printed.basis,
    )


@blueprint.get("/calculator")
@public
def calculator() -> Answer:
    """Count working days from a day, back from one or between two, and say of each day why it counts or does not."""
    asked = daywise.asked(request.args)
    way = daywise.answer(asked, law.calendar())
    months = [
        (first, {day: {**cell, "word": say_it(cell["word"])} for day, cell in cells.items()})
        for first, cells in (way.months if way else ())
    ]
    shown = {"fields": daywise.FIELDS[asked.mode], "modes": daywise.Mode, "most": daywise.MOST}
    today = clock.today()
    return page("marketplace/home/calculator.html", asked=asked, way=way, months=months, today=today, **shown)
