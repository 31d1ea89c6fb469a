"""Complaints and tips (K1, K2): made by anyone, answered by whose business they are, counted where upheld."""
