"""The pages that need all four answers: portal, workbenches, profile, rules."""
