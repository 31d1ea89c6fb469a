"""What an open notice asks of somebody, as tasks of a workbench; pure."""

from datetime import date

from kernel.sentences import say
from marketplace.home.tasks import Task


def to_check_notice(title: str, owner: str, terms_id: int, by: date) -> Task:
    """Return the task of the operator whose form check a notice waits for (S1)."""
    return Task(
        title=title,
        about=owner,
        text=say("Check the form of the notice, and answer what was found in its text."),
        endpoint="selection.check_notice",
        act=say("Check the notice"),
        by=by,
        silence=say("Silence publishes nothing; the delay is seen by the supervisor."),
        address={"terms_id": terms_id},
    )


def to_answer_question(title: str, question: str, question_id: int, by: date) -> Task:
    """Return the task of an owner whom an agency has asked something about a notice."""
    return Task(
        title=title,
        about=question,
        text=say("An agency asks about your notice; everybody reads the answer."),
        endpoint="selection.answer_question",
        act=say("Answer it"),
        by=by,
        silence=say("After the closing it can no longer be answered."),
        address={"question_id": question_id},
    )
