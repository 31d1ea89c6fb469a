"""Every page of the choice on its blueprint."""

from marketplace.selection.views import checks, direct, market, talk, wizard
from marketplace.selection.views.blueprint import blueprint as blueprint

PAGES = (checks, direct, market, talk, wizard)
