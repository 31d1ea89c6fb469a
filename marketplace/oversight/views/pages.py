"""Every page of oversight on its blueprint."""

from marketplace.oversight.views import (
    cases,
    complaints,
    concentration,
    inspections,
    papers,
    penalties,
    steps,
)
from marketplace.oversight.views.blueprint import blueprint as blueprint

PAGES = (cases, complaints, concentration, inspections, papers, penalties, steps)
