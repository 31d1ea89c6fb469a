"""The selection methods, one a file."""
