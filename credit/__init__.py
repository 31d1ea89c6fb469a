"""How well they did: evidence, indicators, the yearly rating."""
