"""One test file a method."""
