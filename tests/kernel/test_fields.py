from datetime import date
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms.validators import InputRequired, Optional

from kernel import fields, typed
from kernel.forms import ActForm
from kernel.sentences import say
from tests.look.gallery import make


class Form(ActForm):
    name = fields.TextField("Name", [Optional()], longest=5)
    text = fields.LongTextField("Text", [Optional()], longest=9)
    secret = fields.PasswordField("Secret", [Optional()])
    price = fields.MoneyField("Price", [Optional()])
    free = fields.MoneyField("Free", [Optional()], least=0)
    days = fields.WorkdaysField("Days", [Optional()], most=200)
    count = fields.WholeField("Count", [Optional()], least=2, most=9, unit="家")
    day = fields.DayField("Day", [Optional()])
    lines = fields.LinesField("Lines", [Optional()], longest=4)
    paper = fields.FileField("Paper", [Optional()], endings=("pdf", "PNG"))
    papers = fields.FilesField("Papers", [Optional()], endings=("pdf",))
    anything = fields.FileField("Anything", [Optional()])


def sent(**values):
    """Return the form as it is after these values were typed, in English."""
    app = make()
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(headers={"Cookie": "language=en"}):
        form = Form(MultiDict(values))
        form.validate()
        form.drawn = {field.name: str(field()) for field in form}
        form.said = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
        return form


class Required(ActForm):
    name = fields.TextField("Name", [InputRequired()])
    text = fields.LongTextField("Text", [InputRequired("Say why.")])


@pytest.mark.parametrize("blank", ["", "  ", " \n\t", "\u3000"])
def test_blanks_are_no_answer_where_one_is_required(blank):
    app = make()
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(headers={"Cookie": "language=en"}):
        form = Required(MultiDict({"name": blank, "text": blank}))
        assert not form.validate()
        said = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
        assert (set(said), said["text"]) == ({"name", "text"}, ["Say why."])


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("28000", 2_800_000),
        ("28,000.50", 2_800_050),
        ("２８０００", 2_800_000),
        ("¥ 28000.5", 2_800_050),
        ("￥1", 100),
        ("2.8万", 2_800_000),
        ("2.80 万元", 2_800_000),
        ("0.01", 1),
        ("3元", 300),
        ("0.000001万", 1),
    ],
)
def test_money_is_read_exactly(text, fen):
    form = sent(price=text)
    assert (form.price.data, form.said) == (fen, {})


@pytest.mark.parametrize("text", ["abc", "1.234", "-5", "1e9", "0.0000001万", "9" * 13, "1.2.3", "万"])
def test_money_that_cannot_be_read_is_kept_as_typed(text):
    form = sent(price=text)
    assert "at most two decimals" in form.said["price"][0]
    assert f'value="{text}"' in form.drawn["price"]


def test_money_has_a_least_amount():
    assert "at least 0.01 yuan" in sent(price="0").said["price"][0]
    assert sent(free="0").free.data == 0


@pytest.mark.parametrize(
    "text", ["2026-03-19", "2026/3/19", "2026.3.19", "2026年3月19日", "2026年3月19", " ２０２６-03-19 "]
)
def test_a_day_is_read_in_every_usual_form(text):
    form = sent(day=text)
    assert (form.day.data, form.said) == (date(2026, 3, 19), {})


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026年13月1日", "19/3/2026", "20260319", "tomorrow", "0000-01-01"]
)
def test_a_day_that_does_not_exist_is_shown_again_as_text(text):
    form = sent(day=text)
    assert "a day that exists" in form.said["day"][0]
    assert f'value="{text}"' in form.drawn["day"]


def test_a_day_is_picked_where_it_can_be():
    assert 'type="date"' in sent(day="2026-02-30").drawn["day"]
    assert 'type="date"' in sent().drawn["day"]
    assert 'type="text"' in sent(day="2026年2月30日").drawn["day"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0", "1 to 200"),
        ("10000", "1 to 200"),
        ("1.5", "whole number of working days"),
        ("-3", "whole number"),
        ("ten", "whole number"),
    ],
)
def test_a_promise_of_no_days_or_too_many_is_refused(text, problem):
    form = sent(days=text)
    assert problem in form.said["days"][0]
    assert f'value="{text}"' in form.drawn["days"]


