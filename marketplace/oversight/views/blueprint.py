"""The blueprint of oversight."""

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("oversight", __name__)
Answer = Response | tuple[str, int]
