"""Every page of delivery on its blueprint."""

from marketplace.delivery.views import (
    boards,
    contracts,
    endings,
    feeds,
    materials,
    orders,
    proofs,
    requests,
    results,
)
from marketplace.delivery.views.blueprint import blueprint as blueprint

PAGES = (boards, contracts, endings, feeds, materials, orders, proofs, requests, results)
