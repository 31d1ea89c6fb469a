"""Every page of projects on its blueprint."""

from marketplace.projects.views import delegations, owning
from marketplace.projects.views.blueprint import blueprint as blueprint

PAGES = (delegations, owning)
