"""The forms of how a person is reached."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Regexp

from accounts.fields import MobileField
from accounts.kinds import Topic
from accounts.rules import SWITCHABLE, Choice
from kernel.fields import OneOfField, SomeOfField, TextField
from kernel.forms import ActForm
from kernel.sentences import say
from kernel.widgets import TextInput

SINGLE, DAILY = "single", "daily"


class MessagesForm(ActForm):
    """What I want by which way."""

    by_email = SomeOfField(
        _l("By e-mail, beside legal service"),
        choices=[(topic.value, topic.label, {"hint": topic.hint}) for topic in SWITCHABLE],
    )
    how = OneOfField(
        _l("How e-mail comes"),
        choices=[
            (SINGLE, say("Each message at once"), {"hint": say("At night they wait until the morning.")}),
            (
                DAILY,
                say("One e-mail a day"),
                {"hint": say("Every morning, with all of the day before; legal service still at once.")},
            ),
        ],
    )
    by_sms = SomeOfField(
        _l("By SMS"), choices=[(topic.value, topic.label, {"hint": topic.hint}) for topic in Topic]
    )

    def showing(self, choice: Choice, *, has_phone: bool) -> "MessagesForm":
        """Show what holds, and SMS only where there is a telephone that gets it."""
        if not self.is_submitted():
            self.by_email.data = [topic.value for topic in SWITCHABLE if topic in choice.by_email]
            self.by_sms.data = [topic.value for topic in Topic if topic in choice.by_sms]
            self.how.data = DAILY if choice.digest else SINGLE
        if not has_phone:
            del self.by_sms
        return self

    def choice(self, before: Choice) -> Choice:
        """Return what was chosen; what was not asked for stays."""
        by_sms = frozenset(map(Topic, self.by_sms.data or ())) if "by_sms" in self else before.by_sms
        return Choice(frozenset(map(Topic, self.by_email.data or ())), by_sms, self.how.data == DAILY)


class PhoneForm(ActForm):
    """Which telephone gets texts."""

    number = MobileField(_l("Mobile number"))


class CodeForm(ActForm):
    """The code that was sent."""

    code = TextField(
        _l("The code that was sent to you"),
        [InputRequired(), Regexp(r"\s*[0-9]{6}\s*$", message=_l("Enter the six digits of the code."))],
        longest=20,
        widget=TextInput(10, inputmode="numeric", autocomplete="one-time-code"),
    )
