"""Who they are: users, organisations, sign-in, messages."""
