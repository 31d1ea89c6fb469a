"""Joining: application, qualifications, practitioners, listed services, affiliations, the catalogue."""
