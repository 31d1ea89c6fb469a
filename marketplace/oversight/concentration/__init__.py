"""Concentration: what share of an item's contracts the first agency and the first four have, with marks (S6)."""
