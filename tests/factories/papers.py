"""What was decided on paper, entered by one officer of the managing office and confirmed by another, on the pages."""

from tests import personas


def enter(visit, address, typed):
    """Enter it as the first officer; return the page that follows."""
    visit.as_(personas.managing_office())
    return visit.submit(visit(address), typed)


def confirm(visit, agency, status=200):
    """Confirm what waits about an agency as the second officer; return the page that follows."""
    visit.as_(personas.second_of_the_office())
    return visit.submit(visit(f"/agencies/{agency.id}/standing"), {}, form="/confirm", status=status)


def take_over(visit, agency, address, typed):
    """Enter and confirm it."""
    enter(visit, address, typed)
    return confirm(visit, agency)
