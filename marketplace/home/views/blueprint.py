"""The blueprint of home."""

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("home", __name__)
Answer = Response | tuple[str, int]
