"""Every page of home on its blueprint."""

from marketplace.home.views import bench, calendars, check, editions, lookup, market, readings, register
from marketplace.home.views.blueprint import blueprint as blueprint

PAGES = (bench, calendars, check, editions, lookup, market, readings, register)