def test_a_whole_number_is_read_between_its_bounds_and_shows_its_unit():
    form = sent(days="１５", count="9")
    assert (form.days.data, form.count.data, form.said) == (15, 9, {})
    assert "working days</div>" in form.drawn["days"]
    assert "家</div>" in form.drawn["count"]
    assert "2 to 9" in sent(count="1").said["count"][0]


def test_what_is_left_empty_is_nothing():
    form = sent(price="", day=" ", days="", lines="")
    assert [form.price.data, form.day.data, form.days.data, form.lines.data] == [None, None, None, []]


def test_a_value_from_the_table_is_written_as_one_would_type_it():
    with make().test_request_context():
        form = Form(price=2_800_050, day=date(2026, 3, 19), days=15, lines=["甲", "乙"])
        assert [f._value() for f in (form.price, form.day, form.days, form.lines, form.count)] == [
            "28000.50",
            "2026-03-19",
            "15",
            "甲\n乙",
            "",
        ]


def test_text_loses_control_characters_and_the_space_around_it():
    form = sent(name=" a\x00b\u0007 ", text="甲\r\n乙")
    assert (form.name.data, form.text.data) == ("ab", "甲\n乙")
    assert typed.printable(None) is None


def test_text_that_is_too_long_says_how_long_it_may_be():
    form = sent(name="123456", text="1234567890", lines="1234\n\n12345")
    assert form.said == {
        "name": ["Write at most 5 characters."],
        "text": ["Write at most 9 characters."],
        "lines": ["Write at most 4 characters."],
    }
    assert "12345</textarea>" in form.drawn["lines"]


def test_lines_are_a_list_without_the_empty_ones():
    assert sent(lines=" 甲 \r\n\r\n乙").lines.data == ["甲", "乙"]


def test_a_password_is_never_filled_in_again():
    form = sent(secret="hunter22")
    assert form.secret.data == "hunter22"
    assert "hunter22" not in form.drawn["secret"]
    assert 'type="password"' in form.drawn["secret"]
    assert 'autocomplete="current-password"' in form.drawn["secret"]


def upload(name):
    return FileStorage(BytesIO(b"x"), filename=name)


def test_a_file_must_have_one_of_the_endings():
    form = sent(paper=upload("合同.PDF"), anything=upload("x.exe"))
    assert form.said == {}
    assert form.paper.data.filename == "合同.PDF"
    assert "one of these kinds: PDF PNG." in sent(paper=upload("合同.exe")).said["paper"][0]
    assert "PDF." in sent(papers=upload("no-ending")).said["papers"][0]


def test_a_file_chooser_offers_what_is_taken():
    drawn = sent().drawn
    assert 'accept=".pdf,.png"' in drawn["paper"]
    assert " multiple" in drawn["papers"]
    assert " multiple" not in drawn["paper"]
    assert "accept" not in drawn["anything"]


def test_answers_may_be_named_shortly_or_later():
    class Choice(ActForm):
        early = fields.OneOfField("Early", choices=[("a", "A", {"hint": say("Fill this in.")}), ("b", "B")])
        late = fields.ListField("Late", coerce=int)
        some = fields.SomeOfField("Some", choices=["x", "y"])

    with make().test_request_context(headers={"Cookie": "language=en"}):
        form = Choice(MultiDict({"early": "a", "late": "7", "some": "y"}))
        form.late.choices = [(7, "Seven")]
        drawn = "".join(str(field()) for field in form.shown())
    assert (form.early.data, form.late.data, form.some.data) == ("a", 7, ["y"])
    assert 'id="early-item-hint"' in drawn
    assert '<option value="7" selected>Seven</option>' in drawn
