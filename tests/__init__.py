"""The tests: each package beside its mirror, the rules by their cases."""
