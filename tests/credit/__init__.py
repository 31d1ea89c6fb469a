"""How well they did, tested."""
