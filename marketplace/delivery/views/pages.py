"""Every page of delivery on its blueprint."""

from marketplace.delivery.views import contracts, endings, materials, orders, proofs, requests, results
from marketplace.delivery.views.blueprint import blueprint as blueprint

PAGES = (contracts, endings, materials, orders, proofs, requests, results)
