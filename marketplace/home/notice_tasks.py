"""What an open notice asks of somebody, as tasks of a workbench; pure."""

from datetime import date

from kernel.sentences import say
from marketplace.home.tasks import Task
from marketplace.selection.smallworks.rules import Stage

OF_SMALL_WORKS = {
    Stage.HANDED_BACK: say("The operator has handed the small works back: mend them and put them out again."),
    Stage.TO_ENTER: say("The small works are opened: enter every tender; who wins follows from them."),
}


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


def to_confirm(title: str, project: str, award_id: int, by: date, *, agency: bool) -> Task:
    """Return the task of either side that has not confirmed an award (S9)."""
    silence = (
        say("Silence is a give-up, and is recorded.")
        if agency
        else say("Silence releases the agency without harm, and is recorded.")
    )
    return Task(
        title=title,
        about=project,
        text=say("The publicity is over: confirm the award."),
        endpoint="selection.result",
        act=say("Confirm the award"),
        by=by,
        silence=silence,
        address={"award_id": award_id},
    )


def to_answer_objection(title: str, name: str, objection_id: int, by: date) -> Task:
    """Return the task of the authority before which an objection to a result was brought (S8)."""
    return Task(
        title=title,
        about=name,
        text=say("An objection to a published result waits for your answer; the contract waits too."),
        endpoint="selection.answer_result_objection",
        act=say("Answer the objection"),
        by=by,
        silence=say("Nothing is contracted before the answer; the delay is seen by the supervisor."),
        address={"objection_id": objection_id},
    )


def to_open(title: str, project: str, number: str) -> Task:
    """Return the task of an owner whose sealed offers can be opened (S5)."""
    return Task(
        title=title,
        about=project,
        text=say("The opening time has come: open the offers with your opening code."),
        endpoint="selection.open_offers",
        act=say("Open the offers"),
        silence=say("Nobody is selected before they are opened."),
        address={"number": number},
    )


def to_choose_among_few(title: str, project: str, number: str) -> Task:
    """Return the task of an owner for whose notice too few have registered (S4)."""
    return Task(
        title=title,
        about=project,
        text=say("Too few have registered: choose among them and say why, or withdraw the notice."),
        endpoint="selection.choose_registered",
        act=say("Choose among those registered"),
        silence=say("Nobody is chosen without you."),
        address={"number": number},
    )


def to_publish(title: str, project: str, number: str) -> Task:
    """Return the task of an owner for whose opened notice a result is due."""
    return Task(
        title=title,
        about=project,
        text=say("A result is due: it waits for a public figure, or for you to publish it."),
        endpoint="selection.open_notice",
        act=say("Look at the notice"),
        address={"number": number},
        can_wait=True,
    )


def to_draw(title: str, owner: str, number: str, by: date, *, figure: bool) -> Task:
    """Return the task of the operator for whose draw the public figure appears, or texts decide alone (S2)."""
    with_figure, alone = (
        say("Enter the public figure once it has appeared, and draw."),
        say("Draw once all the texts are revealed; no public figure is needed."),
    )
    return Task(
        title=title,
        about=owner,
        text=with_figure if figure else alone,
        endpoint="selection.draw",
        act=say("Go to the draw"),
        by=by,
        silence=say("The draw waits; the figure and the order stay the same."),
        address={"number": number},
    )


def to_check_small_works(title: str, owner: str, number: str, by: date | None) -> Task:
    """Return the task of the operator whose form check small works wait for (S11)."""
    return Task(
        title=title,
        about=owner,
        text=say("Check the form of the small works."),
        endpoint="selection.small_works_check",
        act=say("Check the form"),
        by=by,
        silence=say("Silence publishes nothing; the delay is seen by the supervisor."),
        address={"number": number},
    )


def of_small_works(stage: Stage, title: str, project: str, number: str) -> Task:
    """Return the task of an owner whose small works were handed back, or opened (S11)."""
    return Task(
        title=title,
        about=project,
        text=OF_SMALL_WORKS[stage],
        endpoint="selection.small_works_notice",
        act=say("Look at the small works"),
        address={"number": number},
    )


def to_answer_outage(figure: str, first_on: date, last_on: date, outage_id: int) -> Task:
    """Return the task of the managing office before which an outage of a public figure was declared (S2)."""
    return Task(
        title=say("%(figure)s, %(first)s to %(last)s", figure=figure, first=first_on, last=last_on),
        text=say("The operator declares that this public figure does not appear: compare the announcement."),
        endpoint="selection.answer_outage",
        act=say("Answer it"),
        silence=say("Nothing changes without you: the draws wait for the figure that was named."),
        address={"outage_id": outage_id},
    )


def to_lodge(title: str, project: str, contribution_id: int, by: date) -> Task:
    """Return the task of who is named to add a text to the randomness of a draw and has lodged nothing (S2)."""
    return Task(
        title=title,
        about=project,
        text=say("Lodge the SHA-256 of your text for the draw before the closing."),
        endpoint="selection.contribution",
        act=say("Lodge it"),
        by=by,
        silence=say("The draw takes place without your text."),
        address={"contribution_id": contribution_id},
    )


def to_reveal(title: str, project: str, contribution_id: int, by: date) -> Task:
    """Return the task of who has lodged a text for which a draw waits (S2)."""
    return Task(
        title=title,
        about=project,
        text=say("Who takes part is laid down: reveal the text that you lodged."),
        endpoint="selection.contribution",
        act=say("Reveal it"),
        by=by,
        silence=say("A text withheld voids the draw; that is published and recorded against you."),
        address={"contribution_id": contribution_id},
    )
