"""The blueprint of projects."""

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("projects", __name__)
Answer = Response | tuple[str, int]
