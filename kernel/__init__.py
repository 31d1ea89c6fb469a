"""What every office needs, whatever its trade."""
