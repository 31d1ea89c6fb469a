"""How days, moments, money, shares and sentences are written for a reader, in Chinese or English."""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from flask import Flask
from flask_babel import gettext
from jinja2 import pass_context
from jinja2.runtime import Context

from kernel.clock import BEIJING
from kernel.languages import CHINESE
from kernel.languages import reading as reader
from kernel.sentences import Sentence

NOTHING = "—"
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_FEN = 100  # 分 in a yuan
_WAN = 10_000  # yuan in a 万元
_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")
# A text that keeps its blanks, a tag with its values, or the blank by which sentences are joined.
_JOINED = re.compile(r"<(textarea|pre)\b.*?</\1|<[^>]*>|([。！？；：]) (?! )", re.DOTALL)


def day(value: date, locale: str) -> str:
    """Write a day in full: 2026年3月19日（周四） or Thursday 19 March 2026."""
    if locale == CHINESE:
        return f"{value.year}年{short_day(value, locale)}（{weekday(value, locale)}）"
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def near_day(value: date, locale: str) -> str:
    """Write a day without its year, with its weekday: 5月29日（周五） or Friday 29 May."""
    if locale == CHINESE:
        return f"{short_day(value, locale)}（{weekday(value, locale)}）"
    return f"{value:%A} {short_day(value, locale)}"


def short_day(value: date, locale: str) -> str:
    """Write a day without year and weekday: 5月29日 or 29 May."""
    return f"{value.month}月{value.day}日" if locale == CHINESE else f"{value.day} {value:%B}"


def plain_day(value: date, locale: str) -> str:
    """Write a day with its year, without its weekday: 2026年3月19日 or 19 March 2026."""
    short = short_day(value, locale)
    return f"{value.year}年{short}" if locale == CHINESE else f"{short} {value.year}"


def weekday(value: date, locale: str) -> str:
    """Write the weekday: 周五 or Friday."""
    return f"周{_WEEKDAYS[value.weekday()]}" if locale == CHINESE else f"{value:%A}"


def month(value: date, locale: str) -> str:
    """Write a month: 2026年5月 or May 2026."""
    return f"{value.year}年{value.month}月" if locale == CHINESE else f"{value:%B} {value.year}"


def moment(value: datetime, locale: str) -> str:
    """Write a moment in full, with the zone said: 2026年5月27日（周三）17:00（北京时间）."""
    local = value.astimezone(BEIJING)
    if locale == CHINESE:
        return f"{day(local, locale)}{local:%H:%M}（北京时间）"
    return f"{local:%H:%M}, {day(local, locale)} (Beijing time)"


def near_moment(value: datetime, locale: str) -> str:
    """Write a moment where the head of the column says 北京时间: 5月27日（周三）17:00."""
    local = value.astimezone(BEIJING)
    return f"{near_day(local, locale)}{'' if locale == CHINESE else ', '}{local:%H:%M}"


def deadline(value: date, locale: str) -> str:
    """Write the end of a last day: 6月3日（周三）24:00 or Wednesday 3 June, 24:00."""
    return f"{near_day(value, locale)}{'' if locale == CHINESE else ', '}24:00"


def money(amount: int, locale: str) -> str:
    """Write an amount of 分 and lose none of it: 2.80 万元 or ¥28,000.00; what 万元 cannot hold, in 元."""
    yuan = Decimal(amount) / _FEN
    if locale != CHINESE:
        return f"{'-' if amount < 0 else ''}¥{abs(yuan):,.2f}"
    exact = abs(yuan) >= _WAN and amount % _FEN**2 == 0
    return f"{yuan / _WAN:,.2f} 万元" if exact else f"{yuan:,.2f} 元"


def share(value: Fraction | Decimal | int, locale: str) -> str:  # noqa: ARG001  every writer is called alike
    """Write a share of one as per cent with one decimal, rounded half up: 98.6%."""
    exact = Fraction(value) * 100
    return f"{(Decimal(exact.numerator) / exact.denominator).quantize(_TENTH, ROUND_HALF_UP)}%"


def number(value: Fraction | Decimal | int, locale: str) -> str:  # noqa: ARG001
    """Write a number with its thousands apart, at most two decimals: 12,345 or 2.5."""
    if isinstance(value, Fraction):
        value = (Decimal(value.numerator) / value.denominator).quantize(_CENT, ROUND_HALF_UP).normalize()
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def listing(items: list[str], locale: str) -> str:
    """Write several names in a row: 甲、乙 or A, B."""
    return ("、" if locale == CHINESE else ", ").join(items)


def tell(sentence: object, locale: str, translate: Callable[[str], str]) -> str:
    """Say a sentence in the reader's language, its days and inner sentences too; other text as it is."""
    if not isinstance(sentence, Sentence):
        return str(sentence)
    text = translate(sentence.text) if sentence.text else ""
    args = {name: _argument(value, locale, translate) for name, value in sentence.args.items()}
    return text % args if args else text


def _argument(value: object, locale: str, translate: Callable[[str], str]) -> object:
    if isinstance(value, datetime):
        return moment(value, locale)
    if isinstance(value, date):
        return day(value, locale)
    if isinstance(value, list | tuple):
        return listing([str(_argument(item, locale, translate)) for item in value], locale)
    return value if isinstance(value, int) else tell(value, locale, translate)


def say_it(sentence: object) -> str:
    """Say a sentence in the language of this page (the filter `t`)."""
    return tell(sentence, reader(), gettext)


def closed_up(html: str) -> str:
    """Return a Chinese page without the blank that joins sentences in English: 。 and its kin bring their own space.

    What is typed into a form, a tag's own values, and text that keeps its blanks stay as they are.
    """
    return _JOINED.sub(lambda found: found[2] or found[0], html)


def weeks(first: date) -> list[list[date]]:
    """Return the weeks of a day's month, Monday first, filled up with the days of its neighbours."""
    return calendar.Calendar().monthdatescalendar(first.year, first.month)


WRITERS: tuple[Callable[..., str], ...] = (
    *(day, near_day, short_day, plain_day, weekday, month),
    *(moment, near_moment, deadline, money, share, number),
)


def install(app: Flask) -> None:
    """Give the templates one filter for each way of writing; nothing is written as a dash."""
    app.jinja_env.globals["weeks"] = weeks
    for write in WRITERS:
        app.jinja_env.filters[write.__name__] = _filter(write)
    app.jinja_env.filters["t"] = _filter(lambda sentence, _locale: say_it(sentence), nothing="")
    app.jinja_env.filters["listing"] = _filter(
        lambda names, locale: listing(list(map(say_it, names)), locale)
    )


def _filter(write: Callable[..., str], nothing: str = NOTHING) -> Callable[[Context, object], str]:
    @pass_context  # else Jinja would write a constant once, in the language of the first reader
    def written(_context: Context, value: object) -> str:
        return nothing if value is None else write(value, reader())

    return written
