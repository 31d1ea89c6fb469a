"""Editions of the rulebook: drafted by the managing office, commented by the authorities, adopted by two (G10)."""
