"""Every page of the choice on its blueprint."""

from marketplace.selection.views import (
    checks,
    codes,
    deciding,
    direct,
    entering,
    giving,
    market,
    outages,
    results,
    small_works,
    talk,
    wizard,
)
from marketplace.selection.views.blueprint import blueprint as blueprint

PAGES = (
    checks,
    codes,
    deciding,
    direct,
    entering,
    giving,
    market,
    outages,
    results,
    small_works,
    talk,
    wizard,
)
