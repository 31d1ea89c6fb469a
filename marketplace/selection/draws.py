"""The public page on which anyone computes a draw again from its record, and the program that needs no page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from kernel import clock, law, rulebook
from kernel.errors import Refused
from kernel.permissions import public
from kernel.sentences import Sentence, say
from kernel.web import page
from marketplace.selection import draw
from marketplace.selection.forms import MOST_OF_A_RECORD, VerifyForm
from marketplace.selection.record_form import NoRecord, read

blueprint = Blueprint("draws", __name__)
PROGRAM = rulebook.FOLDER.parent / "tools" / "verify_draw.py"


@dataclass(frozen=True)
class Judged:
    """A record that was computed again: its fields, and the first difference where there is one."""

    fields: Mapping[str, Any]
    difference: Sentence | None


@blueprint.route("/draws/check", methods=["GET", "POST"])
@public
def verify() -> Response | tuple[str, int]:
    """Compute a draw again from its record, for who has no script; explain how a draw is made."""
    form = VerifyForm()
    judged = judge(form) if form.validate_on_submit() else None
    chain = draw.sizes(law.book(), clock.today()).chain
    return page("marketplace/selection/verify.html", form=form, judged=judged, chain=chain)


@blueprint.get("/draws/verify-draw.py")
@public
def program() -> Response:
    """Hand out the program that verifies a record and imports nothing of ours."""
    return send_file(PROGRAM, mimetype="text/plain", as_attachment=True, download_name=PROGRAM.name)


def judge(form: VerifyForm) -> Judged | None:
    """Replay the record that was brought; lay the refusal beside its field where it is none."""
    field, written = form.brought()
    try:
        if len(written) > MOST_OF_A_RECORD:
            raise NoRecord(say("This is no record of a draw: it is larger than 400 KB."))
        return Judged(read(written), draw.replay(written).difference)
    except NoRecord as problem:
        form.refusal = Refused("S7", problem.sentence, field=field)
        return None
