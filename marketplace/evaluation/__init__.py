"""The owner's marks for one order, and the agency's public reply."""
