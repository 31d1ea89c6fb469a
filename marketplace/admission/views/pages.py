"""Every page of admission on its blueprint."""

from marketplace.admission.views import application, desk, qualifications, returning, services, sheet, tied
from marketplace.admission.views.blueprint import blueprint as blueprint

PAGES = (application, desk, qualifications, returning, services, sheet, tied)
