"""Whether they may, tested."""
