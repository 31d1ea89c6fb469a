"""External records: administrative penalties and court dishonesty, entered from public credit records (G2)."""
