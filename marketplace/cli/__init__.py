"""The commands that others call: their form is fixed."""
