"""Every page of the choice on its blueprint."""

from marketplace.selection.views import direct
from marketplace.selection.views.blueprint import blueprint as blueprint

PAGES = (direct,)
