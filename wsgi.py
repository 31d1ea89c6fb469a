"""The application that a server runs."""

from marketplace.app import create_app

app = create_app()
