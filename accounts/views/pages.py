"""Every page of accounts on its blueprint."""

from accounts.views import colleagues, deputies, desk, door, joining, messages, own
from accounts.views.blueprint import blueprint as blueprint

PAGES = (colleagues, deputies, desk, door, joining, messages, own)
