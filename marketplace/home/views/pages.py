"""Every page of home on its blueprint."""

from marketplace.home.views import bench, lookup, market, readings
from marketplace.home.views.blueprint import blueprint as blueprint

PAGES = (bench, lookup, market, readings)
