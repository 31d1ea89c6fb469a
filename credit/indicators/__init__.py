"""What a rating looks at: one file an indicator, found by the catalogue."""
