"""Small works (S11): a regime of its own beside the notices for services, off until a town's rulebook takes it in."""
