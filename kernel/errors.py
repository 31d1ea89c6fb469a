"""The four ways in which an act does not happen."""

from datetime import date

from kernel.sentences import Sentence


class ActError(Exception):
    """Stand above the four, so that the error table can name them once."""

    status = 400


class Refused(ActError):
    """The rules say no: the rule's number, the sentence, and from when it may be tried again, if ever."""

    status = 422

    def __init__(self, rule: str, sentence: Sentence, try_from: date | None = None, field: str = "") -> None:
        super().__init__(f"{rule}: {sentence}")
        self.rule = rule
        self.sentence = sentence
        self.try_from = try_from
        self.field = field


class WrongState(ActError):
    """Somebody got there first, or the page is stale: reload and look again."""

    status = 409

    def __init__(self, sentence: Sentence | None = None) -> None:
        super().__init__(str(sentence or ""))
        self.sentence = sentence


class NotYours(ActError):
    """The actor may not do this, and perhaps a sentence says why: a delegation that was taken back, for example."""

    status = 403

    def __init__(self, sentence: Sentence | None = None) -> None:
        super().__init__(str(sentence or ""))
        self.sentence = sentence


class NotFound(ActError):
    """There is no such thing, or none that this actor may know of."""

    status = 404
