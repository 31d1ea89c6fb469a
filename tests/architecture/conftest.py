import pytest

from marketplace.app import create_app
from marketplace.config import from_environment


@pytest.fixture(scope="session")
def bare_app():
    """The app as a command finds it in a clean clone: no settings, no database."""
    return create_app(from_environment({}))
