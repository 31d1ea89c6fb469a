"""One test file an indicator."""
