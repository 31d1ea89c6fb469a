"""The steps of the managing office on an edition of the rulebook: the form of each, and what it does (G10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.forms import ActForm
from kernel.sentences import Sentence, say
from marketplace.home import edition_forms as forms
from marketplace.oversight.editions import operations
from marketplace.oversight.editions.models import EditionDraft
from marketplace.oversight.editions.operations import Desk
from marketplace.oversight.editions.vocabulary import Act


@dataclass(frozen=True)
class Step:
    """One step: its form, what it does, and how it is told."""

    form: type[ActForm]
    take: Callable[[EditionDraft, Any, Desk], object]
    heading: Sentence
    lead: Sentence
    submit: Sentence
    done: Sentence
    warns: bool = False


STEPS: Mapping[Act, Step] = {
    Act.LAY: Step(
        forms.TextForm,
        lambda row, form, desk: operations.lay(row, form.text(), desk),
        say("Lay a further text"),
        say("It takes the place of the text that stands, and goes to the authorities for comment again."),
        say("Lay this text"),
        say("The further text is laid."),
    ),
    Act.SEND: Step(
        forms.SendForm,
        lambda row, form, desk: operations.send(row, form.until.data, desk),
        say("Send the draft to the authorities"),
        say("Every authority gets a message and may comment, once or more, until the day you name."),
        say("Send it out"),
        say("The draft is with the authorities."),
    ),
    Act.PROPOSE: Step(
        forms.ProposeForm,
        lambda row, form, desk: operations.propose(row, form.document.data, form.document_on.data, desk),
        say("Propose the adoption"),
        say("Another officer of the managing office checks it before it is adopted."),
        say("Lay it before the second person"),
        say("It waits for the second person."),
    ),
    Act.CONFIRM: Step(
        forms.ConfirmForm,
        lambda row, _form, desk: operations.confirm(row, desk),
        say("Adopt this edition"),
        say(
            "From its day on its figures are in force everywhere on the platform. "
            "It cannot be taken back; a further edition can change it."
        ),
        say("Adopt the edition"),
        say("The edition is adopted."),
    ),
    Act.SEND_BACK: Step(
        forms.ReasonForm,
        lambda row, form, desk: operations.send_back(row, form.reason.data, desk),
        say("Send it back"),
        say("It goes back to who proposed it, with your reason."),
        say("Send it back"),
        say("It was sent back."),
    ),
    Act.WITHDRAW: Step(
        forms.ReasonForm,
        lambda row, form, desk: operations.withdraw(row, form.reason.data, desk),
        say("Withdraw this edition"),
        say("It is not pursued further. It stays to be read, with your reason."),
        say("Withdraw it"),
        say("The edition is withdrawn."),
        warns=True,
    ),
}
