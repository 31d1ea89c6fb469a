"""A small invented town: who lives there, what they did in the last two years, laid in by the platform's own verbs."""
