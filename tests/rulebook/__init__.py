"""The clerk's folder, tested: figures, calendars, worked cases."""
