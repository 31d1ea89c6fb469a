from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from kernel import reading
from kernel.sentences import say
from tests.look.gallery import make

THURSDAY = date(2026, 3, 19)
NOON = datetime(2026, 5, 27, 9, 0, tzinfo=UTC)
LATE = datetime(2026, 5, 27, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "chinese", "english"),
    [
        (reading.day, "2026年3月19日（周四）", "Thursday 19 March 2026"),
        (reading.near_day, "3月19日（周四）", "Thursday 19 March"),
        (reading.short_day, "3月19日", "19 March"),
        (reading.plain_day, "2026年3月19日", "19 March 2026"),
        (reading.weekday, "周四", "Thursday"),
        (reading.month, "2026年3月", "March 2026"),
        (reading.deadline, "3月19日（周四）24:00", "Thursday 19 March, 24:00"),
    ],
)
def test_a_day_is_written_in_both_languages(write, chinese, english):
    assert (write(THURSDAY, "zh"), write(THURSDAY, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("write", "moment", "chinese", "english"),
    [
        (
            reading.moment,
            NOON,
            "2026年5月27日（周三）17:00（北京时间）",
            "17:00, Wednesday 27 May 2026 (Beijing time)",
        ),
        (reading.near_moment, NOON, "5月27日（周三）17:00", "Wednesday 27 May, 17:00"),
        (reading.near_moment, LATE, "5月28日（周四）00:30", "Thursday 28 May, 00:30"),
    ],
)
def test_a_moment_is_written_in_beijing_time(write, moment, chinese, english):
    assert (write(moment, "zh"), write(moment, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (2_800_000, "2.80 万元", "¥28,000.00"),
        (2_812_345, "28,123.45 元", "¥28,123.45"),
        (98_000, "980.00 元", "¥980.00"),
        (999_900, "9,999.00 元", "¥9,999.00"),
        (1_000_000, "1.00 万元", "¥10,000.00"),
        (1_000_100, "10,001.00 元", "¥10,001.00"),
        (12_000_000_000, "12,000.00 万元", "¥120,000,000.00"),
        (1, "0.01 元", "¥0.01"),
        (0, "0.00 元", "¥0.00"),
        (-2_800_000, "-2.80 万元", "-¥28,000.00"),
    ],
)
def test_money_loses_nothing(fen, chinese, english):
    assert (reading.money(fen, "zh"), reading.money(fen, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(986, 1000), "98.6%"),
        (Fraction(2, 3), "66.7%"),
        (Decimal("0.00050"), "0.1%"),
        (Fraction(9995, 10000), "100.0%"),
        (1, "100.0%"),
        (0, "0.0%"),
    ],
)
def test_a_share_is_rounded_half_up(value, written):
    assert reading.share(value, "zh") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12345, "12,345"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1000), "1,000"),
        (Fraction(1, 3), "0.33"),
        (Decimal("1234.50"), "1,234.50"),
    ],
)
def test_a_number_has_its_thousands_apart(value, written):
    assert reading.number(value, "en") == written


CHINESE = {
    "The term ends on %(day)s: %(why)s.": "期限于 %(day)s届满：%(why)s。",
    "too late": "已逾期",
    "Seen by %(who)s at %(at)s.": "%(who)s于 %(at)s查看。",
    "All of them.": "全部。",
}


@pytest.mark.parametrize(
    ("sentence", "chinese", "english"),
    [
        (
            say("The term ends on %(day)s: %(why)s.", day=THURSDAY, why=say("too late")),
            "期限于 2026年3月19日（周四）届满：已逾期。",
            "The term ends on Thursday 19 March 2026: too late.",
        ),
        (
            say("Seen by %(who)s at %(at)s.", who=["甲", say("too late")], at=NOON),
            "甲、已逾期于 2026年5月27日（周三）17:00（北京时间）查看。",
            "Seen by 甲, too late at 17:00, Wednesday 27 May 2026 (Beijing time).",
        ),
        (say("All of them."), "全部。", "All of them."),
        (say("%(n)d of %(year)s", n=3, year=2025), "3 of 2025", "3 of 2025"),
        (say(""), "", ""),
        ("All of them.", "All of them.", "All of them."),
    ],
)
def test_a_sentence_is_said_with_its_days_and_inner_sentences(sentence, chinese, english):
    assert reading.tell(sentence, "zh", lambda text: CHINESE.get(text, text)) == chinese
    assert reading.tell(sentence, "en", lambda text: text) == english


def test_a_month_is_drawn_in_whole_weeks_from_monday():
    weeks = reading.weeks(date(2026, 5, 29))
    assert weeks[0][0] == date(2026, 4, 27)
    assert weeks[-1][-1] == date(2026, 5, 31)
    assert {len(week) for week in weeks} == {7}


def test_the_filters_write_for_the_reader_of_each_page():
    app = make()
    page = app.jinja_env.from_string(
        "{{ 2800000 | money }} {{ none | day }} {{ ['甲', '乙'] | listing }} {{ sentence | t }}{{ none | t }}"
    )
    seen = []
    for language in ("zh", "en", "zh"):
        with app.test_request_context(headers={"Cookie": f"language={language}"}):
            seen.append(page.render(sentence=say("Fill this in.")))
    assert seen == [
        "2.80 万元 — 甲、乙 请填写。",
        "¥28,000.00 — 甲, 乙 Fill this in.",
        "2.80 万元 — 甲、乙 请填写。",
    ]


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("<p>已提交。 请等待答复。</p>", "<p>已提交。请等待答复。</p>"),
        ('<p>已提交。 <a href="/x">查看</a></p>', '<p>已提交。<a href="/x">查看</a></p>'),
        ("<p>提示： 请核对</p>", "<p>提示：请核对</p>"),
        ('<input value="甲。 乙">', '<input value="甲。 乙">'),
        ("<textarea>甲。 乙</textarea>。 丙", "<textarea>甲。 乙</textarea>。丙"),
        ("<pre>甲。 乙</pre>", "<pre>甲。 乙</pre>"),
        ("<p>A. B</p>", "<p>A. B</p>"),
        ("甲。  两个空格", "甲。  两个空格"),
    ],
)
def test_joined_chinese_sentences_have_no_blank_between_them_and_what_was_typed_keeps_its_own(
    written, closed
):
    assert reading.closed_up(written) == closed
